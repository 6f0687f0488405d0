/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"
#include "lamina-data-heaps.h"

#define RING "kind=ring;modes=8;radius=2;spread=0.05;validation=0;test=0"

/* @n points in the middle of heap @i. */
static float *
add_points (float *place,
            int    i,
            gsize  n)
{
  for (; n > 0; n--)
    {
      *place++ = (float) (2 * cos (2 * G_PI * i / 8));
      *place++ = (float) (2 * sin (2 * G_PI * i / 8));
    }

  return place;
}

/* A heap with a quarter of its fair share counts, one with less does not, however many lie on the
 * others; what lies on none is told. */
static void
test_measure (void)
{
  g_autoptr(LaminaDataSet) set = load (RING);
  g_autofree float *points = g_new0 (float, 2 * 800);
  float *end = points;
  LaminaHeaps heaps;

  for (int i = 0; i < 6; i++)
    end = add_points (end, i, 100);
  end = add_points (end, 6, 25);
  end = add_points (end, 7, 24);
  g_assert_true (lamina_data_set_measure_heaps (set, points, 800, &heaps));
  g_assert_cmpuint (heaps.n_heaps, ==, 8);
  g_assert_cmpuint (heaps.n_covered, ==, 7);
  g_assert_cmpfloat_with_epsilon (heaps.share, 649.0 / 800, 1e-9);

  *end++ = NAN;
  *end++ = INFINITY;
  points[0] += 0.12F;
  points[2] += 0.19F;
  g_assert_true (lamina_data_set_measure_heaps (set, points, 800, &heaps));
  g_assert_cmpfloat_with_epsilon (heaps.share, 648.0 / 800, 1e-9);
}

/* The data themselves lie on all heaps, but for 1 in 100. */
static void
test_itself (void)
{
  g_autoptr(LaminaDataSet) set = load (RING);
  const gsize n = lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING);
  g_autofree float *points = g_new (float, 2 * n);
  LaminaHeaps heaps;

  for (gsize i = 0; i < 2 * n; i++)
    points[i] = (float) lamina_data_set_get_raw (set, LM_SPLIT_TRAINING, i / 2, i % 2);
  g_assert_true (lamina_data_set_measure_heaps (set, points, n, &heaps));
  g_assert_cmpuint (heaps.n_covered, ==, 8);
  g_assert_cmpfloat (heaps.share, >, 0.97);
  g_assert_cmpfloat (heaps.share, <, 1);
}

static void
test_none (void)
{
  g_autoptr(LaminaDataSet) spirals = load ("kind=spirals");
  g_autoptr(LaminaDataSet) ring = load (RING);
  const float point[] = { 0, 0 };
  LaminaHeaps heaps;

  g_assert_false (lamina_data_set_measure_heaps (spirals, point, 1, &heaps));
  g_assert_false (lamina_data_set_measure_heaps (ring, point, 0, &heaps));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/data/heaps/measure", test_measure);
  g_test_add_func ("/data/heaps/itself", test_itself);
  g_test_add_func ("/data/heaps/none", test_none);

  return g_test_run ();
}
