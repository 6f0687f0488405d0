/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-histogram.h"

#include <math.h>

static LmTensor
make_row (lm_real *numbers,
          gsize    n)
{
  return lm_tensor_init (numbers, &(LmShape) { 2, { 1, n } });
}

static guint64
add_up (const LmHistogram *histogram)
{
  guint64 sum = 0;

  for (gsize i = 0; i < histogram->n_bins; i++)
    sum += histogram->counts[i];

  return sum;
}

/* The count between two edges, both of which have to be edges. */
static guint64
count_between (const LmHistogram *histogram,
               double             from,
               double             to)
{
  guint64 sum = 0;

  for (gsize i = 0; i < histogram->n_bins; i++)
    if (lm_histogram_get_edge (histogram, i) >= from &&
        lm_histogram_get_edge (histogram, i + 1) <= to)
      sum += histogram->counts[i];

  return sum;
}

static void
test_counts (void)
{
  lm_real a[] = { -1, -0.5, 0, 0, 0.25 }, b[] = { 0.26f, 0.99f, 1, NAN, -INFINITY };
  const LmTensor tensors[] = { make_row (a, 5), make_row (b, 5) };
  LmHistogram histogram;

  lm_histogram_init (&histogram, tensors, 2);
  g_assert_cmpuint (histogram.n, ==, 10);
  g_assert_cmpuint (histogram.n_all, ==, 10);
  g_assert_cmpuint (histogram.n_bad, ==, 2);
  g_assert_cmpuint (histogram.n_zeros, ==, 2);
  g_assert_cmpuint (add_up (&histogram), ==, 8);
  g_assert_cmpfloat (histogram.min, ==, -1);
  g_assert_cmpfloat (histogram.max, ==, 1);
  g_assert_cmpfloat (lm_histogram_get_edge (&histogram, 0), ==, -1);
  /* 1 itself lies above the edge 1. */
  g_assert_cmpfloat (lm_histogram_get_edge (&histogram, histogram.n_bins), ==,
                     1 + histogram.width);
  g_assert_cmpuint (count_between (&histogram, -1, 0), ==, 2);
  g_assert_cmpuint (count_between (&histogram, 0, 0.25), ==, 2);
  g_assert_cmpuint (count_between (&histogram, 0.25, 1), ==, 3);
  g_assert_cmpfloat_with_epsilon (histogram.mean, 0.125, 1e-6);
  g_assert_cmpfloat_with_epsilon (histogram.deviation, 0.6359, 1e-4);
}

/* Whatever the range: enough bins, not too many, and edges at multiples of a power of two. */
static void
test_bins_stay (void)
{
  for (double size = 1e-30; size < 1e30; size *= 1.7)
    for (int shift = -3; shift <= 3; shift++)
      {
        lm_real numbers[100];
        const LmTensor tensor = make_row (numbers, 100);
        LmHistogram histogram;
        int exponent;

        for (int i = 0; i < 100; i++)
          numbers[i] = (lm_real) (size * (shift + i / 99.0));
        lm_histogram_init (&histogram, &tensor, 1);
        g_assert_cmpuint (add_up (&histogram), ==, 100);
        g_assert_cmpuint (histogram.n_bins, <=, LM_MAX_BINS);
        g_assert_cmpuint (histogram.n_bins, >=, LM_MAX_BINS / 2);
        g_assert_cmpfloat (frexp (histogram.width, &exponent), ==, 0.5);
        g_assert_cmpfloat (lm_histogram_get_edge (&histogram, 0), <=, histogram.min);
        g_assert_cmpfloat (lm_histogram_get_edge (&histogram, histogram.n_bins), >, histogram.max);
      }
}

static void
test_one_value (void)
{
  static const double values[] = { 0, 1, -1, 0.3, 1e-40, 3e38, -3e38 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      lm_real number = (lm_real) values[i];
      const LmTensor tensor = make_row (&number, 1);
      LmHistogram histogram;

      lm_histogram_init (&histogram, &tensor, 1);
      g_assert_cmpuint (histogram.n_bins, ==, 1);
      g_assert_cmpuint (histogram.counts[0], ==, 1);
      g_assert_cmpfloat (histogram.width, >, 0);
      g_assert_cmpfloat (histogram.deviation, ==, 0);
      g_assert_cmpfloat (lm_histogram_get_edge (&histogram, 0), <=, (double) number);
    }
}

/* Far from 0 and close together: floats have no finer steps, and neither have the bins. */
static void
test_neighbours (void)
{
  lm_real numbers[] = { 1e30f, nextafterf (1e30f, 2e30f) };
  const LmTensor tensor = make_row (numbers, 2);
  LmHistogram histogram;

  lm_histogram_init (&histogram, &tensor, 1);
  g_assert_cmpuint (add_up (&histogram), ==, 2);
  g_assert_cmpuint (histogram.n_bins, <=, LM_MAX_BINS);
}

static void
test_nothing (void)
{
  lm_real bad[] = { NAN, INFINITY };
  const LmTensor tensor = make_row (bad, 2);
  LmHistogram histogram;

  lm_histogram_init (&histogram, NULL, 0);
  g_assert_cmpuint (histogram.n_bins, ==, 0);
  lm_histogram_init (&histogram, &tensor, 1);
  g_assert_cmpuint (histogram.n_bins, ==, 0);
  g_assert_cmpuint (histogram.n_bad, ==, 2);
}

/* A part that is spread evenly stands for very many numbers. */
static void
test_many (void)
{
  const gsize n = 3 * (gsize) LM_MAX_COUNTED;
  g_autofree lm_real *numbers = g_new (lm_real, n);
  const LmTensor tensor = make_row (numbers, n);
  LmHistogram histogram;

  for (gsize i = 0; i < n; i++)
    numbers[i] = (lm_real) i / (lm_real) n;
  lm_histogram_init (&histogram, &tensor, 1);
  g_assert_cmpuint (histogram.n_all, ==, n);
  g_assert_cmpuint (histogram.n, <=, LM_MAX_COUNTED);
  g_assert_cmpuint (histogram.n, >=, LM_MAX_COUNTED / 2);
  g_assert_cmpfloat_with_epsilon (histogram.mean, 0.5, 1e-3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/histogram/counts", test_counts);
  g_test_add_func ("/histogram/bins-stay", test_bins_stay);
  g_test_add_func ("/histogram/one-value", test_one_value);
  g_test_add_func ("/histogram/neighbours", test_neighbours);
  g_test_add_func ("/histogram/nothing", test_nothing);
  g_test_add_func ("/histogram/many", test_many);

  return g_test_run ();
}
