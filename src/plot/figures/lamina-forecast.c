/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-forecast.h"

#include <math.h>

/* So much of the past is shown before the first prediction. */
#define MAX_PAST 24

static double *
new_row (gsize n)
{
  double *row = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    row[i] = NAN;

  return row;
}

static double
get_error (const LaminaForecastNumbers *self,
           const double         *row)
{
  double sum = 0;
  gsize n = 0;

  for (gsize i = 0; i < self->n_past + self->n; i++)
    if (isfinite (row[i]) && isfinite (self->truth[i]))
      {
        sum += fabs (row[i] - self->truth[i]);
        n++;
      }

  return n > 0 ? sum / (double) n : NAN;
}

/* The column that is predicted, of step @step of window @window. */
static double
get_input (const LaminaFrame *frame,
           gsize              window,
           gsize              step)
{
  const LaminaWindows *windows = &frame->windows;
  const LmShape *shape = &windows->inputs->tensor.shape;
  const gsize column = windows->columns[0];
  const lm_real value = windows->inputs->tensor.data[(window * shape->dim[1] + step) *
                                                     shape->dim[2] + column];

  return lamina_scaling_apply (&frame->input_scaling, column, (double) value);
}

/* The first number of what is answered for the last step. */
static double
get_answer (const LaminaFrame *frame,
            const LmTensor    *tensor,
            gsize              row)
{
  const gsize n = lm_shape_get_n_columns (&tensor->shape);
  const gsize n_step = tensor->shape.dim[tensor->shape.rank - 1];

  return lamina_scaling_apply (&frame->target_scaling, 0,
                               (double) tensor->data[row * n + n - n_step]);
}

static void
fill_past (LaminaForecastNumbers    *self,
           const LaminaFrame *frame)
{
  const LaminaWindows *windows = &frame->windows;
  const gsize n_inputs = windows->inputs->tensor.shape.dim[1];

  for (gsize i = 0; i < self->n_past; i++)
    self->truth[i] = get_input (frame, 0, n_inputs - self->n_past + i);
  for (gsize i = 0; windows->n_columns > 0 && i < self->n; i++)
    self->last[self->n_past + i] = get_input (frame, i, n_inputs - 1);
}

static void
fill_free (LaminaForecastNumbers    *self,
           const LaminaFrame *frame)
{
  const LmTensor *free_run = lm_snapshot_get_free_run (frame->snapshot, LAMINA_FREE_SERIES, NULL);
  const gsize start = frame->windows.start;

  if (free_run == NULL || start >= self->n)
    return;

  self->n_free = MIN (free_run->shape.dim[1], self->n - start);
  for (gsize i = 0; i < self->n_free; i++)
    self->free[self->n_past + start + i] =
      lamina_scaling_apply (&frame->target_scaling, 0,
                            (double) free_run->data[i * free_run->shape.dim[2]]);
}

gboolean
lamina_forecast_numbers_init (LaminaForecastNumbers    *self,
                      const LaminaFrame *frame)
{
  const LaminaWindows *windows = &frame->windows;
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_WINDOWS);

  *self = (LaminaForecastNumbers) { 0 };
  if (windows->n == 0 || answers == NULL || answers->shape.dim[0] != windows->n)
    return FALSE;

  self->n = windows->n;
  /* Between the last step that is seen and the one that is predicted nothing may be missing. */
  if (windows->n_columns > 0 && windows->lag == 1)
    self->n_past = MIN (windows->inputs->tensor.shape.dim[1], MAX_PAST);
  self->time = windows->time - MIN (windows->time, self->n_past);
  self->truth = new_row (self->n_past + self->n);
  self->ahead = new_row (self->n_past + self->n);
  self->free = new_row (self->n_past + self->n);
  self->last = new_row (self->n_past + self->n);

  fill_past (self, frame);
  fill_free (self, frame);
  for (gsize i = 0; i < self->n; i++)
    {
      self->truth[self->n_past + i] = get_answer (frame, &windows->targets->tensor, i);
      self->ahead[self->n_past + i] = get_answer (frame, answers, i);
    }

  self->ahead_error = get_error (self, self->ahead);
  self->free_error = get_error (self, self->free);
  self->last_error = get_error (self, self->last);

  return TRUE;
}

void
lamina_forecast_numbers_clear (LaminaForecastNumbers *self)
{
  g_clear_pointer (&self->truth, g_free);
  g_clear_pointer (&self->ahead, g_free);
  g_clear_pointer (&self->free, g_free);
  g_clear_pointer (&self->last, g_free);
}
