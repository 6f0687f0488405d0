/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hard-swish.c: y = x·(x + 3) / 6 for -3 < x < 3; 0 below, x above (Howard and others, 2019) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

LM_INLINE void
lm_hard_swish_apply (const LmLayer *self,
                     const lm_real *x,
                     lm_real       *y,
                     gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] < -3 ? 0 : x[i] > 3 ? x[i] : x[i] * (x[i] + 3) / 6;
}

LM_INLINE void
lm_hard_swish_derive (const LmLayer *self,
                      const lm_real *x,
                      const lm_real *y,
                      const lm_real *dy,
                      lm_real       *dx,
                      gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] < -3 ? 0 : x[i] > 3 ? dy[i] : dy[i] * (x[i] / 3 + (lm_real) 0.5);
}

LM_ACTIVATION (hard_swish, LmLayer)

const LmLayerClass lm_hard_swish_class = {
  .id = "hard-swish",
  .stem = "swish",
  .title = N_("Hard swish"),
  .summary = N_("SiLU made of a parabola between two straight lines: cheap, with the same dip."),
  .keywords = N_("silu mobile activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 16 L 8 16 C 12 22 14 17 17 11 L 21 3",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_hard_swish_forward,
  .backward = lm_hard_swish_backward,
};
