/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-text.h"

static void
assert_parses (const char *data,
               gsize       n_bytes,
               const char *expected)
{
  g_autoptr(GBytes) bytes = exact_bytes (data, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = lamina_text_parse (bytes, "a.txt", &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), expected,
                   strlen (expected));
}

static void
test_good (void)
{
  assert_parses ("", 0, "");
  assert_parses ("a\nb", 3, "a\nb");
  assert_parses ("\xef\xbb\xbf" "ä\n", 6, "ä\n");
  assert_parses ("a\r\nb\rc\n\r\n", 9, "a\nb\nc\n\n");
  assert_parses ("\xef\xbb\xbf" "a\r", 5, "a\n");
}

static void
test_bad (void)
{
  static const struct
  {
    const char *data;
    gsize       n_bytes;
    const char *message;
  } cases[] = {
    { "one\ntwo\n\xe4\n", 10, "a.txt, line 3, byte 8: the text is not UTF-8: save*" },
    { "cut \xe2\x82", 6, "a.txt, line 1, byte 4: the text is not UTF-8: save*" },
    { "\xed\xa0\x80", 3, "a.txt, line 1, byte 0: the text is not UTF-8: save*" },
    { "a\nb\0c", 5, "a.txt, line 2, byte 3: a zero byte: *" },
    { "\xff\xfe" "a\0", 4, "“a.txt” is UTF-16 text: *" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = exact_bytes (cases[i].data, cases[i].n_bytes);
      GError *error = NULL;

      g_assert_null (lamina_text_parse (bytes, "a.txt", &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, cases[i].message);
    }
}

static void
test_files (Fixture       *fix,
            gconstpointer  data)
{
  g_autofree char *plain = put_file (fix, "plain.txt", "a\r\nb", 4);
  g_autofree char *missing = get_path (fix, "missing.txt");
  g_autoptr(GBytes) gzip = pack_gzip ("packed\n", 7);
  g_autofree char *packed = put_file (fix, "packed.txt.gz", g_bytes_get_data (gzip, NULL),
                                      g_bytes_get_size (gzip));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;
  g_autoptr(GBytes) text = lamina_text_read (plain, 0, NULL, NULL, NULL, &error);
  g_autoptr(GBytes) unpacked = lamina_text_read (packed, 0, NULL, NULL, NULL, NULL);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "a\nb", 3);
  g_assert_cmpmem (g_bytes_get_data (unpacked, NULL), g_bytes_get_size (unpacked), "packed\n", 7);

  g_assert_null (lamina_text_read (plain, 3, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "*plain.txt*");
  g_assert_null (lamina_text_read (missing, 0, NULL, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "*missing.txt*");
  g_cancellable_cancel (cancellable);
  g_assert_null (lamina_text_read (plain, 0, cancellable, NULL, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_CANCELLED, "*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/good", test_good);
  g_test_add_func ("/text/bad", test_bad);
  g_test_add ("/text/files", Fixture, NULL, setup, test_files, teardown);

  return g_test_run ();
}
