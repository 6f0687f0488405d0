/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "lamina-forecast.h"
#include "lamina-view.h"
#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample.h"

#define N 120     /* windows of the sample */
#define START 30  /* of them, where it goes on by itself */
#define N_PAST 24

/* Answers that are the truth and @miss; by itself @drift more at each step. */
static LmSnapshot *
make_answers (Sample *sample,
              double  miss,
              double  drift)
{
  const LaminaWindows *windows = &sample->frame.windows;
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  LmSeen seen = { .kind = LM_SEEN_ANSWER, .probe = LAMINA_PROBE_WINDOWS };
  lm_real *answers = lm_snapshot_add (snapshot, seen, &(LmShape) { 2, { N, 1 } });
  lm_real *free_run;

  for (gsize i = 0; i < N; i++)
    answers[i] = windows->targets->tensor.data[i] + (lm_real) miss;

  seen = (LmSeen) { .kind = LM_SEEN_FREE_RUN, .probe = LAMINA_FREE_SERIES };
  free_run = lm_snapshot_add (snapshot, seen, &(LmShape) { 3, { 1, N - START, 1 } });
  for (gsize i = 0; i < N - START; i++)
    free_run[i] = windows->targets->tensor.data[START + i] + (lm_real) (drift * (double) (i + 1));

  return snapshot;
}

static void
test_numbers (void)
{
  static const double scale[] = { 10 }, offset[] = { 5 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, -0.25, 0.01);
  g_auto(LaminaForecastNumbers) forecast = { 0 };
  LaminaFrame frame = sample->frame;
  const lm_real *inputs = frame.windows.inputs->tensor.data;
  const lm_real *targets = frame.windows.targets->tensor.data;

  frame.snapshot = snapshot;
  frame.input_scaling = (LaminaScaling) { 1, scale, offset };
  frame.target_scaling = frame.input_scaling;
  g_assert_true (lamina_forecast_numbers_init (&forecast, &frame));
  g_assert_cmpuint (forecast.n, ==, N);
  g_assert_cmpuint (forecast.n_past, ==, N_PAST);
  g_assert_cmpuint (forecast.n_free, ==, N - START);
  g_assert_cmpuint (forecast.time, ==, frame.windows.time - N_PAST);

  for (gsize i = 0; i < N_PAST; i++)
    {
      g_assert_cmpfloat_with_epsilon (forecast.truth[i], 10 * (double) inputs[i] + 5, 1e-5);
      g_assert_true (isnan (forecast.ahead[i]) && isnan (forecast.last[i]));
    }
  for (gsize i = 0; i < N; i++)
    {
      const double truth = 10 * (double) targets[i] + 5;

      g_assert_cmpfloat_with_epsilon (forecast.truth[N_PAST + i], truth, 1e-5);
      g_assert_cmpfloat_with_epsilon (forecast.ahead[N_PAST + i], truth - 2.5, 1e-5);
      /* The last value is the truth of the step before. */
      g_assert_cmpfloat_with_epsilon (forecast.last[N_PAST + i], forecast.truth[N_PAST + i - 1],
                                      1e-5);
      g_assert_cmpint (isnan (forecast.free[N_PAST + i]), ==, i < START);
    }
  g_assert_cmpfloat_with_epsilon (forecast.ahead_error, 2.5, 1e-4);
  g_assert_cmpfloat_with_epsilon (forecast.free_error, 0.1 * (N - START + 1) / 2, 1e-3);
  g_assert_cmpfloat (forecast.last_error, >, 0.5);
}

/* Where the past of the target is no input there is nothing to compare it with. */
static void
test_other_target (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, 0.5, 0);
  g_auto(LaminaForecastNumbers) forecast = { 0 };
  g_autofree char *text = NULL;
  LaminaFrame frame = sample->frame;

  frame.snapshot = snapshot;
  frame.windows.n_columns = 0;
  frame.windows.lag = 0;
  g_array_remove_index (snapshot->seen, 1);
  g_assert_true (lamina_forecast_numbers_init (&forecast, &frame));
  g_assert_cmpuint (forecast.n_past, ==, 0);
  g_assert_cmpuint (forecast.n_free, ==, 0);
  g_assert_true (isnan (forecast.last_error));
  text = lamina_view_describe (lamina_view_find ("forecast"), &frame);
  g_assert_cmpstr (text, ==, "The next step is off by 0.500 on average");
}

/* Answers that are no numbers leave gaps. */
static void
test_not_finite (void)
{
  const LaminaViewClass *view = lamina_view_find ("forecast");
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, NAN, INFINITY);
  g_auto(Picture) picture = { 0 };
  g_autofree char *text = NULL, *csv = NULL;
  LaminaFrame frame = sample->frame;

  frame.snapshot = snapshot;
  picture_init (&picture, LAMINA_SCHEME_DARK, 480, 260);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 480, 260);
  g_assert_cmpint (cairo_status (picture.cr), ==, CAIRO_STATUS_SUCCESS);
  text = lamina_view_describe (view, &frame);
  g_assert_nonnull (strstr (text, "off by not a number on average"));
  csv = lamina_view_write_numbers (view, &frame);
  g_assert_null (strstr (csv, "nan"));
}

/* The network's line is where the answers are. */
static void
test_picture (void)
{
  const LaminaViewClass *view = lamina_view_find ("forecast");
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmSnapshot) snapshot = NULL;
  g_auto(Picture) picture = { 0 };
  LaminaFrame frame = sample->frame;
  int line[2] = { -1, -1 };

  for (gsize i = 0; i < N; i++)
    frame.windows.targets->tensor.data[i] = i % 2 == 0 ? -1 : 1;
  snapshot = make_answers (sample, 0, 0);
  frame.snapshot = snapshot;
  for (gsize i = 0; i < N; i++)
    g_array_index (snapshot->seen, LmSeen, 0).blob->tensor.data[i] = 0;
  g_array_remove_index (snapshot->seen, 1);

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 480, 140);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 480, 140);
  for (int y = 30; y < 120; y++)
    if (picture_compare (picture_get (&picture, 300, y),
                         picture_color (&picture, LAMINA_COLOR_RUN_A)) < 60)
      {
        line[0] = line[0] < 0 ? y : line[0];
        line[1] = y;
      }
  /* All answers are 0, in the middle of truths of −1 and 1. */
  g_assert_cmpint (line[0], >, 60);
  g_assert_cmpint (line[1] - line[0], <, 5);
  g_assert_cmpint (line[1], <, 95);
}

static void
test_words (void)
{
  const LaminaViewClass *view = lamina_view_find ("forecast");
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, 0.5, 0);
  g_autofree char *value = NULL, *csv = NULL, *title = NULL;
  g_auto(GStrv) lines = NULL;
  LaminaFrame frame = sample->frame;
  LaminaStyle style;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, NULL);
  frame.snapshot = snapshot;
  frame.windows.targets->tensor.data[N - 1] = 0.125f;
  value = lamina_view_get_value_at (view, &frame, &style, 480, 260, 477, 100);
  g_assert_true (g_str_has_prefix (value, "time 1\u2009143: truth 0.125, next step "));
  g_assert_nonnull (strstr (value, ", last value again "));

  csv = lamina_view_write_numbers (view, &frame);
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (lines[0], ==, "time,truth,next_step,by_itself,last_value");
  g_assert_true (g_str_has_prefix (lines[1], "1000,"));
  g_assert_true (g_str_has_suffix (lines[1], ",,,"));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + N_PAST + N + 1);
  title = lamina_view_write_subtitle (view, &frame);
  g_assert_true (g_str_has_prefix (title, "level; "));
}

/* Answers are in the target's scale, and are read in the input's. */
static void
test_watch (void)
{
  static const double input_scale[] = { 2 }, input_offset[] = { 10 };
  static const double target_scale[] = { 4 }, target_offset[] = { 20 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  g_autoptr(LmWatch) watch = lm_watch_new ();
  LaminaFrame frame = sample->frame;
  const LmFreeRun *run;

  frame.input_scaling = (LaminaScaling) { 1, input_scale, input_offset };
  frame.target_scaling = (LaminaScaling) { 1, target_scale, target_offset };
  lamina_view_add_to_watch (lamina_view_find ("forecast"), &frame, watch);
  g_assert_cmpuint (watch->probes->len, ==, 1);
  g_assert_cmpuint (watch->free_runs->len, ==, 1);
  run = &g_array_index (watch->free_runs, LmFreeRun, 0);
  g_assert_cmpuint (run->n_feeds, ==, 1);
  g_assert_cmpuint (run->n_steps, ==, N - START);
  /* 1 is 24 in the data, which is 7 as an input. */
  g_assert_cmpfloat (run->feeds[0].scale + run->feeds[0].offset, ==, 7);
  g_assert_cmpfloat (run->feeds[0].offset, ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forecast/numbers", test_numbers);
  g_test_add_func ("/forecast/other-target", test_other_target);
  g_test_add_func ("/forecast/not-finite", test_not_finite);
  g_test_add_func ("/forecast/picture", test_picture);
  g_test_add_func ("/forecast/words", test_words);
  g_test_add_func ("/forecast/watch", test_watch);

  return g_test_run ();
}
