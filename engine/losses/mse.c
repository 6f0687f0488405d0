/* SPDX-License-Identifier: GPL-3.0-or-later */

/* mse.c: mean or sum of (y - t)² */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

LM_INLINE void
lm_mse_compare (const LmLoss  *self,
                const lm_real *y,
                const lm_real *t,
                lm_real       *loss,
                lm_real       *slope,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      loss[i] = (y[i] - t[i]) * (y[i] - t[i]);
      slope[i] = 2 * (y[i] - t[i]);
    }
}

LM_ELEMENTWISE_LOSS (mse, LmLoss)

static const LmField fields[] = {
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_mse_class = {
  .id = "mse",
  .title = N_("Mean squared error"),
  .summary = N_("For numbers: mean of (answer − target)²; large errors count most."),
  .size = sizeof (LmElementwiseLoss),
  .fields = fields,
  .check = lm_elementwise_loss_check,
  .forward = lm_mse_forward,
};
