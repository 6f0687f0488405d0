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

static char *
read_file (Fixture    *fixture,
           const char *name,
           gsize      *length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, length, NULL));

  return text;
}

/* Points in the data's own units; on how many heaps they lie; noise that is multiplied by 0 is one
 * point. */
static void
test_points (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *first = NULL;
  g_auto(GStrv) lines = NULL, same = NULL;

  call (fixture, "new", "--template", "gan-ring", "--set", "data.examples=100", "@", NULL);
  assert_done (fixture);
  call (fixture, "sample", "--n", "7", "--seed", "3", "@", NULL);
  assert_done (fixture);
  first = g_strdup (fixture->out);
  lines = g_strsplit (first, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "\"x\",\"y\"");
  g_assert_cmpuint (g_strv_length (lines), ==, 9);
  g_assert_nonnull (strchr (lines[7], ','));

  call (fixture, "sample", "--n", "7", "--seed", "3", "@", NULL);
  g_assert_cmpstr (fixture->out, ==, first);
  call (fixture, "sample", "--n", "7", "--seed", "4", "@", NULL);
  g_assert_cmpstr (fixture->out, !=, first);
  call (fixture, "sample", "--n", "2", "--temperature", "0", "@", NULL);
  same = g_strsplit (fixture->out, "\n", -1);
  g_assert_cmpstr (same[1], ==, same[2]);

  call (fixture, "sample", "--json", "--output", "@/points.csv", "@", NULL);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, 64);
  g_assert_cmpint (json_object_get_int_member (object, "heaps"), ==, 8);
  g_assert_cmpint (json_object_get_int_member (object, "covered"), <, 8);
}

/* The big-endian number at @place of a PNG. */
static guint32
get_number (const char *png,
            gsize       place)
{
  guint32 number;

  memcpy (&number, png + place, sizeof number);

  return GUINT32_FROM_BE (number);
}

/* A row for each of three, a column for each of ten classes; or all of one class. */
static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *png = NULL, *npy = NULL, *csv = NULL;
  g_auto(GStrv) lines = NULL;
  gsize length;

  call (fixture, "new", "--template", "cgan-28", "--set", "data.kind=shapes", "--set",
        "data.examples=100", "@", NULL);
  assert_done (fixture);
  call (fixture, "sample", "--n", "25", "--output", "@/made.png", "@", NULL);
  assert_done (fixture);
  png = read_file (fixture, "made.png", &length);
  g_assert_cmpuint (length, >, 100);
  g_assert_cmpuint (get_number (png, 16), ==, 3 * 30 - 2);
  g_assert_cmpuint (get_number (png, 20), ==, 10 * 30 - 2);

  call (fixture, "sample", "--n", "4", "--class", "3", "--output", "@/made.npy", "@", NULL);
  assert_done (fixture);
  npy = read_file (fixture, "made.npy", &length);
  g_assert_cmpuint (length, ==, 128 + 4 * 784 * 4);
  g_assert_nonnull (g_strstr_len (npy + 10, 118, "(4, 1, 28, 28)"));

  call (fixture, "sample", "--n", "2", "--class", "3", "--output", "@/made.csv", "@", NULL);
  assert_done (fixture);
  csv = read_file (fixture, "made.csv", NULL);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "x0,x1,"));
  g_assert_true (g_str_has_suffix (lines[0], ",x783,class"));
  g_assert_true (g_str_has_suffix (lines[2], ",3"));
}

/* A decoder makes what it reconstructs. */
static void
test_decoder (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *csv = NULL;
  g_auto(GStrv) lines = NULL;

  call (fixture, "new", "--template", "vae-32-16-32", "@", NULL);
  assert_done (fixture);
  call (fixture, "sample", "--n", "3", "--output", "@/made.csv", "@", NULL);
  assert_done (fixture);
  csv = read_file (fixture, "made.csv", NULL);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_suffix (lines[0], ",x31"));
}

static void
test_made_refusals (Fixture       *fixture,
                    gconstpointer  data)
{
  call (fixture, "new", "--template", "gan-ring", "--set", "latent_1.size=0", "@", NULL);
  assert_refused (fixture, "latent_1.size: ");
  call (fixture, "new", "--template", "gan-ring", "--set", "data.examples=100", "@", NULL);
  call (fixture, "sample", "--class", "1", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--output", "@/points.gif", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--output", "@/points.png", "@", NULL);
  assert_refused (fixture, "are no pictures");
  call (fixture, "sample", "--n", "many", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--n", "100001", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--output", "@/none/points.csv", "@", NULL);
  assert_refused (fixture, "none/points.csv”");
  call (fixture, "sample", "--prompt", "x", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--length", "9", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--temperature", "1e308", "@", NULL);
  assert_refused (fixture, "not finite");
}

/* What is asked for must be of text; and a network that reads text need not write any. */
static void
test_text_refusals (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *const names[] = { "@/made.png", "@/made.npy", "@/made.csv" };

  call (fixture, "new", "--template", "char-lm", "@", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      call (fixture, "sample", "--length", "2", "--output", names[i], "@", NULL);
      assert_usage (fixture);
    }
  call (fixture, "sample", "--class", "1", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--n", "65", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--length", "0", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--length", "2", "--output", "@/none/made.txt", "@", NULL);
  assert_refused (fixture, "none/made.txt”");
}

static void
test_classifier (Fixture       *fixture,
                 gconstpointer  data)
{
  call (fixture, "new", "--template", "gru-sentiment", "@", NULL);
  call (fixture, "sample", "@", NULL);
  assert_refused (fixture, "invents nothing");
}

static void
test_class_refusals (Fixture       *fixture,
                     gconstpointer  data)
{
  call (fixture, "new", "--template", "cgan-28", "--set", "data.kind=shapes", "--set",
        "data.examples=100", "@", NULL);
  assert_done (fixture);
  call (fixture, "sample", "--class", "10", "--output", "@/made.png", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--class", "no such", "--output", "@/made.png", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "@", NULL);
  assert_usage (fixture);
  call (fixture, "sample", "--n", "100000", "--output", "@/made.png", "@", NULL);
  assert_refused (fixture, "too large");
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
  call (fixture, "sample", "--temperature", "-1", "@", NULL);
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
  add_test ("/cli/sample/points", test_points);
  add_test ("/cli/sample/pictures", test_pictures);
  add_test ("/cli/sample/decoder", test_decoder);
  add_test ("/cli/sample/refusals", test_refusals);
  add_test ("/cli/sample/refusals/text", test_text_refusals);
  add_test ("/cli/sample/refusals/classifier", test_classifier);
  add_test ("/cli/sample/refusals/made", test_made_refusals);
  add_test ("/cli/sample/refusals/class", test_class_refusals);

  return g_test_run ();
}
