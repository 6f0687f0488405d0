/* SPDX-License-Identifier: GPL-3.0-or-later */

/* silu.c: y = x·σ(x), σ(x) = 1 / (1 + exp (-x)) (Elfwing and others, 2017) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

LM_INLINE void
lm_silu_apply (const LmLayer *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  lm_real s[LM_BLOCK];

  lm_sigmoid (x, s, n);
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] * s[i];
}

/* y' = σ + x·σ·(1 - σ) = σ + y·(1 - σ) */
LM_INLINE void
lm_silu_derive (const LmLayer *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  lm_real s[LM_BLOCK];

  lm_sigmoid (x, s, n);
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * (s[i] + y[i] * (1 - s[i]));
}

/* y'' = σ·(1 - σ)·(2 + x·(1 - 2σ)) */
LM_INLINE void
lm_silu_bend (const LmLayer *self,
              const lm_real *x,
              const lm_real *y,
              lm_real       *bend,
              gsize          n)
{
  lm_real s[LM_BLOCK];

  lm_sigmoid (x, s, n);
  for (gsize i = 0; i < n; i++)
    bend[i] = s[i] * (1 - s[i]) * (2 + x[i] * (1 - 2 * s[i]));
}

LM_ACTIVATION (silu, LmLayer)
LM_CURVED_TANGENT (silu, LmLayer)

const LmLayerClass lm_silu_class = {
  .id = "silu",
  .stem = "silu",
  .title = N_("SiLU"),
  .summary = N_("Weighs each number by its own sigmoid: a smooth ReLU with a dip."),
  .keywords = N_("swish sigmoid linear unit activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 14 C 7 15 9 18 12 17 C 16 16 19 8 22 3 M 3 22 L 23 22",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_silu_forward,
  .backward = lm_silu_backward,
  .is_curved = TRUE,
  .tangent = lm_silu_tangent,
  .tangent_backward = lm_silu_tangent_backward,
};
