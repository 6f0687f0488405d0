/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "lamina-chart.h"
#include "picture.h"

#define WIDTH 300
#define HEIGHT 120

static LmSeries *
make_series (gsize  n,
             gsize  spike,
             double value)
{
  LmSeries *series = lm_series_new ();

  for (gsize i = 0; i < n; i++)
    lm_series_append (series, i == spike ? value : 1);

  return series;
}

static void
init_axes (LaminaAxis *x,
           LaminaAxis *y,
           double      first,
           double      last,
           double      max)
{
  lamina_axis_init (x, LAMINA_SCALE_LINEAR, first, last, 0, WIDTH);
  lamina_axis_init (y, LAMINA_SCALE_LINEAR, 0, max, HEIGHT, 0);
}

/* Pixels in column @x above the line of steady values. */
static gsize
count_above (Picture *picture,
             int      x)
{
  return picture_count (picture, x, 0, 1, HEIGHT - 20);
}

/* One step among a million, at the beginning, the middle and the end, and zoomed in. */
static void
test_spike_is_seen (void)
{
  static const gsize spikes[] = { 0, 1, 333333, 654321, 999998, 999999 };

  for (gsize i = 0; i < G_N_ELEMENTS (spikes); i++)
    {
      g_autoptr(LmSeries) series = make_series (1000000, spikes[i], 10);
      const double windows[][2] = {
        { 0, 1000000 },
        { fmax (0, (double) spikes[i] - 5000), (double) spikes[i] + 3000 },
        { 0, 4000000 },
      };

      for (gsize j = 0; j < G_N_ELEMENTS (windows); j++)
        {
          g_auto(Picture) picture = { 0 };
          LaminaAxis x, y;
          const LaminaCurve curve = { series, &x, &y, 64, LAMINA_COLOR_RUN_A };
          gsize n = 0;
          int place;

          picture_init (&picture, LAMINA_SCHEME_LIGHT, WIDTH + 10, HEIGHT);
          init_axes (&x, &y, windows[j][0], windows[j][1], 11);
          lamina_curve_draw_band (&curve, picture.cr, &picture.style, 1);
          place = (int) lamina_axis_get_pixel (&x, (double) spikes[i] + 1);
          for (int k = MAX (place - 1, 0); k <= place + 1; k++)
            n += count_above (&picture, k);
          g_assert_cmpuint (n, >=, 80);
          /* And nowhere else. */
          for (int k = 0; k < WIDTH; k++)
            if (k < place - 2 || k > place + 2)
              g_assert_cmpuint (count_above (&picture, k), ==, 0);
        }
    }
}

/* The work is that of the pixels: a million steps as fast as ten thousand. */
static void
test_cost (void)
{
  gint64 times[2];

  for (int i = 0; i < 2; i++)
    {
      g_autoptr(LmSeries) series = make_series (i == 0 ? 10000 : 1000000, 5000, 3);
      g_auto(Picture) picture = { 0 };
      LaminaAxis x, y;
      const LaminaCurve curve = { series, &x, &y, 64, LAMINA_COLOR_RUN_A };
      gint64 start;

      picture_init (&picture, LAMINA_SCHEME_LIGHT, WIDTH, HEIGHT);
      init_axes (&x, &y, 0, (double) lm_series_get_n (series), 11);
      start = g_get_monotonic_time ();
      for (int j = 0; j < 50; j++)
        {
          lamina_curve_draw_band (&curve, picture.cr, &picture.style, 1);
          lamina_curve_draw_line (&curve, picture.cr, &picture.style, 1);
        }
      times[i] = g_get_monotonic_time () - start;
    }

  /* A hundred times the steps; ten times the time would be too much even on a busy machine. */
  g_assert_cmpint (times[1], <, 10 * times[0] + 20000);
}

static void
test_gaps (void)
{
  g_autoptr(LmSeries) series = lm_series_new ();
  g_auto(Picture) picture = { 0 };
  LaminaAxis x, y;
  const LaminaCurve curve = { series, &x, &y, 1, LAMINA_COLOR_RUN_A };

  for (int i = 0; i < 100; i++)
    lm_series_append (series, i >= 40 && i < 60 ? NAN : i == 80 ? HUGE_VAL : 5);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, WIDTH, HEIGHT);
  init_axes (&x, &y, 0, 100, 10);
  lamina_curve_draw_band (&curve, picture.cr, &picture.style, 1);
  lamina_curve_draw_line (&curve, picture.cr, &picture.style, 1);

  g_assert_cmpuint (picture_count (&picture, 60, 50, 1, 20), >, 0);
  g_assert_cmpuint (picture_count (&picture, 150, 0, 1, HEIGHT), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 270, 50, 1, 20), >, 0);
}

static void
test_nothing (void)
{
  g_autoptr(LmSeries) series = lm_series_new ();
  g_auto(Picture) picture = { 0 };
  LaminaAxis x, y;
  const LaminaCurve curve = { series, &x, &y, 64, LAMINA_COLOR_RUN_A };
  double min, max;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, WIDTH, HEIGHT);
  init_axes (&x, &y, 0, 100, 10);
  lamina_curve_draw_band (&curve, picture.cr, &picture.style, 1);
  lamina_curve_draw_line (&curve, picture.cr, &picture.style, 1);
  lamina_curve_fill (&curve, picture.cr, &picture.style, HEIGHT, 1);
  g_assert_cmpuint (picture_count (&picture, 0, 0, WIDTH, HEIGHT), ==, 0);
  g_assert_false (lamina_curve_get_extent (&curve, &min, &max));
  g_assert_true (isnan (lamina_curve_get_value (series, 1, 5)));

  /* One step is a dot. */
  lm_series_append (series, 5);
  lamina_curve_draw_line (&curve, picture.cr, &picture.style, 1);
  g_assert_cmpuint (picture_count (&picture, 0, 0, 12, HEIGHT), >, 0);
}

static void
test_values (void)
{
  g_autoptr(LmSeries) series = lm_series_new ();

  for (int i = 1; i <= 100; i++)
    lm_series_append (series, i);

  /* A straight line is its own mean, also near both ends. */
  g_assert_cmpfloat (lamina_curve_get_value (series, 50, 11), ==, 50);
  g_assert_cmpfloat (lamina_curve_get_value (series, 1, 11), ==, 1);
  g_assert_cmpfloat (lamina_curve_get_value (series, 3, 11), ==, 3);
  g_assert_cmpfloat (lamina_curve_get_value (series, 100, 1), ==, 100);
  /* At the end only what is there counts. */
  g_assert_cmpfloat (lamina_curve_get_value (series, 100, 11), ==, 97.5);
  g_assert_true (isnan (lamina_curve_get_value (series, 0, 11)));
  g_assert_true (isnan (lamina_curve_get_value (series, 200, 11)));
}

/* However many validations there are, their marks stand apart. */
static void
test_marks (void)
{
  g_autoptr(GArray) records = g_array_new (FALSE, FALSE, sizeof (LmRecord));
  g_auto(Picture) picture = { 0 };
  LaminaAxis x, y;
  const LaminaMarks marks = { records, -1, &x, &y, LAMINA_COLOR_RUN_A, 0 };
  gsize n_marks = 0;
  gboolean was_tall = FALSE;

  for (guint64 i = 1; i <= 5000; i++)
    {
      const LmRecord record = { .type = LM_RECORD_VALIDATION, .step = i * 10, .loss = 5 };

      g_array_append_val (records, record);
    }
  g_assert_null (lamina_marks_find (records, 9));
  g_assert_cmpuint (lamina_marks_find (records, 10)->step, ==, 10);
  g_assert_cmpuint (lamina_marks_find (records, 1234)->step, ==, 1230);
  g_assert_cmpuint (lamina_marks_find (records, 999999)->step, ==, 50000);

  picture_init (&picture, LAMINA_SCHEME_LIGHT, WIDTH + 10, HEIGHT);
  init_axes (&x, &y, 0, 50000, 10);
  lamina_marks_draw (&marks, picture.cr, &picture.style, 1);
  for (int i = 0; i < WIDTH + 10; i++)
    {
      const gboolean is_tall = picture_count (&picture, i, 0, 1, 58) > 0;

      n_marks += is_tall && !was_tall;
      was_tall = is_tall;
    }
  g_assert_cmpuint (n_marks, >=, 14);
  g_assert_cmpuint (n_marks, <=, WIDTH / 18 + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/curve/spike-is-seen", test_spike_is_seen);
  g_test_add_func ("/curve/cost", test_cost);
  g_test_add_func ("/curve/gaps", test_gaps);
  g_test_add_func ("/curve/nothing", test_nothing);
  g_test_add_func ("/curve/values", test_values);
  g_test_add_func ("/curve/marks", test_marks);

  return g_test_run ();
}
