/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-csv.h"
#include "lamina-npz.h"
#include "lamina-safetensors.h"

#include <locale.h>

/* A new system has no German locale: the build makes one, and LOCPATH leads to it.
 * Returns: FALSE, and the test is skipped, where it cannot be made */
static gboolean
speak_german (void)
{
  g_autofree char *half = NULL;

  if (!g_file_test ("/usr/share/i18n/locales/de_DE", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("/usr/share/i18n is missing: install locales");
      return FALSE;
    }

  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  half = g_strdup_printf ("%.1f", 0.5);
  g_assert_cmpstr (half, ==, "0,5"); /* It is in force. */

  return TRUE;
}

static void
stop_german (Fixture       *fix,
             gconstpointer  data)
{
  setlocale (LC_ALL, "C");
  teardown (fix, data);
}

static void
test_csv (Fixture       *fix,
          gconstpointer  data)
{
  const char *text = "a;b\n0.5;-1.25e-3\n1234.5678901234567;2\n";
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(LaminaTable) table = NULL;
  g_autoptr(GError) error = NULL;

  if (!speak_german ())
    return;

  table = lamina_csv_parse (bytes, "x.csv", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (table->separator, ==, ';');
  g_assert_cmpint (table->columns[0].kind, ==, LAMINA_COLUMN_NUMBER);
  g_assert_cmpfloat (table->columns[0].numbers[0], ==, 0.5);
  g_assert_cmpfloat (table->columns[0].numbers[1], ==, 1234.5678901234567);
  g_assert_cmpfloat (table->columns[1].numbers[0], ==, -1.25e-3);
}

static LaminaArray *
make_array (void)
{
  static const double items[] = { 0.5, 1e6 };
  const gsize shape[] = { 1, 2 };

  return lamina_array_new_copy ("größe", LAMINA_DTYPE_F64, 2, shape, items);
}

static void
test_npy (Fixture       *fix,
          gconstpointer  data)
{
  g_autoptr(LaminaArray) array = make_array ();
  g_autoptr(GBytes) before = lamina_npy_make_header (array);
  g_autoptr(GBytes) after = NULL;
  g_autofree char *path = get_path (fix, "x.npy");
  g_autoptr(LaminaArray) again = NULL;
  g_autoptr(GError) error = NULL;

  if (!speak_german ())
    return;

  after = lamina_npy_make_header (array);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_true (lamina_npy_write (path, array, &error));
  g_assert_no_error (error);
  again = lamina_npy_read (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (array->bytes, again->bytes));
}

static char *
write_both (Fixture   *fix,
            GPtrArray *arrays)
{
  g_autofree char *npz = get_path (fix, "x.npz");
  g_autofree char *safetensors = get_path (fix, "x.safetensors");
  g_autofree char *npz_sum = NULL;
  g_autofree char *safetensors_sum = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GError) error = NULL;

  lamina_npz_write (npz, arrays, NULL, &error);
  g_assert_no_error (error);
  lamina_safetensors_write (safetensors, arrays, NULL, NULL, &error);
  g_assert_no_error (error);
  npz_sum = lamina_file_get_sha256 (npz, NULL, NULL, NULL, &error);
  safetensors_sum = lamina_file_get_sha256 (safetensors, NULL, NULL, NULL, &error);
  again = lamina_npz_read (npz, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lamina_arrays_find (again, "größe"));

  return g_strconcat (npz_sum, " ", safetensors_sum, NULL);
}

/* The same bytes in every locale, and names beyond ASCII even in the C locale. */
static void
test_archives (Fixture       *fix,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autofree char *plain = NULL;
  g_autofree char *german = NULL;

  g_ptr_array_add (arrays, make_array ());
  plain = write_both (fix, arrays);

  if (!speak_german ())
    return;

  german = write_both (fix, arrays);
  g_assert_cmpstr (german, ==, plain);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/locale/csv", Fixture, NULL, setup, test_csv, stop_german);
  g_test_add ("/locale/npy", Fixture, NULL, setup, test_npy, stop_german);
  g_test_add ("/locale/archives", Fixture, NULL, setup, test_archives, stop_german);

  return g_test_run ();
}
