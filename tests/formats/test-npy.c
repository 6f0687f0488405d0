/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-npy.h"

#include <math.h>

/* A file of @version whose header is @text, with @items behind it. */
static GBytes *
make_file (int           version,
           const char   *text,
           gconstpointer items,
           gsize         n_items)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  const guint8 prefix[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', (guint8) version, 0 };
  const gsize n = strlen (text);
  const guint8 length[] = { n & 0xff, n >> 8, 0, 0 };

  g_byte_array_append (file, prefix, sizeof prefix);
  g_byte_array_append (file, length, version == 1 ? 2 : 4);
  g_byte_array_append (file, (const guint8 *) text, (guint) n);
  g_byte_array_append (file, items, (guint) n_items);

  return exact_bytes (file->data, file->len);
}

static LaminaArray *
parse (int            version,
       const char    *text,
       gconstpointer  items,
       gsize          n_items,
       GError       **error)
{
  g_autoptr(GBytes) file = make_file (version, text, items, n_items);

  return lamina_npy_parse (file, "x", "x.npy", error);
}

static void
test_versions (void)
{
  static const guint8 items[] = { 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0 };

  for (int version = 1; version <= 3; version++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaArray) array = NULL;
      const float *values;

      array = parse (version, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }  \n",
                     items, sizeof items, &error);
      g_assert_no_error (error);
      g_assert_cmpint (array->dtype, ==, LAMINA_DTYPE_F32);
      g_assert_cmpuint (array->rank, ==, 2);
      g_assert_cmpuint (array->shape[1], ==, 2);
      values = lamina_array_get_data (array);
      g_assert_cmpfloat (values[0], ==, 1.0f);
      g_assert_cmpfloat (values[1], ==, -2.0f);
    }
}

/* Each type in both orders; the value is worked out by hand. */
static void
test_types (void)
{
  static const struct
  {
    const char  *descr;
    guint8       item[8];
    gsize        n_bytes;
    LaminaDtype  dtype;
    double       value;
  } cases[] = {
    { "|b1", { 7 }, 1, LAMINA_DTYPE_BOOL, 1.0 },
    { "|u1", { 0xff }, 1, LAMINA_DTYPE_U8, 255.0 },
    { "|i1", { 0xff }, 1, LAMINA_DTYPE_I8, -1.0 },
    { "<u2", { 0xff, 0xfe }, 2, LAMINA_DTYPE_I32, 65279.0 },
    { ">u2", { 0xff, 0xfe }, 2, LAMINA_DTYPE_I32, 65534.0 },
    { "<i2", { 0xfe, 0xff }, 2, LAMINA_DTYPE_I16, -2.0 },
    { ">i2", { 0xff, 0xfe }, 2, LAMINA_DTYPE_I16, -2.0 },
    { "<u4", { 0, 0, 0, 0x80 }, 4, LAMINA_DTYPE_I64, 2147483648.0 },
    { ">u4", { 0, 0, 0, 0x80 }, 4, LAMINA_DTYPE_I64, 128.0 },
    { "<i4", { 0, 0, 0, 0x80 }, 4, LAMINA_DTYPE_I32, -2147483648.0 },
    { ">i4", { 0xff, 0xff, 0xff, 0xfe }, 4, LAMINA_DTYPE_I32, -2.0 },
    { "<u8", { 1, 0, 0, 0, 1 }, 8, LAMINA_DTYPE_I64, 4294967297.0 },
    { ">u8", { 0, 0, 0, 1, 0, 0, 0, 2 }, 8, LAMINA_DTYPE_I64, 4294967298.0 },
    { "<i8", { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 8, LAMINA_DTYPE_I64, -2.0 },
    { ">i8", { 0, 0, 0, 0, 0, 0, 0, 3 }, 8, LAMINA_DTYPE_I64, 3.0 },
    { "<f2", { 0x00, 0x3e }, 2, LAMINA_DTYPE_F32, 1.5 },
    { ">f2", { 0xc0, 0x00 }, 2, LAMINA_DTYPE_F32, -2.0 },
    { "<f2", { 0x01, 0x00 }, 2, LAMINA_DTYPE_F32, 5.9604644775390625e-8 },
    { "<f2", { 0xff, 0x03 }, 2, LAMINA_DTYPE_F32, 6.097555160522461e-5 },
    { "<f2", { 0xff, 0x7b }, 2, LAMINA_DTYPE_F32, 65504.0 },
    { "<f2", { 0x00, 0x80 }, 2, LAMINA_DTYPE_F32, -0.0 },
    { "<f2", { 0x00, 0xfc }, 2, LAMINA_DTYPE_F32, (double) -INFINITY },
    { ">f4", { 0x3f, 0x80, 0, 0 }, 4, LAMINA_DTYPE_F32, 1.0 },
    { "<f8", { 0, 0, 0, 0, 0, 0, 0x04, 0xc0 }, 8, LAMINA_DTYPE_F64, -2.5 },
    { ">f8", { 0xc0, 0x04 }, 8, LAMINA_DTYPE_F64, -2.5 },
    { "=i2", { 0xfe, 0xff }, 2, LAMINA_DTYPE_I16, G_BYTE_ORDER == G_LITTLE_ENDIAN ? -2.0 : -257.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaArray) array = NULL;
      double value;

      text = g_strdup_printf ("{'shape': (), 'descr': \"%s\", 'fortran_order': False}",
                              cases[i].descr);
      array = parse (1, text, cases[i].item, cases[i].n_bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpint (array->dtype, ==, cases[i].dtype);
      g_assert_cmpuint (array->rank, ==, 0);
      lamina_array_copy_double (array, 0, 1, &value);
      g_test_message ("%s: %g", cases[i].descr, value);
      g_assert_cmpfloat (value, ==, cases[i].value);
      g_assert_cmpint (signbit (value) != 0, ==, signbit (cases[i].value) != 0);
    }
}

static void
test_u64_too_large (void)
{
  static const guint8 item[] = { 0, 0, 0, 0, 0, 0, 0, 0x80 };
  g_autoptr(GError) error = NULL;

  g_assert_null (parse (1, "{'shape': (1,), 'descr': '<u8', 'fortran_order': False}", item, 8,
                        &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npy” holds whole numbers above 922*");
}

/* x[i, j, k] = 100i + 10j + k, written with i fastest. */
static void
test_fortran (void)
{
  guint8 items[2 * 3 * 4];
  gsize n = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) array = NULL;
  const guint8 *values;

  for (int k = 0; k < 4; k++)
    for (int j = 0; j < 3; j++)
      for (int i = 0; i < 2; i++)
        items[n++] = (guint8) (100 * i + 10 * j + k);

  array = parse (1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4)}", items, n,
                 &error);
  g_assert_no_error (error);
  values = lamina_array_get_data (array);

  for (gsize i = 0; i < 2; i++)
    for (gsize j = 0; j < 3; j++)
      for (gsize k = 0; k < 4; k++)
        g_assert_cmpuint (values[(i * 3 + j) * 4 + k], ==, 100 * i + 10 * j + k);
}

static void
test_refused (void)
{
#define REST ", 'fortran_order': False, 'shape': (2,)}"
  static const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "{'descr': '|O'" REST, "*Python objects, which can run anything when loaded: save plain*" },
    { "{'descr': '<U3'" REST, "*items of the type “<U3”, which is no plain number: *" },
    { "{'descr': '<c8'" REST, "*“<c8”*" },
    { "{'descr': '<f16'" REST, "*“<f16”*" },
    { "{'descr': '<M8[ns]'" REST, "*“<M8[ns]”*" },
    { "{'descr': ''" REST, "*“”*" },
    { "{'descr': [('a', '<f4')]" REST, "*records with several fields: *" },
    { "", "*damaged NPY header ()*" },
    { "{}", "*damaged NPY header ({})*" },
    { "{'descr': '<i2'" REST "}", "*damaged*" },
    { "{'descr': '<i2', 'descr': '<i2'" REST, "*damaged*" },
    { "{'descr': '<i2', 'x': 1" REST, "*damaged*" },
    { "{'descr': '<i2" , "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': 0, 'shape': (2,)}", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (-2,)}", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (2 2)}", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (2", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': 2}", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (99999999999999999999,)}", "*damaged*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,2)}", "*8 dimensions*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (3,)}",
      "“x.npy” holds 4 bytes, not the [3] numbers of 2 bytes *" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (1,)}", "*not the [1] numbers*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "*not the*" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (9223372036854775810,)}", "*not the*" },
  };
#undef REST

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (1, cases[i].text, "\1\0\2\0", 4, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, cases[i].says);
    }
}

static void
test_truncated (void)
{
  const char *text = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}";

  for (int version = 1; version <= 3; version++)
    {
      g_autoptr(GBytes) file = make_file (version, text, "\1\0\2\0", 4);

      for (gsize n = 0; n < g_bytes_get_size (file); n++)
        {
          g_autoptr(GBytes) part = exact_bytes (g_bytes_get_data (file, NULL), n);
          g_autoptr(GError) error = NULL;

          g_assert_null (lamina_npy_parse (part, "x", "x.npy", &error));
          assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npy”*: *");
        }
    }
}

static void
test_strange_versions (void)
{
  static const guint8 lying[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0xff, 0xff, 0xff, 0xff };
  g_autoptr(GBytes) bytes = exact_bytes (lying, sizeof lying);
  g_autoptr(GError) error = NULL;

  g_assert_null (parse (4, "{}", "", 0, &error));
  assert_error_says (error, LAMINA_ERROR_NEWER, "“x.npy” is NPY version 4, versions 1 to 3 *");
  g_assert_null (lamina_npy_parse (bytes, "x", "x.npy", &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npy” has an NPY header of 4294967295 bytes*");
}

/* Byte for byte what numpy 1.24 writes for np.array([[1, 2, 3]], 'i2'). */
static void
test_write (Fixture       *fix,
            gconstpointer  data)
{
  static const gint16 items[] = { 1, 2, 3 };
  const gsize shape[] = { 1, 3 };
  g_autoptr(LaminaArray) array = lamina_array_new_copy (NULL, LAMINA_DTYPE_I16, 2, shape, items);
  g_autofree char *path = get_path (fix, "x.npy");
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) again = NULL;
  g_autofree char *content = NULL;
  gsize n;

  g_assert_true (lamina_npy_write (path, array, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &n, NULL));
  g_assert_cmpuint (n, ==, 134);
  g_assert_cmpmem (content, 66, "\x93NUMPY\1\0v\0{'descr': '<i2', 'fortran_order': False, "
                                "'shape': (1, 3), }", 66);
  g_assert_cmpmem (content + 125, 9, "  \n\1\0\2\0\3\0", 9);

  again = lamina_npy_read (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->name, ==, "x");
  g_assert_true (g_bytes_equal (again->bytes, array->bytes));
}

/* numpy writes every type, both orders, odd shapes; what is read is written and numpy compares. */
static void
test_numpy (Fixture       *fix,
            gconstpointer  data)
{
  static const char *const write =
    "import numpy as np\n"
    "n = 0\n"
    "for t in '?', 'B', 'b', 'H', 'h', 'I', 'i', 'L', 'l', 'e', 'f', 'd':\n"
    "  for order in '<>':\n"
    "    for shape in (), (0,), (5,), (2, 3), (3, 0, 2), (2, 3, 4), (1, 2, 1, 3, 2, 1, 2, 2):\n"
    "      for f in np.ascontiguousarray, np.asfortranarray:\n"
    "        x = np.arange(np.prod(shape)) * 3 - (0 if t in 'BHIL' else 7)\n"
    "        x = x.astype(t).astype(np.dtype(t).newbyteorder(order)).reshape(shape)\n"
    "        np.save('%04d-in.npy' % n, f(x).reshape(shape))\n"
    "        n += 1\n";
  static const char *const compare =
    "import glob, numpy as np\n"
    "names = sorted(glob.glob('*-in.npy'))\n"
    "assert len(names) == 336\n"
    "for name in names:\n"
    "  a, b = np.load(name), np.load(name.replace('-in', '-out'))\n"
    "  wide = {'H': 'i4', 'I': 'i8', 'L': 'i8', 'e': 'f4'}\n"
    "  wide = wide.get(a.dtype.char, a.dtype.newbyteorder('='))\n"
    "  assert b.dtype == wide, (name, a.dtype, b.dtype)\n"
    "  assert a.shape == b.shape, (name, a.shape, b.shape)\n"
    "  assert (a.astype(wide) == b).all(), (name, a, b)\n";
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (!run_python (fix->folder, write))
    return;

  dir = g_dir_open (fix->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *in = get_path (fix, g_ptr_array_index (names, i));
      g_autofree char *out = g_strdup_printf ("%s/%.4s-out.npy", fix->folder,
                                              (char *) g_ptr_array_index (names, i));
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaArray) array = lamina_npy_read (in, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (lamina_npy_write (out, array, &error));
      g_assert_no_error (error);
    }

  g_assert_true (run_python (fix->folder, compare));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/npy/versions", test_versions);
  g_test_add_func ("/npy/types", test_types);
  g_test_add_func ("/npy/u64-too-large", test_u64_too_large);
  g_test_add_func ("/npy/fortran", test_fortran);
  g_test_add_func ("/npy/refused", test_refused);
  g_test_add_func ("/npy/truncated", test_truncated);
  g_test_add_func ("/npy/strange-versions", test_strange_versions);
  g_test_add ("/npy/write", Fixture, NULL, setup, test_write, teardown);
  g_test_add ("/npy/numpy", Fixture, NULL, setup, test_numpy, teardown);

  return g_test_run ();
}
