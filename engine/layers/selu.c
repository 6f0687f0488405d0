/* SPDX-License-Identifier: GPL-3.0-or-later */

/* selu.c: y = SCALE·x where x > 0, else SCALE·ALPHA·(exp (x) - 1) (Klambauer and others, 2017) */

#include <glib/gi18n-lib.h>

#include "lm-elu.h"

/* With these, mean 0 and variance 1 are a fixed point. */
#define ALPHA 1.6732632423543772848
#define SCALE 1.0507009873554804934

LM_INLINE void
lm_selu_apply (const LmLayer *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  lm_elu_block ((lm_real) ALPHA, x, y, n);
  for (gsize i = 0; i < n; i++)
    y[i] *= (lm_real) SCALE;
}

LM_INLINE void
lm_selu_derive (const LmLayer *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * (x[i] > 0 ? (lm_real) SCALE : y[i] + (lm_real) (SCALE * ALPHA));
}

LM_ACTIVATION (selu, LmLayer)

const LmLayerClass lm_selu_class = {
  .id = "selu",
  .stem = "selu",
  .title = N_("SELU"),
  .summary = N_("An ELU that keeps mean 0 and deviation 1 through many dense layers."),
  .keywords = N_("scaled exponential linear unit self-normalizing activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 23 C 10 23 12 19 13 14 L 18 3 M 3 14 L 8 14",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_selu_forward,
  .backward = lm_selu_backward,
};
