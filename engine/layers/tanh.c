/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tanh.c: y = (exp (x) - exp (-x)) / (exp (x) + exp (-x)) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

LM_INLINE void
lm_tanh_apply (const LmLayer *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  lm_tanh (x, y, n);
}

LM_INLINE void
lm_tanh_derive (const LmLayer *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * (1 - y[i] * y[i]);
}

LM_INLINE void
lm_tanh_bend (const LmLayer *self,
              const lm_real *x,
              const lm_real *y,
              lm_real       *bend,
              gsize          n)
{
  for (gsize i = 0; i < n; i++)
    bend[i] = -2 * y[i] * (1 - y[i] * y[i]);
}

LM_ACTIVATION (tanh, LmLayer)
LM_CURVED_TANGENT (tanh, LmLayer)

const LmLayerClass lm_tanh_class = {
  .id = "tanh",
  .stem = "tanh",
  .title = N_("Tanh"),
  .summary = N_("Squeezes each number between −1 and 1, with 0 in the middle."),
  .keywords = N_("hyperbolic tangent activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 13 L 23 13 M 4 22 C 15 22 11 4 22 4",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_tanh_forward,
  .backward = lm_tanh_backward,
  .is_curved = TRUE,
  .tangent = lm_tanh_tangent,
  .tangent_backward = lm_tanh_tangent_backward,
};
