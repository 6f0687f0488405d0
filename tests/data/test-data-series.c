/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"
#include "lamina-data-baseline.h"
#include "lamina-data-report.h"
#include "lamina-data-time.h"

#define TABLE "day,t,u\n1,10,0\n2,11,5\n3,12,6\n4,13,7\n5,14,9\n"
#define PLAIN "scaling=none;scale_targets=false"
#define WHOLE "validation=0;test=0;" PLAIN

static LaminaDataSet *
load_series (Fixture    *fix,
             const char *text,
             const char *more)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("series", path, more);

  return load (settings);
}

static void
assert_series_fails (Fixture    *fix,
                     const char *text,
                     const char *more,
                     const char *pattern)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("series", path, more);

  assert_fails (settings, LAMINA_ERROR_FORMAT, pattern);
}

static void
assert_targets (LaminaDataSet *set,
                gsize          index,
                const double  *expected,
                gsize          n)
{
  g_assert_cmpuint (lamina_data_set_get_n_targets (set), ==, n);
  for (gsize c = 0; c < n; c++)
    g_assert_cmpfloat (lamina_data_set_get_raw_target (set, LM_SPLIT_TRAINING, index, c), ==,
                       expected[c]);
}

/* Windows of two steps over a series of five, one step ahead: no copy, no row beyond the end. */
static void
test_windows (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_series (fix, TABLE, "window=2;ignored_columns=day;"
                                              "target_column=t;validation=1;test=1;" PLAIN);
  g_autofree char *sentence = lamina_data_set_describe (set);
  const double second[] = { 11, 5, 12, 6 };

  g_assert_cmpstr (sentence, ==, "t.csv: 3 series of 2 × 2, predicting t");
  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set), &(LmShape) { 3, { 1, 2, 2 } }));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 1);
  for (gsize e = 0; e < 4; e++)
    g_assert_cmpfloat (get_input (set, LM_SPLIT_VALIDATION, 0, e), ==, second[e]);
  g_assert_cmpfloat (lamina_data_set_get_raw_target (set, LM_SPLIT_TRAINING, 0, 0), ==, 12);
  g_assert_cmpfloat (lamina_data_set_get_raw_target (set, LM_SPLIT_TEST, 0, 0), ==, 14);
  g_assert_cmpuint (lamina_data_set_get_horizon (set), ==, 1);
}

/* Behind a row that was left out the next window is another one, not that of a step later. */
static void
test_followed (Fixture       *fix,
               gconstpointer  data)
{
  const char *text = "t\n1\n2\n3\nNA\n5\n6\n7\n8\n";
  g_autoptr(LaminaDataSet) set = load_series (fix, text, "window=1;missing=drop;" WHOLE);
  g_autoptr(LaminaDataSet) whole = load_series (fix, TABLE, "window=1;target_column=t;" WHOLE);
  const gboolean expected[] = { TRUE, FALSE, TRUE, TRUE, FALSE };

  g_assert_cmpuint (lamina_data_set_get_n_examples (set, 0), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (lamina_data_set_is_followed (set, LM_SPLIT_TRAINING, i), ==, expected[i]);

  g_assert_true (lamina_data_set_is_followed (whole, LM_SPLIT_TRAINING, 2));
  g_assert_false (lamina_data_set_is_followed (whole, LM_SPLIT_TRAINING, 3));
}

/* Several steps and columns: step by step, after the gap. */
static void
test_horizon (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(LaminaDataSet) steps = load_series (fix, TABLE, "window=1;horizon=2;gap=1;"
                                                "target_column=t;" WHOLE);
  g_autoptr(LaminaDataSet) columns = load_series (fix, TABLE, "window=2;horizon=2;"
                                                  "target_column=u, t;" WHOLE);
  const double later[] = { 13, 14 }, both[] = { 7, 13, 9, 14 };

  g_assert_cmpuint (lamina_data_set_get_n_examples (steps, 0), ==, 2);
  assert_targets (steps, 1, later, 2);
  g_assert_cmpstr (lamina_data_set_get_target_column (steps, 0)->name, ==, "t + 2");
  g_assert_cmpstr (lamina_data_set_get_target_column (steps, 1)->name, ==, "t + 3");
  g_assert_cmpstr (lamina_data_set_get_target_column (steps, 1)->source, ==, "t");

  g_assert_cmpuint (lamina_data_set_get_n_examples (columns, 0), ==, 2);
  assert_targets (columns, 1, both, 4);
  g_assert_cmpstr (lamina_data_set_get_target_column (columns, 2)->name, ==, "u + 2");
}

/* Nothing that judges is learnt from: windows that would answer it are left out. */
static void
test_parts (Fixture       *fix,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("t\n");
  g_autoptr(LaminaDataSet) set = NULL, mixed = NULL, itself = NULL;
  double last = 0;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%d\n", i);
  set = load_series (fix, text->str, "window=4;horizon=3;validation=10;test=10;" PLAIN);
  mixed = load_series (fix, text->str, "window=4;horizon=3;validation=10;test=10;shuffle=true;"
                       PLAIN);
  itself = load_series (fix, text->str, "window=4;validation=10;test=10;target=input;" PLAIN);

  g_assert_cmpstr (lamina_data_set_get_hash (set), ==, lamina_data_set_get_hash (mixed));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 54 - 20 - 2);
  for (int split = 0; split < LM_N_SPLITS; split++)
    for (gsize i = 0; i < lamina_data_set_get_n_examples (set, (LmSplit) split); i++)
      {
        const double first = lamina_data_set_get_raw_target (set, (LmSplit) split, i, 0);

        if (i == 0)
          g_assert_cmpfloat (first, >, last);
        last = lamina_data_set_get_raw_target (set, (LmSplit) split, i, 2);
      }

  g_assert_cmpfloat (lamina_data_set_get_raw (itself, LM_SPLIT_VALIDATION, 0, 0), ==,
                     lamina_data_set_get_raw (itself, LM_SPLIT_TRAINING,
                       lamina_data_set_get_n_examples (itself, LM_SPLIT_TRAINING) - 1, 3) + 1);
  assert_fails ("kind=waves;examples=100;validation=50;horizon=50", LAMINA_ERROR_FAILED,
                "*40 windows of a part, 49 reach into the next part*");
}

/* What comes later does not tell how to scale what was before. */
static void
test_scale (Fixture       *fix,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("t\n");
  g_autoptr(LaminaDataSet) set = NULL;
  const LaminaDataColumn *column;

  for (int i = 0; i < 50; i++)
    g_string_append_printf (text, "%d\n", i < 40 ? i % 2 : 1000);
  set = load_series (fix, text->str, "window=2;validation=0;test=10");
  column = lamina_data_set_get_column (set, 0);

  g_assert_cmpfloat (column->max, ==, 1);
  g_assert_cmpfloat (column->mean, <=, 1);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TEST, 9, 0), >, 1000);
}

static void
test_missing (Fixture       *fix,
              gconstpointer  data)
{
  const char *text = "t,u\n1,1\n2,2\n3,\n4,4\n5,5\n6,6\n";
  g_autoptr(LaminaDataSet) dropped = load_series (fix, text, "window=2;missing=drop;" WHOLE);
  const double six[] = { 6 };

  /* 4, 5 and then 6: nothing spans the row that is left out. */
  g_assert_cmpuint (lamina_data_set_get_n_examples (dropped, 0), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_dropped (dropped), ==, 1);
  g_assert_cmpfloat (get_input (dropped, LM_SPLIT_TRAINING, 0, 0), ==, 4);
  assert_targets (dropped, 0, six, 1);

  assert_series_fails (fix, text, "window=2", "*t.csv, line 4*");
  assert_series_fails (fix, "t\n1\n2\n\n4\n5\n6\n", "window=2", "t.csv, line 4 is empty, and*");
  assert_series_fails (fix, text, "window=3;missing=drop",
                       "t.csv: no 4 rows in succession are complete, as a window of 3*");
}

static void
test_time (Fixture       *fix,
           gconstpointer  data)
{
  const char *dates = "date,t\n2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n2024-05-31,4\n"
                      "2024-06-30,5\n2024-07-31,6\n";
  g_autoptr(LaminaDataSet) dropped = load_series (fix, dates, "window=1;missing=drop;" WHOLE);
  g_autoptr(LaminaDataSet) ignored = load_series (fix, dates, "window=1;ignored_columns=date;"
                                                              WHOLE);
  const char *hours = "h,t\n0,1\n1,2\n4,3\n5,4\n";

  g_assert_cmpuint (lamina_data_set_get_n_columns (dropped), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_examples (dropped, 0), ==, 4);
  g_assert_cmpuint (lamina_data_set_get_n_examples (ignored, 0), ==, 5);

  assert_series_fails (fix, dates, "window=1",
                       "t.csv, line 5: 1 step is missing before this row (date): add it*");
  assert_series_fails (fix, hours, "window=1;time_column=h",
                       "t.csv, line 4: 2 steps are missing before this row (h): add them*");
  assert_series_fails (fix, "h,t\n0,1\n1,2\n1,3\n", "window=1;time_column=h",
                       "t.csv, line 4: the time (h) is not after*");
  assert_series_fails (fix, "h,t\n2024-01-01,1\nlater,2\n2024-01-03,3\n", "window=1;time_column=h",
                       "t.csv, line 3, column 1 (h): this is neither*");
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    double      days; /* since 2024-01-01, or -1 */
  } cases[] = {
    { "2024-01-02", 1 }, { "2024/03/01", 60 }, { "2024-02", 31 }, { "2024-01-01T06:00", 0.25 },
    { "2024-01-01 12:00:00", 0.5 }, { "2024-01-01T18:00:00Z", 0.75 }, { "2024-1-2", 1 },
    { "2024-02-30", -1 }, { "2024", -1 }, { "24-01-02", -1 }, { "2024-01-02x", -1 },
    { "2024-01/02", -1 }, { "2024-01-01T25:00", -1 }, { "2024-13-01", -1 }, { "", -1 },
    { "2024-01-01T", -1 }, { "0000-01-01", -1 },
  };
  double origin, seconds;

  g_assert_true (lamina_time_parse ("2024-01-01", &origin));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gboolean is_date = lamina_time_parse (cases[i].text, &seconds);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (is_date, ==, cases[i].days >= 0);
      if (is_date)
        g_assert_cmpfloat (seconds - origin, ==, cases[i].days * 86400);
    }
}

static void
test_bad (Fixture       *fix,
          gconstpointer  data)
{
  assert_series_fails (fix, "t\n1\n2\n3\n", "window=3",
                       "t.csv: 3 rows are too few for a window of 3, a gap of 0 and 1 predicted*");
  assert_series_fails (fix, "t\n1\n2\n3\n", "window=1;gap=1;horizon=2",
                       "t.csv: 3 rows are too few for a window of 1, a gap of 1 and 2 predicted*");
  assert_series_fails (fix, "t\n1\nmany\n3\n", "window=1", "*line 3*“many”*");
  assert_series_fails (fix, "a,t\n1,2\n2,3\n3,4\n", "window=1;target_column=a,b",
                       "t.csv has no column “b”*");
}

static const LaminaFinding *
find (GPtrArray  *report,
      const char *id)
{
  for (guint i = 0; i < report->len; i++)
    if (g_str_equal (((LaminaFinding *) report->pdata[i])->id, id))
      return report->pdata[i];

  return NULL;
}

static void
test_report (Fixture       *fix,
             gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_series (fix, TABLE, "window=2;target_column=t;validation=0;"
                                                          "test=1;time_column=day");
  g_autoptr(LaminaDataSet) walk = load ("kind=waves;series=random_walk");
  g_autoptr(GPtrArray) report = lamina_data_report_new (set, NULL);
  g_autoptr(GPtrArray) walking = lamina_data_report_new (walk, NULL);

  g_assert_nonnull (find (report, "time"));
  g_assert_cmpstr (find (report, "time")->remedy, ==,
                   "Numbers are scaled by the training part alone");
  /* One more each step, in the deviation of 12 and 13. */
  g_assert_true (g_pattern_match_simple ("*mean squared error of 4, an error of 2:*",
                                         find (report, "baseline")->text));
  g_assert_null (find (report, "random-walk"));
  g_assert_nonnull (find (walking, "random-walk"));
}

/* Of a straight line through the last two values, what is left over the last value alone. */
static double
get_line_error (LaminaDataSet *set)
{
  const gsize n = lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION);
  const gsize time = lamina_data_set_get_input_shape (set)->dim[1];
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double x1 = lamina_data_set_get_raw (set, LM_SPLIT_VALIDATION, i, time - 1);
      const double x2 = lamina_data_set_get_raw (set, LM_SPLIT_VALIDATION, i, time - 2);
      const double error = 2 * x1 - x2
                           - lamina_data_set_get_raw_target (set, LM_SPLIT_VALIDATION, i, 0);

      sum += error * error;
    }

  return sqrt (sum / (double) n) / lamina_data_set_get_baseline (set, LM_SPLIT_VALIDATION);
}

/* Each generated series stays in bounds, goes on to its end, and can be forecast but the walk. */
static void
test_generated (Fixture       *fix,
                gconstpointer  data)
{
  static const char *const series[] = { "waves", "sine", "oscillator", "mackey_glass",
                                        "random_walk" };

  for (gsize i = 0; i < G_N_ELEMENTS (series); i++)
    {
      g_autofree char *settings = g_strdup_printf ("kind=waves;noise=%s;series=%s",
                                                   i == 4 ? "0.1" : "0.001", series[i]);
      g_autoptr(LaminaDataSet) set = load (settings);
      const LaminaDataColumn *column = lamina_data_set_get_column (set, 0);
      const double error = get_line_error (set);

      g_test_message ("%s: %s, %g to %g, line %g", series[i], lamina_data_set_get_title (set),
                      column->min, column->max, error);
      g_assert_cmpfloat (column->deviation, >, 0.1);
      if (i < 4)
        {
          g_assert_cmpfloat (fmax (-column->min, column->max), <, 1.5);
          g_assert_cmpfloat (error, <, 0.7);
        }
      else
        g_assert_cmpfloat (error, >, 1.2);
    }
}

/* Up and down, in the order that the class says. */
static void
test_pulses (Fixture       *fix,
             gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=pulses;noise=0;examples=500");
  gsize n_up_first = 0;

  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set), &(LmShape) { 3, { 1, 10, 1 } }));
  for (gsize i = 0; i < lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING); i++)
    {
      double first = 0, sum = 0, size = 0;

      for (gsize t = 0; t < 10; t++)
        {
          const double x = lamina_data_set_get_raw (set, LM_SPLIT_TRAINING, i, t);

          first = first == 0 ? x : first;
          sum += x;
          size += fabs (x);
        }
      g_assert_cmpfloat (sum, ==, 0);
      g_assert_cmpfloat (size, ==, 2);
      g_assert_cmpint (lamina_data_set_get_label (set, LM_SPLIT_TRAINING, i), ==, first < 0);
      n_up_first += first > 0;
    }
  g_assert_cmpuint (n_up_first, ==, 200);
}

/* The chaos comes from sums and products alone: the same numbers on every machine. */
static void
test_same_everywhere (Fixture       *fix,
                      gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=waves;series=mackey_glass;noise=0;"
                                             "validation=0;test=0");
  const double last = lamina_data_set_get_raw_target (set, LM_SPLIT_TRAINING, 1999, 0);

  g_test_message ("%.6f", last);
  g_assert_cmpfloat (last * 65536, ==, -6123);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/data-series/" name, Fixture, NULL, setup, test, teardown)
  ADD ("windows", test_windows);
  ADD ("followed", test_followed);
  ADD ("horizon", test_horizon);
  ADD ("parts", test_parts);
  ADD ("scale", test_scale);
  ADD ("missing", test_missing);
  ADD ("time", test_time);
  ADD ("bad", test_bad);
  ADD ("report", test_report);
  ADD ("generated", test_generated);
  ADD ("pulses", test_pulses);
  ADD ("same-everywhere", test_same_everywhere);
#undef ADD
  g_test_add_func ("/data-series/dates", test_dates);

  return g_test_run ();
}
