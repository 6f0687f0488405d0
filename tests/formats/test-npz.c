/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-npz.h"

#include <archive.h>
#include <archive_entry.h>

typedef struct
{
  const char    *name;
  gconstpointer  data;
  gsize          n_bytes;
} ZipPart;

/* A zip of @parts, written by libarchive into memory. */
static GBytes *
make_zip (const ZipPart *parts,
          gsize          n_parts,
          gboolean       deflate,
          gsize          capacity)
{
  g_autofree guint8 *buffer = g_malloc (capacity);
  struct archive *zip = archive_write_new ();
  size_t used = 0;

  archive_write_set_format_zip (zip);
  if (deflate)
    archive_write_zip_set_compression_deflate (zip);
  else
    archive_write_zip_set_compression_store (zip);
  archive_write_open_memory (zip, buffer, capacity, &used);

  for (gsize i = 0; i < n_parts; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, parts[i].name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, (gint64) parts[i].n_bytes);
      g_assert_cmpint (archive_write_header (zip, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (zip, parts[i].data, parts[i].n_bytes), ==,
                       parts[i].n_bytes);
      archive_entry_free (entry);
    }

  g_assert_cmpint (archive_write_close (zip), ==, ARCHIVE_OK);
  archive_write_free (zip);

  return exact_bytes (buffer, used);
}

static LaminaArray *
make_array (const char *name,
            gsize       n,
            float       first)
{
  g_autofree float *items = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    items[i] = first + (float) i;

  return lamina_array_new_copy (name, LAMINA_DTYPE_F32, 1, &n, items);
}

static GBytes *
make_npy (const LaminaArray *array)
{
  g_autoptr(GBytes) header = lamina_npy_make_header (array);
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, g_bytes_get_data (header, NULL), (guint) g_bytes_get_size (header));
  g_byte_array_append (file, lamina_array_get_data (array),
                       (guint) g_bytes_get_size (array->bytes));

  return g_byte_array_free_to_bytes (file);
}

static GPtrArray *
make_arrays (void)
{
  GPtrArray *arrays = lamina_arrays_new ();

  g_ptr_array_add (arrays, make_array ("z", 3, 1.0f));
  g_ptr_array_add (arrays, make_array ("fc_1.weight", 100000, -5.0f));
  g_ptr_array_add (arrays, make_array ("größe", 0, 0.0f));

  return arrays;
}

static void
assert_equal_arrays (const GPtrArray *a,
                     const GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);

  for (guint i = 0; i < a->len; i++)
    {
      const LaminaArray *x = g_ptr_array_index (a, i);
      const LaminaArray *y = g_ptr_array_index (b, i);

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpint (x->dtype, ==, y->dtype);
      g_assert_cmpuint (x->rank, ==, y->rank);
      g_assert_cmpmem (x->shape, x->rank * sizeof (gsize), y->shape, y->rank * sizeof (gsize));
      g_assert_true (g_bytes_equal (x->bytes, y->bytes));
    }
}

static void
test_round_trip (Fixture       *fix,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autoptr(GPtrArray) again = NULL;
  g_autofree char *path = get_path (fix, "x.npz");
  g_autofree char *second = get_path (fix, "y.npz");
  g_autoptr(GError) error = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *second_sum = NULL;

  g_assert_true (lamina_npz_write (path, arrays, NULL, &error));
  g_assert_no_error (error);
  again = lamina_npz_read (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_equal_arrays (arrays, again);

  g_usleep (1100000); /* Zip keeps seconds: a clock would show. */
  g_assert_true (lamina_npz_write (second, arrays, NULL, &error));
  sum = lamina_file_get_sha256 (path, NULL, NULL, NULL, &error);
  second_sum = lamina_file_get_sha256 (second, NULL, NULL, NULL, &error);
  g_assert_cmpstr (sum, ==, second_sum);
  g_assert_cmpuint (count_files (fix), ==, 2);
}

static void
test_deflated (void)
{
  g_autoptr(LaminaArray) array = make_array ("a", 1000, 0.0f);
  g_autoptr(GBytes) npy = make_npy (array);
  const ZipPart parts[] = {
    { "readme.txt", "not an array", 12 },
    { "a.npy", g_bytes_get_data (npy, NULL), g_bytes_get_size (npy) },
  };
  g_autoptr(GBytes) zip = make_zip (parts, 2, TRUE, 100000);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = lamina_npz_parse (zip, "x.npz", 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (arrays->len, ==, 1);
  g_assert_true (g_bytes_equal (((LaminaArray *) arrays->pdata[0])->bytes, array->bytes));
}

/* Names lead nowhere: nothing is ever unpacked to a path. */
static void
test_names (void)
{
  g_autoptr(LaminaArray) array = make_array ("a", 1, 0.0f);
  g_autoptr(GBytes) npy = make_npy (array);
  const gsize n = g_bytes_get_size (npy);
  const void *data = g_bytes_get_data (npy, NULL);
  const ZipPart parts[] = { { "../../a.npy", data, n }, { "/etc/b.npy", data, n } };
  const ZipPart twice[] = { { "a.npy", data, n }, { "a.npy", data, n } };
  g_autoptr(GBytes) zip = make_zip (parts, 2, FALSE, 10000);
  g_autoptr(GBytes) twice_zip = make_zip (twice, 2, FALSE, 10000);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = lamina_npz_parse (zip, "x.npz", 0, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (((LaminaArray *) arrays->pdata[0])->name, ==, "../../a");
  g_assert_null (lamina_npz_parse (twice_zip, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” holds two arrays called “a”: *");
}

static void
test_refused (void)
{
  const ZipPart text = { "readme.txt", "text", 4 };
  const ZipPart bad = { "bad.npy", "not numpy", 9 };
  g_autoptr(GBytes) no_arrays = make_zip (&text, 1, FALSE, 10000);
  g_autoptr(GBytes) bad_array = make_zip (&bad, 1, FALSE, 10000);
  g_autoptr(GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr(GBytes) no_zip = g_bytes_new ("no zip at all, but long enough to look", 38);
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_npz_parse (no_arrays, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” holds no arrays: *");
  g_assert_null (lamina_npz_parse (bad_array, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz, bad.npy” is not an NPY file: *");
  g_assert_null (lamina_npz_parse (empty, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” is not a whole NPZ file*");
  g_assert_null (lamina_npz_parse (no_zip, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” is not a whole NPZ file*");
}

static void
test_truncated (void)
{
  g_autoptr(LaminaArray) array = make_array ("a", 5, 0.0f);
  g_autoptr(GBytes) npy = make_npy (array);
  const ZipPart part = { "a.npy", g_bytes_get_data (npy, NULL), g_bytes_get_size (npy) };

  for (int deflate = 0; deflate < 2; deflate++)
    {
      g_autoptr(GBytes) zip = make_zip (&part, 1, deflate, 10000);

      for (gsize n = 0; n < g_bytes_get_size (zip); n++)
        {
          g_autoptr(GBytes) cut = exact_bytes (g_bytes_get_data (zip, NULL), n);
          g_autoptr(GError) error = NULL;

          g_assert_null (lamina_npz_parse (cut, "x.npz", 0, &error));
          assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz”*: *");
        }
    }
}

/* A flipped bit of an item is found by the checksum. */
static void
test_damaged (void)
{
  g_autoptr(LaminaArray) array = make_array ("a", 5, 0.0f);
  g_autoptr(GBytes) npy = make_npy (array);
  const ZipPart part = { "a.npy", g_bytes_get_data (npy, NULL), g_bytes_get_size (npy) };
  g_autoptr(GBytes) zip = make_zip (&part, 1, FALSE, 10000);
  const gsize n_bytes = g_bytes_get_size (zip);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (zip, NULL), n_bytes);
  g_autoptr(GBytes) damaged = NULL;
  g_autoptr(GError) error = NULL;
  const guint8 *item = memmem (data, n_bytes, "\0\0\200\77\0\0\0\100", 8);

  g_assert_nonnull (item);
  data[item - data + 2] ^= 1;
  damaged = exact_bytes (data, n_bytes);
  g_assert_null (lamina_npz_parse (damaged, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” is not a whole NPZ file*");
}

/* 64 MiB out of 64 kB, whose directory tells of 4 kB. */
static void
test_bomb (void)
{
  const gsize n = 64 * 1024 * 1024;
  g_autofree guint8 *zeros = g_malloc0 (n);
  const ZipPart part = { "a.npy", zeros, n };
  g_autoptr(GBytes) zip = make_zip (&part, 1, TRUE, 1000000);
  const gsize n_bytes = g_bytes_get_size (zip);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (zip, NULL), n_bytes);
  guint8 *directory = memmem (data, n_bytes, "PK\1\2", 4);
  g_autoptr(GBytes) lying = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (directory);
  memcpy (directory + 24, "\0\x10\0\0", 4);
  lying = exact_bytes (data, n_bytes);
  g_assert_null (lamina_npz_parse (lying, "x.npz", 0, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz”*");
}

/* An honest directory, but more than may be taken: over two arrays too. */
static void
test_limit (void)
{
  g_autoptr(LaminaArray) array = make_array ("a", 100000, 0.0f);
  g_autoptr(GBytes) npy = make_npy (array);
  const gsize n = g_bytes_get_size (npy);
  const ZipPart parts[] = {
    { "a.npy", g_bytes_get_data (npy, NULL), n },
    { "b.npy", g_bytes_get_data (npy, NULL), n },
  };
  g_autoptr(GBytes) zip = make_zip (parts, 2, FALSE, 3 * n);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = lamina_npz_parse (zip, "x.npz", 2 * n, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (arrays->len, ==, 2);
  g_assert_null (lamina_npz_parse (zip, "x.npz", 2 * n - 1, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” unpacks to more than *");
  g_assert_null (lamina_npz_parse (zip, "x.npz", n - 1, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.npz” unpacks to more than *");
}

static void
test_write_fails (Fixture       *fix,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autofree char *path = put_file (fix, "x.npz", "old", 3);
  g_autofree char *missing = g_build_filename (fix->folder, "no", "x.npz", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (lamina_npz_write (path, arrays, cancellable, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "“x.npz” was cancelled");
  g_assert_false (lamina_npz_write (missing, arrays, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "*no/x.npz” cannot be written*");
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
  g_assert_cmpuint (count_files (fix), ==, 1);
}

static void
test_numpy (Fixture       *fix,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = make_arrays ();
  g_autoptr(GPtrArray) theirs = NULL;
  g_autofree char *path = get_path (fix, "x.npz");
  g_autofree char *their_path = get_path (fix, "theirs.npz");
  g_autoptr(GError) error = NULL;
  const LaminaArray *y;

  g_assert_true (lamina_npz_write (path, arrays, NULL, &error));
  g_assert_no_error (error);

  if (!run_python (fix->folder,
                   "import zipfile, numpy as np\n"
                   "assert zipfile.ZipFile('x.npz').testzip() is None\n"
                   "f = np.load('x.npz')\n"
                   "assert f.files == ['z', 'fc_1.weight', 'größe'], f.files\n"
                   "assert f['z'].tolist() == [1, 2, 3]\n"
                   "w = f['fc_1.weight']\n"
                   "assert w.dtype == np.float32 and w[0] == -5 and w[-1] == 99994\n"
                   "assert f['größe'].shape == (0,)\n"
                   "np.savez_compressed('theirs.npz', x=np.zeros((500, 28, 28), 'f4'),\n"
                   "                    y=np.arange(500), größe=np.float64(2.5))\n"))
    return;

  theirs = lamina_npz_read (their_path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (theirs->len, ==, 3);
  g_assert_cmpuint (lamina_arrays_find (theirs, "x")->len, ==, 500 * 28 * 28);
  y = lamina_arrays_find (theirs, "y");
  g_assert_cmpint (y->dtype, ==, LAMINA_DTYPE_I64);
  g_assert_cmpint (((const gint64 *) lamina_array_get_data (y))[499], ==, 499);
  g_assert_cmpfloat (*(const double *) lamina_array_get_data (lamina_arrays_find (theirs, "größe")),
                     ==, 2.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/npz/round-trip", Fixture, NULL, setup, test_round_trip, teardown);
  g_test_add_func ("/npz/deflated", test_deflated);
  g_test_add_func ("/npz/names", test_names);
  g_test_add_func ("/npz/refused", test_refused);
  g_test_add_func ("/npz/truncated", test_truncated);
  g_test_add_func ("/npz/damaged", test_damaged);
  g_test_add_func ("/npz/bomb", test_bomb);
  g_test_add_func ("/npz/limit", test_limit);
  g_test_add ("/npz/write-fails", Fixture, NULL, setup, test_write_fails, teardown);
  g_test_add ("/npz/numpy", Fixture, NULL, setup, test_numpy, teardown);

  return g_test_run ();
}
