/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-prediction.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-writing.h"

gboolean
lamina_prediction_has_classes (const LaminaFrame *frame)
{
  return frame->target_kind == LAMINA_TARGET_CLASS || frame->target_kind == LAMINA_TARGET_BINARY;
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

LaminaPrediction
lamina_prediction_get (const LaminaFrame *frame,
                       const LmTensor    *answers,
                       gsize              row)
{
  const LmTensor *targets = &frame->prediction_targets->tensor;
  LaminaPrediction self = { .truth = lamina_frame_get_class (frame, targets, row) };

  self.best = lamina_frame_get_best (frame, answers, row, &self.best_share);
  self.second = -1;
  if (self.best < 0)
    return self;

  /* The right answer is always among the two. */
  self.second = self.truth == self.best ? find_second (answers, row, self.best)
                                                 : self.truth;
  self.second_share = get_share (frame, answers, row, self.second);

  return self;
}

gsize
lamina_prediction_count (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);

  if (answers == NULL || frame->prediction_inputs == NULL || frame->prediction_targets == NULL)
    return 0;

  return MIN (frame->n_predictions,
              MIN (answers->shape.dim[0],
                   MIN (frame->prediction_inputs->tensor.shape.dim[0],
                        frame->prediction_targets->tensor.shape.dim[0])));
}

void
lamina_prediction_draw_bar (cairo_t                *cr,
                            const LaminaFrame      *frame,
                            const LaminaStyle      *style,
                            const LaminaPrediction *self,
                            gboolean                is_first,
                            double                  x,
                            double                  y,
                            double                  width)
{
  const gssize class = is_first ? self->best : self->second;
  const double share = is_first ? self->best_share : self->second_share;
  g_autofree char *name = lamina_frame_write_class (frame, (gsize) MAX (class, 0));
  g_autofree char *value = lamina_format_percent (share, 0);
  const LaminaBar bar = {
    .name = class < 0 ? _("no number") : name,
    .value = class < 0 ? "" : value,
    .share = isfinite (share) ? share : 0,
    .is_first = is_first,
    .is_bold = class >= 0 && class == self->truth,
  };

  lamina_draw_bar (cr, style, &bar, x, y, width, LAMINA_PREDICTION_BAR * style->text_scale);
}

char *
lamina_prediction_write_number (const LaminaFrame *frame,
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

char *
lamina_prediction_write_text (const LaminaFrame *frame,
                              gsize              row)
{
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  gsize n;

  if (frame->input_kind != LAMINA_INPUT_TEXT || inputs->shape.rank != 2 || frame->tokens.n == 0)
    return NULL;

  n = inputs->shape.dim[1];
  if (frame->prediction_lengths != NULL)
    n = MIN (n, frame->prediction_lengths[row]);

  return lamina_writing_write (&frame->tokens, inputs->data + row * inputs->shape.dim[1], n, 1);
}

/* "example 12: truth Shirt; Coat 94%, Shirt 3%" */
char *
lamina_prediction_write (const LaminaFrame *frame,
                         gsize              row)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const gsize index = frame->prediction_indices != NULL ? frame->prediction_indices[row] : row;
  g_autofree char *number = lamina_format_count (index + 1);
  g_autofree char *truth = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;

  if (lamina_prediction_has_classes (frame))
    {
      const LaminaPrediction verdict = lamina_prediction_get (frame, answers, row);
      g_autofree char *share = lamina_format_percent (verdict.best_share, 1);
      g_autofree char *best = lamina_frame_write_class (frame, (gsize) MAX (verdict.best, 0));

      truth = lamina_frame_write_class (frame, (gsize) MAX (verdict.truth, 0));
      answer = verdict.best < 0 ? g_strdup (_("no number"))
                                : g_strdup_printf ("%s %s", best, share);
    }
  else
    {
      truth = lamina_prediction_write_number (frame, &frame->prediction_targets->tensor, row);
      answer = lamina_prediction_write_number (frame, answers, row);
    }

  text = lamina_prediction_write_text (frame, row);
  if (text != NULL)
    return g_strdup_printf (_("example %s: truth %s, answer %s, to “%s”"), number, truth, answer,
                            text);

  return g_strdup_printf (_("example %s: truth %s, answer %s"), number, truth, answer);
}
