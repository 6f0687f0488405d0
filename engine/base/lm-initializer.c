/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-initializer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-random.h"

#define USUAL_SCALE 0.05

typedef enum
{
  FORM_CONSTANT,
  FORM_UNIFORM,
  FORM_NORMAL,
  FORM_ORTHOGONAL,
} Form;

typedef enum
{
  FAN_NONE, /* the scale is given */
  FAN_IN,
  FAN_MEAN,
} Fan;

/* Random numbers get the variance (last column) / fan. Glorot and Bengio (2010); He, Zhang, Ren
 * and Sun (2015); LeCun and others (1998); Saxe, McClelland and Ganguli (2013).
 */
#define LM_INITS(ROW)                                                                              \
  ROW (LM_INIT_ZEROS, "zeros", N_("Zeros"), FORM_CONSTANT, FAN_NONE, 0)                            \
  ROW (LM_INIT_CONSTANT, "constant", N_("Constant"), FORM_CONSTANT, FAN_NONE, 0)                   \
  ROW (LM_INIT_UNIFORM, "uniform", N_("Uniform"), FORM_UNIFORM, FAN_NONE, 0)                       \
  ROW (LM_INIT_NORMAL, "normal", N_("Normal"), FORM_NORMAL, FAN_NONE, 0)                           \
  ROW (LM_INIT_GLOROT_UNIFORM, "glorot_uniform", N_("Glorot uniform"), FORM_UNIFORM, FAN_MEAN, 1)  \
  ROW (LM_INIT_GLOROT_NORMAL, "glorot_normal", N_("Glorot normal"), FORM_NORMAL, FAN_MEAN, 1)      \
  ROW (LM_INIT_HE_UNIFORM, "he_uniform", N_("He uniform"), FORM_UNIFORM, FAN_IN, 2)                \
  ROW (LM_INIT_HE_NORMAL, "he_normal", N_("He normal"), FORM_NORMAL, FAN_IN, 2)                    \
  ROW (LM_INIT_LECUN_UNIFORM, "lecun_uniform", N_("LeCun uniform"), FORM_UNIFORM, FAN_IN, 1)       \
  ROW (LM_INIT_LECUN_NORMAL, "lecun_normal", N_("LeCun normal"), FORM_NORMAL, FAN_IN, 1)           \
  ROW (LM_INIT_ORTHOGONAL, "orthogonal", N_("Orthogonal"), FORM_ORTHOGONAL, FAN_NONE, 0)

#define LM_INIT_ID(init, id, title, form, fan, variance) [init] = id,
#define LM_INIT_TITLE(init, id, title, form, fan, variance) [init] = title,
#define LM_INIT_RULE(init, id, title, form, fan, variance) [init] = { form, fan, variance },

const char *const lm_init_ids[] = { LM_INITS (LM_INIT_ID) NULL };
const char *const lm_init_titles[] = { LM_INITS (LM_INIT_TITLE) NULL };

static const struct
{
  Form   form;
  Fan    fan;
  double variance;
} rules[] = { LM_INITS (LM_INIT_RULE) };

double
lm_init_get_scale (LmInit self,
                   double field)
{
  if (field != 0)
    return field;

  return self == LM_INIT_ORTHOGONAL ? 1 : self == LM_INIT_ZEROS ? 0 : USUAL_SCALE;
}

/* The deviation that random numbers shall have. */
static double
lm_init_get_deviation (LmInit self,
                       gsize  fan_in,
                       gsize  fan_out)
{
  double fan = (double) fan_in;

  if (rules[self].fan == FAN_MEAN)
    fan = ((double) fan_in + (double) fan_out) / 2;

  return sqrt (rules[self].variance / MAX (1, fan));
}

static void
lm_init_fill_uniform (const LmRandom *random,
                      double          half_width,
                      LmTensor       *value)
{
  lm_random_uniform (random, value->data, value->len);
  for (gsize i = 0; i < value->len; i++)
    value->data[i] = (lm_real) (half_width * (2 * (double) value->data[i] - 1));
}

static void
lm_init_fill_normal (const LmRandom *random,
                     double          deviation,
                     LmTensor       *value)
{
  lm_random_normal (random, value->data, value->len);
  for (gsize i = 0; i < value->len; i++)
    value->data[i] = (lm_real) (deviation * (double) value->data[i]);
}

#define N_SUMS 8

/* In fixed partial sums: the same bits in every build. */
static double
lm_init_multiply (const double *x,
                  const double *y,
                  gsize         n)
{
  double sums[N_SUMS] = { 0 };
  const gsize n_even = n - n % N_SUMS;

  for (gsize i = 0; i < n_even; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        sums[j] += x[i + j] * y[i + j];
    }
  for (gsize i = n_even; i < n; i++)
    sums[i - n_even] += x[i] * y[i];

  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

/* x -= (x·q) q, both of length @n */
static void
lm_init_project_out (const double *q,
                     double       *x,
                     gsize         n)
{
  const double product = lm_init_multiply (q, x, n);

  for (gsize i = 0; i < n; i++)
    x[i] -= product * q[i];
}

static void
lm_init_orthonormalise (double *vectors,
                        gsize   n,
                        gsize   len)
{
  for (gsize i = 0; i < n; i++)
    {
      double *x = vectors + i * len;
      double norm;

      for (gsize j = 0; j < 2 * i; j++)
        lm_init_project_out (vectors + j % i * len, x, len);

      norm = sqrt (lm_init_multiply (x, x, len));
      for (gsize j = 0; j < len; j++)
        x[j] /= norm;
    }
}

/* Gram and Schmidt's method, twice for each vector, which keeps all digits. Of a matrix
 * [rows, cols] the shorter side's vectors are made orthonormal, as PyTorch's orthogonal_ does.
 */
static void
lm_init_fill_orthogonal (const LmRandom *random,
                         double          gain,
                         LmTensor       *value)
{
  const gsize n_rows = value->shape.dim[0];
  const gsize n_cols = value->len / n_rows;
  const gsize n = MIN (n_rows, n_cols), len = MAX (n_rows, n_cols);
  double *vectors = g_try_new (double, value->len);

  lm_random_normal (random, value->data, value->len);
  if (vectors == NULL) /* Long random vectors are nearly orthogonal anyway. */
    {
      lm_init_fill_normal (random, gain / sqrt ((double) len), value);
      return;
    }

  for (gsize i = 0; i < value->len; i++)
    vectors[i] = (double) value->data[i];
  lm_init_orthonormalise (vectors, n, len);

  for (gsize i = 0; i < value->len; i++)
    {
      const gsize transposed = i % n_cols * len + i / n_cols;

      value->data[i] = (lm_real) (gain * vectors[n_rows <= n_cols ? i : transposed]);
    }

  g_free (vectors);
}

void
lm_init_fill (LmInit      self,
              double      scale,
              gsize       fan_in,
              gsize       fan_out,
              guint64     seed,
              const char *name,
              LmTensor   *value)
{
  const LmRandom random = { seed, lm_random_stream (name), 0, 0 };
  const gboolean is_free = rules[self].fan == FAN_NONE;
  const double deviation = lm_init_get_deviation (self, fan_in, fan_out);

  switch (rules[self].form)
    {
    case FORM_CONSTANT:
      lm_tensor_fill (value, self == LM_INIT_ZEROS ? 0 : (lm_real) scale);
      break;
    case FORM_UNIFORM: /* a width of 2 √3 has the deviation 1 */
      lm_init_fill_uniform (&random, is_free ? scale : sqrt (3) * deviation, value);
      break;
    case FORM_NORMAL:
      lm_init_fill_normal (&random, is_free ? scale : deviation, value);
      break;
    case FORM_ORTHOGONAL:
      lm_init_fill_orthogonal (&random, scale, value);
      break;
    default:
      g_assert_not_reached ();
    }
}
