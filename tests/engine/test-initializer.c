/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-initializer.h"

#include <math.h>
#include <string.h>

#include "lm-math.h"

/* 40 000 numbers: the deviation of their deviation is 1 in 280 at the most. */
#define N_OUT 200
#define N_IN 200

typedef struct
{
  LmInit init;
  double scale;
  gsize  fan_in, fan_out;
  double deviation;
  double limit; /* no number is beyond; 0: any may be */
} Row;

static const Row rows[] = {
  { LM_INIT_UNIFORM, 0.3, 1, 1, 0.3 / 1.7320508, 0.3 },
  { LM_INIT_NORMAL, 0.3, 1, 1, 0.3, 0 },
  { LM_INIT_GLOROT_UNIFORM, 0, 100, 300, 0.0707107, 0.1224745 },
  { LM_INIT_GLOROT_NORMAL, 0, 100, 300, 0.0707107, 0 },
  { LM_INIT_HE_UNIFORM, 0, 50, 1, 0.2, 0.3464102 },
  { LM_INIT_HE_NORMAL, 0, 50, 1, 0.2, 0 },
  { LM_INIT_LECUN_UNIFORM, 0, 100, 1, 0.1, 0.1732051 },
  { LM_INIT_LECUN_NORMAL, 0, 100, 1, 0.1, 0 },
};

static LmTensor
fill (const Row  *row,
      guint64     seed,
      const char *name,
      lm_real    *data)
{
  LmTensor value = lm_tensor_init (data, &(LmShape) { 2, { N_OUT, N_IN } });

  lm_init_fill (row->init, row->scale, row->fan_in, row->fan_out, seed, name, &value);

  return value;
}

static void
test_spread (void)
{
  g_autofree lm_real *data = g_new (lm_real, N_OUT * N_IN);
  const double n = N_OUT * N_IN;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      const LmTensor value = fill (row, 1, "layer.weight", data);
      const double mean = lm_sum (value.data, value.len) / n;

      g_test_message ("%s", lm_init_ids[row->init]);
      g_assert_cmpfloat (fabs (mean), <, 5 * row->deviation / sqrt (n));
      g_assert_cmpfloat_with_epsilon (sqrt (lm_sum_squares (value.data, value.len, mean) / n),
                                      row->deviation, 0.02 * row->deviation);
      if (row->limit > 0)
        {
          g_assert_cmpfloat (lm_tensor_max_abs (&value), <=, row->limit);
          g_assert_cmpfloat (lm_tensor_max_abs (&value), >, 0.99 * row->limit);
        }
    }
}

/* A function of seed and name, and of nothing else. */
static void
test_repeats (void)
{
  const gsize size = N_OUT * N_IN * sizeof (lm_real);
  g_autofree lm_real *a = g_malloc (size), *b = g_malloc (size);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fill (&rows[i], 7, "dense_1.weight", a);
      fill (&rows[i], 7, "dense_1.weight", b);
      g_assert_cmpmem (a, size, b, size);
      fill (&rows[i], 8, "dense_1.weight", b);
      g_assert_true (memcmp (a, b, size) != 0);
      fill (&rows[i], 7, "dense_2.weight", b);
      g_assert_true (memcmp (a, b, size) != 0);
    }
}

static void
test_constants (void)
{
  lm_real data[4];
  LmTensor value = lm_tensor_init (data, &(LmShape) { 1, { 4 } });

  lm_init_fill (LM_INIT_CONSTANT, 0.5, 1, 1, 1, "x", &value);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat ((double) data[i], ==, 0.5);
  lm_init_fill (LM_INIT_ZEROS, 0.5, 1, 1, 1, "x", &value);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat ((double) data[i], ==, 0);
}

/* The rows, or the columns if there are more rows than columns, are orthogonal and as long as the
 * gain. */
static void
assert_orthogonal (const LmShape *shape,
                   double         gain)
{
  const gsize n_rows = shape->dim[0], n_cols = lm_shape_get_n_columns (shape);
  g_autofree lm_real *data = g_new (lm_real, n_rows * n_cols);
  LmTensor value = lm_tensor_init (data, shape);
  const gboolean is_wide = n_rows <= n_cols;
  const gsize n = MIN (n_rows, n_cols);

  lm_init_fill (LM_INIT_ORTHOGONAL, gain, 1, 1, 3, "x", &value);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        {
          double product = 0;

          for (gsize k = 0; k < MAX (n_rows, n_cols); k++)
            product += is_wide ? (double) data[i * n_cols + k] * (double) data[j * n_cols + k]
                               : (double) data[k * n_cols + i] * (double) data[k * n_cols + j];
          g_assert_cmpfloat_with_epsilon (product, i == j ? gain * gain : 0, 1e-6);
        }
    }
}

static void
test_orthogonal (void)
{
  assert_orthogonal (&(LmShape) { 2, { 20, 50 } }, 1);
  assert_orthogonal (&(LmShape) { 2, { 50, 20 } }, 1.5);
  assert_orthogonal (&(LmShape) { 2, { 33, 33 } }, 1);
  assert_orthogonal (&(LmShape) { 4, { 8, 3, 3, 3 } }, 1);
  assert_orthogonal (&(LmShape) { 1, { 5 } }, 1);
}

static void
test_scale (void)
{
  g_assert_cmpfloat (lm_init_get_scale (LM_INIT_NORMAL, 0), ==, 0.05);
  g_assert_cmpfloat (lm_init_get_scale (LM_INIT_ORTHOGONAL, 0), ==, 1);
  g_assert_cmpfloat (lm_init_get_scale (LM_INIT_ORTHOGONAL, 2), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/initializer/spread", test_spread);
  g_test_add_func ("/initializer/repeats", test_repeats);
  g_test_add_func ("/initializer/constants", test_constants);
  g_test_add_func ("/initializer/orthogonal", test_orthogonal);
  g_test_add_func ("/initializer/scale", test_scale);

  return g_test_run ();
}
