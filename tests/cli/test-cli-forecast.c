/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Series that a network goes on with. */

#include <math.h>
#include <string.h>

#include "cli-test.h"

static void
make_series (Fixture    *fixture,
             const char *setting)
{
  call (fixture, "new", "--template", "rnn-series", "--set", "data.examples=200", "--set", setting,
        "@", NULL);
  assert_done (fixture);
}

/* "3,0.5,0.25": [0] is the network's, [1] the data's; NaN where there is nothing */
static void
read_row (const char *line,
          int         step,
          double      numbers[2])
{
  g_auto(GStrv) cells = g_strsplit (line, ",", -1);

  g_assert_cmpuint (g_strv_length (cells), ==, 3);
  g_assert_cmpint (g_ascii_strtoll (cells[0], NULL, 10), ==, step);
  for (int i = 0; i < 2; i++)
    numbers[i] = *cells[i + 1] != '\0' ? g_ascii_strtod (cells[i + 1], NULL) : (double) NAN;
}

/* A step later the same data come a step earlier; each error is that of the columns. */
static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  g_auto(GStrv) lines = NULL, later = NULL;
  double first[5][2], second[2], sum = 0;
  JsonObject *column;

  make_series (fixture, "epochs=1");
  call (fixture, "forecast", "--steps", "5", "@", NULL);
  assert_done (fixture);
  lines = g_strsplit (fixture->out, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "step,\"x\",\"x_data\"");
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  for (int i = 0; i < 5; i++)
    {
      read_row (lines[i + 1], i + 1, first[i]);
      sum += (first[i][0] - first[i][1]) * (first[i][0] - first[i][1]);
    }

  call (fixture, "forecast", "--steps", "3", "--from", "1", "@", NULL);
  later = g_strsplit (fixture->out, "\n", -1);
  for (int i = 0; i < 3; i++)
    {
      read_row (later[i + 1], i + 1, second);
      g_assert_cmpfloat (second[1], ==, first[i + 1][1]);
      g_assert_cmpfloat (second[0], !=, first[i + 1][0]);
    }

  call (fixture, "forecast", "--json", "--steps", "5", "--output", "@/f.csv", "@", NULL);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "known"), ==, 5);
  column = json_array_get_object_element (json_object_get_array_member (object, "columns"), 0);
  g_assert_cmpstr (json_object_get_string_member (column, "name"), ==, "x");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (column, "rmse"), sqrt (sum / 5),
                                  1e-6);
  g_assert_cmpfloat (json_object_get_double_member (column, "rmse_last"), >, 0);
}

/* Beyond the end of the data only the network goes on. */
static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  g_auto(GStrv) lines = NULL;
  double numbers[2];

  make_series (fixture, "epochs=1");
  call (fixture, "forecast", "--steps", "3", "--from", "19", "@", NULL);
  assert_done (fixture);
  lines = g_strsplit (fixture->out, "\n", -1);
  read_row (lines[1], 1, numbers);
  g_assert_true (isfinite (numbers[1]));
  read_row (lines[3], 3, numbers);
  g_assert_true (isfinite (numbers[0]));
  g_assert_true (isnan (numbers[1]));
}

/* Behind a row that was left out the data are of another time. */
static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "t.csv", NULL);
  g_autofree char *setting = g_strconcat ("data.path=", path, NULL);
  g_autoptr(GString) text = g_string_new ("v\n");
  g_auto(GStrv) lines = NULL;
  double numbers[2];

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, i == 95 ? "NA\n" : "%d\n", i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  call (fixture, "new", "--template", "rnn-series", "--set", "data.kind=series", "--set", setting,
        "--set", "data.window=2", "--set", "data.missing=drop", "@", NULL);
  assert_done (fixture);

  call (fixture, "forecast", "--steps", "9", "@", NULL);
  assert_done (fixture);
  lines = g_strsplit (fixture->out, "\n", -1);
  read_row (lines[1], 1, numbers);
  for (int i = 1; i < 10; i++)
    {
      const double first = numbers[1];

      read_row (lines[i], i, numbers);
      g_assert_true (isnan (numbers[1]) || (numbers[1] < 95 && numbers[1] >= first));
    }
  g_assert_true (isnan (numbers[1]));
}

/* The data are in their own units, however the network has them. */
static void
test_units (Fixture       *fixture,
            gconstpointer  data)
{
  g_auto(GStrv) lines = NULL;
  double plain[2], scaled[2];

  make_series (fixture, "data.scaling=none");
  call (fixture, "forecast", "--steps", "1", "@", NULL);
  lines = g_strsplit (fixture->out, "\n", -1);
  read_row (lines[1], 1, plain);
  g_clear_pointer (&lines, g_strfreev);
  g_assert_cmpint (g_remove (fixture->file), ==, 0);

  make_series (fixture, "data.scaling=standardise");
  call (fixture, "forecast", "--steps", "1", "@", NULL);
  lines = g_strsplit (fixture->out, "\n", -1);
  read_row (lines[1], 1, scaled);
  g_assert_cmpfloat (plain[1], ==, scaled[1]);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  call (fixture, "new", "--template", "spirals", "@", NULL);
  call (fixture, "forecast", "@", NULL);
  assert_refused (fixture, "next step of the series");
  call (fixture, "forecast", "@/nothing.lamina", NULL);
  assert_refused (fixture, "nothing.lamina");
  call (fixture, "forecast", "--steps", "0", "@", NULL);
  assert_usage (fixture);
  call (fixture, "forecast", "--steps", "4097", "@", NULL);
  assert_usage (fixture);
  call (fixture, "forecast", "--from", "-1", "@", NULL);
  assert_usage (fixture);
  call (fixture, "forecast", "--split", "all", "@", NULL);
  assert_usage (fixture);
}

static void
test_series_refusals (Fixture       *fixture,
                      gconstpointer  data)
{
  make_series (fixture, "epochs=1");
  call (fixture, "forecast", "--from", "20", "@", NULL);
  assert_usage (fixture);
  call (fixture, "forecast", "--output", "@/none/f.csv", "@", NULL);
  assert_refused (fixture, "f.csv");
  g_assert_cmpint (g_remove (fixture->file), ==, 0);

  make_series (fixture, "data.gap=2");
  call (fixture, "forecast", "@", NULL);
  assert_refused (fixture, "next step of the series");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  add_test ("/cli/forecast/columns", test_columns);
  add_test ("/cli/forecast/end", test_end);
  add_test ("/cli/forecast/gap", test_gap);
  add_test ("/cli/forecast/units", test_units);
  add_test ("/cli/forecast/refusals", test_refusals);
  add_test ("/cli/forecast/refusals/series", test_series_refusals);

  return g_test_run ();
}
