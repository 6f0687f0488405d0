/* SPDX-License-Identifier: GPL-3.0-or-later */

/* least-squares-adversarial.c: ½ (y - t)², t = 1 for data and 0 for what was made; the generator
 * wants 1 (Mao and others, 2017)
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

LM_INLINE void
lm_least_squares_adversarial_compare (const LmElementwiseLoss *self,
                                      const lm_real           *y,
                                      const lm_real           *t,
                                      lm_real                 *loss,
                                      lm_real                 *slope,
                                      gsize                    n)
{
  for (gsize i = 0; i < n; i++)
    {
      slope[i] = y[i] - t[i];
      loss[i] = slope[i] * slope[i] / 2;
    }
}

LM_ELEMENTWISE_LOSS (least_squares_adversarial, LmElementwiseLoss)

const LmLossClass lm_least_squares_adversarial_class = {
  .id = "least-squares-adversarial",
  .title = N_("Least-squares adversarial"),
  .summary = N_("For a generator and a discriminator: half the square of how far an answer is from "
                "1 for data, and from 0 for what was made."),
  .size = sizeof (LmElementwiseLoss),
  .is_adversarial = TRUE,
  .check = lm_elementwise_loss_check,
  .forward = lm_least_squares_adversarial_forward,
};
