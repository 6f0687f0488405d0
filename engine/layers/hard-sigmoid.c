/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hard-sigmoid.c: y = (x + 3) / 6, cut to 0 … 1 */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

LM_INLINE void
lm_hard_sigmoid_apply (const LmLayer *self,
                       const lm_real *x,
                       lm_real       *y,
                       gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] < -3 ? 0 : x[i] > 3 ? 1 : (x[i] + 3) / 6;
}

LM_INLINE void
lm_hard_sigmoid_derive (const LmLayer *self,
                        const lm_real *x,
                        const lm_real *y,
                        const lm_real *dy,
                        lm_real       *dx,
                        gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] > -3 && x[i] < 3 ? dy[i] / 6 : 0;
}

LM_ACTIVATION (hard_sigmoid, LmLayer)

const LmLayerClass lm_hard_sigmoid_class = {
  .id = "hard-sigmoid",
  .stem = "sigmoid",
  .title = N_("Hard sigmoid"),
  .summary = N_("A sigmoid made of three straight lines: cheap, and 0 or 1 far out."),
  .keywords = N_("logistic probability clip activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 20 L 8 20 L 18 6 L 23 6",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_hard_sigmoid_forward,
  .backward = lm_hard_sigmoid_backward,
};
