/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-activation.h"
#include "lm-math.h"

/* What the exponential linear units share: y = x where x > 0, else alpha·(exp (x) - 1), over a
 * block. exp (x) - 1 is taken as (exp (x) + 1)·tanh (x / 2), which does not cancel near 0.
 */
LM_INLINE void
lm_elu_block (lm_real        alpha,
              const lm_real *x,
              lm_real       *y,
              gsize          n)
{
  lm_real e[LM_BLOCK], t[LM_BLOCK];

  for (gsize i = 0; i < n; i++)
    e[i] = x[i] > 0 ? 0 : x[i];
  for (gsize i = 0; i < n; i++)
    t[i] = e[i] / 2;
  lm_exp (e, e, n);
  lm_tanh (t, t, n);
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0 ? x[i] : alpha * (e[i] + 1) * t[i];
}
