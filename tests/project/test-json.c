/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>
#include <string.h>

#include "lamina-json.h"

static void
test_pairs (void)
{
  g_autoptr(LaminaPairs) pairs = lamina_pairs_new ();
  g_autoptr(LaminaPairs) copy = NULL;

  lamina_pairs_set (pairs, "b", "1");
  lamina_pairs_set (pairs, "a", "2");
  lamina_pairs_set (pairs, "c", "3");
  lamina_pairs_set (pairs, "b", "4");
  lamina_pairs_set (pairs, "c", NULL);
  lamina_pairs_set (pairs, "none", NULL);
  g_assert_cmpuint (lamina_pairs_get_n (pairs), ==, 2);
  g_assert_cmpstr (lamina_pairs_nth (pairs, 0)->name, ==, "b");
  g_assert_cmpstr (lamina_pairs_get (pairs, "b"), ==, "4");
  g_assert_null (lamina_pairs_get (pairs, "c"));

  copy = lamina_pairs_copy (pairs);
  g_assert_true (lamina_pairs_equal (copy, pairs));
  lamina_pairs_set (copy, "a", lamina_pairs_get (copy, "a"));
  g_assert_true (lamina_pairs_equal (copy, pairs));
  lamina_pairs_set (copy, "a", "5");
  g_assert_false (lamina_pairs_equal (copy, pairs));
}

static void
test_round_trip (void)
{
  static const char *const odd[] = {
    "", "\"", "\\", "\\\"", "[[{", "\n\t\001", "层 ä \xf0\x9f\x98\x80", "/* \" */", "'", NULL
  };
  g_autoptr(LaminaPairs) pairs = lamina_pairs_new ();
  g_autoptr(LaminaPairs) read_pairs = NULL;
  g_autofree char *array = lamina_json_from_strv (odd);
  g_autofree char *object = NULL;
  g_auto(GStrv) texts = lamina_json_to_strv (array, 9);

  g_assert_nonnull (texts);
  g_assert_true (g_strv_equal ((const char *const *) texts, odd));

  for (gsize i = 0; odd[i] != NULL; i++)
    lamina_pairs_set (pairs, odd[i], odd[8 - i]);
  object = lamina_json_from_pairs (pairs);
  read_pairs = lamina_json_to_pairs (object, 9);
  g_assert_nonnull (read_pairs);
  g_assert_true (lamina_pairs_equal (pairs, read_pairs));
}

static void
test_refuses (void)
{
  static const char *const bad[] = {
    "", "[", "{", "null", "1", "\"a\"", "[1]", "[null]", "[[\"a\"]]", "[\"a\"", "{\"a\":1}",
    "{\"a\":[]}", "{\"a\":{}}", "/* \" */ [[[[", "{'a':'b'}", "var a = [\"b\"]", "[\"a\"] [",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_null (lamina_json_to_pairs (bad[i], 100));
      g_assert_null (lamina_json_to_strv (bad[i], 100));
    }
  g_assert_null (lamina_json_to_strv ("[\"a\",\"b\"]", 1));
  g_assert_null (lamina_json_to_pairs ("{\"a\":\"1\",\"b\":\"2\"}", 1));
}

/* Recursion in the parser would end the program. */
static void
test_deep (void)
{
  const gsize n = 5000000;
  g_autofree char *json = g_malloc (n + 1);

  memset (json, '[', n);
  json[n] = '\0';
  g_assert_null (lamina_json_to_strv (json, 100));
  memcpy (json, "/*\"*/", 5);
  g_assert_null (lamina_json_to_strv (json, 100));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/pairs", test_pairs);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/deep", test_deep);

  return g_test_run ();
}
