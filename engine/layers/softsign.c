/* SPDX-License-Identifier: GPL-3.0-or-later */

/* softsign.c: y = x / (1 + |x|) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

LM_INLINE void
lm_softsign_apply (const LmLayer *self,
                   const lm_real *x,
                   lm_real       *y,
                   gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] / (1 + (x[i] < 0 ? -x[i] : x[i]));
}

/* y' = 1 / (1 + |x|)² */
LM_INLINE void
lm_softsign_derive (const LmLayer *self,
                    const lm_real *x,
                    const lm_real *y,
                    const lm_real *dy,
                    lm_real       *dx,
                    gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      const lm_real size = 1 + (x[i] < 0 ? -x[i] : x[i]);

      dx[i] = dy[i] / (size * size);
    }
}

LM_ACTIVATION (softsign, LmLayer)

const LmLayerClass lm_softsign_class = {
  .id = "softsign",
  .stem = "softsign",
  .title = N_("Softsign"),
  .summary = N_("Squeezes each number between −1 and 1, more slowly than tanh does."),
  .keywords = N_("saturating activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 20 C 10 19 12 17 13 13 C 14 9 16 7 23 6",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_softsign_forward,
  .backward = lm_softsign_backward,
};
