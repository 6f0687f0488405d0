/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-error.h"
#include "lm-field.h"

typedef struct
{
  int      units;
  double   rate;
  gboolean bias;
  int      padding;
  LmPair   kernel;
  LmDims   shape;
  LmReals  weights;
  char    *path;
} Thing;

static const char *const paddings[] = { "valid", "same", NULL };

static const LmField fields[] = {
  { "units", LM_FIELD_INT, G_STRUCT_OFFSET (Thing, units), 1, 4096, 16, "Units" },
  { "rate", LM_FIELD_REAL, G_STRUCT_OFFSET (Thing, rate), 0, 10, 0.001, "Rate",
    .flags = LM_FIELD_OPEN },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (Thing, bias), .value = 1 },
  { "padding", LM_FIELD_CHOICE, G_STRUCT_OFFSET (Thing, padding), .choices = paddings, .value = 1 },
  { "kernel", LM_FIELD_PAIR, G_STRUCT_OFFSET (Thing, kernel), 1, 99, 3 },
  { "shape", LM_FIELD_DIMS, G_STRUCT_OFFSET (Thing, shape), -1, 1000, .text = "7x7x64" },
  { "weights", LM_FIELD_REALS, G_STRUCT_OFFSET (Thing, weights), 0, 1000, .text = "" },
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (Thing, path), .text = "a.csv" },
  { NULL },
};

static void
assert_value (gconstpointer  thing,
              const char    *name,
              const char    *expected)
{
  g_autofree char *value = lm_field_get (lm_fields_find (fields, name), thing);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_defaults (void)
{
  Thing thing = { 0 };

  lm_fields_init (fields, &thing);
  assert_value (&thing, "units", "16");
  assert_value (&thing, "rate", "0.001");
  assert_value (&thing, "bias", "true");
  assert_value (&thing, "padding", "same");
  assert_value (&thing, "kernel", "3x3");
  assert_value (&thing, "shape", "7x7x64");
  assert_value (&thing, "weights", "");
  assert_value (&thing, "path", "a.csv");
  lm_fields_clear (fields, &thing);
}

static void
test_writes_what_it_reads (void)
{
  static const char *const pairs[][2] = {
    { "units", "4096" },   { "rate", "0.1" },       { "rate", "1e-07" },
    { "bias", "false" },   { "padding", "valid" },  { "kernel", "5x3" },
    { "shape", "-1x3" },   { "weights", "1,0.5,2" }, { "path", "Übung, 1.csv" },
    { "rate", "0.30000000000000004" },
  };
  Thing thing = { 0 };
  Thing copy = { 0 };

  lm_fields_init (fields, &thing);
  lm_fields_init (fields, &copy);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr(GError) error = NULL;

      lm_fields_set (fields, &thing, pairs[i][0], pairs[i][1], &error);
      g_assert_no_error (error);
      assert_value (&thing, pairs[i][0], pairs[i][1]);
    }

  g_assert_false (lm_fields_equal (fields, &thing, &copy));
  lm_fields_copy (fields, &copy, &thing);
  g_assert_true (lm_fields_equal (fields, &thing, &copy));
  lm_fields_clear (fields, &thing);
  lm_fields_clear (fields, &copy);
}

static void
test_reads_what_people_write (void)
{
  Thing thing = { 0 };

  lm_fields_init (fields, &thing);
  g_assert_true (lm_fields_set (fields, &thing, "kernel", "5 × 3", NULL));
  assert_value (&thing, "kernel", "5x3");
  g_assert_true (lm_fields_set (fields, &thing, "kernel", " 7 ", NULL));
  assert_value (&thing, "kernel", "7x7");
  g_assert_true (lm_fields_set (fields, &thing, "weights", " 1, 2 ", NULL));
  assert_value (&thing, "weights", "1,2");
  lm_fields_clear (fields, &thing);
}

static void
test_refuses (void)
{
  static const struct { const char *name, *value; int code; } bad[] = {
    { "units", "0", LM_ERROR_VALUE },      { "units", "-1", LM_ERROR_VALUE },
    { "units", "1.5", LM_ERROR_VALUE },    { "units", "", LM_ERROR_VALUE },
    { "units", "ten", LM_ERROR_VALUE },    { "units", "10000000000", LM_ERROR_VALUE },
    { "units", "nan", LM_ERROR_VALUE },    { "units", "inf", LM_ERROR_VALUE },
    { "rate", "0", LM_ERROR_VALUE },       { "rate", "-1", LM_ERROR_VALUE },
    { "rate", "nan", LM_ERROR_VALUE },     { "rate", "inf", LM_ERROR_VALUE },
    { "rate", "0,5", LM_ERROR_VALUE },     { "rate", "1 2", LM_ERROR_VALUE },
    { "bias", "yes", LM_ERROR_VALUE },     { "padding", "Same", LM_ERROR_VALUE },
    { "kernel", "3x", LM_ERROR_VALUE },    { "kernel", "3x3x3", LM_ERROR_VALUE },
    { "kernel", "0x3", LM_ERROR_VALUE },   { "shape", "1x2x3x4x5", LM_ERROR_VALUE },
    { "weights", "1,,2", LM_ERROR_VALUE }, { "weights", "1,-2", LM_ERROR_VALUE },
    { "kernel", "", LM_ERROR_VALUE },      { "kernel", " ", LM_ERROR_VALUE },
    { "colour", "red", LM_ERROR_NAME },    { "path", "b\xff.csv", LM_ERROR_VALUE },
  };
  Thing thing = { 0 };
  Thing untouched = { 0 };

  lm_fields_init (fields, &thing);
  lm_fields_init (fields, &untouched);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *value = g_utf8_make_valid (bad[i].value, -1);

      g_test_message ("%s=%s", bad[i].name, value);
      g_assert_false (lm_fields_set (fields, &thing, bad[i].name, bad[i].value, &error));
      g_assert_error (error, LM_ERROR, bad[i].code);
      g_assert_true (lm_fields_equal (fields, &thing, &untouched));
    }
  lm_fields_clear (fields, &thing);
  lm_fields_clear (fields, &untouched);
}

static void
test_names_the_range (void)
{
  Thing thing = { 0 };
  g_autoptr(GError) error = NULL;

  lm_fields_init (fields, &thing);
  g_assert_false (lm_fields_set (fields, &thing, "units", "5000", &error));
  g_assert_cmpstr (error->message, ==, "Units: 5000 is out of range: choose a value of 1 – 4096");
  lm_fields_clear (fields, &thing);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/field/defaults", test_defaults);
  g_test_add_func ("/field/writes-what-it-reads", test_writes_what_it_reads);
  g_test_add_func ("/field/reads-what-people-write", test_reads_what_people_write);
  g_test_add_func ("/field/refuses", test_refuses);
  g_test_add_func ("/field/names-the-range", test_names_the_range);

  return g_test_run ();
}
