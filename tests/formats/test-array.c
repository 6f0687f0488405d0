/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-array.h"

#include <float.h>
#include <math.h>

static void
test_size (void)
{
  static const struct
  {
    LaminaDtype dtype;
    gsize       rank;
    gsize       shape[3];
    gboolean    fits;
    gsize       len;
    gsize       n_bytes;
  } cases[] = {
    { LAMINA_DTYPE_F32, 0, { 0 }, TRUE, 1, 4 },
    { LAMINA_DTYPE_I16, 2, { 3, 4 }, TRUE, 12, 24 },
    { LAMINA_DTYPE_F64, 3, { 5, 0, 7 }, TRUE, 0, 0 },
    { LAMINA_DTYPE_U8, 1, { G_MAXSIZE / 2 }, TRUE, G_MAXSIZE / 2, G_MAXSIZE / 2 },
    { LAMINA_DTYPE_U8, 1, { G_MAXSIZE / 2 + 1 }, FALSE },
    { LAMINA_DTYPE_F64, 1, { G_MAXSIZE / 8 + 1 }, FALSE },
    { LAMINA_DTYPE_U8, 2, { (gsize) 1 << 32, (gsize) 1 << 32 }, FALSE },
    { LAMINA_DTYPE_U8, 3, { (gsize) 1 << 32, (gsize) 1 << 32, 0 }, FALSE },
    { LAMINA_DTYPE_U8, 3, { 0, (gsize) 1 << 32, (gsize) 1 << 32 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize len = 0, n_bytes = 0;

      g_assert_cmpint (lamina_array_get_size (cases[i].dtype, cases[i].rank, cases[i].shape, &len,
                                              &n_bytes),
                       ==, cases[i].fits);
      g_assert_cmpuint (len, ==, cases[i].len);
      g_assert_cmpuint (n_bytes, ==, cases[i].n_bytes);
    }
}

static void
test_convert (void)
{
  static const gint8 i8[] = { -128, 0, 127 };
  static const gint16 i16[] = { -32768, 0, 32767 };
  static const gint32 i32[] = { G_MININT32, 0, G_MAXINT32 };
  static const gint64 i64[] = { G_MININT64, 0, G_MAXINT64 };
  static const guint8 u8[] = { 0, 1, 255 };
  static const guint8 boolean[] = { 0, 1, 1 };
  static const float f32[] = { -1.5f, 0.0f, INFINITY };
  static const double f64[] = { -0.1, FLT_MAX, -INFINITY };
  static const struct
  {
    LaminaDtype   dtype;
    gconstpointer items;
    double        values[3];
  } cases[] = {
    { LAMINA_DTYPE_BOOL, boolean, { 0.0, 1.0, 1.0 } },
    { LAMINA_DTYPE_U8, u8, { 0.0, 1.0, 255.0 } },
    { LAMINA_DTYPE_I8, i8, { -128.0, 0.0, 127.0 } },
    { LAMINA_DTYPE_I16, i16, { -32768.0, 0.0, 32767.0 } },
    { LAMINA_DTYPE_I32, i32, { -2147483648.0, 0.0, 2147483647.0 } },
    { LAMINA_DTYPE_I64, i64, { -9223372036854775808.0, 0.0, 9223372036854775807.0 } },
    { LAMINA_DTYPE_F32, f32, { -1.5, 0.0, (double) INFINITY } },
    { LAMINA_DTYPE_F64, f64, { -0.1, (double) FLT_MAX, (double) -INFINITY } },
  };
  const gsize shape[] = { 3 };

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == LAMINA_N_DTYPES);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaArray) array = NULL;
      g_autofree float *floats = NULL;
      g_autofree double *doubles = NULL;

      array = lamina_array_new_copy (NULL, cases[i].dtype, 1, shape, cases[i].items);
      floats = lamina_array_to_float (array, &error);
      g_assert_no_error (error);
      doubles = lamina_array_to_double (array, &error);
      g_assert_no_error (error);

      for (gsize k = 0; k < 3; k++)
        {
          g_assert_cmpfloat (doubles[k], ==, cases[i].values[k]);
          g_assert_cmpfloat (floats[k], ==, (float) cases[i].values[k]);
        }
    }
}

static void
test_too_large_for_float (void)
{
  static const double items[] = { 1.0, 2.0, 3.0, 4.0, -1e39, 5.0 };
  const gsize shape[] = { 2, 3 };
  g_autoptr(LaminaArray) array = lamina_array_new_copy ("x", LAMINA_DTYPE_F64, 2, shape, items);
  g_autoptr(GError) error = NULL;
  float values[3];

  g_assert_true (lamina_array_copy_float (array, 0, 3, values, &error));
  g_assert_null (lamina_array_to_float (array, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "x[1, 1] is -1e+39, more than a 32-bit*");
}

static void
test_labels (void)
{
  static const float good[] = { 0.0f, 2.0f, 9.0f };
  static const double bad[] = { 10.0, -1.0, 2.5, NAN, INFINITY };
  const gsize shape[] = { 3 };
  const gsize one[] = { 1 };
  g_autoptr(LaminaArray) array = lamina_array_new_copy ("y", LAMINA_DTYPE_F32, 1, shape, good);
  g_autoptr(GError) error = NULL;
  g_autofree int *labels = lamina_array_to_labels (array, 10, &error);

  g_assert_no_error (error);
  g_assert_cmpint (labels[1], ==, 2);
  g_assert_cmpint (labels[2], ==, 9);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(LaminaArray) wrong = lamina_array_new_copy ("y", LAMINA_DTYPE_F64, 1, one, &bad[i]);

      g_assert_null (lamina_array_to_labels (wrong, 10, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, "y[0] is *: labels are*from 0 to 9: number*");
    }
}

static void
test_finite (void)
{
  const gsize n = 3000;
  g_autofree float *items = g_new0 (float, n);
  g_autoptr(LaminaArray) zeros = lamina_array_new_copy (NULL, LAMINA_DTYPE_F32, 1, &n, items);
  g_autoptr(LaminaArray) spoiled = NULL;
  gsize index = 0;

  g_assert_true (lamina_array_is_finite (zeros, NULL));
  items[2999] = NAN;
  items[2500] = -INFINITY;
  spoiled = lamina_array_new_copy (NULL, LAMINA_DTYPE_F32, 1, &n, items);
  g_assert_false (lamina_array_is_finite (spoiled, &index));
  g_assert_cmpuint (index, ==, 2500);
}

static void
test_rows (void)
{
  static const gint32 items[] = { 1, 2, 3, 4, 5, 6 };
  const gsize shape[] = { 3, 2 };
  g_autoptr(LaminaArray) array = lamina_array_new_copy ("x", LAMINA_DTYPE_I32, 2, shape, items);
  g_autoptr(LaminaArray) rows = lamina_array_get_rows (array, 1, 2);
  g_autoptr(LaminaArray) none = lamina_array_get_rows (array, 3, 0);

  g_clear_pointer (&array, lamina_array_unref);
  g_assert_cmpuint (rows->shape[0], ==, 2);
  g_assert_cmpuint (rows->len, ==, 4);
  g_assert_cmpint (((const gint32 *) lamina_array_get_data (rows))[0], ==, 3);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Bytes from the middle of a file may lie anywhere. */
static void
test_alignment (void)
{
  static const guint8 raw[24] = { 0 };
  g_autoptr(GBytes) file = g_bytes_new (raw, sizeof raw);
  g_autoptr(GBytes) part = g_bytes_new_from_bytes (file, 3, 16);
  const gsize shape[] = { 2 };
  g_autoptr(LaminaArray) array = lamina_array_new (NULL, LAMINA_DTYPE_F64, 1, shape, part);

  g_assert_cmpuint ((guintptr) lamina_array_get_data (array) % 8, ==, 0);
}

static void
test_names (void)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  const float one = 1.0f;

  g_ptr_array_add (arrays, lamina_array_new_copy ("a", LAMINA_DTYPE_F32, 0, NULL, &one));
  g_ptr_array_add (arrays, lamina_array_new_copy ("b", LAMINA_DTYPE_F32, 0, NULL, &one));
  g_assert_true (lamina_arrays_have_names (arrays));
  g_assert_true (lamina_arrays_find (arrays, "b") == g_ptr_array_index (arrays, 1));
  g_assert_null (lamina_arrays_find (arrays, "c"));
  g_ptr_array_add (arrays, lamina_array_new_copy ("a", LAMINA_DTYPE_F32, 0, NULL, &one));
  g_assert_false (lamina_arrays_have_names (arrays));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/array/size", test_size);
  g_test_add_func ("/array/convert", test_convert);
  g_test_add_func ("/array/too-large-for-float", test_too_large_for_float);
  g_test_add_func ("/array/labels", test_labels);
  g_test_add_func ("/array/finite", test_finite);
  g_test_add_func ("/array/rows", test_rows);
  g_test_add_func ("/array/alignment", test_alignment);
  g_test_add_func ("/array/names", test_names);

  return g_test_run ();
}
