/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a discriminator answers to data and to what the generator makes, as two histograms. */

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_BARS 40
#define LEAST_BARS 10
/* Pixels at a text scale of 1. */
#define BAR 10

enum
{
  REAL,
  FAKE,
  N_SIDES,
};

/* The scores, counted. */
typedef struct
{
  LaminaChart chart;
  gboolean    is_probability;
  double      low, high; /* what the bars span */
  double      means[N_SIDES];
  gsize       n[N_SIDES], n_bars;
  double      shares[N_SIDES][MAX_BARS];
} Figure;

static const LmTensor *
get_answers (const LaminaFrame *frame,
             int                side)
{
  return lamina_frame_get_answers (frame, side == REAL ? LAMINA_PROBE_REALS : LAMINA_PROBE_FAKES);
}

/* The mean of an example's answers: a discriminator may judge its parts. */
static double
get_score (const LmTensor *answers,
           gsize           row)
{
  const gsize n = lm_shape_get_n_columns (&answers->shape);
  double sum = 0;

  for (gsize i = row * n; i < (row + 1) * n; i++)
    sum += (double) answers->data[i];

  return sum / (double) n;
}

static double
get_mean (const LmTensor *answers)
{
  double sum = 0;

  for (gsize i = 0; i < answers->len; i++)
    sum += (double) answers->data[i];

  return sum / (double) answers->len;
}

static gboolean
is_probability (const LaminaFrame *frame)
{
  return frame->loss != NULL && frame->loss->klass->activate != NULL;
}

static gboolean
lamina_gan_scores_view_fits (const LaminaFrame *frame)
{
  return frame->forge != NULL && frame->forge->reals != NULL;
}

static gboolean
lamina_gan_scores_view_has_content (const LaminaFrame *frame)
{
  return get_answers (frame, REAL) != NULL && get_answers (frame, FAKE) != NULL;
}

static char *
lamina_gan_scores_view_write_subtitle (const LaminaFrame *frame)
{
  g_autofree char *n = lamina_format_count (frame->forge->reals->tensor.shape.dim[0]);

  /* TRANSLATORS: examples; %s are numbers. */
  return g_strdup_printf (_("%s real, %s fake"), n, n);
}

/* What the scores span, if they are no probabilities. */
static void
find_range (Figure            *self,
            const LaminaFrame *frame)
{
  LaminaAxis axis;
  double low = HUGE_VAL, high = -HUGE_VAL;

  self->low = 0;
  self->high = 1;
  if (self->is_probability)
    return;

  for (int side = 0; side < N_SIDES; side++)
    for (gsize i = 0; i < get_answers (frame, side)->shape.dim[0]; i++)
      {
        const double score = get_score (get_answers (frame, side), i);

        if (isfinite (score))
          {
            low = fmin (low, score);
            high = fmax (high, score);
          }
      }
  if (low > high)
    return;

  lamina_axis_init (&axis, LAMINA_SCALE_LINEAR, low, high, 0, 1);
  lamina_axis_make_round (&axis, 4);
  self->low = axis.min;
  self->high = axis.max;
}

static void
count (Figure            *self,
       const LaminaFrame *frame)
{
  for (int side = 0; side < N_SIDES; side++)
    {
      const LmTensor *answers = get_answers (frame, side);

      self->n[side] = answers->shape.dim[0];
      self->means[side] = get_mean (answers);
      for (gsize i = 0; i < self->n[side]; i++)
        {
          const double place = (get_score (answers, i) - self->low) / (self->high - self->low);

          if (isfinite (place))
            self->shares[side][(gsize) CLAMP (place * (double) self->n_bars, 0,
                                              (double) self->n_bars - 1)] +=
              1 / (double) self->n[side];
        }
    }
}

static void
figure_init (Figure            *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width,
             double             height)
{
  LaminaChart *chart = &self->chart;
  double most = 0;

  *self = (Figure) { .is_probability = is_probability (frame) };
  self->n_bars = (gsize) CLAMP (width / (BAR * style->text_scale), LEAST_BARS, MAX_BARS);
  /* The middle is an edge: what is left of it is taken for fake. */
  self->n_bars -= self->n_bars % 2;
  find_range (self, frame);
  count (self, frame);
  for (gsize i = 0; i < self->n_bars; i++)
    most = fmax (most, fmax (self->shares[REAL][i], self->shares[FAKE][i]));

  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR, self->low, self->high, 0,
                     1.04 * fmax (most, 1e-3), TRUE, lamina_get_legend_height (style) + 2, width,
                     height);
  chart->has_y_labels = FALSE;
  chart->left = chart->x.from = 1;
}

/* The outline of one side's bars, from the ground to the ground. */
static void
path_bars (const Figure *self,
           cairo_t      *cr,
           int           side)
{
  const LaminaChart *chart = &self->chart;
  const double step = (chart->right - chart->left) / (double) self->n_bars;

  cairo_move_to (cr, chart->left, chart->bottom);
  for (gsize i = 0; i < self->n_bars; i++)
    {
      const double y = lamina_axis_get_pixel (&chart->y, self->shares[side][i]);

      cairo_line_to (cr, chart->left + (double) i * step, y);
      cairo_line_to (cr, chart->left + (double) (i + 1) * step, y);
    }
  cairo_line_to (cr, chart->right, chart->bottom);
}

static void
draw_bars (const Figure      *self,
           cairo_t           *cr,
           const LaminaStyle *style)
{
  const LaminaChart *chart = &self->chart;
  const double step = (chart->right - chart->left) / (double) self->n_bars;

  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, LAMINA_FILLED_ALPHA);
  for (gsize i = 0; i < self->n_bars; i++)
    {
      const double y = lamina_axis_get_pixel (&chart->y, self->shares[REAL][i]);

      cairo_rectangle (cr, chart->left + (double) i * step + 0.5, y, step - 1, chart->bottom - y);
    }
  cairo_fill (cr);

  path_bars (self, cr, FAKE);
  lamina_draw_hatched (cr, style, LAMINA_COLOR_RUN_B, chart->left, chart->top,
                       chart->right - chart->left, chart->bottom - chart->top);
}

/* A triangle on the ground line where the mean is. */
static void
draw_mean (const Figure      *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           int                side)
{
  const double size = 5 * sqrt (style->text_scale);
  const double x = lamina_axis_get_pixel (&self->chart.x, self->means[side]);
  const double y = self->chart.bottom;

  if (!isfinite (x))
    return;

  cairo_move_to (cr, x, y - size);
  cairo_line_to (cr, x + size, y + size * 0.6);
  cairo_line_to (cr, x - size, y + size * 0.6);
  cairo_close_path (cr);
  lamina_style_set_source (style, cr, side == REAL ? LAMINA_COLOR_RUN_A : LAMINA_COLOR_RUN_B, 1);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* The ends in words; the middle where there is room. */
static void
draw_words (const Figure      *self,
            cairo_t           *cr,
            const LaminaStyle *style)
{
  const LaminaChart *chart = &self->chart;
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, chart->bottom + 4,
                                               lamina_get_line_height (style,
                                                                       LAMINA_FONT_CAPTION));
  const double middle = (chart->left + chart->right) / 2;
  LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  /* TRANSLATORS: ends and middle of an axis of a discriminator's answers */
  const char *cannot_tell = _("0.5 cannot tell");
  double room = middle - chart->left;

  if (!chart->has_x_labels)
    return;

  room -= lamina_draw_text (cr, style, &text, chart->left, baseline, _("0 fake"));
  text.align = LAMINA_ALIGN_END;
  lamina_draw_text (cr, style, &text, chart->right, baseline, _("real 1"));
  text.align = LAMINA_ALIGN_MIDDLE;
  if (lamina_measure_text (cr, style, &text, cannot_tell) / 2 + 10 < room)
    lamina_draw_text (cr, style, &text, middle, baseline, cannot_tell);
}

static void
draw_middle (const Figure      *self,
             cairo_t           *cr,
             const LaminaStyle *style)
{
  static const double dashes[] = { 3, 3 };
  const double x = floor ((self->chart.left + self->chart.right) / 2) + 0.5;

  cairo_save (cr);
  cairo_move_to (cr, x, self->chart.top);
  cairo_line_to (cr, x, self->chart.bottom);
  cairo_set_dash (cr, dashes, 2, 0);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* "0.40 … 0.45: 12.1% of the real, 18.2% of the fake". Returns: (nullable) */
static char *
write_bar (const Figure *self,
           double        x,
           double        y)
{
  const LaminaChart *chart = &self->chart;
  const double place = (x - chart->left) / (chart->right - chart->left);
  const double step = (self->high - self->low) / (double) self->n_bars;
  g_autofree char *from = NULL, *to = NULL, *real = NULL, *fake = NULL;
  gsize bar;

  if (place < 0 || place >= 1 || y < chart->top || y > chart->bottom)
    return NULL;

  bar = (gsize) (place * (double) self->n_bars);
  from = lamina_format_number (self->low + (double) bar * step);
  to = lamina_format_number (self->low + (double) (bar + 1) * step);
  real = lamina_format_percent (self->shares[REAL][bar], 1);
  fake = lamina_format_percent (self->shares[FAKE][bar], 1);

  return g_strdup_printf (_("%s … %s: %s of the real, %s of the fake"), from, to, real, fake);
}

static void
lamina_gan_scores_view_draw (cairo_t           *cr,
                             const LaminaFrame *frame,
                             const LaminaStyle *style,
                             double             width,
                             double             height)
{
  g_autofree char *real = NULL, *fake = NULL, *text = NULL;
  Figure figure;

  figure_init (&figure, cr, frame, style, width, height);
  real = lamina_format_number (figure.means[REAL]);
  fake = lamina_format_number (figure.means[FAKE]);
  lamina_draw_legend (cr, style,
                      (LaminaLegendItem[]) {
                        { LAMINA_LINE_FILLED, LAMINA_COLOR_RUN_A, _("real"), real },
                        { LAMINA_LINE_HATCHED, LAMINA_COLOR_RUN_B, _("fake"), fake },
                      }, N_SIDES, 0, 0, width);

  draw_bars (&figure, cr, style);
  if (figure.is_probability)
    {
      draw_middle (&figure, cr, style);
      draw_words (&figure, cr, style);
    }
  else
    lamina_chart_draw_x (&figure.chart, cr, style, FALSE, NULL);
  for (int side = 0; side < N_SIDES; side++)
    draw_mean (&figure, cr, style, side);

  if (!frame->options.has_hover)
    return;
  text = write_bar (&figure, frame->options.hover_x, frame->options.hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y, width,
                        height);
}

static char *
lamina_gan_scores_view_get_value_at (const LaminaFrame *frame,
                                     const LaminaStyle *style,
                                     double             width,
                                     double             height,
                                     double             x,
                                     double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  Figure figure;

  figure_init (&figure, cr, frame, style, width, height);
  lamina_measure_end (cr);

  return write_bar (&figure, x, y);
}

/* In how many cases a probability is on its right side of one half. */
static double
get_share_right (const LaminaFrame *frame)
{
  double right = 0;

  for (int side = 0; side < N_SIDES; side++)
    {
      const LmTensor *answers = get_answers (frame, side);
      const gsize n = answers->shape.dim[0];

      for (gsize i = 0; i < n; i++)
        right += ((get_score (answers, i) > 0.5) == (side == REAL)) / (2.0 * (double) n);
    }

  return right;
}

static char *
lamina_gan_scores_view_describe (const LaminaFrame *frame)
{
  g_autofree char *real = lamina_format_number (get_mean (get_answers (frame, REAL)));
  g_autofree char *fake = lamina_format_number (get_mean (get_answers (frame, FAKE)));
  g_autofree char *share = NULL;

  if (!is_probability (frame))
    return g_strdup_printf (_("Real %s, fake %s on average"), real, fake);

  share = lamina_format_percent (get_share_right (frame), 0);

  return g_strdup_printf (_("Real %s, fake %s on average; D is right in %s of cases"), real, fake,
                          share);
}

static void
lamina_gan_scores_view_write_numbers (const LaminaFrame *frame,
                                      GString           *csv)
{
  g_string_append (csv, "example,is_real,score\r\n");
  for (int side = 0; side < N_SIDES; side++)
    for (gsize i = 0; i < get_answers (frame, side)->shape.dim[0]; i++)
      {
        g_string_append_printf (csv, "%zu,%d,", i, side == REAL);
        lamina_csv_append_number (csv, get_score (get_answers (frame, side), i));
        g_string_append (csv, "\r\n");
      }
}

const LaminaViewClass lamina_gan_scores_view = {
  .id = "gan-scores",
  .title = N_("Scores of D"),
  .summary = N_("How sure the discriminator is of data and of what the generator makes."),
  .empty = N_("The scores come with the first look at the network."),
  .unfit = N_("This network has no discriminator."),
  .nearest = "predictions text reconstructions latent-map",
  .watches = LAMINA_WATCH_SCORES,
  .columns = 5,
  .height = 170,
  .fits = lamina_gan_scores_view_fits,
  .has_content = lamina_gan_scores_view_has_content,
  .write_subtitle = lamina_gan_scores_view_write_subtitle,
  .draw = lamina_gan_scores_view_draw,
  .get_value_at = lamina_gan_scores_view_get_value_at,
  .describe = lamina_gan_scores_view_describe,
  .write_numbers = lamina_gan_scores_view_write_numbers,
};
