/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"

#include "lamina-idx.h"
#include "lamina-npz.h"

/* An NPZ of x and y, and what the network gets of it. */
static char *
put_npz (Fixture       *fix,
         LaminaDtype    dtype,
         gsize          rank,
         const gsize   *shape,
         gconstpointer  x,
         const int     *y)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  char *path = g_build_filename (fix->folder, "arrays.npz", NULL);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (arrays, lamina_array_new_copy ("x", dtype, rank, shape, x));
  g_ptr_array_add (arrays, lamina_array_new_copy ("y", LAMINA_DTYPE_I32, 1, shape, y));
  g_assert_true (lamina_npz_write (path, arrays, NULL, &error));
  g_assert_no_error (error);

  return path;
}

/* All 256 bytes in one grey picture, twice. */
static char *
put_bytes (Fixture *fix)
{
  guint8 x[2][16][16];
  const int y[2] = { 0, 1 };

  for (int i = 0; i < 2 * 256; i++)
    ((guint8 *) x)[i] = (guint8) i;

  return put_npz (fix, LAMINA_DTYPE_U8, 3, (gsize[]) { 2, 16, 16 }, x, y);
}

#define ALL "validation=0;test=0;shuffle=false"

static void
test_bytes (Fixture       *fix,
            gconstpointer  data)
{
  g_autofree char *path = put_bytes (fix);
  g_autofree char *none = with_path ("npz", path, ALL);
  g_autofree char *range = with_path ("npz", path, ALL ";scaling=range");
  g_autofree char *standard = with_path ("npz", path, ALL ";scaling=standardise");
  g_autoptr(LaminaDataSet) set_none = load (none), set_range = load (range);
  g_autoptr(LaminaDataSet) set_standard = load (standard);
  const LaminaDataColumn *column = lamina_data_set_get_column (set_standard, 0);
  const double deviation = sqrt ((256.0 * 256 - 1) / 12);

  g_assert_cmpint (lamina_data_set_get_input_kind (set_none), ==, LAMINA_DATA_INPUT_PICTURE);
  g_assert_cmpfloat (column->min, ==, 0);
  g_assert_cmpfloat (column->max, ==, 255);
  g_assert_cmpfloat (column->mean, ==, 127.5);
  g_assert_cmpfloat_with_epsilon (column->deviation, deviation, 1e-9);

  for (gsize i = 0; i < 256; i++)
    {
      g_assert_cmpfloat (get_input (set_none, 0, 1, i), ==, i);
      g_assert_cmpfloat (get_input (set_range, 0, 1, i), ==, (double) ((float) i / 255.0f));
      g_assert_cmpfloat_with_epsilon (get_input (set_standard, 0, 1, i),
                                      ((double) i - 127.5) / deviation, 1e-6);
      g_assert_cmpfloat (lamina_data_set_get_raw (set_standard, 0, 1, i), ==, i);
      g_assert_cmpint (lamina_data_set_get_picture (set_standard, 0, 1)[i], ==, i);
    }
}

/* Channels are measured and scaled each by itself; channels that are last come first. */
static void
test_channels (Fixture       *fix,
               gconstpointer  data)
{
  /* [2, 2, 1, 3]: red 0 or 2, green 100 or 104, blue always 7. */
  const guint8 x[] = { 0, 100, 7, 2, 104, 7, 0, 104, 7, 2, 100, 7 };
  const int y[2] = { 0, 1 };
  g_autofree char *path = put_npz (fix, LAMINA_DTYPE_U8, 4, (gsize[]) { 2, 2, 1, 3 }, x, y);
  g_autofree char *settings = with_path ("npz", path, ALL ";scaling=standardise");
  g_autoptr(LaminaDataSet) set = load (settings);
  const LmShape *shape = lamina_data_set_get_input_shape (set);
  const double first[] = { -1, 1, -1, 1, 0, 0 }, second[] = { -1, 1, 1, -1, 0, 0 };

  g_assert_true (lm_shape_equal (shape, &(LmShape) { 4, { 1, 3, 2, 1 } }));
  g_assert_cmpuint (lamina_data_set_get_n_columns (set), ==, 3);
  g_assert_cmpfloat (lamina_data_set_get_column (set, 1)->mean, ==, 102);
  g_assert_cmpfloat (lamina_data_set_get_column (set, 2)->divisor, ==, 1);
  for (gsize i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (get_input (set, 0, 0, i), ==, first[i]);
      g_assert_cmpfloat (get_input (set, 0, 1, i), ==, second[i]);
    }
}

static void
test_floats (Fixture       *fix,
             gconstpointer  data)
{
  const float x[] = { 1, -10, 3, 10, 2, 0 };
  const int y[3] = { 0, 1, 0 };
  g_autofree char *path = put_npz (fix, LAMINA_DTYPE_F32, 2, (gsize[]) { 3, 2 }, x, y);
  g_autofree char *none = with_path ("npz", path, ALL);
  g_autofree char *range = with_path ("npz", path, ALL ";scaling=range");
  g_autoptr(LaminaDataSet) set_none = load (none), set_range = load (range);

  g_assert_cmpint (lamina_data_set_get_input_kind (set_none), ==, LAMINA_DATA_INPUT_TABLE);
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpfloat (get_input (set_none, 0, i / 2, i % 2), ==, (double) x[i]);
  g_assert_cmpfloat (get_input (set_range, 0, 0, 0), ==, 0);
  g_assert_cmpfloat (get_input (set_range, 0, 1, 0), ==, 1);
  g_assert_cmpfloat (get_input (set_range, 0, 2, 0), ==, 0.5);
  g_assert_cmpfloat (get_input (set_range, 0, 2, 1), ==, 0.5);
}

/* What comes after the training part must not be looked at. */
static void
test_training_only (Fixture       *fix,
                    gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,y\n1,0\n3,1\n1000,0\n2000,1\n", -1);
  g_autofree char *settings = with_path ("csv", path, "shuffle=false;validation=1;test=1");
  g_autoptr(LaminaDataSet) set = load (settings);
  const LaminaDataColumn *column = lamina_data_set_get_column (set, 0);

  g_assert_cmpfloat (column->mean, ==, 2);
  g_assert_cmpfloat (column->deviation, ==, 1);
  g_assert_cmpfloat (column->max, ==, 3);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 0, 0), ==, -1);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_VALIDATION, 0, 0), ==, 998);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TEST, 0, 0), ==, 1998);
}

/* Large numbers that differ by little: years, times. Scaled in double, or all would be equal. */
static void
test_large_offset (Fixture       *fix,
                   gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,y\n1700000000,0\n1700000002,1\n", -1);
  g_autofree char *settings = with_path ("csv", path, ALL);
  g_autoptr(LaminaDataSet) set = load (settings);

  g_assert_cmpfloat (get_input (set, 0, 0, 0), ==, -1);
  g_assert_cmpfloat (get_input (set, 0, 1, 0), ==, 1);
}

static void
test_constant_column (Fixture       *fix,
                      gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,z,y\n5,1,0\n5,2,1\n", -1);
  g_autofree char *standard = with_path ("csv", path, ALL);
  g_autofree char *range = with_path ("csv", path, ALL ";scaling=range");
  g_autoptr(LaminaDataSet) set_standard = load (standard), set_range = load (range);

  g_assert_cmpfloat (get_input (set_standard, 0, 1, 0), ==, 0);
  g_assert_cmpfloat (get_input (set_range, 0, 1, 0), ==, 0);
}

/* A sum of many tenths is no multiple of a tenth: what is left is a rounding and no deviation. */
static void
test_constant_fraction (Fixture       *fix,
                        gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("x,y\n");
  g_autofree char *path = NULL, *settings = NULL;
  g_autoptr(LaminaDataSet) set = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "%s,%d\n", i < 900 ? "0.1" : "0.2", i % 2);
  path = put_file (fix, "t.csv", text->str, -1);
  settings = with_path ("csv", path, "validation=100;test=0;shuffle=false;scaling=standardise");
  set = load (settings);

  g_assert_cmpfloat (lamina_data_set_get_column (set, 0)->divisor, ==, 1);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 7, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_input (set, LM_SPLIT_VALIDATION, 7, 0), 0.1, 1e-6);
}

static void
test_targets (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,y\n1,100.5\n2,200.5\n3,300.5\n4,400.5\n", -1);
  g_autofree char *plain = with_path ("csv", path, ALL);
  g_autofree char *scaled = with_path ("csv", path, ALL ";scale_targets=true");
  g_autofree char *input = with_path ("csv", path, ALL ";target=input");
  g_autoptr(LaminaDataSet) set_plain = load (plain), set_scaled = load (scaled);
  g_autoptr(LaminaDataSet) set_input = load (input);
  const double deviation = sqrt (12500);
  lm_real y;
  LmTensor target = lm_tensor_init (&y, &(LmShape) { 2, { 1, 1 } });

  lamina_data_set_copy_target (set_plain, 0, 3, &target);
  g_assert_cmpfloat ((double) y, ==, 400.5);
  lamina_data_set_copy_target (set_scaled, 0, 3, &target);
  g_assert_cmpfloat_with_epsilon ((double) y, 150 / deviation, 1e-6);
  g_assert_cmpfloat (lamina_data_set_get_raw_target (set_scaled, 0, 3, 0), ==, 400.5);
  g_assert_cmpfloat (lamina_data_set_get_target_column (set_scaled, 0)->shift, ==, 250.5);

  g_assert_true (lm_shape_equal (lamina_data_set_get_target_shape (set_input),
                                 lamina_data_set_get_input_shape (set_input)));
  lamina_data_set_copy_target (set_input, 0, 3, &target);
  g_assert_cmpfloat ((double) y, ==, get_input (set_input, 0, 3, 0));
  g_assert_cmpstr (lamina_data_set_get_hash (set_plain), !=, lamina_data_set_get_hash (set_scaled));
  g_assert_cmpstr (lamina_data_set_get_hash (set_plain), !=, lamina_data_set_get_hash (set_input));
}

/* Labels are not values: they stay as they are. */
static void
test_labels_stay (Fixture       *fix,
                  gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,y\n1,0\n2,1\n3,2\n", -1);
  g_autofree char *settings = with_path ("csv", path, ALL ";scale_targets=true");
  g_autoptr(LaminaDataSet) set = load (settings);
  lm_real y;
  LmTensor target = lm_tensor_init (&y, &(LmShape) { 2, { 1, 1 } });

  lamina_data_set_copy_target (set, 0, 2, &target);
  g_assert_cmpfloat ((double) y, ==, 2);
}

/* The hash is of the content: not of the path, but of each number and of the split. */
static void
test_hash (Fixture       *fix,
           gconstpointer  data)
{
  const char *const text = "x,y\n1,0\n2,1\n3,2\n4,0\n5,1\n";
  g_autofree char *a = put_file (fix, "a.csv", text, -1);
  g_autofree char *b = put_file (fix, "b.csv", text, -1);
  g_autofree char *c = put_file (fix, "c.csv", "x,y\n1,0\n2,1\n3,2\n4,0\n5.5,1\n", -1);
  g_autofree char *d = put_file (fix, "d.csv", "z,y\n1,0\n2,1\n3,2\n4,0\n5,1\n", -1);
  g_autofree char *settings_a = with_path ("csv", a, ALL), *settings_b = with_path ("csv", b, ALL);
  g_autofree char *settings_c = with_path ("csv", c, ALL), *settings_d = with_path ("csv", d, ALL);
  g_autofree char *settings_e = with_path ("csv", a, "validation=1;test=0;shuffle=false");
  g_autoptr(LaminaDataSet) set_a = load (settings_a), set_b = load (settings_b);
  g_autoptr(LaminaDataSet) set_c = load (settings_c), set_d = load (settings_d);
  g_autofree char *settings_f = with_path ("csv", a, "validation=0;test=0;seed=1");
  g_autofree char *settings_g = with_path ("csv", a, "validation=0;test=0;seed=2");
  g_autoptr(LaminaDataSet) set_e = load (settings_e);
  g_autoptr(LaminaDataSet) set_f = load (settings_f), set_g = load (settings_g);
  const char *hash = lamina_data_set_get_hash (set_a);

  g_assert_cmpstr (hash, ==, lamina_data_set_get_hash (set_b));
  g_assert_cmpstr (hash, !=, lamina_data_set_get_hash (set_c));
  g_assert_cmpstr (hash, !=, lamina_data_set_get_hash (set_d));
  g_assert_cmpstr (hash, !=, lamina_data_set_get_hash (set_e));
  g_assert_cmpstr (lamina_data_set_get_hash (set_f), !=, lamina_data_set_get_hash (set_g));
}

static void
test_not_finite (Fixture       *fix,
                 gconstpointer  data)
{
  const float x[] = { 1, 2, 3, INFINITY };
  const int y[2] = { 0, 1 };
  g_autofree char *path = put_npz (fix, LAMINA_DTYPE_F32, 2, (gsize[]) { 2, 2 }, x, y);
  g_autofree char *settings = with_path ("npz", path, "");

  assert_fails (settings, LAMINA_ERROR_FORMAT, "arrays.npz: number 2 of example 2 in “x”*");
}

/* Finite as a double, but not as what the network takes. */
static void
test_too_large (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "t.csv", "x,y\n1,0\n1e300,1\n", -1);
  g_autofree char *settings = with_path ("csv", path, ALL);

  assert_fails (settings, LAMINA_ERROR_FORMAT, "t.csv, example 2: a number in x *");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)
  ADD ("/data-scale/bytes", test_bytes);
  ADD ("/data-scale/channels", test_channels);
  ADD ("/data-scale/floats", test_floats);
  ADD ("/data-scale/training-only", test_training_only);
  ADD ("/data-scale/large-offset", test_large_offset);
  ADD ("/data-scale/constant-column", test_constant_column);
  ADD ("/data-scale/constant-fraction", test_constant_fraction);
  ADD ("/data-scale/targets", test_targets);
  ADD ("/data-scale/labels-stay", test_labels_stay);
  ADD ("/data-scale/hash", test_hash);
  ADD ("/data-scale/not-finite", test_not_finite);
  ADD ("/data-scale/too-large", test_too_large);

  return g_test_run ();
}
