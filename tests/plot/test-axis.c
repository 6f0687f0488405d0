/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "lamina-axis.h"

/* Ticks of an axis as the words beside it: "0 0.5 1.0". */
static char *
write_ticks (LaminaScale scale,
             double      min,
             double      max,
             gsize       n_wanted,
             gboolean    percent)
{
  double ticks[LAMINA_MAX_TICKS];
  GString *text = g_string_new (NULL);
  LaminaAxis axis;
  gsize n;

  lamina_axis_init (&axis, scale, min, max, 0, 100);
  n = lamina_axis_get_ticks (&axis, n_wanted, ticks);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *tick = lamina_axis_write_tick (&axis, ticks, n, i, percent);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", tick);
      g_assert_cmpfloat (ticks[i], >=, axis.min - 1e-6 * fabs (axis.min));
      g_assert_cmpfloat (ticks[i], <=, axis.max + 1e-6 * fabs (axis.max));
    }

  return g_string_free (text, FALSE);
}

static void
test_ticks (void)
{
  static const struct
  {
    LaminaScale scale;
    double      min, max;
    gsize       n_wanted;
    gboolean    percent;
    const char *expected;
  } rows[] = {
    { LAMINA_SCALE_LINEAR, 0, 1, 4, FALSE, "0 0.5 1.0" },
    { LAMINA_SCALE_LINEAR, 0, 1, 5, FALSE, "0 0.2 0.4 0.6 0.8 1.0" },
    { LAMINA_SCALE_LINEAR, 0.6, 1, 4, TRUE, "60% 70% 80% 90% 100%" },
    { LAMINA_SCALE_LINEAR, -1.1, 1.1, 5, FALSE, "−1.0 −0.5 0 0.5 1.0" },
    { LAMINA_SCALE_LINEAR, 0, 12000, 4, FALSE, "0 5 000 10 000" },
    { LAMINA_SCALE_LINEAR, 0.1, 0.3, 2, FALSE, "0.1 0.2 0.3" },
    { LAMINA_SCALE_LOG, 0.14, 2.3, 4, FALSE, "0.2 0.5 1 2" },
    { LAMINA_SCALE_LOG, 0.001, 1000, 6, FALSE, "0.001 0.01 0.1 1 10 100 1 000" },
    { LAMINA_SCALE_LOG, 1e-9, 1, 4, FALSE, "1 × 10⁻⁸ 1 × 10⁻⁶ 0.0001 0.01 1" },
    { LAMINA_SCALE_LOG, 0.31, 0.34, 4, FALSE, "0.31 0.32 0.33 0.34" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = write_ticks (rows[i].scale, rows[i].min, rows[i].max,
                                           rows[i].n_wanted, rows[i].percent);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

/* No range makes it hang, overflow or divide by nothing. */
static void
test_impossible_ranges (void)
{
  static const double ends[] = { 0, -1, 1, 1e-300, 1e300, -1e300, INFINITY, -INFINITY, NAN, 5, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (ends); j++)
      for (int scale = LAMINA_SCALE_LINEAR; scale <= LAMINA_SCALE_LOG; scale++)
        {
          double ticks[LAMINA_MAX_TICKS];
          LaminaAxis axis;

          lamina_axis_init (&axis, scale, ends[i], ends[j], 10, 110);
          g_assert_true (isfinite (axis.min) && isfinite (axis.max));
          g_assert_cmpfloat (axis.min, <, axis.max);
          g_assert_cmpuint (lamina_axis_get_ticks (&axis, 5, ticks), <=, LAMINA_MAX_TICKS);
          g_assert_cmpfloat_with_epsilon (lamina_axis_get_pixel (&axis, axis.min), 10, 1e-6);
        }
}

static void
test_there_and_back (void)
{
  LaminaAxis linear, logarithmic;

  lamina_axis_init (&linear, LAMINA_SCALE_LINEAR, -3, 7, 200, 20);
  lamina_axis_init (&logarithmic, LAMINA_SCALE_LOG, 0.01, 100, 200, 20);
  for (double pixel = 20; pixel <= 200; pixel += 7)
    {
      const double a = lamina_axis_get_value (&linear, pixel);
      const double b = lamina_axis_get_value (&logarithmic, pixel);

      g_assert_cmpfloat_with_epsilon (lamina_axis_get_pixel (&linear, a), pixel, 1e-9);
      g_assert_cmpfloat_with_epsilon (lamina_axis_get_pixel (&logarithmic, b), pixel, 1e-9);
    }

  g_assert_cmpfloat_with_epsilon (lamina_axis_get_pixel (&logarithmic, 1), 110, 1e-9);
  g_assert_cmpfloat (lamina_axis_get_pixel (&logarithmic, 0), ==, 200);
  g_assert_cmpfloat (lamina_axis_get_pixel (&logarithmic, -5), ==, 200);
}

static void
test_round_ends (void)
{
  LaminaAxis axis;

  lamina_axis_init (&axis, LAMINA_SCALE_LINEAR, 0.03, 0.97, 0, 1);
  lamina_axis_make_round (&axis, 5);
  g_assert_cmpfloat_with_epsilon (axis.min, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (axis.max, 1, 1e-12);

  /* Round ends stay where they are. */
  lamina_axis_make_round (&axis, 5);
  g_assert_cmpfloat_with_epsilon (axis.max, 1, 1e-12);
}

static void
test_epochs (void)
{
  LaminaAxis axis;

  lamina_axis_init (&axis, LAMINA_SCALE_LINEAR, 0, 9375, 0, 290);
  g_assert_cmpuint (lamina_axis_get_epoch_stride (&axis, 1875, 46), ==, 1);
  g_assert_cmpuint (lamina_axis_get_epoch_stride (&axis, 1875, 80), ==, 2);
  g_assert_cmpuint (lamina_axis_get_epoch_stride (&axis, 10, 46), ==, 200);
  g_assert_cmpuint (lamina_axis_get_epoch_stride (&axis, 1000000, 46), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/axis/ticks", test_ticks);
  g_test_add_func ("/axis/impossible-ranges", test_impossible_ranges);
  g_test_add_func ("/axis/there-and-back", test_there_and_back);
  g_test_add_func ("/axis/round-ends", test_round_ends);
  g_test_add_func ("/axis/epochs", test_epochs);

  return g_test_run ();
}
