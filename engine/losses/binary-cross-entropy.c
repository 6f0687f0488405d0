/* SPDX-License-Identifier: GPL-3.0-or-later */

/* binary-cross-entropy.c: mean or sum of -t·log σ(y) - (1 - t)·log (1 - σ(y)), y before the sigmoid
 *
 * It is taken as max (y, 0) - t·y + log (1 + exp (-|y|)), which neither overflows nor cancels.
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"
#include "lm-math.h"

LM_INLINE void
lm_binary_cross_entropy_compare (const LmLoss  *self,
                                 const lm_real *y,
                                 const lm_real *t,
                                 lm_real       *loss,
                                 lm_real       *slope,
                                 gsize          n)
{
  for (gsize i = 0; i < n; i++)
    loss[i] = y[i] > 0 ? -y[i] : y[i];
  lm_softplus (loss, loss, n);
  lm_sigmoid (y, slope, n);
  for (gsize i = 0; i < n; i++)
    {
      loss[i] += (y[i] < 0 ? 0 : y[i]) - t[i] * y[i];
      slope[i] -= t[i];
    }
}

LM_ELEMENTWISE_LOSS (binary_cross_entropy, LmLoss)

static const LmField fields[] = {
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_binary_cross_entropy_class = {
  .id = "binary-cross-entropy",
  .title = N_("Binary cross-entropy"),
  .summary = N_("For yes or no: −log of the probability of the right answer."),
  .size = sizeof (LmElementwiseLoss),
  .fields = fields,
  .fuses = "sigmoid",
  .takes_shares = TRUE,
  .check = lm_elementwise_loss_check,
  .forward = lm_binary_cross_entropy_forward,
  .activate = lm_loss_activate_sigmoid,
};
