/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-history.h"

#include <math.h>

/* The naive reference of lm_series_get_range(). */
static gboolean
scan_range (const double *values,
            gsize         first,
            gsize         end,
            double       *min,
            double       *max,
            double       *mean)
{
  double sum = 0;
  gsize n = 0;

  *min = HUGE_VAL;
  *max = -HUGE_VAL;
  for (gsize i = first; i < end; i++)
    if (!isnan (values[i]))
      {
        *min = fmin (*min, values[i]);
        *max = fmax (*max, values[i]);
        sum += values[i];
        n++;
      }
  *mean = sum / (double) n;

  return n > 0;
}

static void
test_range (void)
{
  const gsize n = 5000;
  g_autoptr(LmSeries) series = lm_series_new ();
  g_autofree double *values = g_new (double, n);
  GRand *rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    {
      values[i] = g_rand_int_range (rand, 0, 4) == 0 ? NAN : g_rand_double_range (rand, -3, 5);
      lm_series_append (series, values[i]);
    }
  g_assert_cmpuint (lm_series_get_n (series), ==, n);

  for (int i = 0; i < 5000; i++)
    {
      const gsize first = (gsize) g_rand_int_range (rand, 0, (int) n);
      const gsize length = 1 + (gsize) g_rand_int_range (rand, 0, i + 1);
      const gsize end = MIN (n, first + length);
      double min, max, mean, want_min, want_max, want_mean;
      const gboolean some = scan_range (values, first, end, &want_min, &want_max, &want_mean);

      g_assert_cmpint (lm_series_get_range (series, first, end, &min, &max, &mean), ==, some);
      if (!some)
        continue;
      g_assert_cmpfloat (min, ==, want_min);
      g_assert_cmpfloat (max, ==, want_max);
      g_assert_cmpfloat_with_epsilon (mean, want_mean, 1e-12);
    }

  g_rand_free (rand);
}

static void
test_spike (void)
{
  const gsize n = 1000000, spike = 654321;
  g_autoptr(LmSeries) series = lm_series_new ();
  double min, max, mean;
  gint64 start;

  for (gsize i = 0; i < n; i++)
    lm_series_append (series, i == spike ? 100.0 : 1.0);

  g_assert_true (lm_series_get_range (series, 0, n, &min, &max, &mean));
  g_assert_cmpfloat (max, ==, 100);
  g_assert_cmpfloat_with_epsilon (mean, 1 + 99e-6, 1e-9);
  g_assert_true (lm_series_get_range (series, 1, spike, &min, &max, &mean));
  g_assert_cmpfloat (max, ==, 1);
  g_assert_true (lm_series_get_range (series, spike, spike + 1, &min, &max, &mean));
  g_assert_cmpfloat (min, ==, 100);
  g_assert_cmpfloat (lm_series_nth (series, spike), ==, 100);

  /* A scan of all would take a minute: 100 000 ranges of nearly a million values. */
  start = g_get_monotonic_time ();
  for (gsize i = 1; i <= 100000; i++)
    lm_series_get_range (series, i, n - i, &min, &max, &mean);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_nothing_but_nan (void)
{
  g_autoptr(LmSeries) series = lm_series_new ();
  double min, max, mean;

  for (gsize i = 0; i < 100; i++)
    lm_series_append (series, i == 50 ? 2 : NAN);

  g_assert_false (lm_series_get_range (series, 0, 50, &min, &max, &mean));
  g_assert_false (lm_series_get_range (series, 51, 100, &min, &max, &mean));
  g_assert_true (lm_series_get_range (series, 0, 100, &min, &max, &mean));
  g_assert_cmpfloat (mean, ==, 2);
}

static void
test_infinite (void)
{
  g_autoptr(LmSeries) series = lm_series_new ();
  double min, max, mean;

  for (gsize i = 0; i < 40; i++)
    lm_series_append (series, i == 20 ? HUGE_VAL : 1);

  g_assert_true (lm_series_get_range (series, 0, 40, &min, &max, &mean));
  g_assert_cmpfloat (min, ==, 1);
  g_assert_cmpfloat (max, ==, HUGE_VAL);
}

static void
append (LmHistory    *history,
        LmRecordType  type,
        guint64       step,
        double        loss)
{
  lm_history_append (history, &(LmRecord) {
    .type = type,
    .step = step,
    .loss = loss,
    .metrics = { 0.25f * (float) step, NAN },
    .rate = 0.5f,
    .time_usec = (gint64) step * 10,
  });
}

static void
test_columns (void)
{
  g_autoptr(LmHistory) history = lm_history_new (2);

  g_assert_cmpuint (lm_history_get_n_steps (history), ==, 0);
  append (history, LM_RECORD_STEP, 1, 3);
  append (history, LM_RECORD_STEP, 2, 2);
  append (history, LM_RECORD_VALIDATION, 2, 2.5);
  append (history, LM_RECORD_PAUSED, 2, NAN);
  append (history, LM_RECORD_STEP, 3, 1);
  append (history, LM_RECORD_FINISHED, 3, NAN);

  g_assert_cmpuint (lm_history_get_n_steps (history), ==, 3);
  g_assert_cmpfloat (lm_series_nth (history->loss, 2), ==, 1);
  g_assert_cmpfloat (lm_series_nth (history->metrics[0], 1), ==, 0.5);
  g_assert_true (isnan (lm_series_nth (history->metrics[1], 0)));
  g_assert_null (history->metrics[2]);
  g_assert_cmpfloat (lm_series_nth (history->rate, 0), ==, 0.5);
  g_assert_cmpuint (history->validations->len, ==, 1);
  g_assert_cmpuint (history->events->len, ==, 2);
  g_assert_cmpint (g_array_index (history->events, LmRecord, 1).type, ==, LM_RECORD_FINISHED);
  g_assert_cmpint (history->time_usec, ==, 30);
}

static void
test_best (void)
{
  g_autoptr(LmHistory) history = lm_history_new (0);

  g_assert_cmpint (history->best, ==, -1);
  append (history, LM_RECORD_VALIDATION, 1, NAN);
  append (history, LM_RECORD_VALIDATION, 2, -HUGE_VAL);
  g_assert_cmpint (history->best, ==, -1);
  append (history, LM_RECORD_VALIDATION, 3, 0.5);
  append (history, LM_RECORD_VALIDATION, 4, 0.25);
  append (history, LM_RECORD_VALIDATION, 5, 0.25);
  append (history, LM_RECORD_VALIDATION, 6, 0.75);
  g_assert_cmpint (history->best, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/range", test_range);
  g_test_add_func ("/series/spike", test_spike);
  g_test_add_func ("/series/nothing-but-nan", test_nothing_but_nan);
  g_test_add_func ("/series/infinite", test_infinite);
  g_test_add_func ("/history/columns", test_columns);
  g_test_add_func ("/history/best", test_best);

  return g_test_run ();
}
