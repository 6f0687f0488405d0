/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-echo.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define CELL_GAP 14
#define LEAST_WIDTH 90
#define LEAST_HEIGHT 30
#define PAD 5
/* A legend goes before plots become smaller than that. */
#define LEGEND_HEIGHT 76
/* Width to height of a plot at its best. */
#define ASPECT 2.6
#define MAX_FEATURES 6

/* Examples as [step, feature]; a row of numbers is one feature. */
typedef struct
{
  const LaminaFrame *frame;
  const LmTensor    *inputs, *answers;
  gsize              n_steps, n_features, n_shown; /* features */

  gsize  n, n_across;
  double top;              /* of the cells: below the legend */
  double pitch_x, pitch_y; /* distances of the cells */
  double width, height;    /* of a plot */
} Echo;

gboolean
lamina_echo_fits (const LaminaFrame *frame)
{
  return frame->target_kind == LAMINA_TARGET_ITSELF &&
         frame->input_kind != LAMINA_INPUT_PICTURE && frame->input_kind != LAMINA_INPUT_TEXT;
}

double
lamina_echo_get_error (const LaminaFrame *frame,
                       gsize              example)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const gsize n = lm_shape_get_n_columns (&answers->shape);
  double sum = 0;

  for (gsize i = example * n; i < (example + 1) * n; i++)
    sum += fabs ((double) answers->data[i] - (double) targets->data[i]);

  return sum / (double) n;
}

/* As many as there are, as large as they can be; fewer if they became too small. */
static void
lay_out (Echo   *self,
         gsize   n_all,
         double  scale,
         double  label,
         double  width,
         double  height)
{
  const double gap = CELL_GAP * scale;
  double best = 0;

  for (gsize n = MAX (n_all, 1); n > 0 && best < LEAST_HEIGHT * scale; n--)
    for (gsize across = 1; across <= n; across++)
      {
        const gsize down = (n + across - 1) / across;
        const double pitch_x = (width + gap) / (double) across;
        const double pitch_y = (height - self->top + gap) / (double) down;
        const double room = fmin ((pitch_x - gap) / ASPECT, pitch_y - gap - label);

        if (self->n > 0 && (room <= best || pitch_x - gap < LEAST_WIDTH * scale))
          continue;
        best = room;
        self->n = n;
        self->n_across = across;
        self->pitch_x = pitch_x;
        self->pitch_y = pitch_y;
      }

  self->n = MIN (self->n, n_all);
  self->width = fmax (1, floor (self->pitch_x - gap));
  self->height = fmax (1, floor (self->pitch_y - gap - label));
}

static void
echo_init (Echo              *self,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  const gboolean is_series = inputs->shape.rank == 3;
  const double scale = style->text_scale;

  *self = (Echo) {
    .frame = frame,
    .inputs = inputs,
    .answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS),
    .n_steps = inputs->shape.dim[1],
    .n_features = is_series ? inputs->shape.dim[2] : 1,
    .top = height >= LEGEND_HEIGHT * scale ? lamina_get_legend_height (style) + 4 : 0,
  };
  self->n_shown = MIN (self->n_features, MAX_FEATURES);
  lay_out (self, frame->n_predictions, scale, lamina_get_line_height (style, LAMINA_FONT_CAPTION),
           width, height);
}

/* A series in the data's own units; the numbers of a row differ in theirs, so as the network has
 * them. */
static double
get_number (const Echo     *self,
            const LmTensor *values,
            gsize           row,
            gsize           step,
            gsize           feature)
{
  const double value =
    (double) values->data[(row * self->n_steps + step) * self->n_features + feature];

  return self->frame->input_kind == LAMINA_INPUT_SERIES
           ? lamina_scaling_apply (&self->frame->input_scaling, feature, value) : value;
}

/* One axis a feature for all inputs: it stays while the network learns. */
static void
find_axis (const Echo *self,
           gsize       feature,
           double     *least,
           double     *greatest)
{
  *least = HUGE_VAL;
  *greatest = -HUGE_VAL;
  for (gsize row = 0; row < self->n; row++)
    for (gsize i = 0; i < self->n_steps; i++)
      {
        const double value = get_number (self, self->inputs, row, i, feature);

        if (isfinite (value))
          {
            *least = fmin (*least, value);
            *greatest = fmax (*greatest, value);
          }
      }
}

static void
draw_line (const Echo        *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           gsize              row,
           gboolean           is_answer)
{
  const double n_gaps = (double) MAX (self->n_steps - 1, 1);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  lamina_set_line (cr, style, is_answer ? LAMINA_LINE_DASHED : LAMINA_LINE_SOLID,
                   is_answer ? LAMINA_COLOR_RUN_B : LAMINA_COLOR_RUN_A, 1);
  for (gsize j = 0; j < self->n_shown; j++)
    {
      double least, greatest;

      find_axis (self, j, &least, &greatest);
      cairo_new_path (cr);
      for (gsize i = 0; i < self->n_steps; i++)
        {
          const double value = get_number (self, is_answer ? self->answers : self->inputs, row, i,
                                           j);
          const double share = greatest > least ? (value - least) / (greatest - least) : 0.5;

          if (!isfinite (share))
            cairo_new_sub_path (cr);
          else
            cairo_line_to (cr, PAD + (double) i / n_gaps * (self->width - 2 * PAD),
                           self->height - PAD -
                             CLAMP (share, -1, 2) * fmax (1, self->height - 2 * PAD));
        }
      cairo_stroke (cr);
    }
}

static void
draw_cell (const Echo        *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           gsize              row)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .max_width = self->width };
  g_autofree char *number = lamina_format_number (lamina_echo_get_error (self->frame, row));
  /* TRANSLATORS: under a prediction of numbers; how far it is from the truth. */
  g_autofree char *string = g_strdup_printf (_("off by %s"), number);

  cairo_save (cr);
  lamina_path_round_rect (cr, 0, 0, self->width, self->height, 5);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  draw_line (self, cr, style, row, FALSE);
  draw_line (self, cr, style, row, TRUE);
  cairo_restore (cr);
  if (lamina_style_is_contrast (style))
    lamina_draw_outline (cr, style, 0, 0, self->width, self->height, 5);
  lamina_draw_text (cr, style, &text, 0,
                    lamina_get_baseline (style, text.font, self->height,
                                         lamina_get_line_height (style, text.font)),
                    string);
}

void
lamina_echo_draw (cairo_t           *cr,
                  const LaminaFrame *frame,
                  const LaminaStyle *style,
                  double             width,
                  double             height)
{
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, _("input"), NULL },
    { LAMINA_LINE_DASHED, LAMINA_COLOR_RUN_B, _("answer"), NULL },
  };
  Echo echo;

  echo_init (&echo, frame, style, width, height);
  if (echo.top > 0)
    lamina_draw_legend (cr, style, items, G_N_ELEMENTS (items), 0, 0, width);
  for (gsize i = 0; i < echo.n; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, floor ((double) (i % echo.n_across) * echo.pitch_x),
                       floor (echo.top + (double) (i / echo.n_across) * echo.pitch_y));
      draw_cell (&echo, cr, style, i);
      cairo_restore (cr);
    }
}

gssize
lamina_echo_hit (const LaminaFrame *frame,
                 const LaminaStyle *style,
                 double             width,
                 double             height,
                 double             x,
                 double             y)
{
  Echo echo;
  gsize column, index;

  echo_init (&echo, frame, style, width, height);
  if (x < 0 || y < echo.top)
    return -1;

  column = (gsize) (x / echo.pitch_x);
  index = (gsize) ((y - echo.top) / echo.pitch_y) * echo.n_across + column;
  if (column >= echo.n_across || index >= echo.n ||
      x - (double) column * echo.pitch_x > echo.width)
    return -1;

  return (gssize) index;
}
