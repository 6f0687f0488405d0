/* SPDX-License-Identifier: GPL-3.0-or-later */

/* binary-focal.c: mean or sum of -a·q^gamma·log (1 - q), q the probability of the wrong answer
 * (Lin and others, 2017)
 *
 * y comes before the sigmoid, p = σ(y). q = 1 - p and a = alpha where the target t is 1, q = p and
 * a = 1 - alpha where it is 0; between them, as torchvision has it, q = p·(1 - t) + (1 - p)·t,
 * a = alpha·t + (1 - alpha)·(1 - t), and the logarithm is the cross-entropy c.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-elementwise-loss.h"
#include "lm-math.h"

typedef struct
{
  LmElementwiseLoss parent;

  double            gamma, alpha;
} LmBinaryFocal;

/* The slope is a·q^gamma·(p - t + gamma·c·q' / q), q' = p·(1 - p)·(1 - 2 t). */
LM_INLINE void
lm_binary_focal_compare (const LmBinaryFocal *self,
                         const lm_real       *y,
                         const lm_real       *t,
                         lm_real             *loss,
                         lm_real             *slope,
                         gsize                n)
{
  lm_real p[LM_LOSS_BLOCK], r[LM_LOSS_BLOCK]; /* r = 1 - p, which does not cancel */

  for (gsize i = 0; i < n; i++)
    {
      r[i] = -y[i];
      loss[i] = y[i] > 0 ? -y[i] : y[i];
    }
  lm_sigmoid (y, p, n);
  lm_sigmoid (r, r, n);
  lm_softplus (loss, loss, n);

  for (gsize i = 0; i < n; i++)
    {
      const double q = (double) (p[i] * (1 - t[i]) + r[i] * t[i]);
      const double share = self->alpha * (double) t[i] + (1 - self->alpha) * (double) (1 - t[i]);
      const double factor = share * (self->gamma == 2 ? q * q : pow (q, self->gamma));
      const double c = (double) (loss[i] + (y[i] < 0 ? 0 : y[i]) - t[i] * y[i]);
      const double ratio = q > 0 ? (double) (p[i] * r[i] * (1 - 2 * t[i])) / q : 0;

      loss[i] = (lm_real) (factor * c);
      slope[i] = (lm_real) (factor * ((double) (p[i] - t[i]) + self->gamma * c * ratio));
    }
}

LM_ELEMENTWISE_LOSS (binary_focal, LmBinaryFocal)

static const LmField fields[] = {
  { "gamma", LM_FIELD_REAL, G_STRUCT_OFFSET (LmBinaryFocal, gamma), 0, 10, 2,
    .title = N_("Focus"),
    .hint = N_("How much less counts what is right already; 0 is cross-entropy.") },
  { "alpha", LM_FIELD_REAL, G_STRUCT_OFFSET (LmBinaryFocal, alpha), 0, 1, 0.25,
    .title = N_("Weight of yes"),
    .hint = N_("How much an answer counts that should be yes; no counts 1 minus it.") },
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_binary_focal_class = {
  .id = "binary-focal",
  .title = N_("Binary focal"),
  .summary = N_("For a rare yes among many no: it looks away from what is easy."),
  .size = sizeof (LmBinaryFocal),
  .fields = fields,
  .fuses = "sigmoid",
  .takes_shares = TRUE,
  .check = lm_elementwise_loss_check,
  .forward = lm_binary_focal_forward,
  .activate = lm_loss_activate_sigmoid,
};
