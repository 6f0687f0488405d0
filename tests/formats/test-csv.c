/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-csv.h"

#include <math.h>

static LaminaTable *
parse_with (const char              *text,
            const LaminaCsvOptions  *options,
            GError                 **error)
{
  g_autoptr(GBytes) bytes = exact_bytes (text, strlen (text));

  return lamina_csv_parse (bytes, "test.csv", options, NULL, error);
}

static LaminaTable *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  LaminaTable *table = parse_with (text, NULL, &error);

  g_assert_no_error (error);

  return table;
}

static const char *
get_text (const LaminaTable *table,
          gsize              row,
          gsize              column)
{
  const LaminaColumn *c = &table->columns[column];

  g_assert_cmpint (c->kind, ==, LAMINA_COLUMN_TEXT);

  return c->codes[row] != LAMINA_COLUMN_MISSING ? g_ptr_array_index (c->levels, c->codes[row])
                                                : NULL;
}

static void
test_iris (void)
{
  g_autoptr(LaminaTable) table = parse ("sepal length,petal width,species\n"
                                        "5.1,0.2,setosa\n"
                                        "7.0,1.4,versicolor\n"
                                        "4.9,0.2,setosa\n");

  g_assert_true (table->has_header);
  g_assert_cmpint (table->separator, ==, ',');
  g_assert_cmpuint (table->n_rows, ==, 3);
  g_assert_cmpuint (table->n_columns, ==, 3);
  g_assert_cmpstr (table->columns[0].name, ==, "sepal length");
  g_assert_cmpint (table->columns[0].kind, ==, LAMINA_COLUMN_NUMBER);
  g_assert_cmpfloat (table->columns[0].numbers[0], ==, 5.1);
  g_assert_cmpfloat (table->columns[0].numbers[2], ==, 4.9);
  g_assert_cmpuint (table->columns[0].n_distinct, ==, 3);
  g_assert_cmpuint (table->columns[1].n_distinct, ==, 2);
  g_assert_false (table->columns[1].is_whole);
  g_assert_cmpstr (get_text (table, 2, 2), ==, "setosa");
  g_assert_cmpuint (table->columns[2].n_distinct, ==, 2);
  g_assert_cmpuint (table->columns[2].codes[1], ==, 1);
  g_assert_cmpuint (table->lines[0], ==, 2);
  g_assert_true (lamina_table_find_column (table, "species") == &table->columns[2]);
  g_assert_null (lamina_table_find_column (table, "colour"));
}

static void
test_header (void)
{
  static const struct
  {
    const char *text;
    gboolean    has_header;
  } cases[] = {
    { "a,b\n1,2\n", TRUE },
    { "1,2\n3,4\n", FALSE },
    { "setosa,1\nvirginica,2\n", FALSE },
    { "setosa\nvirginica\nsetosa\n", FALSE },      /* All text, and the first row comes again. */
    { "species\nvirginica\nsetosa\n", TRUE },
    { "x,x\ny,z\n", FALSE },                       /* Names differ. */
    { ",a\n0,5\n1,6\n", TRUE },                    /* An index without a name. */
    { "?,?\n1,2\n", FALSE },
    { "a,a\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LaminaTable) table = parse (cases[i].text);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (table->has_header, ==, cases[i].has_header);
    }
}

static void
test_header_told (void)
{
  const LaminaCsvOptions with = { .header = LAMINA_CSV_HEADER };
  const LaminaCsvOptions without = { .header = LAMINA_CSV_NO_HEADER };
  const LaminaCsvOptions guess = { .header = LAMINA_CSV_GUESS_HEADER };
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaTable) a = parse_with ("country,1990\nFrance,3\nItaly,4\n", &with, &error);
  g_autoptr(LaminaTable) b = parse_with ("a,b\n1,2\n", &without, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (a->columns[1].name, ==, "1990");
  g_assert_cmpuint (b->n_rows, ==, 2);
  g_assert_cmpstr (b->columns[1].name, ==, "column_2");
  g_assert_cmpint (b->columns[1].kind, ==, LAMINA_COLUMN_TEXT);
  g_assert_cmpuint (b->columns[1].odd_row, ==, 0);
  g_assert_cmpuint (b->columns[1].n_numbers, ==, 1);

  g_assert_null (parse_with ("a,b\n", &with, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.csv” holds a header and no rows*");
  g_clear_error (&error);
  g_assert_null (parse_with ("label,text\n", &guess, &error)); /* All text: what else? */
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.csv” holds a header and no rows*");
}

static void
test_separators (void)
{
  static const struct
  {
    const char *text;
    char        separator;
    gsize       n_columns;
  } cases[] = {
    { "a,b\n1,2\n", ',', 2 },
    { "a;b\n1,5;2,5\n", ';', 2 },
    { "1,5;2,5\n3,5;4,5\n", ';', 2 },
    { "a\tb\tc\n1\t2\t3", '\t', 3 },
    { "a\t\tc\n1\t2\t3", '\t', 3 },                 /* An empty cell between two tabs. */
    { "\"a;b\",c\n\"d;e\",f\n\"\n;;;\",h", ',', 2 },
    { "one\ntwo\n", ',', 1 },
    { "a,b;c\n1,2\n3,4;x\n", ',', 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LaminaTable) table = parse (cases[i].text);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (table->separator, ==, cases[i].separator);
      g_assert_cmpuint (table->n_columns, ==, cases[i].n_columns);
    }
}

/* A mark of byte order, every line end, quotes with everything inside. */
static void
test_dialects (void)
{
  static const char *const texts[] = {
    "x,\"say \"\"hi\"\"\"\n1,\"two\nlines, one cell\"\n2,end\n",
    "\xef\xbb\xbfx,\"say \"\"hi\"\"\"\n1,\"two\nlines, one cell\"\n2,end",
    "x , \"say \"\"hi\"\"\" \n 1,\"two\nlines, one cell\" \n2,end\n\n\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(LaminaTable) table = parse (texts[i]);

      g_assert_cmpstr (table->columns[0].name, ==, "x");
      g_assert_cmpstr (table->columns[1].name, ==, "say \"hi\"");
      g_assert_cmpuint (table->n_rows, ==, 2);
      g_assert_cmpfloat (table->columns[0].numbers[1], ==, 2.0);
      g_assert_cmpstr (get_text (table, 0, 1), ==, "two\nlines, one cell");
      g_assert_cmpstr (get_text (table, 1, 1), ==, "end");
      g_assert_cmpuint (table->lines[0], ==, 2);
      g_assert_cmpuint (table->lines[1], ==, 4);
    }
}

static void
test_line_ends (void)
{
  static const char *const texts[] = {
    "a,b\n\n1,2\n3,4\n", "a,b\r\n\r\n1,2\r\n3,4\r\n", "a,b\r\r1,2\r3,4\r", "a,b\n\n1,2\n3,4",
    "a,b\n  \t\n1,2\n3,4\n\n  \n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(LaminaTable) table = parse (texts[i]);

      g_assert_cmpuint (table->n_rows, ==, 2);
      g_assert_cmpuint (table->n_columns, ==, 2);
      g_assert_cmpfloat (table->columns[1].numbers[1], ==, 4.0);
      g_assert_cmpuint (table->lines[0], ==, 3);
      g_assert_cmpuint (table->lines[1], ==, 4);
    }
}

/* A row of empty cells looks blank where tabs separate; found by the fuzzer. */
static void
test_blank_cells (void)
{
  const LaminaCsvOptions options = { .separator = '\t' };
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaTable) table = parse_with ("2\r\t\t\t-.5\r\t\t\t\r", &options, &error);

  assert_error_says (error, LAMINA_ERROR_FORMAT, "test.csv, line 2: 4 cells, but line 1 has 1: *");
  table = parse_with ("1\t2\n\t\n\n \t \n3\t4\n", &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table->n_rows, ==, 4);
  g_assert_cmpuint (table->lines[1], ==, 2);
  g_assert_cmpuint (table->lines[2], ==, 4);
  g_assert_cmpuint (table->lines[3], ==, 5);
}

static void
test_missing (void)
{
  g_autoptr(LaminaTable) table = parse ("a,b\n1,x\n,\nNA,?\nnan,N/A\n2,null\n");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (table->columns[0].kind, ==, LAMINA_COLUMN_NUMBER);
  g_assert_cmpuint (table->columns[0].n_missing, ==, 3);
  g_assert_cmpuint (table->columns[0].n_numbers, ==, 2);
  g_assert_true (table->columns[0].is_whole);
  g_assert_true (isnan (table->columns[0].numbers[1]));
  g_assert_true (isnan (table->columns[0].numbers[3]));
  g_assert_cmpfloat (table->columns[0].numbers[4], ==, 2.0);
  g_assert_cmpuint (table->columns[1].n_missing, ==, 4);
  g_assert_cmpuint (table->columns[1].n_distinct, ==, 1);
  g_assert_null (get_text (table, 4, 1));

  g_assert_false (lamina_table_check_complete (table, 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT,
                     "test.csv, line 3, column 1 (a) is empty, as are others, 3 in all: *");
}

/* A column with nothing in it is text without values. */
static void
test_empty_column (void)
{
  g_autoptr(LaminaTable) table = parse ("a,b\n1,\n2,\n");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (table->columns[1].kind, ==, LAMINA_COLUMN_TEXT);
  g_assert_cmpuint (table->columns[1].n_distinct, ==, 0);
  g_assert_null (lamina_table_get_numbers (table, 1, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "test.csv, column 2 (b) is empty: *");
}

static void
test_not_a_number (void)
{
  g_autoptr(LaminaTable) table = parse ("a;b\n1;2\n\n2;3\nabc;0,5\n4;1\n");
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_table_get_numbers (table, 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT,
                     "test.csv, line 5, column 1 (a): “abc” is not a number: correct *");
  g_assert_null (lamina_table_get_numbers (table, 1, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT,
                     "test.csv, line 5, column 2 (b): “0,5” is not a number: write a *");
  g_assert_cmpuint (table->columns[0].odd_row, ==, 2);
  g_assert_cmpuint (table->columns[0].n_numbers, ==, 3);
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    double      value;
  } good[] = {
    { "0", 0.0 }, { "-1", -1.0 }, { "+2.5", 2.5 }, { ".5", 0.5 }, { "5.", 5.0 },
    { "1e3", 1000.0 }, { "-1.5E-3", -0.0015 }, { "0.1", 0.1 },
    { "123456789012345", 123456789012345.0 },
    { "0.3333333333333333", 0.3333333333333333 }, { "9007199254740993", 9007199254740992.0 },
    { "1e-400", 0.0 }, { "2.2250738585072011e-308", 2.2250738585072011e-308 },
    { "0.000000000000001", 1e-15 }, { "-0", 0.0 }, { "99999999999999.9", 99999999999999.9 },
  };
  static const char *const bad[] = {
    "1e", "1e+", "-", ".", "+.", "0x10", "inf", "-inf", "Infinity", "1e999", "1_000", "1 2", "12a",
    "1..2", "1.2.3", "--1", "nan(1)", "١",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strconcat ("a\n", good[i].text, "\n", NULL);
      g_autoptr(LaminaTable) table = parse (text);

      g_test_message ("%s", good[i].text);
      g_assert_cmpint (table->columns[0].kind, ==, LAMINA_COLUMN_NUMBER);
      g_assert_cmpfloat (table->columns[0].numbers[0], ==, good[i].value);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat ("a\n1\n", bad[i], "\n", NULL);
      g_autoptr(LaminaTable) table = parse (text);

      g_test_message ("%s", bad[i]);
      g_assert_cmpint (table->columns[0].kind, ==, LAMINA_COLUMN_TEXT);
    }
}

static void
test_distinct (void)
{
  g_autoptr(GString) text = g_string_new ("few,many,zeros\n");
  g_autoptr(LaminaTable) table = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (text, "%d,%d.5,%s\n", i % 300, i, i % 2 ? "0" : "-0.0");

  table = parse (text->str);
  g_assert_cmpuint (table->columns[0].n_distinct, ==, 300);
  g_assert_cmpuint (table->columns[1].n_distinct, ==, LAMINA_COLUMN_MANY);
  g_assert_cmpuint (table->columns[2].n_distinct, ==, 1);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "", "“test.csv” holds no rows*" },
    { "\n \n\r\n", "“test.csv” holds no rows*" },
    { "\xef\xbb\xbf", "“test.csv” holds no rows*" },
    { "a,b\n1,2\n3\n", "test.csv, line 3: 1 cell, but line 1 has 2: *" },
    { "a,b\n1,2\n\"3\nx\",4,5,\n", "test.csv, line 3: 4 cells, but line 1 has 2: *" },
    { "a,b\n1,2\n3,\"4\n5,6\n", "test.csv, line 3: a quote opens in this row and does not end: *" },
    { "a,b\n1,2\n3,4\"\n5,6\n", "test.csv, line 3: a quote (\") inside a cell: *" },
    { "a,b\n1,\"2\"x\n", "test.csv, line 2: a quote (\") inside a cell: *" },
    { "a,b,a\n1,2,3\n", "“test.csv” has two columns called “a” (1 and 3): rename one of them" },
    { "column_2,\n1,2\n", "“test.csv” has two columns called “column_2” (1 and 2)*" },
    { "\xff\xfe" "a", "“test.csv” is UTF-16 text: save it again as UTF-8" },
    { "a,b\nGr\xfc\xdf,1\n", "test.csv, line 2, byte 6: the text is not UTF-8: *" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse_with (cases[i].text, NULL, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, cases[i].says);
    }
}

static void
test_zero_byte (void)
{
  static const char text[] = "a,b\n1,\0\n";
  g_autoptr(GBytes) bytes = exact_bytes (text, sizeof text - 1);
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_csv_parse (bytes, "test.csv", NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "test.csv, line 2, byte *: a zero byte*");
}

static void
test_limits (void)
{
  const LaminaCsvOptions rows = { .max_rows = 3 };
  const LaminaCsvOptions bytes = { .max_bytes = 6 };
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaTable) table = parse_with ("1\n2\n3\n", &rows, &error);
  g_autofree char *wide = g_strnfill (200000, ',');

  g_assert_no_error (error);
  g_assert_nonnull (table);
  g_assert_null (parse_with ("1\n2\n3\n4\n", &rows, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "test.csv, line 4: more than 3 rows*");
  g_assert_null (parse_with ("1\n2\n3\n4\n", &bytes, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.csv” holds more than 6?bytes*");
  g_assert_null (parse_with (wide, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "test.csv, line 1: more than 100000 cells*");
}

/* The files of scikit-learn begin with a line of counts. */
static void
test_skip_lines (void)
{
  const char *text = "2,2,no,yes\n1.5,0\n2.5,1\n";
  const LaminaCsvOptions skip = { .skip_lines = 1 };
  const LaminaCsvOptions all = { .skip_lines = 3 };
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaTable) table = parse_with (text, &skip, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (table->n_rows, ==, 2);
  g_assert_cmpuint (table->lines[0], ==, 2);
  g_assert_null (parse_with (text, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*line 2: 2 cells, but line 1 has 4: *skip*");
  g_assert_null (parse_with (text, &all, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*no rows*");
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat ((double) done / (double) total, >=, *last);
  *last = (double) done / (double) total;
}

static void
test_file (Fixture       *fix,
           gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("x;y\n");
  g_autofree char *path = NULL;
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(LaminaTable) table = NULL;
  g_autoptr(GError) error = NULL;
  double done = 0.0;

  for (int i = 0; i < 400000; i++)
    g_string_append_printf (text, "%d;ä%d\n", i, i % 7);

  packed = pack_gzip (text->str, text->len);
  path = put_file (fix, "ä.csv.gz", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  table = lamina_csv_read (path, NULL, NULL, progress_cb, &done, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (done, >, 0.8);
  g_assert_cmpstr (table->source, ==, "ä.csv.gz");
  g_assert_cmpuint (table->n_rows, ==, 400000);
  g_assert_cmpfloat (table->columns[0].numbers[399999], ==, 399999.0);
  g_assert_cmpuint (table->columns[1].n_distinct, ==, 7);
  g_assert_cmpuint (table->lines[399999], ==, 400001);
}

static void
stop_late_cb (goffset  done,
              goffset  total,
              gpointer user_data)
{
  if (done * 2 > total)
    g_cancellable_cancel (user_data);
}

/* Not only while the file is read: also while it is parsed. */
static void
test_cancelled (Fixture       *fix,
                gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  for (int i = 0; i < 1000000; i++)
    g_string_append (text, "1,2,3\n");

  path = put_file (fix, "x.csv", text->str, text->len);
  g_assert_null (lamina_csv_read (path, NULL, cancellable, stop_late_cb, cancellable, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "*cancelled");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/iris", test_iris);
  g_test_add_func ("/csv/header", test_header);
  g_test_add_func ("/csv/header-told", test_header_told);
  g_test_add_func ("/csv/separators", test_separators);
  g_test_add_func ("/csv/dialects", test_dialects);
  g_test_add_func ("/csv/line-ends", test_line_ends);
  g_test_add_func ("/csv/blank-cells", test_blank_cells);
  g_test_add_func ("/csv/missing", test_missing);
  g_test_add_func ("/csv/empty-column", test_empty_column);
  g_test_add_func ("/csv/not-a-number", test_not_a_number);
  g_test_add_func ("/csv/numbers", test_numbers);
  g_test_add_func ("/csv/distinct", test_distinct);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/zero-byte", test_zero_byte);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/skip-lines", test_skip_lines);
  g_test_add ("/csv/file", Fixture, NULL, setup, test_file, teardown);
  g_test_add ("/csv/cancelled", Fixture, NULL, setup, test_cancelled, teardown);

  return g_test_run ();
}
