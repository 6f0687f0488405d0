/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample.h"

#include <math.h>

#include "lamina-preview.h"

LmHistory *
sample_make_history (guint64 n_steps,
                     guint64 validation_steps,
                     guint64 steps_per_epoch)
{
  LmHistory *history = lm_history_new (1);

  for (guint64 step = 1; step <= n_steps; step++)
    {
      const double epochs = (double) step / (double) steps_per_epoch;
      const double loss = 0.31 + 0.45 * exp (-3.2 * epochs) + 1.5 * exp (-60 * epochs);
      const double noise = lamina_preview_get_noise (2 * step) +
                           lamina_preview_get_noise (2 * step + 1);
      LmRecord record = {
        .type = LM_RECORD_STEP,
        .step = step,
        .loss = loss * exp (0.22 * noise),
        .metrics = { (float) CLAMP (1 - 0.36 * loss + 0.04 * noise, 0, 1) },
        .rate = 0.001f * (float) (1 + cos (G_PI * fmin (epochs / 5, 1))) / 2,
        .time_usec = (gint64) step * 4200,
      };

      lm_history_append (history, &record);
      if (step % validation_steps != 0)
        continue;
      record.type = LM_RECORD_VALIDATION;
      record.loss = loss * 1.04 + 0.01 * lamina_preview_get_noise (step + 77);
      record.metrics[0] = (float) (1 - 0.37 * loss);
      lm_history_append (history, &record);
    }

  return history;
}
