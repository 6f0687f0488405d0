/* SPDX-License-Identifier: GPL-3.0-or-later */

/* relu.c: y = max (x, 0). NaN stays NaN. */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

LM_INLINE void
lm_relu_apply (const LmLayer *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] < 0 ? 0 : x[i];
}

LM_INLINE void
lm_relu_derive (const LmLayer *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = y[i] > 0 ? dy[i] : 0;
}

LM_ACTIVATION (relu, LmLayer)
LM_TANGENT (relu, LmLayer)

const LmLayerClass lm_relu_class = {
  .id = "relu",
  .stem = "relu",
  .title = N_("ReLU"),
  .summary = N_("Keeps what is positive and sets the rest to 0."),
  .keywords = N_("rectified linear unit ramp activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 20 L 13 20 L 22 7",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_relu_forward,
  .backward = lm_relu_backward,
  .tangent = lm_relu_tangent,
  .tangent_backward = lm_relu_tangent_backward,
};
