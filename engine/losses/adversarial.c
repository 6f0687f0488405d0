/* SPDX-License-Identifier: GPL-3.0-or-later */

/* adversarial.c: -log σ(y) for data, -log (1 - σ(y)) for what was made, y before the sigmoid
 *
 * The generator minimises the first of what it made, the non-saturating form: its gradient is
 * largest where the discriminator is not deceived. With verdicts of 1 and 0 both are binary
 * cross-entropy. (Goodfellow and others, 2014)
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

extern const LmLossClass lm_binary_cross_entropy_class;

static double
lm_adversarial_forward (const LmLoss   *self,
                        const LmTensor *y,
                        const LmTensor *target,
                        double          scale,
                        LmTensor       *dy)
{
  return lm_binary_cross_entropy_class.forward (self, y, target, scale, dy);
}

const LmLossClass lm_adversarial_class = {
  .id = "adversarial",
  .title = N_("Adversarial"),
  .summary = N_("For a generator and a discriminator: −log of the probability that data are real, "
                "and that what was made is not; the generator wants the opposite."),
  .size = sizeof (LmElementwiseLoss),
  .fuses = "sigmoid",
  .is_adversarial = TRUE,
  .check = lm_elementwise_loss_check,
  .forward = lm_adversarial_forward,
  .activate = lm_loss_activate_sigmoid,
};
