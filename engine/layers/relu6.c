/* SPDX-License-Identifier: GPL-3.0-or-later */

/* relu6.c: y = max (x, 0), but 6 at most (Krizhevsky, 2010). NaN stays NaN. */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

LM_INLINE void
lm_relu6_apply (const LmLayer *self,
                const lm_real *x,
                lm_real       *y,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] < 0 ? 0 : x[i] > 6 ? 6 : x[i];
}

LM_INLINE void
lm_relu6_derive (const LmLayer *self,
                 const lm_real *x,
                 const lm_real *y,
                 const lm_real *dy,
                 lm_real       *dx,
                 gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = y[i] > 0 && y[i] < 6 ? dy[i] : 0;
}

LM_ACTIVATION (relu6, LmLayer)

const LmLayerClass lm_relu6_class = {
  .id = "relu6",
  .stem = "relu",
  .title = N_("ReLU 6"),
  .summary = N_("Keeps what is between 0 and 6 and cuts the rest."),
  .keywords = N_("rectified linear unit clip mobile activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 20 L 10 20 L 17 7 L 23 7",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_relu6_forward,
  .backward = lm_relu6_backward,
};
