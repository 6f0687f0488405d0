/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What cannot be trained is told before training starts, with its place and the remedy. */

#include <string.h>
#include <unistd.h>

#include "cli-test.h"

#define MAX_SETTINGS 4

/* A project that is refused, what its data are, and what is said. */
typedef struct
{
  const char *name, *template, *settings[MAX_SETTINGS];
  const char *text; /* (nullable): of the file "data" in the folder */
  const char *sentence;
} Case;

#define SERIES "data.kind=series", "data.path=@", "data.window=4"
#define TEXTS "data.kind=labelled-text", "data.path=@"

static const Case cases[] = {
  { "vocabulary", "gru-sentiment", { "embedding_1.vocabulary=10" }, NULL,
    "embedding_1: The data have 1112 different tokens, and there is room for 10: make the "
    "vocabulary larger" },
  { "no-tokens", "gru-sentiment", { "data.kind=moons" }, NULL,
    "where a token should be, a whole number from 0 to 1199" },
  { "long-window", "rnn-series", { SERIES, "data.window=20" }, "v\n1\n2\n3\n4\n5\n",
    "data: 5 rows are too few for a window of 20, a gap of 0 and 1 predicted: take a smaller "
    "window" },
  { "far-horizon", "rnn-series", { SERIES, "data.horizon=9" }, "v\n1\n2\n3\n4\n5\n",
    "data: 5 rows are too few for a window of 4, a gap of 0 and 9 predicted" },
  { "missing-step", "rnn-series", { SERIES },
    "t,v\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n2024-01-05,4\n2024-01-06,5\n2024-01-07,6\n",
    "data, line 5: 1 step is missing before this row (t): add it" },
  { "missing-cell", "rnn-series", { SERIES }, "t,v\na,1\nb,2\nc,\nd,4\n",
    "data, line 4, column 2 (v) is empty: fill it in or remove the row" },
  { "empty-line", "rnn-series", { SERIES }, "v\n1\n2\n\n4\n5\n6\n7\n8\n9\n",
    "data, line 4 is empty, and the series goes on below: fill it in" },
  { "empty-text", "char-lm", { "data.path=@" }, "",
    "data is empty: choose a text, or take the file out of the folder" },
  { "short-text", "char-lm", { "data.path=@" }, "hardly a word",
    "and a window of 64 with the next one needs 65: take a shorter window, or another text" },
  { "one-token", "char-lm", { "data.path=@" }, "a",
    "data: training has 1 of 1 token, and a window of 64 with the next one needs 65" },
  { "one-class", "spirals", { "data.kind=csv", "data.path=@" }, "a,b,c\n1,2,x\n3,4,x\n",
    "data: all examples are of the class “x”, so there is nothing to tell apart: choose another "
    "target" },
  { "one-class-of-texts", "gru-sentiment", { TEXTS }, "text,label\nhi,x\nho,x\n",
    "data: all examples are of the class “x”, so there is nothing to tell apart" },
  { "one-row", "spirals", { "data.kind=csv", "data.path=@" }, "a,b,c\n1,2,x\n",
    "data: there is a single example, so there is nothing to tell apart: add more" },
  { "heading", "gru-sentiment", { TEXTS }, "text,label\n",
    "“data” holds a header and no rows: add rows or choose another file" },
  { "no-steps", "gru-sentiment", { TEXTS }, "text,label\nhi,x\n\"  \",y\nho,x\n",
    "data, line 3: the text is empty: write one, or take the row out" },
  { "label", "spirals", { "data.kind=csv", "data.path=@", "data.task=regress" },
    "a,b,y\n1,2,0\n3,4,1\n3,5,-1\n4,4,1\n",
    "data, example 3: the label is -1, and the loss takes classes from 0 to 1: number them" },
  { "yes-or-no", "xor",
    { "data.kind=csv", "data.path=@", "data.task=regress", "loss=binary-cross-entropy" },
    "a,b,y\n1,2,1\n3,4,-1\n3,5,-1\n4,4,1\n",
    "data, example 2: the target is -1, and the loss takes 0 (no) to 1 (yes): write 0 and 1" },
  { "latent-size", "vae-conv-28", { "dense_2.units=1" }, NULL,
    "sampling_1: Sampling takes an even row of numbers" },
  { "generator", "gan-dense-28", { "data.kind=shapes", "data.picture=colour" }, NULL,
    "The generator makes examples of 28 × 28 × 1, and the discriminator reads data of 32 × 32 × "
    "3" },
  { "classes", "gru-sentiment", { TEXTS }, "text,label\nhi,x\nho,y\nhey,z\nyes,x\nno,y\n",
    "dense_1: The width of what it gives is 2, and the data have 3 classes: give it 3 units" },
  { "masks", "cnn-28", { "data.kind=shapes", "data.answer=mask" }, NULL,
    "The answers are 10 and the targets 28 × 28 × 1" },
};

static void
test_case (Fixture       *fixture,
           gconstpointer  data)
{
  const Case *self = data;
  g_autofree char *path = g_build_filename (fixture->folder, "data", NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;

  if (self->text != NULL)
    g_assert_true (g_file_set_contents (path, self->text, -1, NULL));
  g_strv_builder_add_many (builder, "new", "--template", self->template, NULL);
  for (gsize i = 0; i < MAX_SETTINGS && self->settings[i] != NULL; i++)
    {
      const char *at = strchr (self->settings[i], '@');
      g_autofree char *whole = at != NULL ? g_strconcat ("data.path=", path, NULL) : NULL;

      g_strv_builder_add_many (builder, "--set", at != NULL ? whole : self->settings[i], NULL);
    }
  g_strv_builder_add (builder, "@");
  words = g_strv_builder_end (builder);

  /* It can be made, and says what is wrong; it cannot be trained. */
  call_list (fixture, (const char *const *) words);
  g_assert_cmpint (fixture->code, ==, 0);
  if (strstr (fixture->out, self->sentence) == NULL)
    g_error ("“%s” does not say “%s”", fixture->out, self->sentence);
  call (fixture, "train", "--steps", "1", "@", NULL);
  assert_refused (fixture, self->sentence);
}

/* What is out of range does not come so far. */
static void
test_range (Fixture       *fixture,
            gconstpointer  data)
{
  call (fixture, "new", "--template", "gan-dense-28", "--set", "latent_1.size=0", "@", NULL);
  assert_refused (fixture, "Size: 0 is out of range: choose a value of 1");
  call (fixture, "new", "--template", "vae-conv-28", "--set", "dense_2.units=0", "@", NULL);
  assert_refused (fixture, "Units: 0 is out of range: choose a value of 1");
  call (fixture, "new", "--template", "rnn-series", "--set", "data.window=0", "@", NULL);
  assert_refused (fixture, "Window: 0 is out of range: choose a value of 1");
}

/* An NPY file of [1, 26] numbers that are all the same. */
static void
write_tokens (const char *path,
              float       token)
{
  const char *header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 26), }";
  g_autoptr(GString) text = g_string_new_len ("\x93NUMPY\1\0\x76\0", 10);

  g_string_append_printf (text, "%-117s\n", header);
  for (int i = 0; i < 26; i++)
    g_string_append_len (text, (const char *) &token, sizeof token);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
}

/* What is no token would be answered with NaN. */
static void
test_predict_tokens (Fixture       *fixture,
                     gconstpointer  data)
{
  static const float wrong[] = { 1200, -1, 0.5f };
  g_autofree char *path = g_build_filename (fixture->folder, "x.npy", NULL);

  call (fixture, "new", "--template", "gru-sentiment", "@", NULL);
  assert_done (fixture);
  write_tokens (path, 1199);
  call (fixture, "predict", "--input", path, "--output", "@/y.npy", "@", NULL);
  assert_done (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_tokens (path, wrong[i]);
      call (fixture, "predict", "--input", path, "--output", "@/z.npy", "@", NULL);
      assert_refused (fixture, "where a token should be, a whole number from 0 to 1199");
    }
}

/* What cannot be written was not done. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const words[] = { "--help", "--version", "templates" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
      g_autoptr(GSubprocess) process = NULL;

      g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
      process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("LAMINA_CLI"), words[i],
                                             NULL);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    }
}

/* A service has no locale, and files with names in UTF-8 all the same. */
static void
test_no_locale (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "Größe.csv", NULL);
  g_autofree char *setting = g_strconcat ("data.path=", path, NULL);

  g_assert_true (g_file_set_contents (path, "x,y\n1,0\n2,1\n3,0\n", -1, NULL));
  g_setenv ("LC_ALL", "C", TRUE);
  call (fixture, "new", "--template", "spirals", "--set", "data.kind=csv", "--set", setting, "@",
        NULL);
  assert_done (fixture);
  call (fixture, "new", "--template", "Größe", "@/b.lamina", NULL);
  assert_refused (fixture, "“Größe”");
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
}

/* The project is not what its own weights or answers are written over, by whatever name. */
static void
test_own_file (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const lines[][6] = {
    { "export", "--format", "npz", "@", "@" },
    { "export", "--format", "npz", "@", "@/link" },
    { "predict", "--input=x.npy", "--output", "@", "@" },
    { "sample", "--output", "@", "@" },
    { "forecast", "--output", "@", "@" },
    { "train", "--dump-gradients", "@", "@" },
  };
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  make_spirals (fixture, "1");
  g_assert_cmpint (symlink (fixture->file, link), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      call_list (fixture, lines[i]);
      assert_refused (fixture, "There is already a file called");
    }
  call (fixture, "describe", "@", NULL);
  assert_done (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-problems/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  add_test ("/cli-problems/range", test_range);
  add_test ("/cli-problems/predict-tokens", test_predict_tokens);
  add_test ("/cli-problems/full-disk", test_full_disk);
  add_test ("/cli-problems/own-file", test_own_file);
  add_test ("/cli-problems/no-locale", test_no_locale);

  return g_test_run ();
}
