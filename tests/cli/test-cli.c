/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "cli-test.h"

static const char *const commands[] = {
  "templates", "new", "describe", "train", "evaluate", "predict", "export", "plot", "gradcheck",
  "sample", "forecast",
};

static void
test_help (Fixture       *fixture,
           gconstpointer  data)
{
  call (fixture, "--help", NULL);
  assert_done (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *out = g_strdup (fixture->out);

      g_assert_nonnull (strstr (out, commands[i]));
      call (fixture, commands[i], "--help", NULL);
      assert_done (fixture);
      g_assert_nonnull (strstr (fixture->out, "--json"));
      g_free (fixture->out);
      fixture->out = g_steal_pointer (&out);
    }

  call (fixture, "--version", NULL);
  assert_done (fixture);
  g_assert_true (g_str_has_prefix (fixture->out, "lamina-cli "));
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const lines[][6] = {
    { NULL },
    { "nothing", NULL },
    { "--nothing", NULL },
    { "templates", "more", NULL },
    { "new", NULL },
    { "new", "@", "@/b", NULL },
    { "new", "--set", "epochs", "@", NULL },
    { "train", NULL },
    { "train", "--nothing", "@", NULL },
    { "train", "--epochs", "many", "@", NULL },
    { "train", "--epochs", "0", "@", NULL },
    { "train", "--steps", "-5", "@", NULL },
    { "train", "--epochs=1", "--steps=1", "@", NULL },
    { "train", "--threads", "100000", "@", NULL },
    { "train", "--seed", "-1", "@", NULL },
    { "evaluate", "--split", "nothing", "@", NULL },
    { "predict", "@", NULL },
    { "export", "@", "@/out", NULL },
    { "export", "--format", "nothing", "@", "@/out", NULL },
    { "export", "--format", "npz", "@", NULL },
    { "plot", "@", "@/out.svg", NULL },
    { "plot", "--view", "nothing", "@", "@/out.svg", NULL },
    { "plot", "--view", "loss", "@", "@/out.txt", NULL },
    { "gradcheck", "--rows", "0", "@", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      call_list (fixture, lines[i]);
      g_test_message ("%s", fixture->err);
      assert_usage (fixture);
    }
}

static void
assert_all_refuse (Fixture    *fixture,
                   const char *words)
{
  call (fixture, "describe", "@", NULL);
  assert_refused (fixture, words);
  call (fixture, "train", "--json", "@", NULL);
  assert_refused (fixture, words);
  call (fixture, "evaluate", "@", NULL);
  assert_refused (fixture, words);
  call (fixture, "export", "--format", "npz", "@", "@/w.npz", NULL);
  assert_refused (fixture, words);
  call (fixture, "plot", "--view", "loss", "@", "@/l.svg", NULL);
  assert_refused (fixture, words);
  call (fixture, "gradcheck", "@", NULL);
  assert_refused (fixture, words);
  call (fixture, "predict", "--input", "@/x.npy", "--output", "@/y.npy", "@", NULL);
  assert_refused (fixture, words);
}

static void
test_no_project (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_all_refuse (fixture, "mein lauf.lamina");
  g_assert_true (g_file_set_contents (fixture->file, "SQLite format 3", -1, NULL));
  assert_all_refuse (fixture, "mein lauf.lamina");
  g_assert_true (g_file_set_contents (fixture->file, "", -1, NULL));
  assert_all_refuse (fixture, "mein lauf.lamina");
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;

  call (fixture, "new", "--template", "nothing", "@", NULL);
  assert_refused (fixture, "nothing");
  call (fixture, "new", "--template", "xor", "--set", "dense_9.units=3", "@", NULL);
  assert_refused (fixture, "dense_9");
  call (fixture, "new", "--template", "xor", "--set", "dense_1.units=0", "@", NULL);
  assert_refused (fixture, "65");
  call (fixture, "new", "--template", "xor", "--set", "colour=red", "@", NULL);
  assert_refused (fixture, "colour");
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));

  call (fixture, "new", "--template", "xor", "--set", "dense_1.units=4", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "parameters"), ==, 3 * 4 + 5);
  g_assert_true (json_object_get_null_member (object, "problem"));

  call (fixture, "new", "--template", "xor", "@", NULL);
  assert_refused (fixture, "mein lauf.lamina");
}

static void
test_describe (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  JsonObject *layer, *settings;
  JsonArray *output;

  make_pictures (fixture);
  call (fixture, "describe", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "parameters"), ==, 66570);
  g_assert_cmpint (json_object_get_int_member (object, "flops"), ==,
                   2 * json_object_get_int_member (object, "multiply_adds"));
  g_assert_cmpint (json_object_get_int_member (object, "memory_bytes"), >, 66570 * 4 * 4);
  g_assert_cmpint (json_object_get_int_member (object, "step"), ==, 0);

  layer = json_array_get_object_element (json_object_get_array_member (object, "layers"), 0);
  g_assert_cmpstr (json_object_get_string_member (layer, "name"), ==, "conv_1");
  g_assert_cmpstr (json_object_get_string_member (layer, "kind"), ==, "conv2d");
  g_assert_cmpint (json_object_get_int_member (layer, "parameters"), ==, 896);
  output = json_object_get_array_member (layer, "output");
  g_assert_cmpuint (json_array_get_length (output), ==, 3);
  g_assert_cmpint (json_array_get_int_element (output, 0), ==, 32);

  settings = json_object_get_object_member (object, "settings");
  g_assert_cmpstr (json_object_get_string_member (settings, "data.examples"), ==, "300");
  g_assert_cmpstr (json_object_get_string_member (settings, "optimizer.learning_rate"), ==,
                   "0.001");
  g_assert_cmpstr (json_object_get_string_member (settings, "conv_1.filters"), ==, "32");

  call (fixture, "describe", "@", NULL);
  assert_done (fixture);
  g_assert_nonnull (strstr (fixture->out, "66570"));
}

/* A stack that is wrong is described as far as it goes, and not trained. */
static void
test_problem (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;

  call (fixture, "new", "--template", "cnn-32", "--set", "data.examples=300", "--set",
        "conv_3.kernel_size=7", "@", NULL);
  assert_done (fixture);
  call (fixture, "describe", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_nonnull (strstr (json_object_get_string_member (object, "problem"), "conv_3"));
  call (fixture, "train", "@", NULL);
  assert_refused (fixture, "conv_3");
  call (fixture, "evaluate", "@", NULL);
  assert_refused (fixture, "conv_3");
}

static void
test_evaluate (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonObject) other = NULL;

  make_spirals (fixture, "1");
  call (fixture, "evaluate", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_cmpstr (json_object_get_string_member (object, "split"), ==, "test");
  g_assert_cmpint (json_object_get_int_member (object, "examples"), ==, 60);
  g_assert_cmpfloat (json_object_get_double_member (object, "loss"), >, 0);
  g_assert_true (json_object_has_member (object, "accuracy"));

  call (fixture, "evaluate", "--json", "--split", "training", "@", NULL);
  other = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (other, "examples"), ==, 480);

  g_unlink (fixture->file);
  call (fixture, "new", "--template", "xor", "@", NULL);
  call (fixture, "evaluate", "--split", "test", "@", NULL);
  assert_refused (fixture, "test");
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *first = g_build_filename (fixture->folder, "a.safetensors", NULL);
  g_autofree char *second = g_build_filename (fixture->folder, "b.safetensors", NULL);
  g_autofree char *a = NULL, *b = NULL;
  gsize n_a, n_b;

  make_spirals (fixture, "1");
  call (fixture, "export", "--format", "safetensors", "@", "@/a.safetensors", NULL);
  assert_done (fixture);
  call (fixture, "export", "--format", "npz", "@", "@/w.npz", NULL);
  assert_done (fixture);
  call (fixture, "export", "--format", "npz", "@", "@/no/w.npz", NULL);
  assert_refused (fixture, "w.npz");

  /* Trained from the exported weights for no step, it exports the same bytes. */
  g_unlink (fixture->file);
  make_spirals (fixture, "1");
  call (fixture, "train", "--steps", "1", "--initial-weights", "@/a.safetensors", "@", NULL);
  assert_done (fixture);
  call (fixture, "export", "--format", "safetensors", "@", "@/b.safetensors", NULL);
  assert_done (fixture);
  g_assert_true (g_file_get_contents (first, &a, &n_a, NULL));
  g_assert_true (g_file_get_contents (second, &b, &n_b, NULL));
  g_assert_cmpuint (n_a, ==, n_b);
  g_assert_cmpint (memcmp (a, b, n_a), !=, 0); /* One step. */

  g_unlink (fixture->file);
  call (fixture, "new", "--template", "xor", "@", NULL);
  call (fixture, "train", "--initial-weights", "@/a.safetensors", "@", NULL);
  assert_refused (fixture, "a.safetensors");
  call (fixture, "train", "--initial-weights", "@/none.safetensors", "@", NULL);
  assert_refused (fixture, "none.safetensors");
}

static void
test_gradcheck (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const templates[] = { "spirals", "xor" };

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr(JsonObject) object = NULL;

      g_unlink (fixture->file);
      call (fixture, "new", "--template", templates[i], "@", NULL);
      call (fixture, "gradcheck", "--json", "@", NULL);
      object = parse (fixture);
      g_assert_true (json_object_get_boolean_member (object, "passed"));
      g_assert_cmpfloat (json_object_get_double_member (object, "max_relative_error"), <, 1e-5);
      g_assert_cmpfloat (json_object_get_double_member (object, "max_relative_error"), >, 0);
    }
}

static void
test_plot (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const names[] = { "@/a.svg", "@/a.pdf", "@/a.png", "@/a.csv" };
  static const char *const starts[] = { "<?xml", "%PDF", "\x89PNG", "step" };

  make_spirals (fixture, "1");
  call (fixture, "plot", "--view", "loss", "@", "@/a.svg", NULL);
  assert_refused (fixture, "lamina-cli train");
  g_assert_null (strstr (fixture->err, "play"));
  call (fixture, "train", "@", NULL);
  assert_done (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i] + 2, NULL);
      g_autofree char *content = NULL;

      call (fixture, "plot", "--view", "loss", "@", names[i], NULL);
      assert_done (fixture);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, starts[i]));
    }

  call (fixture, "plot", "--view", "decision-surface", "@", "@/s.png", NULL);
  assert_done (fixture);
  call (fixture, "plot", "--view", "loss", "--layer", "conv_7", "@", "@/s.png", NULL);
  assert_refused (fixture, "conv_7");
}

/* Of what is inside layers: by itself the first one that has such. */
static void
test_plot_inside (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.csv", NULL);
  g_autofree char *gates = NULL, *attention = NULL;

  call (fixture, "new", "--template", "rnn-series", "@", NULL);
  assert_done (fixture);
  call (fixture, "plot", "--view", "gates", "@", "@/a.csv", NULL);
  assert_done (fixture);
  g_assert_true (g_file_get_contents (path, &gates, NULL, NULL));
  g_assert_true (g_str_has_prefix (gates, "step,token,unit,name,value\r\n1,\"\",1,h,"));
  g_assert_nonnull (strstr (gates, ",\"\",0,reach,1\r\n"));
  call (fixture, "plot", "--view", "attention", "@", "@/a.png", NULL);
  assert_refused (fixture, "attention");
  call (fixture, "plot", "--view", "gates", "--head", "1", "@", "@/a.png", NULL);
  assert_refused (fixture, "head 1");

  g_assert_cmpint (g_remove (fixture->file), ==, 0);
  call (fixture, "new", "--template", "transformer-mini", "@", NULL);
  assert_done (fixture);
  call (fixture, "plot", "--view", "attention", "--head", "2", "@", "@/a.csv", NULL);
  assert_done (fixture);
  g_assert_true (g_file_get_contents (path, &attention, NULL, NULL));
  g_assert_true (g_str_has_prefix (attention,
                                   "head,step,token,from_step,from_token,weight\r\n2,1,"));
  call (fixture, "plot", "--view", "attention", "--head", "5", "@", "@/a.png", NULL);
  assert_refused (fixture, "head 5");
}

static char *
read_plot (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text = NULL;

  assert_done (fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* The noise and the class of what a generator makes. */
static void
test_plot_made (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *first = NULL, *same = NULL, *other = NULL, *all = NULL, *one = NULL;

  call (fixture, "new", "--template", "cgan-28", "--set", "data.kind=shapes", "--set",
        "data.examples=100", "@", NULL);
  call (fixture, "plot", "--view", "gan-samples", "@", "@/a.csv", NULL);
  first = read_plot (fixture, "a.csv");
  call (fixture, "plot", "--view", "gan-samples", "--seed", "0", "@", "@/a.csv", NULL);
  same = read_plot (fixture, "a.csv");
  call (fixture, "plot", "--view", "gan-samples", "--seed", "7", "@", "@/a.csv", NULL);
  other = read_plot (fixture, "a.csv");
  g_assert_cmpstr (first, ==, same);
  g_assert_cmpstr (first, !=, other);

  call (fixture, "plot", "--view", "gan-time", "@", "@/a.svg", NULL);
  all = read_plot (fixture, "a.svg");
  call (fixture, "plot", "--view", "gan-time", "--class", "3", "@", "@/a.svg", NULL);
  one = read_plot (fixture, "a.svg");
  g_assert_cmpuint (strlen (one), <, strlen (all));

  call (fixture, "plot", "--view", "gan-time", "--class", "10", "@", "@/a.svg", NULL);
  assert_usage (fixture);
  call (fixture, "plot", "--view", "gan-samples", "--seed", "-1", "@", "@/a.svg", NULL);
  assert_usage (fixture);
}

/* A text that the network goes on with, and what other views say to such options. */
static void
test_plot_prompt (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *text = NULL;

  call (fixture, "new", "--template", "char-lm", "@", NULL);
  call (fixture, "plot", "--view", "text", "--prompt", "Who", "@", "@/a.csv", NULL);
  text = read_plot (fixture, "a.csv");
  g_assert_nonnull (strstr (text, "\nstart,0,0,\"W\","));
  g_assert_nonnull (strstr (text, "\nstart,0,2,\"o\","));
  g_assert_null (strstr (text, "\nstart,0,3,"));
  call (fixture, "plot", "--view", "text", "--prompt", "", "@", "@/a.csv", NULL);
  assert_refused (fixture, "knows nothing of");

  call (fixture, "plot", "--view", "text", "--class", "1", "@", "@/a.csv", NULL);
  assert_usage (fixture);
  call (fixture, "plot", "--view", "text", "--seed", "1", "@", "@/a.csv", NULL);
  assert_usage (fixture);
  call (fixture, "plot", "--view", "loss", "--prompt", "Who", "@", "@/a.csv", NULL);
  assert_usage (fixture);
  g_assert_nonnull (strstr (fixture->err, "--prompt"));
}

/* 0.25 is 0.25 in every country, in and out. */
static void
test_locale (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  JsonObject *settings;

  /* Without the locale this would pass for nothing. */
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("LC_ALL", "de_DE.UTF-8", TRUE);
  call (fixture, "new", "--template", "spirals", "--set", "learning_rate=0.25", "@", NULL);
  assert_done (fixture);
  call (fixture, "train", "--steps", "3", "@", NULL);
  assert_done (fixture);
  g_assert_null (strstr (fixture->out, "0,"));
  call (fixture, "describe", "--json", "@", NULL);
  object = parse (fixture);
  settings = json_object_get_object_member (object, "settings");
  g_assert_cmpstr (json_object_get_string_member (settings, "optimizer.learning_rate"), ==, "0.25");
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
}

/* Strings with numbers in them are found too, whatever type the numbers have. */
static void
test_language (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_nonnull (setlocale (LC_ALL, "zh_CN.UTF-8"));
  setlocale (LC_ALL, "C.UTF-8");
  make_spirals (fixture, "1");
  g_setenv ("LC_ALL", "zh_CN.UTF-8", TRUE);

  call (fixture, "describe", "@", NULL);
  assert_done (fixture);
  g_assert_nonnull (strstr (fixture->out, "参数：1218 个\n"));
  g_assert_nonnull (strstr (fixture->out, "已训练：0 / 15 步\n"));
  call (fixture, "train", "--steps", "-3", "@", NULL);
  g_assert_nonnull (strstr (fixture->err, "，而不是 -3"));
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  add_test ("/cli/help", test_help);
  add_test ("/cli/usage", test_usage);
  add_test ("/cli/no-project", test_no_project);
  add_test ("/cli/new", test_new);
  add_test ("/cli/describe", test_describe);
  add_test ("/cli/problem", test_problem);
  add_test ("/cli/evaluate", test_evaluate);
  add_test ("/cli/export", test_export);
  add_test ("/cli/gradcheck", test_gradcheck);
  add_test ("/cli/plot", test_plot);
  add_test ("/cli/plot-inside", test_plot_inside);
  add_test ("/cli/plot-made", test_plot_made);
  add_test ("/cli/plot-prompt", test_plot_prompt);
  add_test ("/cli/locale", test_locale);
  add_test ("/cli/language", test_language);

  return g_test_run ();
}
