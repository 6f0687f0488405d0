/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>

#include "lm-clones.h"
#include "lm-real.h"

G_BEGIN_DECLS

/* Functions of one number that libm has, in forms of which a compiler can vectorise loops. For
 * sources whose loops do more than one of them; others call lm-math.h.
 */
#ifdef LM_REAL_IS_DOUBLE

#define lm_exp_1 exp
#define lm_tanh_1 tanh

#else

typedef union
{
  float   real;
  guint32 bits;
} LmBits;

#define LM_LOG2_E 1.44269504f
#define LM_LN2_HIGH 0.693359375f
#define LM_LN2_LOW -2.12194440e-4f
#define LM_ROUNDER 12582912.0f /* 1.5 × 2²³: adding it rounds to the nearest whole number. */

/* exp (x) = 2ⁿ·exp (r), n = round (x / ln 2), |r| <= ln 2 / 2; the polynomial is
 * that of the Cephes library (Moshier, 1989). Below -86 it is 0.
 */
LM_INLINE float
lm_exp_1 (float x)
{
  const LmBits n = { .real = x * LM_LOG2_E + LM_ROUNDER };
  const float whole = n.real - LM_ROUNDER;
  const float r = (x - whole * LM_LN2_HIGH) - whole * LM_LN2_LOW;
  /* 2ⁿ⁻¹, doubled below: 2¹²⁸ alone would overflow. */
  const LmBits scale = { .bits = (n.bits + 126u) << 23 };
  float p = 1.9875691500e-4f;

  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = (p * r * r + r + 1.0f) * scale.real * 2.0f;

  p = x < -86.0f ? 0.0f : p;
  return x > 88.7228f ? INFINITY : p;
}

/* An odd polynomial near 0, where 1 - 2 / (exp (2 x) + 1) would cancel. */
LM_INLINE float
lm_tanh_1 (float x)
{
  const float size = fabsf (x);
  const float z = x * x;
  const float far = 1.0f - 2.0f / (lm_exp_1 (2.0f * (size > 20.0f ? 20.0f : size)) + 1.0f);
  float p = -5.70498872745e-3f;

  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  p = p * z * x + x;

  p = size < 0.625f ? p : copysignf (far, x);
  return x != x ? x : p;
}

#endif

LM_INLINE lm_real
lm_sigmoid_1 (lm_real x)
{
  return 1 / (1 + lm_exp_1 (-x));
}

G_END_DECLS
