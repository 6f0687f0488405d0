/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a network invents. */

#include <string.h>

#include "cli-test.h"

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *first = NULL;

  call (fixture, "new", "--template", "char-lm", "@", NULL);
  assert_done (fixture);
  call (fixture, "sample", "--prompt", "The ", "--length", "40", "--seed", "3", "@", NULL);
  assert_done (fixture);
  g_assert_true (g_str_has_prefix (fixture->out, "The "));
  g_assert_cmpint (g_utf8_strlen (fixture->out, -1), >=, 44);
  first = g_strdup (fixture->out);

  call (fixture, "sample", "--prompt", "The ", "--length", "40", "--seed", "3", "@", NULL);
  g_assert_cmpstr (fixture->out, ==, first);
  call (fixture, "sample", "--prompt", "The ", "--length", "40", "--seed", "4", "@", NULL);
  g_assert_cmpstr (fixture->out, !=, first);
}

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *text = NULL;

  call (fixture, "new", "--template", "char-lm", "@", NULL);
  call (fixture, "sample", "--json", "--n", "2", "--length", "5", "--temperature", "0",
        "--output", "@/samples.txt", "@", NULL);
  assert_done (fixture);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "step"), ==, 0);
  g_assert_true (g_file_get_contents (json_object_get_string_member (object, "output"), &text, NULL,
                                      NULL));
  g_assert_nonnull (strstr (text, "--------"));
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, text);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  call (fixture, "new", "--template", "spirals", "@", NULL);
  call (fixture, "sample", "@", NULL);
  assert_refused (fixture, "predict");
  call (fixture, "sample", "--n", "0", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--temperature", "nan", "@", NULL);
  assert_usage (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  add_test ("/cli/sample/text", test_text);
  add_test ("/cli/sample/json", test_json);
  add_test ("/cli/sample/refusals", test_refusals);

  return g_test_run ();
}
