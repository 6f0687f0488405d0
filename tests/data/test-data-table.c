/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"

#include <locale.h>

#define ALL "validation=0;test=0;shuffle=false;scaling=none"

static LaminaDataSet *
load_text (Fixture    *fix,
           const char *text,
           const char *more)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("csv", path, more);

  return load (settings);
}

static void
assert_text_fails (Fixture    *fix,
                   const char *kind,
                   const char *text,
                   const char *more,
                   const char *pattern)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path (kind, path, more);

  assert_fails (settings, LAMINA_ERROR_FORMAT, pattern);
}

static void
test_classes_of_text (Fixture       *fix,
                      gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set =
    load_text (fix, "a,b,species\n1,2.5,setosa\n3,4,iris\n5,6,setosa\n", ALL);
  g_autofree char *sentence = lamina_data_set_describe (set);

  g_assert_cmpstr (sentence, ==, "t.csv: 3 rows of 2 columns, 2 classes");
  g_assert_cmpint (lamina_data_set_get_input_kind (set), ==, LAMINA_DATA_INPUT_TABLE);
  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, 2);
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 0), ==, "iris");
  g_assert_cmpint (lamina_data_set_get_label (set, 0, 0), ==, 1);
  g_assert_cmpint (lamina_data_set_get_label (set, 0, 1), ==, 0);
  g_assert_cmpstr (lamina_data_set_get_column (set, 1)->name, ==, "b");
  g_assert_cmpstr (lamina_data_set_get_target_column (set, 0)->name, ==, "species");
  g_assert_cmpfloat (lamina_data_set_get_raw (set, 0, 0, 1), ==, 2.5);
  g_assert_cmpfloat (get_input (set, 0, 0, 1), ==, 2.5);
}

/* Few whole numbers are classes, in rising order; a fraction makes them values. */
static void
test_guess (Fixture       *fix,
            gconstpointer  data)
{
  g_autoptr(LaminaDataSet) classes = load_text (fix, "x,y\n1,10\n2,-3\n3,10\n", ALL);
  g_autoptr(LaminaDataSet) values = load_text (fix, "x,y\n1,10\n2,-3.5\n3,10\n", ALL);
  g_autoptr(LaminaDataSet) told = load_text (fix, "x,y\n1,10\n2,-3\n3,10\n", ALL ";task=regress");
  g_autoptr(LaminaDataSet) decimal = load_text (fix, "x,y\n1,0.5\n2,1\n3,0.5\n",
                                                ALL ";task=classify");

  g_assert_cmpuint (lamina_data_set_get_n_classes (classes), ==, 2);
  g_assert_cmpstr (lamina_data_set_get_class_name (classes, 0), ==, "-3");
  g_assert_cmpint (lamina_data_set_get_label (classes, 0, 2), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_classes (values), ==, 0);
  g_assert_cmpint (lamina_data_set_get_label (values, 0, 0), ==, -1);
  g_assert_cmpfloat (lamina_data_set_get_raw_target (values, 0, 1, 0), ==, -3.5);
  g_assert_cmpuint (lamina_data_set_get_n_classes (told), ==, 0);
  g_assert_cmpstr (lamina_data_set_get_class_name (decimal, 0), ==, "0.5");
}

static void
test_target_and_ignored (Fixture       *fix,
                         gconstpointer  data)
{
  const char *text = "id,price,size,town\n1,9.5,3,A\n2,8.5,4,B\n";
  g_autoptr(LaminaDataSet) by_name =
    load_text (fix, text, ALL ";target_column=price;ignored_columns=id, town");
  g_autoptr(LaminaDataSet) by_number = load_text (fix, text,
                                                  ALL ";target_column=2;ignored_columns=1,4,");

  g_assert_cmpuint (lamina_data_set_get_n_columns (by_name), ==, 1);
  g_assert_cmpstr (lamina_data_set_get_column (by_name, 0)->name, ==, "size");
  g_assert_cmpfloat (lamina_data_set_get_raw_target (by_name, 0, 1, 0), ==, 8.5);
  g_assert_cmpstr (lamina_data_set_get_hash (by_name), ==, lamina_data_set_get_hash (by_number));

  assert_text_fails (fix, "csv", text, "target_column=cost",
                     "t.csv has no column “cost”*price*town*");
  assert_text_fails (fix, "csv", text, "ignored_columns=5", "t.csv has no column “5”*");
  assert_text_fails (fix, "csv", text, "ignored_columns=1,2,3", "t.csv: no column is left*");
}

static void
test_categories (Fixture       *fix,
                 gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_text (fix, "colour,n,y\nred,1,0\nblue,2,1\nred,4,0\n",
                                            "validation=0;test=0;shuffle=false");
  const double expected[3][2] = { { 0, 1 }, { 1, 0 }, { 0, 1 } };

  g_assert_cmpuint (lamina_data_set_get_n_columns (set), ==, 3);
  g_assert_cmpstr (lamina_data_set_get_column (set, 0)->name, ==, "colour = blue");
  g_assert_cmpstr (lamina_data_set_get_column (set, 0)->source, ==, "colour");
  g_assert_cmpstr (lamina_data_set_get_column (set, 1)->category, ==, "red");
  g_assert_null (lamina_data_set_get_column (set, 2)->category);

  /* They are not scaled, although n is. */
  for (gsize i = 0; i < 3; i++)
    for (gsize k = 0; k < 2; k++)
      g_assert_cmpfloat (get_input (set, 0, i, k), ==, expected[i][k]);
  g_assert_cmpfloat (get_input (set, 0, 0, 2), <, 0);

  assert_text_fails (fix, "csv", "name,y\nann,0\nbob,1\ncid,0\n", "max_categories=2",
                     "t.csv, column 1 (name) holds 3 different texts, more than 2: ignore*");
}

static void
test_missing (Fixture       *fix,
              gconstpointer  data)
{
  const char *text = "x,colour,y\n1,red,0\n,blue,1\n3,,0\n5,red,1\n";
  g_autoptr(LaminaDataSet) mean = load_text (fix, text, ALL ";missing=mean");
  g_autoptr(LaminaDataSet) drop = load_text (fix, text, ALL ";missing=drop");

  g_assert_cmpuint (lamina_data_set_get_n_examples (mean, 0), ==, 4);
  g_assert_true (isnan (lamina_data_set_get_raw (mean, 0, 1, 0)));
  g_assert_cmpfloat (get_input (mean, 0, 1, 0), ==, 3);
  g_assert_cmpuint (lamina_data_set_get_column (mean, 0)->n_missing, ==, 1);
  g_assert_cmpfloat_with_epsilon (get_input (mean, 0, 2, 2), 2.0 / 3, 1e-6);

  g_assert_cmpuint (lamina_data_set_get_n_examples (drop, 0), ==, 2);
  g_assert_cmpuint (lamina_data_set_get_n_dropped (drop), ==, 2);
  g_assert_cmpfloat (lamina_data_set_get_raw (drop, 0, 1, 0), ==, 5);

  assert_text_fails (fix, "csv", text, "", "t.csv, line 3, column 1 (x) is empty*");
  assert_text_fails (fix, "csv", "x,y\n1,\n2,3\n", "missing=mean",
                     "*target*line 2, column 2 (y) is empty*");
  assert_text_fails (fix, "csv", "x,y\n1,\n,3\n", "missing=drop", "t.csv: every row lacks a cell*");
}

static void
test_bad_tables (Fixture       *fix,
                 gconstpointer  data)
{
  GString *many = g_string_new ("x,y\n");

  assert_text_fails (fix, "csv", "x,y\n1,2\n3\n", "", "t.csv, line 3: 1 cell, but line 1 has 2*");
  assert_text_fails (fix, "csv", "x,y\n1,cat\n3,cat\n", "",
                     "t.csv: all examples are of the class “cat”*");
  assert_text_fails (fix, "csv", "x,y\n1,2.5\n2,3.5\n3,oops\n4,1.5\n", "",
                     "t.csv, line 4, column 2 (y): “oops”*");
  assert_text_fails (fix, "csv", "x,y\n1,0\n2,1\n3x,0\n4,1\n", "",
                     "t.csv, line 4, column 1 (x): “3x”*");
  assert_text_fails (fix, "csv", "y\n1\n2\n", "", "t.csv: no column is left*");
  assert_text_fails (fix, "csv", "x,y\n", "header=yes", "*header and no rows*");
  assert_text_fails (fix, "csv", "", "", "*");

  for (int i = 0; i < 10001; i++)
    g_string_append_printf (many, "1,%d\n", i);
  assert_text_fails (fix, "csv", many->str, "task=classify",
                     "t.csv, column 2 (y) would be more than 10000 classes*");
  g_string_free (many, TRUE);
}

/* What a spreadsheet writes in many countries is neither a category nor a class. */
static void
test_decimal_commas (Fixture       *fix,
                     gconstpointer  data)
{
  const char *text = "x;z;y\n0,5;7;1\n2;8;0\n1,5;9;1\n";
  g_autoptr(LaminaDataSet) asked = load_text (fix, "x;y\n1;0,5\n2;1,5\n3;0,5\n",
                                              ALL ";task=classify");
  g_autoptr(LaminaDataSet) lists = load_text (fix, "x;y\n1,2;0\n2,;1\n3,4,5;0\n", ALL);

  assert_text_fails (fix, "csv", text, "",
                     "t.csv, line 2, column 1 (x): “0,5” is not a number: write a decimal point*");
  assert_text_fails (fix, "csv", "x;y\n1;2\n2;0,5\n3;1,5\n", "",
                     "t.csv, line 3, column 2 (y): “0,5” is not a number: write a decimal point*");
  assert_text_fails (fix, "series", "t;u\n0,5;1\n1,5;2\n2,5;3\n3,5;4\n", "window=1",
                     "t.csv, line 2, column 1 (t): “0,5” is not a number: write a decimal point*");
  g_assert_cmpuint (lamina_data_set_get_n_classes (asked), ==, 2);
  g_assert_cmpuint (lamina_data_set_get_n_columns (lists), ==, 3);
}

static void
test_bad_paths (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree char *folder = with_path ("csv", fix->folder, "");

  assert_fails ("kind=csv", LAMINA_ERROR_FAILED, "*choose a CSV file");
  assert_fails ("kind=csv;path=/nowhere/x.csv", LAMINA_ERROR_IO, "“/nowhere/x.csv” is not there*");
  assert_fails (folder, LAMINA_ERROR_IO, "*is a folder: choose a CSV file in it");
}

int
main (int   argc,
      char *argv[])
{
  const char *locale = g_getenv ("LAMINA_TEST_LOCALE");

  g_test_init (&argc, &argv, NULL);
  if (locale != NULL)
    g_assert_cmpstr (setlocale (LC_ALL, locale), ==, locale);

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)
  ADD ("/data-table/classes-of-text", test_classes_of_text);
  ADD ("/data-table/guess", test_guess);
  ADD ("/data-table/target-and-ignored", test_target_and_ignored);
  ADD ("/data-table/categories", test_categories);
  ADD ("/data-table/missing", test_missing);
  ADD ("/data-table/bad-tables", test_bad_tables);
  ADD ("/data-table/decimal-commas", test_decimal_commas);
  ADD ("/data-table/bad-paths", test_bad_paths);

  return g_test_run ();
}
