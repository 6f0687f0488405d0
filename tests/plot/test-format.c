/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>
#include <math.h>

#include "lamina-format.h"
#include "lamina-view.h"

/* Takes @text. */
static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_numbers (void)
{
  assert_text (lamina_format_number (0.3234), "0.323");
  assert_text (lamina_format_number (0.34), "0.340");
  assert_text (lamina_format_number (-1.2149), "−1.21");
  assert_text (lamina_format_number (9.996), "10.0");
  assert_text (lamina_format_number (99.96), "100");
  assert_text (lamina_format_number (12387.4), "12 387");
  assert_text (lamina_format_number (999999.4), "1.00 × 10⁶");
  assert_text (lamina_format_number (3.214e-7), "3.21 × 10⁻⁷");
  assert_text (lamina_format_number (-2e12), "−2.00 × 10¹²");
  assert_text (lamina_format_number (0), "0");
  assert_text (lamina_format_number (-0.0), "0");
  assert_text (lamina_format_number (NAN), "not a number");
  assert_text (lamina_format_number (INFINITY), "∞");
  assert_text (lamina_format_number (-INFINITY), "−∞");

  assert_text (lamina_format_signed (1.21), "+1.21");
  assert_text (lamina_format_signed (-1.21), "−1.21");
  assert_text (lamina_format_signed (0), "0");
  assert_text (lamina_format_exact (0.001), "0.001");
  assert_text (lamina_format_exact (-0.3141592653), "−0.3141593");
  assert_text (lamina_format_exact (1e-10), "1 × 10⁻¹⁰");
  assert_text (lamina_format_setting (0.00057933), "0.0005793");
  assert_text (lamina_format_setting (0.001), "0.001");
  assert_text (lamina_format_fixed (-0.001, 1), "0.0");
}

static void
test_counts (void)
{
  assert_text (lamina_format_count (7), "7");
  assert_text (lamina_format_count (4212), "4 212");
  assert_text (lamina_format_count (G_MAXUINT64), "18 446 744 073 709 551 615");
  assert_text (lamina_format_step (1204), "step 1 204");
  assert_text (lamina_format_short (93322), "93 322");
  assert_text (lamina_format_short (8.7e6), "8.7 M");
  assert_text (lamina_format_short (999.6e6), "1.0 G");
  assert_text (lamina_format_bytes (512), "512 bytes");
  assert_text (lamina_format_bytes (32768), "32 KiB");
  assert_text (lamina_format_bytes (1572864), "1.5 MiB");
  assert_text (lamina_format_bytes (G_MAXUINT64), "16 EiB");
  assert_text (lamina_format_epoch (3, 5), "Epoch 3 of 5");
  assert_text (lamina_format_epoch (3, 0), "Epoch 3");
}

static void
test_shares (void)
{
  assert_text (lamina_format_percent (0.883, 1), "88.3%");
  assert_text (lamina_format_percent (0.979, 0), "98%");
  assert_text (lamina_format_percent (1, 1), "100%");
  assert_text (lamina_format_percent (0.9996, 1), "100%");
  assert_text (lamina_format_percent (0, 1), "0.0%");
  assert_text (lamina_format_percent (NAN, 1), "not a number");
}

static void
test_times (void)
{
  assert_text (lamina_format_duration (0.42), "0.4 s");
  assert_text (lamina_format_duration (18.2), "18 s");
  assert_text (lamina_format_duration (59.7), "1 min");
  assert_text (lamina_format_duration (125), "2 min 5 s");
  assert_text (lamina_format_duration (1790), "30 min");
  assert_text (lamina_format_duration (3900), "1 h 5 min");
  assert_text (lamina_format_duration (180000), "2 d 2 h");
  assert_text (lamina_format_duration (INFINITY), "…");
  assert_text (lamina_format_time_left (18), "18 s left");
  assert_text (lamina_format_time_left (0.2), "1 s left");
  assert_text (lamina_format_steps_per_second (236.3), "236 steps/s");
  assert_text (lamina_format_steps_per_second (0.5), "0.5 steps/s");
  assert_text (lamina_format_examples_per_second (7550), "7 550 examples/s");
}

static void
test_locale (void)
{
  g_autoptr(GString) csv = g_string_new (NULL);

  g_assert_nonnull (setlocale (LC_NUMERIC, "de_DE.UTF-8"));
  assert_text (g_strdup_printf ("%.1f", 0.5), "0,5");
  assert_text (lamina_format_number (0.3234), "0,323");
  assert_text (lamina_format_percent (0.883, 1), "88,3%");
  assert_text (lamina_format_exact (3.25e-7), "3,25 × 10⁻⁷");

  /* Files are the same everywhere. */
  lamina_csv_append_number (csv, 0.5);
  g_assert_cmpstr (csv->str, ==, "0.5");
  setlocale (LC_NUMERIC, "C");
}

static void
test_csv (void)
{
  g_autoptr(GString) csv = g_string_new (NULL);

  lamina_csv_append_text (csv, "conv_1");
  lamina_csv_append_text (csv, "a \"b\"");
  lamina_csv_append_text (csv, "=1+1");
  lamina_csv_append_text (csv, "");
  lamina_csv_append_number (csv, NAN);
  lamina_csv_append_number (csv, -1.5e-9);
  g_assert_cmpstr (csv->str, ==, "\"conv_1\"\"a \"\"b\"\"\"\"'=1+1\"\"\"-1.5e-09");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/format/counts", test_counts);
  g_test_add_func ("/format/shares", test_shares);
  g_test_add_func ("/format/times", test_times);
  g_test_add_func ("/format/csv", test_csv);
  g_test_add_func ("/format/locale", test_locale);

  return g_test_run ();
}
