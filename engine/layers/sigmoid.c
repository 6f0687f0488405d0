/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sigmoid.c: y = 1 / (1 + exp (-x)) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

LM_INLINE void
lm_sigmoid_apply (const LmLayer *self,
                  const lm_real *x,
                  lm_real       *y,
                  gsize          n)
{
  lm_sigmoid (x, y, n);
}

LM_INLINE void
lm_sigmoid_derive (const LmLayer *self,
                   const lm_real *x,
                   const lm_real *y,
                   const lm_real *dy,
                   lm_real       *dx,
                   gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * y[i] * (1 - y[i]);
}

LM_INLINE void
lm_sigmoid_bend (const LmLayer *self,
                 const lm_real *x,
                 const lm_real *y,
                 lm_real       *bend,
                 gsize          n)
{
  for (gsize i = 0; i < n; i++)
    bend[i] = y[i] * (1 - y[i]) * (1 - 2 * y[i]);
}

LM_ACTIVATION (sigmoid, LmLayer)
LM_CURVED_TANGENT (sigmoid, LmLayer)

const LmLayerClass lm_sigmoid_class = {
  .id = "sigmoid",
  .stem = "sigmoid",
  .title = N_("Sigmoid"),
  .summary = N_("Squeezes each number between 0 and 1: a yes or no with its probability."),
  .keywords = N_("logistic probability binary activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 21 C 15 21 11 5 23 5",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_sigmoid_forward,
  .backward = lm_sigmoid_backward,
  .is_curved = TRUE,
  .tangent = lm_sigmoid_tangent,
  .tangent_backward = lm_sigmoid_tangent_backward,
};
