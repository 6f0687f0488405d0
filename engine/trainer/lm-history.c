/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-history.h"

#include <math.h>

LmHistory *
lm_history_new (gsize n_metrics)
{
  LmHistory *self;

  g_return_val_if_fail (n_metrics <= LM_MAX_METRICS, NULL);

  self = g_new0 (LmHistory, 1);
  self->loss = lm_series_new ();
  self->rate = lm_series_new ();
  for (gsize i = 0; i < n_metrics; i++)
    self->metrics[i] = lm_series_new ();
  self->validations = g_array_new (FALSE, FALSE, sizeof (LmRecord));
  self->events = g_array_new (FALSE, FALSE, sizeof (LmRecord));
  self->n_metrics = n_metrics;
  self->best = -1;

  return self;
}

void
lm_history_free (LmHistory *self)
{
  if (self == NULL)
    return;

  lm_series_free (self->loss);
  lm_series_free (self->rate);
  for (gsize i = 0; i < self->n_metrics; i++)
    lm_series_free (self->metrics[i]);
  g_array_unref (self->validations);
  g_array_unref (self->events);
  g_free (self);
}

static void
lm_history_append_step (LmHistory      *self,
                        const LmRecord *record)
{
  lm_series_append (self->loss, record->loss);
  lm_series_append (self->rate, (double) record->rate);
  for (gsize i = 0; i < self->n_metrics; i++)
    lm_series_append (self->metrics[i], (double) record->metrics[i]);
}

static void
lm_history_append_validation (LmHistory      *self,
                              const LmRecord *record)
{
  const gssize index = (gssize) self->validations->len;
  const LmRecord *best = self->best < 0 ? NULL
                                        : &g_array_index (self->validations, LmRecord, self->best);

  if (isfinite (record->loss) && (best == NULL || record->loss < best->loss))
    self->best = index;
  g_array_append_vals (self->validations, record, 1);
}

void
lm_history_append (LmHistory      *self,
                   const LmRecord *record)
{
  g_return_if_fail (self != NULL && record != NULL);

  self->time_usec = record->time_usec;

  if (record->type == LM_RECORD_STEP)
    {
      g_return_if_fail (record->step == lm_history_get_n_steps (self) + 1);
      lm_history_append_step (self, record);
    }
  else if (record->type == LM_RECORD_VALIDATION)
    lm_history_append_validation (self, record);
  else
    g_array_append_vals (self->events, record, 1);
}

guint64
lm_history_get_n_steps (const LmHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return lm_series_get_n (self->loss);
}
