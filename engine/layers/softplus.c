/* SPDX-License-Identifier: GPL-3.0-or-later */

/* softplus.c: y = log (1 + exp (x)); y' = 1 / (1 + exp (-x)) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

LM_INLINE void
lm_softplus_apply (const LmLayer *self,
                   const lm_real *x,
                   lm_real       *y,
                   gsize          n)
{
  lm_softplus (x, y, n);
}

LM_INLINE void
lm_softplus_derive (const LmLayer *self,
                    const lm_real *x,
                    const lm_real *y,
                    const lm_real *dy,
                    lm_real       *dx,
                    gsize          n)
{
  lm_real s[LM_BLOCK];

  lm_sigmoid (x, s, n);
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * s[i];
}

LM_INLINE void
lm_softplus_bend (const LmLayer *self,
                  const lm_real *x,
                  const lm_real *y,
                  lm_real       *bend,
                  gsize          n)
{
  lm_sigmoid (x, bend, n);
  for (gsize i = 0; i < n; i++)
    bend[i] *= 1 - bend[i];
}

LM_ACTIVATION (softplus, LmLayer)
LM_CURVED_TANGENT (softplus, LmLayer)

const LmLayerClass lm_softplus_class = {
  .id = "softplus",
  .stem = "softplus",
  .title = N_("Softplus"),
  .summary = N_("A ReLU without a corner: always above 0."),
  .keywords = N_("smooth positive activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 19 C 12 19 13 16 22 4 M 3 23 L 23 23",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_softplus_forward,
  .backward = lm_softplus_backward,
  .is_curved = TRUE,
  .tangent = lm_softplus_tangent,
  .tangent_backward = lm_softplus_tangent_backward,
};
