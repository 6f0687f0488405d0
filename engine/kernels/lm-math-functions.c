/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions that libm has, in forms that a compiler can vectorise. */

#include "lm-math.h"

#include "lm-clones.h"
#include "lm-math-inline.h"

LM_CLONES void
lm_exp (const lm_real *x,
        lm_real       *y,
        gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = lm_exp_1 (x[i]);
}

LM_CLONES void
lm_tanh (const lm_real *x,
         lm_real       *y,
         gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = lm_tanh_1 (x[i]);
}

LM_CLONES void
lm_sigmoid (const lm_real *x,
            lm_real       *y,
            gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = lm_sigmoid_1 (x[i]);
}

LM_CLONES void
lm_softmax (const lm_real *x,
            lm_real       *y,
            gsize          n_rows,
            gsize          n)
{
  for (gsize row = 0; row < n_rows; row++, x += n, y += n)
    {
      const lm_real max = lm_max (x, n);
      lm_real scale;

      for (gsize i = 0; i < n; i++)
        y[i] = x[i] - max;
      lm_exp (y, y, n);
      scale = (lm_real) (1 / lm_sum (y, n));
      for (gsize i = 0; i < n; i++)
        y[i] *= scale;
    }
}
