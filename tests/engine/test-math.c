/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-math.h"
#include "lm-packed.h"

#include <math.h>

#include "lm-blas.h"
#include "lm-random.h"

/* The bound that lm-math.h states; the functions' naive versions are libm's. */
#define BOUND 2e-7

static void
assert_close_everywhere (void   (*fast) (const lm_real *x, lm_real *y, gsize n),
                         double (*exact) (double x),
                         double   from,
                         double   to)
{
  const gsize n = 100003; /* No multiple of a vector's width. */
  g_autofree lm_real *x = g_new (lm_real, n);
  g_autofree lm_real *y = g_new (lm_real, n);
  double worst = 0;

  for (gsize i = 0; i < n; i++)
    x[i] = (lm_real) (from + (to - from) * (double) i / (double) (n - 1));
  fast (x, y, n);

  for (gsize i = 0; i < n; i++)
    {
      const double expected = exact ((double) x[i]);
      const double error = fabs ((double) y[i] - expected) / fmax (fabs (expected), 1e-37);

      worst = fmax (worst, error);
    }
  g_test_message ("largest relative error %g", worst);
  g_assert_cmpfloat (worst, <=, BOUND);
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
softplus (double x)
{
  return fmax (x, 0) + log1p (exp (-fabs (x)));
}

static void
test_exp (void)
{
  assert_close_everywhere (lm_exp, exp, -85.9, 88.7);
}

static void
test_tanh (void)
{
  assert_close_everywhere (lm_tanh, tanh, -12, 12);
  assert_close_everywhere (lm_tanh, tanh, -1e-3, 1e-3);
}

static void
test_erf (void)
{
  assert_close_everywhere (lm_erf, erf, -6, 6);
  assert_close_everywhere (lm_erf, erf, -1e-3, 1e-3);
}

static void
test_softplus (void)
{
  assert_close_everywhere (lm_softplus, softplus, -85, 200);
  assert_close_everywhere (lm_softplus, softplus, -1, 1);
}

static void
test_sigmoid (void)
{
  assert_close_everywhere (lm_sigmoid, sigmoid, -80, 80);
}

static void
test_extremes (void)
{
  const lm_real x[] = { 0, INFINITY, -INFINITY, NAN, 1000, -1000 };
  lm_real y[G_N_ELEMENTS (x)];

  lm_exp (x, y, G_N_ELEMENTS (x));
  g_assert_true (y[0] == 1 && isinf (y[1]) && y[2] == 0 && isnan (y[3]) && isinf (y[4]) &&
                 y[5] == 0);
  lm_tanh (x, y, G_N_ELEMENTS (x));
  g_assert_true (y[0] == 0 && y[1] == 1 && y[2] == -1 && isnan (y[3]) && y[4] == 1 && y[5] == -1);
  lm_sigmoid (x, y, G_N_ELEMENTS (x));
  g_assert_true (y[1] == 1 && y[2] == 0 && isnan (y[3]));
}

static void
test_softmax (void)
{
  const lm_real x[] = { 1, 2, 3, 1000, 1000, -1000 };
  lm_real y[6];

  lm_softmax (x, y, 2, 3);
  g_assert_cmpfloat_with_epsilon ((double) y[0], 0.09003057, 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) y[1], 0.24472847, 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) y[2], 0.66524096, 1e-7);
  g_assert_true (y[3] == (lm_real) 0.5 && y[4] == (lm_real) 0.5 && y[5] == 0);
}

static void
test_sums (void)
{
  for (gsize n = 0; n < 70; n++)
    {
      lm_real x[70] = { 0 };
      double sum = 0, squares = 0, dot = 0;

      for (gsize i = 0; i < n; i++)
        {
          x[i] = (lm_real) ((double) i - 30.25);
          sum += (double) x[i];
          squares += ((double) x[i] - 1.5) * ((double) x[i] - 1.5);
          dot += (double) x[i] * (double) x[i];
        }
      g_assert_cmpfloat_with_epsilon (lm_sum (x, n), sum, 1e-9);
      g_assert_cmpfloat_with_epsilon (lm_sum_squares (x, n, 1.5), squares, 1e-9);
      g_assert_cmpfloat_with_epsilon (lm_sum_squares (x, n, 0), dot, 1e-9);
      g_assert_cmpfloat_with_epsilon (lm_dot (x, x, n), dot, 1e-9);
    }
}

static void
test_is_finite (void)
{
  lm_real x[37] = { 0 };
  const lm_real bad[] = { NAN, INFINITY, -INFINITY };

  g_assert_true (lm_is_finite (x, 37));
  for (gsize i = 0; i < 37; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (bad); j++)
        {
          x[i] = bad[j];
          g_assert_false (lm_is_finite (x, 37));
          x[i] = 0;
        }
    }
}

static void
naive_gemm (gboolean       ta,
            gboolean       tb,
            gsize          m,
            gsize          n,
            gsize          k,
            const lm_real *a,
            const lm_real *b,
            lm_real       *c)
{
  for (gsize i = 0; i < m; i++)
    {
      for (gsize j = 0; j < n; j++)
        {
          double sum = 0;

          for (gsize l = 0; l < k; l++)
            sum += (double) (ta ? a[l * m + i] : a[i * k + l]) *
                   (double) (tb ? b[j * k + l] : b[l * n + j]);
          c[i * n + j] = (lm_real) sum;
        }
    }
}

static void
test_gemm (void)
{
  const gsize m = 5, n = 7, k = 3;
  lm_real a[15], b[21], c[35], expected[35];
  const LmRandom random = { 1, 2, 3, 4 };

  lm_random_normal (&random, a, 15);
  lm_random_normal (&random, b, 21);

  for (int transposed = 0; transposed < 4; transposed++)
    {
      const gboolean ta = transposed & 1, tb = transposed >> 1;
      const LmTensor ta_tensor = { a, 15, { 2, { ta ? k : m, ta ? m : k } } };
      const LmTensor tb_tensor = { b, 21, { 2, { tb ? n : k, tb ? k : n } } };
      LmTensor c_tensor = { c, 35, { 2, { m, n } } };

      naive_gemm (ta, tb, m, n, k, a, b, expected);
      lm_tensor_fill (&c_tensor, NAN); /* With beta = 0 it must not be read. */
      lm_gemm (ta ? LM_TRANSPOSE : LM_KEEP, tb ? LM_TRANSPOSE : LM_KEEP, 1, &ta_tensor, &tb_tensor,
               0, &c_tensor);
      for (gsize i = 0; i < m * n; i++)
        g_assert_cmpfloat_with_epsilon ((double) c[i], (double) expected[i], 1e-5);
    }
}

/* Of products that BLAS takes as they are, and of such as are packed; with rows and columns that
 * are not whole vectors. */
static void
test_packed (void)
{
  const gsize sizes[][3] = { { 1, 1, 1 }, { 5, 7, 3 }, { 16, 700, 150 }, { 3, 130, 3000 },
                             { 3, 70, 40 }, { 100, 64, 300 }, { 300, 5, 5000 }, { 33, 255, 255 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * 4; i++)
    {
      const gsize m = sizes[i / 4][0], n = sizes[i / 4][1], k = sizes[i / 4][2];
      const gboolean is_transposed = i & 1, add = i >> 1 & 1;
      g_autofree lm_real *a = g_new (lm_real, m * k), *b = g_new (lm_real, k * n);
      g_autofree lm_real *c = g_new (lm_real, m * n), *expected = g_new (lm_real, m * n);
      lm_real *memory = lm_alloc (lm_packed_get_size (k, n));
      LmPacked packed;

      lm_random_uniform (&(LmRandom) { 1, 2, 3, 4 }, a, m * k);
      lm_random_uniform (&(LmRandom) { 5, 6, 7, 8 }, b, k * n);
      naive_gemm (FALSE, is_transposed, m, n, k, a, b, expected);
      for (gsize j = 0; j < m * n; j++)
        c[j] = add ? 1 : NAN;
      packed = lm_packed_init (m, k, n, 1 + i % 3, is_transposed ? LM_TRANSPOSE : LM_KEEP, b,
                               is_transposed ? k : n, memory);
      lm_packed_multiply (&packed, m, a, k, add, c, n);
      for (gsize j = 0; j < m * n; j++)
        g_assert_cmpfloat_with_epsilon ((double) c[j], (double) expected[j] + add,
                                        1e-6 * (double) (k + 9));
      lm_free (memory);
    }
}

static void
test_transpose (void)
{
  const gsize sizes[][2] = { { 1, 1 }, { 1, 40 }, { 40, 1 }, { 16, 16 }, { 17, 50 },
                            { 23, 29 }, { 100, 33 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const gsize n_rows = sizes[i][0], n_columns = sizes[i][1];
      g_autofree lm_real *x = g_new (lm_real, n_rows * n_columns);
      g_autofree lm_real *y = g_new (lm_real, n_rows * n_columns);

      for (gsize j = 0; j < n_rows * n_columns; j++)
        x[j] = (lm_real) j;
      lm_transpose (n_rows, n_columns, x, n_columns, y, n_rows);
      for (gsize j = 0; j < n_rows * n_columns; j++)
        g_assert_cmpfloat ((double) y[j % n_columns * n_rows + j / n_columns], ==, (double) j);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  lm_blas_init ();
  g_test_add_func ("/math/exp", test_exp);
  g_test_add_func ("/math/tanh", test_tanh);
  g_test_add_func ("/math/sigmoid", test_sigmoid);
  g_test_add_func ("/math/erf", test_erf);
  g_test_add_func ("/math/softplus", test_softplus);
  g_test_add_func ("/math/extremes", test_extremes);
  g_test_add_func ("/math/softmax", test_softmax);
  g_test_add_func ("/math/sums", test_sums);
  g_test_add_func ("/math/is-finite", test_is_finite);
  g_test_add_func ("/math/gemm", test_gemm);
  g_test_add_func ("/math/packed", test_packed);
  g_test_add_func ("/math/transpose", test_transpose);

  return g_test_run ();
}
