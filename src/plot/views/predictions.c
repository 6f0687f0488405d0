/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define ITEM_WIDTH 98
#define ITEM_GAP 16
#define LEAST_PICTURE 40
#define BAR_HEIGHT 17
#define BAR_GAP 3
#define PICTURE_GAP 9
#define ROW_HEIGHT 25
#define BADGE_RADIUS 6.5
/* Answers of more numbers than this are no row of a table. */
#define MAX_NUMBERS 4

/* What is known of one example. */
typedef struct
{
  gssize truth, best, second; /* classes; -1: none */
  double best_share, second_share;
} Verdict;

static gboolean
has_classes (const LaminaFrame *frame)
{
  return frame->target_kind != LAMINA_TARGET_NUMBERS;
}

static double
get_share (const LaminaFrame *frame,
           const LmTensor    *answers,
           gsize              row,
           gssize             class)
{
  const gsize n = lm_shape_get_n_columns (&answers->shape);
  double share;

  if (n > 1)
    return class >= 0 && (gsize) class < n ? (double) answers->data[row * n + (gsize) class] : NAN;

  /* One column stands for both classes. */
  return lamina_frame_get_best (frame, answers, row, &share) == class ? share : 1 - share;
}

/* The class with most after @best. */
static gssize
find_second (const LmTensor *answers,
             gsize           row,
             gssize          best)
{
  const gsize n = lm_shape_get_n_columns (&answers->shape);
  gssize second = -1;

  if (n == 1)
    return 1 - best;
  for (gsize i = 0; i < n; i++)
    if ((gssize) i != best &&
        (second < 0 || answers->data[row * n + i] > answers->data[row * n + (gsize) second]))
      second = (gssize) i;

  return second;
}

static Verdict
get_verdict (const LaminaFrame *frame,
             const LmTensor    *answers,
             gsize              row)
{
  const LmTensor *targets = &frame->prediction_targets->tensor;
  Verdict verdict = { .truth = lamina_frame_get_class (frame, targets, row) };

  verdict.best = lamina_frame_get_best (frame, answers, row, &verdict.best_share);
  verdict.second = -1;
  if (verdict.best < 0)
    return verdict;

  /* The right answer is always among the two. */
  verdict.second = verdict.truth == verdict.best ? find_second (answers, row, verdict.best)
                                                 : verdict.truth;
  verdict.second_share = get_share (frame, answers, row, verdict.second);

  return verdict;
}

static gsize
count_examples (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);

  if (answers == NULL || frame->prediction_inputs == NULL || frame->prediction_targets == NULL)
    return 0;

  return MIN (frame->n_predictions,
              MIN (answers->shape.dim[0],
                   MIN (frame->prediction_inputs->tensor.shape.dim[0],
                        frame->prediction_targets->tensor.shape.dim[0])));
}

static gboolean
has_pictures (const LaminaFrame *frame)
{
  return frame->picture.rank == 4 && has_classes (frame) &&
         lm_shape_get_n_elements (&frame->picture) ==
         lm_shape_get_n_columns (&frame->prediction_inputs->tensor.shape);
}

static gboolean
lamina_predictions_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL &&
         (has_classes (frame) ||
          lm_shape_get_n_columns (lm_network_get_output (frame->network)) <= MAX_NUMBERS);
}

static gboolean
lamina_predictions_view_has_content (const LaminaFrame *frame)
{
  return count_examples (frame) > 0;
}

static char *
lamina_predictions_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (frame->input_kind == LAMINA_INPUT_PICTURE && has_classes (frame)
                     ? _("pictures it never trained on; bold is the right answer")
                     : _("examples it never trained on"));
}

/* Pictures with bars under them, in rows. */
typedef struct
{
  gsize  n, n_across, n_bars;
  double pitch, item_height; /* distances of the items */
  double bar_width;
  double picture_width, picture_height;
} Gallery;

static void
gallery_init (Gallery           *self,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const double scale = style->text_scale;
  const double aspect = (double) frame->picture.dim[3] / (double) frame->picture.dim[2];
  const gsize n_bars = height < 84 * scale ? 1 : 2;
  const double bars = (double) n_bars * (BAR_HEIGHT + BAR_GAP) * scale - BAR_GAP * scale +
                      PICTURE_GAP * scale;
  const gsize max_across = (gsize) fmax (1, (width / scale + ITEM_GAP) / (ITEM_WIDTH + ITEM_GAP));
  double side = 0;

  *self = (Gallery) { .n_bars = n_bars };

  /* As many as there are, as large as they can be; fewer if they became too small. */
  for (gsize n = count_examples (frame); n > 0 && side < LEAST_PICTURE * scale; n--)
    for (gsize across = 1; across <= MIN (n, max_across); across++)
      {
        const gsize down = (n + across - 1) / across;
        const double pitch = (width + ITEM_GAP * scale) / (double) across;
        const double item_height = (height + 12 * scale) / (double) down;
        const double room = fmin (item_height - 12 * scale - bars - BADGE_RADIUS,
                                  (pitch - ITEM_GAP * scale) * 0.92 / fmax (aspect, 0.5));

        if (room <= side && self->n > 0)
          continue;
        side = room;
        self->n = n;
        self->n_across = across;
        self->pitch = pitch;
        self->item_height = item_height;
      }

  side = floor (fmax (side, 12));
  self->picture_height = side;
  self->picture_width = side * aspect;
  self->item_height = fmin (self->item_height, side + bars + BADGE_RADIUS + 24 * scale);
  self->bar_width = floor (fmin (self->pitch - ITEM_GAP * scale,
                                 fmax (side * 1.4, ITEM_WIDTH * scale * 1.25)));
}

static void
draw_class_bar (cairo_t           *cr,
                const LaminaFrame *frame,
                const LaminaStyle *style,
                const Verdict     *verdict,
                gboolean           is_first,
                double             x,
                double             y,
                double             width)
{
  const gssize class = is_first ? verdict->best : verdict->second;
  const double share = is_first ? verdict->best_share : verdict->second_share;
  g_autofree char *name = lamina_frame_write_class (frame, (gsize) MAX (class, 0));
  g_autofree char *value = lamina_format_percent (share, 0);
  const LaminaBar bar = {
    .name = class < 0 ? _("no number") : name,
    .value = class < 0 ? "" : value,
    .share = isfinite (share) ? share : 0,
    .is_first = is_first,
    .is_bold = class >= 0 && class == verdict->truth,
  };

  lamina_draw_bar (cr, style, &bar, x, y, width, BAR_HEIGHT * style->text_scale);
}

static void
draw_gallery (cairo_t           *cr,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  const gsize n_pixels = lm_shape_get_n_elements (&frame->picture);
  const double scale = style->text_scale;
  Gallery gallery;

  gallery_init (&gallery, frame, style, width, height);
  for (gsize i = 0; i < gallery.n; i++)
    {
      const double x = floor ((double) (i % gallery.n_across) * gallery.pitch);
      double y = floor ((double) (i / gallery.n_across) * gallery.item_height);
      const Verdict verdict = get_verdict (frame, answers, i);

      lamina_draw_picture (cr, inputs->data + i * n_pixels, &frame->picture, &frame->input_scaling,
                           x, y, gallery.picture_width, gallery.picture_height, 5);
      if (lamina_style_is_contrast (style))
        lamina_draw_outline (cr, style, x, y, gallery.picture_width, gallery.picture_height, 5);
      lamina_draw_badge (cr, style, verdict.best == verdict.truth,
                         x + gallery.picture_width - 1, y + gallery.picture_height - 1,
                         BADGE_RADIUS * sqrt (scale));

      y += gallery.picture_height + PICTURE_GAP * scale;
      draw_class_bar (cr, frame, style, &verdict, TRUE, x, y, gallery.bar_width);
      if (gallery.n_bars > 1 && verdict.second >= 0)
        draw_class_bar (cr, frame, style, &verdict, FALSE, x,
                        y + (BAR_HEIGHT + BAR_GAP) * scale, gallery.bar_width);
    }
}

/* The example under a place. Returns: its row, or -1 */
static gssize
hit_gallery (const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width,
             double             height,
             double             x,
             double             y)
{
  Gallery gallery;
  gsize column, index;

  gallery_init (&gallery, frame, style, width, height);
  column = (gsize) (x / gallery.pitch);
  index = (gsize) (y / gallery.item_height) * gallery.n_across + column;
  if (column >= gallery.n_across || index >= gallery.n ||
      x - (double) column * gallery.pitch > fmax (gallery.bar_width, gallery.picture_width))
    return -1;

  return (gssize) index;
}

/* Tables: a line an example. The input's columns take what truth, answer and badge leave. */
typedef struct
{
  double height;             /* of a line */
  double x_truth, x_answer;  /* where their columns begin */
  double answer_width;
  double input_width;        /* of one input column; none are shown if 0 */
  gsize  n_inputs, n;
} Table;

static void
table_init (Table             *self,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const double scale = style->text_scale;
  const gsize n_columns = lm_shape_get_n_columns (&frame->prediction_inputs->tensor.shape);
  double left;

  self->height = ROW_HEIGHT * scale;
  self->answer_width = fmin (180 * scale, width * 0.36);
  self->x_answer = width - self->answer_width;
  self->x_truth = fmax (0, self->x_answer - fmin (120 * scale, width * 0.26) - 12);
  left = self->x_truth - 12;
  self->n_inputs = MIN (n_columns, (gsize) fmax (0, left / (64 * scale)));
  self->input_width = self->n_inputs > 0 ? fmin (left / (double) self->n_inputs, 120 * scale) : 0;
  self->n = MIN (count_examples (frame), (gsize) fmax (1, (height - self->height) / self->height));
}

static void
draw_head (const Table       *self,
           cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width)
{
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, 0, self->height);
  LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

  text.max_width = fmax (8, self->input_width - 8);
  for (gsize i = 0; i < self->n_inputs; i++)
    {
      g_autofree char *name = lamina_frame_write_column (frame, i);

      lamina_draw_text (cr, style, &text, (double) i * self->input_width, baseline, name);
    }
  text.max_width = fmax (8, self->x_answer - self->x_truth - 8);
  lamina_draw_text (cr, style, &text, self->x_truth, baseline, _("truth"));
  text.max_width = self->answer_width;
  lamina_draw_text (cr, style, &text, self->x_answer, baseline, _("answer"));

  cairo_rectangle (cr, 0, floor (self->height) - 1, width, 1);
  lamina_style_set_source (style, cr, LAMINA_COLOR_GRID, 1);
  cairo_fill (cr);
}

static void
draw_inputs (const Table       *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             gsize              row,
             double             baseline)
{
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  const gsize n_columns = lm_shape_get_n_columns (&inputs->shape);
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .max_width = fmax (8, self->input_width - 8),
  };

  for (gsize i = 0; i < self->n_inputs; i++)
    {
      const double value = (double) inputs->data[row * n_columns + i];
      g_autofree char *number = lamina_format_number (lamina_scaling_apply (&frame->input_scaling,
                                                                            i, value));

      lamina_draw_text (cr, style, &text, (double) i * self->input_width, baseline, number);
    }
}

/* The first number of a target or an answer. Returns: (transfer full) */
static char *
write_number (const LaminaFrame *frame,
              const LmTensor    *values,
              gsize              row)
{
  const gsize n = lm_shape_get_n_columns (&values->shape);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *number =
        lamina_format_number (lamina_scaling_apply (&frame->target_scaling, i,
                                                    (double) values->data[row * n + i]));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }

  return g_string_free (text, FALSE);
}

static void
draw_line (const Table       *self,
           cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           gsize              row)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const double y = (double) (row + 1) * self->height;
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, y, self->height);
  const double badge = 2 * BADGE_RADIUS + 8;
  LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .max_width = fmax (8, self->x_answer - self->x_truth - 8),
  };
  g_autofree char *truth = NULL;

  draw_inputs (self, cr, frame, style, row, baseline);
  if (has_classes (frame))
    {
      const Verdict verdict = get_verdict (frame, answers, row);

      truth = lamina_frame_write_class (frame, (gsize) MAX (verdict.truth, 0));
      draw_class_bar (cr, frame, style, &verdict, TRUE, self->x_answer,
                      floor (y + (self->height - BAR_HEIGHT * style->text_scale) / 2),
                      self->answer_width - badge);
      lamina_draw_badge (cr, style, verdict.best == verdict.truth,
                         self->x_answer + self->answer_width - BADGE_RADIUS - 2,
                         y + self->height / 2, BADGE_RADIUS * sqrt (style->text_scale));
    }
  else
    {
      g_autofree char *answer = write_number (frame, answers, row);
      LaminaText strong = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE };

      strong.max_width = self->answer_width;
      truth = write_number (frame, targets, row);
      lamina_draw_text (cr, style, &strong, self->x_answer, baseline, answer);
    }
  lamina_draw_text (cr, style, &text, self->x_truth, baseline, truth);
}

static void
lamina_predictions_view_draw (cairo_t           *cr,
                              const LaminaFrame *frame,
                              const LaminaStyle *style,
                              double             width,
                              double             height)
{
  Table table;

  if (has_pictures (frame))
    {
      draw_gallery (cr, frame, style, width, height);
      return;
    }

  table_init (&table, frame, style, width, height);
  draw_head (&table, cr, frame, style, width);
  for (gsize i = 0; i < table.n; i++)
    draw_line (&table, cr, frame, style, i);
}

/* "example 12: truth Shirt; Coat 94%, Shirt 3%" */
static char *
write_example (const LaminaFrame *frame,
               gsize              row)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const gsize index = frame->prediction_indices != NULL ? frame->prediction_indices[row] : row;
  g_autofree char *number = lamina_format_count (index + 1);
  g_autofree char *truth = NULL;
  g_autofree char *answer = NULL;

  if (has_classes (frame))
    {
      const Verdict verdict = get_verdict (frame, answers, row);
      g_autofree char *share = lamina_format_percent (verdict.best_share, 1);
      g_autofree char *best = lamina_frame_write_class (frame, (gsize) MAX (verdict.best, 0));

      truth = lamina_frame_write_class (frame, (gsize) MAX (verdict.truth, 0));
      answer = verdict.best < 0 ? g_strdup (_("no number"))
                                : g_strdup_printf ("%s %s", best, share);
    }
  else
    {
      truth = write_number (frame, &frame->prediction_targets->tensor, row);
      answer = write_number (frame, answers, row);
    }

  return g_strdup_printf (_("example %s: truth %s, answer %s"), number, truth, answer);
}

static char *
lamina_predictions_view_get_value_at (const LaminaFrame *frame,
                                      const LaminaStyle *style,
                                      double             width,
                                      double             height,
                                      double             x,
                                      double             y)
{
  gssize row;

  if (has_pictures (frame))
    row = hit_gallery (frame, style, width, height, x, y);
  else
    {
      Table table;

      table_init (&table, frame, style, width, height);
      row = (gssize) (y / table.height) - 1;
      if (row >= (gssize) table.n)
        row = -1;
    }

  return row >= 0 ? write_example (frame, (gsize) row) : NULL;
}

static char *
lamina_predictions_view_describe (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const int n = (int) count_examples (frame);
  int n_right = 0;

  if (!has_classes (frame))
    {
      g_autofree char *first = write_example (frame, 0);

      return g_strdup_printf (ngettext ("%d example; %s", "%d examples; %s", (gulong) n), n, first);
    }

  for (int i = 0; i < n; i++)
    {
      const Verdict verdict = get_verdict (frame, answers, (gsize) i);

      n_right += verdict.best == verdict.truth;
    }

  return g_strdup_printf (ngettext ("%d of %d example is right", "%d of %d examples are right",
                                    (gulong) n),
                          n_right, n);
}

static void
lamina_predictions_view_write_numbers (const LaminaFrame *frame,
                                       GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const gsize n_answers = lm_shape_get_n_columns (&answers->shape);
  const gsize n_targets = lm_shape_get_n_columns (&targets->shape);

  g_string_append (csv, "example");
  for (gsize i = 0; i < n_targets; i++)
    g_string_append_printf (csv, ",truth_%" G_GSIZE_FORMAT, i);
  for (gsize i = 0; i < n_answers; i++)
    g_string_append_printf (csv, ",answer_%" G_GSIZE_FORMAT, i);
  g_string_append (csv, "\r\n");

  for (gsize row = 0; row < count_examples (frame); row++)
    {
      g_string_append_printf (csv, "%" G_GSIZE_FORMAT,
                              frame->prediction_indices != NULL ? frame->prediction_indices[row]
                                                                : row);
      for (gsize i = 0; i < n_targets + n_answers; i++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) (i < n_targets
                                                     ? targets->data[row * n_targets + i]
                                                     : answers->data[row * n_answers +
                                                                     (i - n_targets)]));
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_predictions_view = {
  .id = "predictions",
  .title = N_("Predictions"),
  .summary = N_("What the network answers to examples of the validation set, and how sure it is."),
  .empty = N_("Choose examples on the Data page."),
  .unfit = N_("The answers of this network are no classes and no few numbers."),
  .nearest = "feature-maps",
  .watches = LAMINA_WATCH_PREDICTIONS,
  .columns = 12,
  .height = 125,
  .fits = lamina_predictions_view_fits,
  .has_content = lamina_predictions_view_has_content,
  .write_subtitle = lamina_predictions_view_write_subtitle,
  .draw = lamina_predictions_view_draw,
  .get_value_at = lamina_predictions_view_get_value_at,
  .describe = lamina_predictions_view_describe,
  .write_numbers = lamina_predictions_view_write_numbers,
};
