/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-prediction.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-token-lines.h"

/* Pixels at a text scale of 1. */
#define ROW_HEIGHT 25
#define TWO_LINES 42
#define ROW_GAP 8
/* Of a text; narrower ones go without the column of the truth, which the answer's badge tells. */
#define TEXT_WIDTH 520

/* The input's columns take what truth, answer and badge leave. */
typedef struct
{
  double head, height;       /* of the names, and of a line */
  double x_truth, x_answer;  /* where their columns begin */
  double answer_width;
  double input_width;        /* of one input column; none are shown if 0 */
  gsize  n_inputs, n;
  gboolean has_text;         /* instead of columns: up to @text_width wide */
  double text_width;
} Table;

static void
table_init (Table             *self,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const double scale = style->text_scale;
  const gsize n_all = lamina_prediction_count (frame);
  const gsize n_columns = lm_shape_get_n_columns (&frame->prediction_inputs->tensor.shape);
  double left;

  self->height = ROW_HEIGHT * scale;
  self->answer_width = fmin (180 * scale, width * 0.36);
  self->x_answer = width - self->answer_width;
  self->x_truth = fmax (0, self->x_answer - fmin (120 * scale, width * 0.26) - 12);
  self->has_text = frame->input_kind == LAMINA_INPUT_TEXT && frame->tokens.n > 0 &&
                   frame->prediction_inputs->tensor.shape.rank == 2;
  if (self->has_text && width < TEXT_WIDTH * scale)
    {
      self->answer_width = fmin (180 * scale, width * 0.46);
      self->x_truth = self->x_answer = width - self->answer_width;
    }
  left = self->x_truth - 12;
  self->text_width = left;
  self->n_inputs = self->has_text ? 0 : MIN (n_columns, (gsize) fmax (0, left / (64 * scale)));
  self->input_width = self->n_inputs > 0 ? fmin (left / (double) self->n_inputs, 120 * scale) : 0;
  self->head = self->height;
  if (self->has_text && height - self->head >= (double) n_all * TWO_LINES * scale)
    self->height = TWO_LINES * scale;
  self->n = MIN (n_all, (gsize) fmax (1, (height - self->head) / self->height));
}

static void
draw_head (const Table       *self,
           cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width)
{
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, 0, self->head);
  LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

  text.max_width = fmax (8, self->input_width - 8);
  for (gsize i = 0; i < self->n_inputs; i++)
    {
      g_autofree char *name = lamina_frame_write_column (frame, i);

      lamina_draw_text (cr, style, &text, (double) i * self->input_width, baseline, name);
    }
  text.max_width = fmax (8, self->text_width);
  if (self->has_text)
    lamina_draw_text (cr, style, &text, 0, baseline, _("text"));
  text.max_width = fmax (8, self->x_answer - self->x_truth - 8);
  if (self->x_truth < self->x_answer)
    lamina_draw_text (cr, style, &text, self->x_truth, baseline, _("truth"));
  text.max_width = self->answer_width;
  lamina_draw_text (cr, style, &text, self->x_answer, baseline, _("answer"));

  cairo_rectangle (cr, 0, floor (self->head) - 1, width, 1);
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

/* As many lines as there is room for. */
static void
draw_words (const Table       *self,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            gsize              row,
            double             y)
{
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  const gsize n_time = inputs->shape.dim[1];
  const gsize n = frame->prediction_lengths != NULL ? MIN (frame->prediction_lengths[row], n_time)
                                                    : n_time;
  const LaminaTokenLook look = { 0 };
  g_auto(LaminaTokenLines) lines = { 0 };

  lamina_token_lines_init (&lines, &frame->tokens);
  for (gsize i = 0; i < n; i++)
    lamina_token_lines_add (&lines, style, (guint32) inputs->data[row * n_time + i], &look, FALSE);
  lamina_token_lines_lay_out (&lines, cr, style, LAMINA_FONT_CAPTION, 1, self->text_width,
                              self->height > self->head
                                ? self->height - ROW_GAP * style->text_scale : 1);
  lamina_token_lines_draw (&lines, cr, style, LAMINA_COLOR_TEXT, 0,
                           y + (self->height - lines.height) / 2);
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
  const double y = self->head + (double) row * self->height;
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, y, self->height);
  const double badge = 2 * LAMINA_PREDICTION_BADGE + 8;
  LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .max_width = fmax (8, self->x_answer - self->x_truth - 8),
  };
  g_autofree char *truth = NULL;

  if (self->has_text)
    draw_words (self, cr, frame, style, row, y);
  draw_inputs (self, cr, frame, style, row, baseline);
  if (lamina_prediction_has_classes (frame))
    {
      const LaminaPrediction prediction = lamina_prediction_get (frame, answers, row);

      truth = lamina_frame_write_class (frame, (gsize) MAX (prediction.truth, 0));
      lamina_prediction_draw_bar (cr, frame, style, &prediction, TRUE, self->x_answer,
                      floor (y + (self->height - LAMINA_PREDICTION_BAR * style->text_scale) / 2),
                      self->answer_width - badge);
      lamina_draw_badge (cr, style, prediction.best == prediction.truth,
                         self->x_answer + self->answer_width - LAMINA_PREDICTION_BADGE - 2,
                         y + self->height / 2, LAMINA_PREDICTION_BADGE * sqrt (style->text_scale));
    }
  else
    {
      g_autofree char *answer = lamina_prediction_write_number (frame, answers, row);
      LaminaText strong = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE };

      strong.max_width = self->answer_width;
      truth = lamina_prediction_write_number (frame, targets, row);
      lamina_draw_text (cr, style, &strong, self->x_answer, baseline, answer);
    }
  if (self->x_truth < self->x_answer)
    lamina_draw_text (cr, style, &text, self->x_truth, baseline, truth);
}

void
lamina_prediction_draw_table (cairo_t           *cr,
                              const LaminaFrame *frame,
                              const LaminaStyle *style,
                              double             width,
                              double             height)
{
  Table table;

  table_init (&table, frame, style, width, height);
  draw_head (&table, cr, frame, style, width);
  for (gsize i = 0; i < table.n; i++)
    draw_line (&table, cr, frame, style, i);
}

gssize
lamina_prediction_hit_table (const LaminaFrame *frame,
                             const LaminaStyle *style,
                             double             width,
                             double             height,
                             double             y)
{
  Table table;
  double row;

  table_init (&table, frame, style, width, height);
  row = floor ((y - table.head) / table.height);

  return row >= 0 && row < (double) table.n ? (gssize) row : -1;
}
