/* SPDX-License-Identifier: GPL-3.0-or-later */

/* mish.c: y = x·tanh (log (1 + exp (x))) (Misra, 2019) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

/* t = tanh (log (1 + exp (x))), s = σ(x). With e = exp (x), t = (e² + 2 e) / (e² + 2 e + 2); above
 * 0 both are divided by e², so that nothing overflows.
 */
LM_INLINE void
lm_mish_prepare (const lm_real *x,
                 lm_real       *t,
                 lm_real       *s,
                 gsize          n)
{
  for (gsize i = 0; i < n; i++)
    t[i] = x[i] > 0 ? -x[i] : x[i];
  lm_exp (t, t, n);

  for (gsize i = 0; i < n; i++)
    {
      const lm_real e = t[i];
      const lm_real above = (1 + 2 * e) / (1 + 2 * e + 2 * e * e);
      const lm_real below = e * (e + 2) / (e * (e + 2) + 2);

      s[i] = (x[i] > 0 ? 1 : e) / (1 + e);
      t[i] = x[i] > 0 ? above : below;
    }
}

LM_INLINE void
lm_mish_apply (const LmLayer *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  lm_real t[LM_BLOCK], s[LM_BLOCK];

  lm_mish_prepare (x, t, s, n);
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] * t[i];
}

/* y' = t + x·(1 - t²)·σ */
LM_INLINE void
lm_mish_derive (const LmLayer *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  lm_real t[LM_BLOCK], s[LM_BLOCK];

  lm_mish_prepare (x, t, s, n);
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * (t[i] + x[i] * (1 - t[i] * t[i]) * s[i]);
}

LM_ACTIVATION (mish, LmLayer)

const LmLayerClass lm_mish_class = {
  .id = "mish",
  .stem = "mish",
  .title = N_("Mish"),
  .summary = N_("A smooth ReLU with a dip, of tanh and softplus."),
  .keywords = N_("tanh softplus swish smooth activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 14 C 8 15 9 20 12 18 C 15 16 18 9 21 3 M 3 22 L 23 22",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_mish_forward,
  .backward = lm_mish_backward,
};
