/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-file.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_content (const char *path,
                const char *content)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, content);
}

static gboolean
replace (const char  *path,
         const char  *content,
         GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (content, strlen (content));

  return lamina_file_replace (path, bytes, error);
}

static void
test_read (Fixture       *fix,
           gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "x", "12345", 5);
  g_autofree char *empty = put_file (fix, "empty", "", 0);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) nothing = NULL;
  g_autoptr(GError) error = NULL;

  bytes = lamina_file_read (path, 5, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "12345", 5);
  nothing = lamina_file_read (empty, 5, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
  g_assert_null (lamina_file_read (path, 4, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x” holds more than 4?bytes, the most*");
}

static void
test_read_unpacked (Fixture       *fix,
                    gconstpointer  data)
{
  g_autoptr(GBytes) packed = pack_gzip ("12345", 5);
  g_autofree char *path = put_file (fix, "x.gz", g_bytes_get_data (packed, NULL),
                                    g_bytes_get_size (packed));
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) raw = NULL;
  g_autoptr(GError) error = NULL;

  bytes = lamina_file_read_unpacked (path, 5, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "12345", 5);
  raw = lamina_file_read (path, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (raw, packed));
  g_assert_null (lamina_file_read_unpacked (path, 4, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“x.gz” holds more than 4?bytes, the most*");
}

static void
test_unreadable (Fixture       *fix,
                 gconstpointer  data)
{
  g_autofree char *missing = get_path (fix, "missing");
  g_autofree char *pipe = get_path (fix, "pipe");
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_file_read (missing, 0, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "“*missing” cannot be read (*): check the name*");
  g_assert_null (lamina_file_read (fix->folder, 0, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "* choose a file, not a folder");
  g_assert_no_errno (mkfifo (pipe, 0600));
  g_assert_null (lamina_file_read (pipe, 0, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "“pipe” is a device or a pipe: *");
}

static void
test_replace (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *path = get_path (fix, "x");
  g_autofree char *link = get_path (fix, "link");
  g_autoptr(GError) error = NULL;
  struct stat st;

  g_assert_true (replace (path, "one", &error));
  g_assert_no_error (error);
  assert_content (path, "one");
  g_assert_no_errno (g_chmod (path, 0640));
  g_assert_no_errno (symlink ("x", link));
  g_assert_true (replace (link, "two", &error));
  g_assert_no_error (error);
  assert_content (path, "two");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_no_errno (g_stat (path, &st));
  g_assert_cmpint (st.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_files (fix), ==, 2);
}

/* What a full disk does, done by a limit on the size of files. */
static void
test_disk_full (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "x", "old", 3);
  g_autofree char *long_text = g_strnfill (100000, 'n');
  struct rlimit before, limit;
  g_autoptr(GError) error = NULL;
  gboolean is_replaced;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  limit = before;
  limit.rlim_cur = 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  is_replaced = replace (path, long_text, &error);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));

  g_assert_false (is_replaced);
  assert_error_says (error, LAMINA_ERROR_IO, "“*x” cannot be written (*): free some space *");
  assert_content (path, "old");
  g_assert_cmpuint (count_files (fix), ==, 1);
}

static void
test_unwritable (Fixture       *fix,
                 gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (fix->folder, "no", "x", NULL);
  g_autofree char *path = put_file (fix, "x", "old", 3);
  g_autoptr(GError) error = NULL;

  g_assert_false (replace (missing, "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "“*no/x” cannot be written (*): check the name*");
  g_assert_false (replace (fix->folder, "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "* choose a file, not a folder");
  g_assert_false (replace ("/dev/null", "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "“/dev/null” is a device or a pipe*");
  g_assert_false (replace ("/proc/lamina", "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "“/proc/lamina” cannot be written*");

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }

  g_assert_no_errno (g_chmod (path, 0400));
  g_assert_false (replace (path, "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "* ask for the permission or choose another place");
  g_assert_no_errno (g_chmod (path, 0600));
  g_assert_no_errno (g_chmod (fix->folder, 0500));
  g_assert_false (replace (path, "new", &error));
  assert_error_says (error, LAMINA_ERROR_IO, "* ask for the permission or choose another place");
  g_assert_no_errno (g_chmod (fix->folder, 0700));
  assert_content (path, "old");
}

/* Without a commit nothing has happened. */
static void
test_abandoned (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree char *path = put_file (fix, "x", "old", 3);
  g_autoptr(GError) error = NULL;
  LaminaFileWriter *writer = lamina_file_writer_new (path, &error);

  g_assert_no_error (error);
  g_assert_true (lamina_file_writer_write (writer, "new", 3, &error));
  lamina_file_writer_free (writer);
  assert_content (path, "old");
  g_assert_cmpuint (count_files (fix), ==, 1);
}

static void
count_cb (goffset  done,
          goffset  total,
          gpointer user_data)
{
  guint *n_calls = user_data;

  (*n_calls)++;
}

/* The empty text's and "abc"'s sums are those of FIPS 180-2. */
static void
test_sha256 (Fixture       *fix,
             gconstpointer  data)
{
  const gsize n_bytes = 10 * 1024 * 1024;
  g_autofree char *big = g_strnfill (n_bytes, 'x');
  g_autofree char *empty_path = put_file (fix, "empty", "", 0);
  g_autofree char *abc_path = put_file (fix, "abc", "abc", 3);
  g_autofree char *big_path = put_file (fix, "big", big, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autofree char *empty_sum = lamina_file_get_sha256 (empty_path, NULL, NULL, NULL, &error);
  g_autofree char *abc_sum = lamina_file_get_sha256 (abc_path, NULL, NULL, NULL, &error);
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, big, -1);
  g_autofree char *big_sum = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  guint n_calls = 0;

  g_assert_cmpstr (empty_sum, ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc_sum, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  big_sum = lamina_file_get_sha256 (big_path, cancellable, count_cb, &n_calls, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (big_sum, ==, expected);
  g_assert_cmpuint (n_calls, >, 10);
  g_assert_cmpuint (n_calls, <, 300);

  g_cancellable_cancel (cancellable);
  g_assert_null (lamina_file_get_sha256 (big_path, cancellable, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "*");
}

static void
test_quote (void)
{
  static const struct
  {
    const char *text;
    gssize      n_bytes;
    const char *quoted;
  } cases[] = {
    { "plain", -1, "plain" },
    { "two\nlines\t\x1b[31m", -1, "two\\nlines\\x9\\x1b[31m" },
    { "cut here", 3, "cut" },
    { "bad \xff byte", -1, "bad \xef\xbf\xbd byte" },
    { "0123456789012345678901234567890123456789", -1, "0123456789012345678901234567890123456789" },
    { "01234567890123456789012345678901234567890", -1,
      "0123456789012345678901234567890123456789…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = lamina_error_quote (cases[i].text, cases[i].n_bytes);

      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/file/read", Fixture, NULL, setup, test_read, teardown);
  g_test_add ("/file/read-unpacked", Fixture, NULL, setup, test_read_unpacked, teardown);
  g_test_add ("/file/unreadable", Fixture, NULL, setup, test_unreadable, teardown);
  g_test_add ("/file/replace", Fixture, NULL, setup, test_replace, teardown);
  g_test_add ("/file/disk-full", Fixture, NULL, setup, test_disk_full, teardown);
  g_test_add ("/file/unwritable", Fixture, NULL, setup, test_unwritable, teardown);
  g_test_add ("/file/abandoned", Fixture, NULL, setup, test_abandoned, teardown);
  g_test_add ("/file/sha256", Fixture, NULL, setup, test_sha256, teardown);
  g_test_add_func ("/file/quote", test_quote);

  return g_test_run ();
}
