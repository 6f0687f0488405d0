/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-idx.h"

#define FASHION_MNIST "/usr/share/datasets/fashion-mnist/"

/* Two pictures of 2 x 3. */
static const guint8 pictures[] = {
  0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3,
  1, 2, 3, 4, 5, 6,
  7, 8, 9, 10, 11, 255,
};

static const guint8 labels[] = { 0, 0, 8, 1, 0, 0, 0, 2, 9, 4 };

static LaminaArray *
parse (gconstpointer   data,
       gsize           n_bytes,
       GError        **error)
{
  g_autoptr(GBytes) bytes = exact_bytes (data, n_bytes);

  return lamina_idx_parse (bytes, "test.idx", error);
}

static void
assert_pictures (const LaminaArray *array)
{
  const guint8 *items = lamina_array_get_data (array);

  g_assert_cmpint (array->dtype, ==, LAMINA_DTYPE_U8);
  g_assert_cmpuint (array->rank, ==, 3);
  g_assert_cmpuint (array->shape[0], ==, 2);
  g_assert_cmpuint (array->shape[1], ==, 2);
  g_assert_cmpuint (array->shape[2], ==, 3);
  g_assert_cmpmem (items, array->len, pictures + 16, 12);
}

static void
test_plain (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) array = parse (pictures, sizeof pictures, &error);

  g_assert_no_error (error);
  assert_pictures (array);
  g_assert_cmpstr (array->name, ==, "test.idx");
}

static void
test_packed (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) packed = pack_gzip (pictures, sizeof pictures);
  g_autoptr(LaminaArray) array = NULL;

  array = parse (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), &error);
  g_assert_no_error (error);
  assert_pictures (array);
}

/* gzip allows several members after each other, and padding with zeros. */
static void
test_packed_in_members (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) first = pack_gzip (pictures, 10);
  g_autoptr(GBytes) second = pack_gzip (pictures + 10, sizeof pictures - 10);
  g_autoptr(GByteArray) both = g_byte_array_new ();
  g_autoptr(LaminaArray) array = NULL;

  g_byte_array_append (both, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  g_byte_array_append (both, (const guint8 *) "\0\0\0", 3);
  array = parse (both->data, both->len, &error);
  g_assert_no_error (error);
  assert_pictures (array);

  g_byte_array_append (both, (const guint8 *) "x", 1);
  g_assert_null (parse (both->data, both->len, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*goes on after the end of its gzip content*");
}

static void
test_types (void)
{
  static const guint8 i16[] = { 0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 0x01, 0x00 };
  static const guint8 i32[] = { 0, 0, 0x0c, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe };
  static const guint8 f32[] = { 0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0 };
  static const guint8 f64[] = { 0, 0, 0x0e, 1, 0, 0, 0, 1, 0xc0, 0x04, 0, 0, 0, 0, 0, 0 };
  static const guint8 i8[] = { 0, 0, 0x09, 1, 0, 0, 0, 2, 0xff, 0x7f };
  static const struct
  {
    const guint8 *data;
    gsize         n_bytes;
    LaminaDtype   dtype;
    double        first;
  } cases[] = {
    { i8, sizeof i8, LAMINA_DTYPE_I8, -1.0 },
    { i16, sizeof i16, LAMINA_DTYPE_I16, -2.0 },
    { i32, sizeof i32, LAMINA_DTYPE_I32, -2.0 },
    { f32, sizeof f32, LAMINA_DTYPE_F32, 1.5 },
    { f64, sizeof f64, LAMINA_DTYPE_F64, -2.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaArray) array = parse (cases[i].data, cases[i].n_bytes, &error);
      double first;

      g_assert_no_error (error);
      g_assert_cmpint (array->dtype, ==, cases[i].dtype);
      lamina_array_copy_double (array, 0, 1, &first);
      g_assert_cmpfloat (first, ==, cases[i].first);
    }
}

/* Cut after every byte, packed and plain; and with a byte too many. */
static void
test_truncated (void)
{
  g_autoptr(GBytes) packed = pack_gzip (pictures, sizeof pictures);
  g_autoptr(GError) error = NULL;
  guint8 longer[sizeof pictures + 1] = { 0 };

  for (gsize n = 0; n < sizeof pictures; n++)
    {
      g_assert_null (parse (pictures, n, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.idx”*: *");
    }

  for (gsize n = 0; n < g_bytes_get_size (packed); n++)
    {
      g_assert_null (parse (g_bytes_get_data (packed, NULL), n, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.idx”*: *");
    }

  memcpy (longer, pictures, sizeof pictures);
  g_assert_null (parse (longer, sizeof longer, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT,
                     "“test.idx” goes on after the [2, 2, 3] numbers of its header*");
}

/* The checksum stands after the last item: it is read too. */
static void
test_damaged (void)
{
  g_autoptr(GBytes) packed = pack_gzip (pictures, sizeof pictures);
  gsize n_bytes = g_bytes_get_size (packed);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (packed, NULL), n_bytes);
  g_autoptr(GError) error = NULL;

  data[n_bytes - 8] ^= 1;
  g_assert_null (parse (data, n_bytes, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“test.idx” is a damaged gzip file*");
}

static void
test_lying_headers (void)
{
  static const struct
  {
    guint8      data[40];
    gsize       n_bytes;
    const char *says;
  } cases[] = {
    { { 'P', 'K', 3, 4, 0, 0 }, 6, "*is not an IDX file (it begins with 50 4b 03 04)*" },
    { { 0, 0, 8, 0, 1 }, 5, "*is not an IDX file*" },
    { { 0, 0, 0x0a, 1, 0, 0, 0, 0 }, 8, "*is not an IDX file*" },
    { { 0, 0, 8, 9 }, 40, "*has 9 dimensions, 8 at most*" },
    { { 0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, 1 }, 9, "*cannot hold the [4294967295] numbers*" },
    /* 2^32 x 2^32 wraps to 0, and with 8 bytes an item so does 2^61. */
    { { 0, 0, 8, 3, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 4 }, 16, "*cannot hold the *" },
    { { 0, 0, 14, 2, 0x80, 0, 0, 0, 0x40, 0, 0, 0 }, 12, "*cannot hold the *" },
    { { 0, 0, 8, 4, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0 }, 20, "*cannot hold*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (cases[i].data, cases[i].n_bytes, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, cases[i].says);
    }
}

/* 64 MiB of zeros in 64 kB: refused by the header, whichever way it lies. */
static void
test_bomb (void)
{
  const gsize n_bytes = 64 * 1024 * 1024;
  g_autofree guint8 *data = g_malloc0 (n_bytes);
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(GError) error = NULL;

  memcpy (data, pictures, 16);
  packed = pack_gzip (data, n_bytes);
  g_assert_null (parse (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*goes on after the [2, 2, 3] numbers*");

  /* 4 GB promised; 64 kB of gzip cannot give more than 67 MB. */
  memset (data + 4, 0xff, 4);
  g_clear_pointer (&packed, g_bytes_unref);
  packed = pack_gzip (data, n_bytes);
  g_assert_null (parse (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*cannot hold the *");
}

static void
test_empty (void)
{
  static const guint8 data[] = { 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 28 };
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) array = parse (data, sizeof data, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (array->len, ==, 0);
  g_assert_nonnull (lamina_array_get_data (array));
}

static void
test_pair (Fixture       *fix,
           gconstpointer  data)
{
  g_autofree char *x_path = put_file (fix, "train-images", pictures, sizeof pictures);
  g_autofree char *y_path = put_file (fix, "train-labels", labels, sizeof labels);
  g_autofree char *one_path = put_file (fix, "one-label", "\0\0\10\1\0\0\0\1\3", 9);
  g_autofree char *none_path = put_file (fix, "none", "\0\0\10\2\0\0\0\0\0\0\0\3", 12);
  g_autoptr(LaminaArray) x = NULL;
  g_autoptr(LaminaArray) y = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_idx_read_pair (x_path, y_path, &x, &y, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_pictures (x);
  g_assert_cmpmem (lamina_array_get_data (y), y->len, "\11\4", 2);

  g_clear_pointer (&x, lamina_array_unref);
  g_clear_pointer (&y, lamina_array_unref);
  g_assert_false (lamina_idx_read_pair (x_path, one_path, &x, &y, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT,
                     "“train-images” has 2 pictures, “one-label” labels for 1: *");
  g_assert_false (lamina_idx_read_pair (y_path, x_path, &x, &y, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“train-labels” holds [2] numbers, not pict*");
  g_assert_false (lamina_idx_read_pair (x_path, x_path, &x, &y, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“train-images” holds [2, 2, 3] *, not labels*");
  g_assert_false (lamina_idx_read_pair (none_path, y_path, &x, &y, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“none” holds [0, 3] numbers, not pictures*");
  g_assert_null (x);
  g_assert_null (y);
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  goffset *last = user_data;

  g_assert_cmpint (done, >=, *last);
  g_assert_cmpint (done, <=, total);
  *last = done;
}

static void
test_cancelled (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "x", pictures, sizeof pictures);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lamina_idx_read (path, cancellable, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "*cancelled");
}

/* The numbers are NumPy's: mean 72.940 of all pixels, 6000 pictures a class. */
static void
test_fashion_mnist (void)
{
  g_autoptr(LaminaArray) x = NULL;
  g_autoptr(LaminaArray) y = NULL;
  g_autofree int *classes = NULL;
  g_autoptr(GError) error = NULL;
  gsize counts[10] = { 0 };
  const guint8 *pixels;
  guint64 sum = 0;
  goffset done = 0;
  gint64 begin;

  if (!g_file_test (FASHION_MNIST, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("dataset-fashion-mnist is not installed");
      return;
    }

  begin = g_get_monotonic_time ();
  lamina_idx_read_pair (FASHION_MNIST "train-images-idx3-ubyte.gz",
                        FASHION_MNIST "train-labels-idx1-ubyte.gz", &x, &y, NULL, progress_cb,
                        &done, &error);
  g_test_message ("loaded in %.3f s", 1e-6 * (double) (g_get_monotonic_time () - begin));
  g_assert_no_error (error);
  g_assert_cmpint (done, ==, 26421856);
  g_assert_cmpuint (x->shape[0], ==, 60000);
  g_assert_cmpuint (x->shape[1], ==, 28);
  g_assert_cmpuint (x->shape[2], ==, 28);

  pixels = lamina_array_get_data (x);
  for (gsize i = 0; i < x->len; i++)
    sum += pixels[i];
  g_assert_cmpfloat_with_epsilon ((double) sum / (double) x->len / 255.0, 0.28604, 5e-6);

  classes = lamina_array_to_labels (y, 10, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < y->len; i++)
    counts[classes[i]]++;
  for (gsize i = 0; i < 10; i++)
    g_assert_cmpuint (counts[i], ==, 6000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/idx/plain", test_plain);
  g_test_add_func ("/idx/packed", test_packed);
  g_test_add_func ("/idx/packed-in-members", test_packed_in_members);
  g_test_add_func ("/idx/types", test_types);
  g_test_add_func ("/idx/truncated", test_truncated);
  g_test_add_func ("/idx/damaged", test_damaged);
  g_test_add_func ("/idx/lying-headers", test_lying_headers);
  g_test_add_func ("/idx/bomb", test_bomb);
  g_test_add_func ("/idx/empty", test_empty);
  g_test_add ("/idx/pair", Fixture, NULL, setup, test_pair, teardown);
  g_test_add ("/idx/cancelled", Fixture, NULL, setup, test_cancelled, teardown);
  g_test_add_func ("/idx/fashion-mnist", test_fashion_mnist);

  return g_test_run ();
}
