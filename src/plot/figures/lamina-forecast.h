/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* How well a network predicts a series, in the data's own numbers. */
typedef struct
{
  gsize   n_past; /* steps that the first window ends with */
  gsize   n;      /* steps that are predicted; all arrays are owned, [n_past + n], */
  guint64 time;   /* and begin at this step of the series. */
  double *truth;
  double *ahead;  /* what it answers for the next step; NaN where there is none, as in */
  double *free;   /* what it made of its own answers, */
  double *last;   /* and the last number that it has seen: what any network must do better than */
  /* Mean distances from the truth, NaN if there are none. */
  double  ahead_error, free_error, last_error;
  gsize   n_free;
} LaminaForecastNumbers;

/* Returns: %FALSE if there is nothing to show; else lamina_forecast_numbers_clear() it */
gboolean lamina_forecast_numbers_init  (LaminaForecastNumbers    *self,
                                const LaminaFrame *frame);
void     lamina_forecast_numbers_clear (LaminaForecastNumbers    *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaForecastNumbers, lamina_forecast_numbers_clear)

G_END_DECLS
