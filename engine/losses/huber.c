/* SPDX-License-Identifier: GPL-3.0-or-later */

/* huber.c: mean or sum of e² / 2 where |e| <= delta, else delta·(|e| - delta / 2), e = y - t
 * (Huber, 1964)
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

typedef struct
{
  LmElementwiseLoss parent;

  double            delta;
} LmHuber;

/* With c, the error cut to ±delta, both branches are c·(e - c / 2). */
LM_INLINE void
lm_huber_compare (const LmHuber *self,
                  const lm_real *y,
                  const lm_real *t,
                  lm_real       *loss,
                  lm_real       *slope,
                  gsize          n)
{
  const lm_real delta = (lm_real) self->delta;

  for (gsize i = 0; i < n; i++)
    {
      const lm_real error = y[i] - t[i];
      const lm_real below = error > delta ? delta : error;
      const lm_real cut = below < -delta ? -delta : below;

      loss[i] = cut * (error - cut / 2);
      slope[i] = cut;
    }
}

LM_ELEMENTWISE_LOSS (huber, LmHuber)

static const LmField fields[] = {
  { "delta", LM_FIELD_REAL, G_STRUCT_OFFSET (LmHuber, delta), 0, 1e6, 1,
    .title = N_("Delta"),
    .hint = N_("Errors above it count in proportion, below it squared."),
    .flags = LM_FIELD_OPEN | LM_FIELD_LOG },
  LM_ELEMENTWISE_LOSS_FIELDS,
  { NULL },
};

const LmLossClass lm_huber_class = {
  .id = "huber",
  .title = N_("Huber"),
  .summary = N_("For numbers with outliers: squared near the target, in proportion far from it."),
  .size = sizeof (LmHuber),
  .fields = fields,
  .check = lm_elementwise_loss_check,
  .forward = lm_huber_forward,
};
