/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-safetensors.h"

static GBytes *
make_file (const char    *header,
           gconstpointer  data,
           gsize          n_bytes)
{
  const guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  g_autoptr(GByteArray) file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) &length, 8);
  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (file, data, (guint) n_bytes);

  return exact_bytes (file->data, file->len);
}

static GPtrArray *
parse (const char     *header,
       gconstpointer   data,
       gsize           n_bytes,
       GHashTable    **metadata,
       GError        **error)
{
  g_autoptr(GBytes) file = make_file (header, data, n_bytes);

  return lamina_safetensors_parse (file, "x.safetensors", metadata, error);
}

/* Arrays come in the order of their data, whatever the order of the text. */
static void
test_read (void)
{
  static const guint8 data[] = { 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7 };
  g_autoptr(GHashTable) metadata = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = NULL;
  const LaminaArray *w, *n;

  arrays = parse ("{\"n\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[8,9]},"
                  "\"__metadata__\":{\"format\":\"pt\",\"zero\":\"0\"},"
                  "\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}   ",
                  data, sizeof data, &metadata, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (arrays->len, ==, 2);
  w = g_ptr_array_index (arrays, 0);
  n = g_ptr_array_index (arrays, 1);
  g_assert_cmpstr (w->name, ==, "fc.weight");
  g_assert_cmpuint (w->rank, ==, 2);
  g_assert_cmpuint (w->shape[1], ==, 2);
  g_assert_cmpfloat (((const float *) lamina_array_get_data (w))[1], ==, -2.0f);
  g_assert_cmpuint (n->rank, ==, 0);
  g_assert_cmpuint (*(const guint8 *) lamina_array_get_data (n), ==, 7);
  g_assert_cmpuint (g_hash_table_size (metadata), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (metadata, "format"), ==, "pt");
}

static void
test_types (void)
{
  static const struct
  {
    const char  *type;
    guint8       item[8];
    gsize        n_bytes;
    LaminaDtype  dtype;
    double       value;
  } cases[] = {
    { "BOOL", { 1 }, 1, LAMINA_DTYPE_BOOL, 1.0 },
    { "U8", { 0xff }, 1, LAMINA_DTYPE_U8, 255.0 },
    { "I8", { 0xff }, 1, LAMINA_DTYPE_I8, -1.0 },
    { "U16", { 0xff, 0xff }, 2, LAMINA_DTYPE_I32, 65535.0 },
    { "I16", { 0xfe, 0xff }, 2, LAMINA_DTYPE_I16, -2.0 },
    { "F16", { 0x00, 0x3e }, 2, LAMINA_DTYPE_F32, 1.5 },
    { "BF16", { 0xc0, 0xbf }, 2, LAMINA_DTYPE_F32, -1.5 },
    { "U32", { 0, 0, 0, 0x80 }, 4, LAMINA_DTYPE_I64, 2147483648.0 },
    { "I32", { 0, 0, 0, 0x80 }, 4, LAMINA_DTYPE_I32, -2147483648.0 },
    { "F32", { 0, 0, 0x20, 0xc0 }, 4, LAMINA_DTYPE_F32, -2.5 },
    { "U64", { 0, 0, 0, 0, 1 }, 8, LAMINA_DTYPE_I64, 4294967296.0 },
    { "I64", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 8, LAMINA_DTYPE_I64, -1.0 },
    { "F64", { 0, 0, 0, 0, 0, 0, 0x04, 0xc0 }, 8, LAMINA_DTYPE_F64, -2.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) arrays = NULL;
      double value;

      header = g_strdup_printf ("{\"x\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}",
                                cases[i].type, (int) cases[i].n_bytes);
      arrays = parse (header, cases[i].item, cases[i].n_bytes, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (((LaminaArray *) arrays->pdata[0])->dtype, ==, cases[i].dtype);
      lamina_array_copy_double (arrays->pdata[0], 0, 1, &value);
      g_assert_cmpfloat (value, ==, cases[i].value);
    }
}

/* Headers of files with 8 bytes of data. */
#define X(shape, offsets) \
  "{\"x\":{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":" offsets "}}"
#define TWO(a, b) "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" a "}," \
                "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" b "}}"
static const struct
{
  const char *header;
  const char *says;
} lies[] = {
  { "", "*damaged safetensors header (not the JSON of tensors): get it again" },
  { "[]", "*not the JSON of tensors*" },
  { " {}", "*not the JSON of tensors*" },
  { "{\"x\":[[[[]]]]}", "*not the JSON of tensors*" },
  { "{\"x\":1", "*not the JSON of tensors*" },
  { "{/* a comment */}", "*not the JSON of tensors*" },
  { "{\"\xff\":1}", "*not the JSON of tensors*" },
  { "{\"x\":}", "*damaged safetensors header (*" },
  { "{} {}", "*not the JSON of tensors*" },
  { "{}", "*has 8 bytes of data, its header tells of 0*" },
  { "{\"x\":1}", "*header ({} of “x”)*" },
  { "{\"x\":null}", "*header ({} of “x”)*" },
  { "{\"x\":{}}", "*header (dtype of “x”)*" },
  { "{\"x\":{\"dtype\":\"F32\"}}", "*header (shape of “x”)*" },
  { "{\"x\":{\"dtype\":1}}", "*header (dtype of “x”)*" },
  { "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}",
    "“x.safetensors”: “x” is of the type “F8_E4M3”, which cannot be read: save it as float32" },
  { X ("[2]", "[0,8]") "x", "*not the JSON of tensors*" },
  { X ("2", "[0,8]"), "*(shape of “x”)*" },
  { X ("[-2]", "[0,8]"), "*(shape of “x”)*" },
  { X ("[2.0]", "[0,8]"), "*(shape of “x”)*" },
  { X ("[true]", "[0,8]"), "*(shape of “x”)*" },
  { X ("[\"2\"]", "[0,8]"), "*(shape of “x”)*" },
  { X ("[1,1,1,1,1,1,1,1,2]", "[0,8]"), "*has 9 dimensions, 8 at most*" },
  { X ("[2]", "[0]"), "*(data_offsets of “x”)*" },
  { X ("[2]", "[0,8,8]"), "*(data_offsets of “x”)*" },
  { X ("[2]", "[8,0]"), "*(data_offsets of “x”)*" },
  { X ("[2]", "[-8,0]"), "*(data_offsets of “x”)*" },
  { X ("[2]", "[0,4]"), "*“x” of shape [2] cannot lie in 4 bytes*" },
  { X ("[3]", "[0,8]"), "*“x” of shape [3] cannot lie in 8 bytes*" },
  { X ("[4294967296,4294967296]", "[0,0]"), "*cannot lie in 0 bytes*" },
  { X ("[4611686018427387904]", "[0,0]"), "*cannot lie in 0 bytes*" },
  /* JSON-GLib makes of them something else, or since 1.10 the greatest number that it has. */
  { X ("[18446744073709551616]", "[0,0]"), "*“x”*" },
  { X ("[2]", "[18446744073709551608,18446744073709551616]"), "*“x”*" },
  { X ("[1]", "[0,4]"), "*has 8 bytes of data, its header tells of 4: *" },
  { X ("[3]", "[0,12]"), "*has 8 bytes of data, its header tells of 12: *" },
  { X ("[1]", "[4,8]"), "*the data of “x” begin at byte 4, those before end at 0*" },
  { TWO ("[0,4]", "[2,6]"), "*the data of “b” begin at byte 2, those before end at 4*" },
  { TWO ("[0,4]", "[0,4]"), "*the data of “b” begin at byte 0, those before end at 4*" },
  { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
    "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "*a name stands twice*" },
  { "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[2],\"data_offsets\":[0,8]}}",
    "*a name stands twice*" },
  { "{\"__metadata__\":[]}", "*({} of “__metadata__”)*" },
  { "{\"__metadata__\":{\"step\":1}}", "*(step of “__metadata__”)*" },
};
#undef X
#undef TWO

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (lies[i].header, "12345678", 8, NULL, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, lies[i].says);
    }
}

static void
test_nothing_inside (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) metadata = NULL;
  g_autoptr(GPtrArray) none = parse ("{}", "", 0, &metadata, &error);
  g_autoptr(GPtrArray) empty = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (g_hash_table_size (metadata), ==, 0);
  empty = parse ("{\"x\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}", "", 0, NULL,
                 &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((LaminaArray *) empty->pdata[0])->shape[1], ==, 3);
}

static void
test_truncated (void)
{
  g_autoptr(GBytes) file = NULL;

  file = make_file ("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                    "12345678", 8);

  for (gsize n = 0; n < g_bytes_get_size (file); n++)
    {
      g_autoptr(GBytes) part = exact_bytes (g_bytes_get_data (file, NULL), n);
      g_autoptr(GError) error = NULL;

      g_assert_null (lamina_safetensors_parse (part, "x", NULL, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, "“x”*: *");
    }
}

static void
test_lying_length (void)
{
  static const guint8 lengths[][8] = {
    { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 9, 0, 0, 0, 0, 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(GByteArray) file = g_byte_array_new ();
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;

      g_byte_array_append (file, lengths[i], 8);
      g_byte_array_append (file, (const guint8 *) "{}      ", 8);
      bytes = exact_bytes (file->data, file->len);
      g_assert_null (lamina_safetensors_parse (bytes, "x", NULL, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, "“x” (16 bytes) cannot have a header of *");
    }
}

/* 100 MB of brackets must not reach a parser that recurses. */
static void
test_deep (void)
{
  g_autofree char *header = g_strnfill (10 * 1024 * 1024, '[');
  g_autoptr(GError) error = NULL;

  header[0] = '{';
  g_assert_null (parse (header, "", 0, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*not the JSON of tensors*");
}

static GPtrArray *
make_arrays (void)
{
  static const float weight[] = { 1.0f, -2.0f, 0.5f, 1e-30f, 3e38f, 0.0f };
  static const gint64 steps[] = { 7 };
  static const guint8 mask[] = { 1, 0, 1 };
  const gsize shape[] = { 2, 3 };
  const gsize three[] = { 3 };
  GPtrArray *arrays = lamina_arrays_new ();

  g_ptr_array_add (arrays, lamina_array_new_copy ("z.weight", LAMINA_DTYPE_F32, 2, shape, weight));
  g_ptr_array_add (arrays, lamina_array_new_copy ("mask", LAMINA_DTYPE_BOOL, 1, three, mask));
  g_ptr_array_add (arrays, lamina_array_new_copy ("a \"quoted\" ä", LAMINA_DTYPE_I64, 0, NULL,
                                                  steps));

  return arrays;
}

static void
test_round_trip (Fixture       *fix,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autoptr(GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = get_path (fix, "x.safetensors");
  g_autoptr(GHashTable) strings = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GError) error = NULL;

  g_hash_table_insert (metadata, (char *) "name", (char *) "line\nbreak");
  g_assert_true (lamina_safetensors_write (path, arrays, metadata, NULL, &error));
  g_assert_no_error (error);
  again = lamina_safetensors_read (path, &strings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (strings, "name"), ==, "line\nbreak");
  g_assert_cmpuint (again->len, ==, 3);

  for (guint i = 0; i < again->len; i++)
    {
      const LaminaArray *a = g_ptr_array_index (arrays, i);
      const LaminaArray *b = g_ptr_array_index (again, i);

      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpint (a->dtype, ==, b->dtype);
      g_assert_cmpuint (a->rank, ==, b->rank);
      g_assert_true (g_bytes_equal (a->bytes, b->bytes));
    }
}

/* Byte for byte, as the specification asks. */
static void
test_write (Fixture       *fix,
            gconstpointer  data)
{
  static const char expected[] =
    "\x60\0\0\0\0\0\0\0"
    "{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\"},"
    "\"xy\":{\"dtype\":\"U8\",\"shape\":[1,2],\"data_offsets\":[0,2]}}       "
    "\7\10";
  static const guint8 items[] = { 7, 8 };
  const gsize shape[] = { 1, 2 };
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autoptr(GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = get_path (fix, "x.safetensors");
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize n;

  g_ptr_array_add (arrays, lamina_array_new_copy ("xy", LAMINA_DTYPE_U8, 2, shape, items));
  g_hash_table_insert (metadata, (char *) "b", (char *) "2");
  g_hash_table_insert (metadata, (char *) "a", (char *) "1");
  g_assert_true (lamina_safetensors_write (path, arrays, metadata, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &n, NULL));
  g_assert_cmpmem (content, n, expected, sizeof expected - 1);
}

static void
test_write_fails (Fixture       *fix,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autofree char *path = put_file (fix, "x", "old", 3);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (lamina_safetensors_write (path, arrays, NULL, cancellable, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "“x” was cancelled");
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
  g_assert_cmpuint (count_files (fix), ==, 1);
}

/* The format as its specification tells it, in 15 lines of Python. */
static void
test_python (Fixture       *fix,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autofree char *path = get_path (fix, "x.safetensors");
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_safetensors_write (path, arrays, NULL, NULL, &error));
  g_assert_no_error (error);
  run_python (fix->folder,
              "import json, struct, numpy as np\n"
              "data = open('x.safetensors', 'rb').read()\n"
              "n, = struct.unpack('<Q', data[:8])\n"
              "assert n % 8 == 0\n"
              "header = json.loads(data[8:8 + n])\n"
              "assert list(header) == ['z.weight', 'mask', 'a \"quoted\" ä'], header\n"
              "t = {'F32': '<f4', 'BOOL': '?', 'I64': '<i8'}\n"
              "x = {}\n"
              "for k, v in header.items():\n"
              "  a, b = v['data_offsets']\n"
              "  part = data[8 + n + a:8 + n + b]\n"
              "  x[k] = np.frombuffer(part, t[v['dtype']]).reshape(v['shape'])\n"
              "assert (x['z.weight'] == np.array([[1, -2, .5], [1e-30, 3e38, 0]], 'f4')).all()\n"
              "assert x['mask'].tolist() == [True, False, True]\n"
              "assert x['a \"quoted\" ä'] == 7\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors/read", test_read);
  g_test_add_func ("/safetensors/types", test_types);
  g_test_add_func ("/safetensors/refused", test_refused);
  g_test_add_func ("/safetensors/nothing-inside", test_nothing_inside);
  g_test_add_func ("/safetensors/truncated", test_truncated);
  g_test_add_func ("/safetensors/lying-length", test_lying_length);
  g_test_add_func ("/safetensors/deep", test_deep);
  g_test_add ("/safetensors/round-trip", Fixture, NULL, setup, test_round_trip, teardown);
  g_test_add ("/safetensors/write", Fixture, NULL, setup, test_write, teardown);
  g_test_add ("/safetensors/write-fails", Fixture, NULL, setup, test_write_fails, teardown);
  g_test_add ("/safetensors/python", Fixture, NULL, setup, test_python, teardown);

  return g_test_run ();
}
