/* SPDX-License-Identifier: GPL-3.0-or-later */

/* mae.c: mean or sum of |y - t|; where they are equal the slope is 0 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

LM_INLINE void
lm_mae_compare (const LmLoss  *self,
                const lm_real *y,
                const lm_real *t,
                lm_real       *loss,
                lm_real       *slope,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      const lm_real error = y[i] - t[i];

      loss[i] = error < 0 ? -error : error;
      slope[i] = (lm_real) ((error > 0) - (error < 0));
    }
}

LM_ELEMENTWISE_LOSS (mae, LmLoss)

static const LmField fields[] = {
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_mae_class = {
  .id = "mae",
  .title = N_("Mean absolute error"),
  .summary = N_("For numbers with outliers: mean of |answer − target|."),
  .size = sizeof (LmElementwiseLoss),
  .fields = fields,
  .check = lm_elementwise_loss_check,
  .forward = lm_mae_forward,
};
