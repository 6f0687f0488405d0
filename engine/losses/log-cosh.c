/* SPDX-License-Identifier: GPL-3.0-or-later */

/* log-cosh.c: mean or sum of log cosh (e), e = y - t: e² / 2 near 0, |e| - log 2 far from it
 *
 * It is taken as |e| + log (1 + exp (-2 |e|)) - log 2, and near 0, where that cancels, as the
 * power series e² / 2 - e⁴ / 12 + e⁶ / 45.
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"
#include "lm-math.h"

#define NEAR 0.05

LM_INLINE void
lm_log_cosh_compare (const LmLoss  *self,
                     const lm_real *y,
                     const lm_real *t,
                     lm_real       *loss,
                     lm_real       *slope,
                     gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      slope[i] = y[i] - t[i];
      loss[i] = -2 * (slope[i] < 0 ? -slope[i] : slope[i]);
    }
  lm_softplus (loss, loss, n);

  for (gsize i = 0; i < n; i++)
    {
      const lm_real size = slope[i] < 0 ? -slope[i] : slope[i];
      const lm_real z = size * size;
      lm_real near = (lm_real) (1.0 / 45);

      near = near * z - (lm_real) (1.0 / 12);
      near = near * z + (lm_real) 0.5;
      loss[i] = size < (lm_real) NEAR ? near * z : size + loss[i] - (lm_real) G_LN2;
    }
  lm_tanh (slope, slope, n);
}

LM_ELEMENTWISE_LOSS (log_cosh, LmLoss)

static const LmField fields[] = {
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_log_cosh_class = {
  .id = "log-cosh",
  .title = N_("Log-cosh"),
  .summary = N_("For numbers with outliers: smooth as Huber is not, log cosh (answer − target)."),
  .size = sizeof (LmElementwiseLoss),
  .fields = fields,
  .check = lm_elementwise_loss_check,
  .forward = lm_log_cosh_forward,
};
