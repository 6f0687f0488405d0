/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions that activations and losses need beside exp and tanh. */

#include "lm-math.h"

#include <math.h>

#include "lm-clones.h"

#define BLOCK 512

#ifdef LM_REAL_IS_FLOAT

/* Polynomials fitted at Chebyshev nodes: erf (x) / x over x² in [0, 1], and
 * exp (x²)·erfc (x) over 1 / (1 + x / 2), x in [1, 4.2]. @e is exp (-x²).
 */
static inline lm_real
lm_erf_1 (lm_real x,
          lm_real e)
{
  const float z = x * x;
  const float t = 1.0f / (1.0f + 0.5f * fabsf (x));
  float near = 7.882497106e-5f;
  float far = 1.192590462e-1f;

  near = near * z - 8.018854992e-4f;
  near = near * z + 5.189311943e-3f;
  near = near * z - 2.685432880e-2f;
  near = near * z + 1.128359746e-1f;
  near = near * z - 3.761262690e-1f;
  near = near * z + 1.128379166f;

  far = far * t - 4.708817825e-1f;
  far = far * t + 5.627731071e-1f;
  far = far * t - 1.031726300e-1f;
  far = far * t + 3.475650251e-1f;
  far = far * t + 2.597658121e-1f;
  far = far * t + 2.848982124e-1f;
  far = far * t - 1.530647943e-4f;

  return z < 1.0f ? near * x : copysignf (1.0f - e * far, x);
}

/* log (1 + e) = 2 artanh (s), s = e / (2 + e), by its power series 2 s + 2 s·(s² / 3 + s⁴ / 5 …);
 * @e is in [0, 1].
 */
static inline lm_real
lm_log1p_1 (lm_real e)
{
  const float twice = e / (1.0f + 0.5f * e);
  const float z = 0.25f * twice * twice;
  float p = 1.0f / 15.0f;

  p = p * z + 1.0f / 13.0f;
  p = p * z + 1.0f / 11.0f;
  p = p * z + 1.0f / 9.0f;
  p = p * z + 1.0f / 7.0f;
  p = p * z + 1.0f / 5.0f;
  p = p * z + 1.0f / 3.0f;

  return twice + twice * (p * z);
}

#else

#define lm_erf_1(x, e) erf (x)
#define lm_log1p_1(e) log1p (e)

#endif

LM_CLONES void
lm_erf (const lm_real *x,
        lm_real       *y,
        gsize          n)
{
  lm_real e[BLOCK];

  for (gsize i = 0; i < n; i += BLOCK)
    {
      const gsize n_block = MIN (BLOCK, n - i);

      for (gsize j = 0; j < n_block; j++)
        e[j] = -x[i + j] * x[i + j];
      lm_exp (e, e, n_block);
      for (gsize j = 0; j < n_block; j++)
        y[i + j] = lm_erf_1 (x[i + j], e[j]);
    }
}

/* Neither exp (x) for a large x is taken, nor the logarithm of a number near 1. */
LM_CLONES void
lm_softplus (const lm_real *x,
             lm_real       *y,
             gsize          n)
{
  lm_real e[BLOCK];

  for (gsize i = 0; i < n; i += BLOCK)
    {
      const gsize n_block = MIN (BLOCK, n - i);

      for (gsize j = 0; j < n_block; j++)
        e[j] = x[i + j] > 0 ? -x[i + j] : x[i + j];
      lm_exp (e, e, n_block);
      for (gsize j = 0; j < n_block; j++)
        y[i + j] = (x[i + j] < 0 ? 0 : x[i + j]) + lm_log1p_1 (e[j]);
    }
}

LM_CLONES double
lm_log_sum_exp (const lm_real *x,
                gsize          n)
{
  const lm_real max = lm_max (x, n);
  lm_real e[BLOCK];
  double sum = 0;

  for (gsize i = 0; i < n; i += BLOCK)
    {
      const gsize n_block = MIN (BLOCK, n - i);

      for (gsize j = 0; j < n_block; j++)
        e[j] = x[i + j] - max;
      lm_exp (e, e, n_block);
      sum += lm_sum (e, n_block);
    }

  return (double) max + log (sum);
}
