/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <pty.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli-test.h"

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *hash = NULL;
  JsonArray *epochs;

  make_spirals (fixture, "3");
  call (fixture, "train", "--json", "@", NULL);
  object = parse (fixture);
  hash = take_text (object, "state_sha256");
  g_assert_cmpuint (strlen (hash), ==, 64);
  g_assert_cmpint (json_object_get_int_member (object, "step"), ==, 45);
  g_assert_cmpint (json_object_get_int_member (object, "epoch"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "steps_per_epoch"), ==, 15);
  g_assert_cmpstr (json_object_get_string_member (object, "end"), ==, "plan");
  g_assert_cmpfloat (json_object_get_double_member (object, "loss"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "accuracy"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "validation_loss"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "validation_accuracy"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "seconds"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "examples_per_second"), >, 0);
  epochs = json_object_get_array_member (object, "epochs");
  g_assert_cmpuint (json_array_get_length (epochs), ==, 3);
}

/* No validation set: null, and not a number that is none. */
static void
test_null (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;

  call (fixture, "new", "--template", "xor", "@", NULL);
  call (fixture, "train", "--steps", "2", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_true (json_object_get_null_member (object, "validation_loss"));
  g_assert_cmpstr (json_object_get_string_member (object, "end"), ==, "goal");
  g_assert_false (json_object_get_boolean_member (object, "stop_loss_reached"));
}

static char *
train (Fixture *fixture,
       ...)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(JsonObject) object = NULL;
  const char *word;
  va_list list;

  g_ptr_array_add (words, (gpointer) "train");
  g_ptr_array_add (words, (gpointer) "--json");
  va_start (list, fixture);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, (gpointer) word);
  va_end (list);
  g_ptr_array_add (words, (gpointer) "@");
  g_ptr_array_add (words, NULL);
  call_list (fixture, (const char *const *) words->pdata);
  object = parse (fixture);

  return take_text (object, "state_sha256");
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const numbers[] = { "1", "2", "3", "4", "1" };
  g_autofree char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *hash = NULL;

      g_unlink (fixture->file);
      make_pictures (fixture);
      hash = train (fixture, "--threads", numbers[i], NULL);
      if (first == NULL)
        first = g_steal_pointer (&hash);
      else
        g_assert_cmpstr (hash, ==, first);
    }
}

static void
test_seed (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *first = NULL, *second = NULL, *again = NULL;

  make_spirals (fixture, "1");
  first = train (fixture, "--seed", "7", NULL);
  call (fixture, "train", "@", NULL);
  assert_refused (fixture, "--resume");
  call (fixture, "train", "--resume", "--seed", "8", "@", NULL);
  assert_refused (fixture, "7");
  again = train (fixture, "--resume", "--seed", "7", NULL);
  g_assert_cmpstr (first, ==, again);

  g_unlink (fixture->file);
  make_spirals (fixture, "1");
  second = train (fixture, "--seed", "8", NULL);
  g_assert_cmpstr (first, !=, second);
}

/* Totals, not what is added; in pieces as in one go. */
static void
test_pieces (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *whole = NULL, *part = NULL, *rest = NULL;

  make_spirals (fixture, "2");
  whole = train (fixture, "--steps", "40", NULL);
  g_unlink (fixture->file);
  make_spirals (fixture, "2");
  part = train (fixture, "--epochs", "1", NULL);
  g_assert_cmpstr (part, !=, whole);
  g_free (part);
  part = train (fixture, "--steps", "33", "--resume", NULL);
  g_assert_cmpstr (part, !=, whole);
  rest = train (fixture, "--steps", "40", "--resume", NULL);
  g_assert_cmpstr (rest, ==, whole);

  /* Less than there is: nothing is done, and nothing is lost. */
  g_free (rest);
  rest = train (fixture, "--epochs", "1", "--resume", NULL);
  g_assert_cmpstr (rest, ==, whole);
}

/* A few seconds, so that states are saved on the way. */
#define LONG_RUN "5000"

static void
kill_after (Fixture *fixture,
            int      signal,
            int      milliseconds)
{
  g_autoptr(GSubprocess) process = start (fixture, "train", "--resume", "@", NULL);

  g_usleep ((gulong) milliseconds * 1000);
  g_subprocess_send_signal (process, signal);
  g_subprocess_wait (process, NULL, NULL);
}

/* kill -9 at any time: the same command, given again, comes to the same bits. */
static void
test_kill (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *whole = NULL, *rest = NULL;
  gint64 start_usec;
  int milliseconds;

  make_spirals (fixture, LONG_RUN);
  start_usec = g_get_monotonic_time ();
  whole = train (fixture, NULL);
  milliseconds = (int) ((g_get_monotonic_time () - start_usec) / 1000);

  g_unlink (fixture->file);
  make_spirals (fixture, LONG_RUN);
  for (int i = 0; i < 5; i++)
    {
      const int after = g_test_rand_int_range (10, MAX (milliseconds, 11));

      g_test_message ("of %d ms: killed after %d", milliseconds, after);
      kill_after (fixture, SIGKILL, after);
    }
  rest = train (fixture, "--resume", NULL);
  g_assert_cmpstr (rest, ==, whole);
}

static void
test_interrupt (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *whole = NULL, *rest = NULL, *message = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonObject) object = NULL;

  make_spirals (fixture, LONG_RUN);
  whole = train (fixture, NULL);

  g_unlink (fixture->file);
  make_spirals (fixture, LONG_RUN);
  process = start (fixture, "train", "@", NULL);
  g_usleep (400000);
  g_subprocess_send_signal (process, SIGINT);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &message, NULL));
  if (g_subprocess_get_exit_status (process) == 0)
    {
      g_test_skip ("The run was over before it could be interrupted");
      return;
    }

  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (message, "--resume"));
  call (fixture, "describe", "--json", "@", NULL);
  object = parse (fixture);
  g_assert_cmpint (json_object_get_int_member (object, "step"), >, 0);
  rest = train (fixture, "--resume", NULL);
  g_assert_cmpstr (rest, ==, whole);
}

/* A terminal gets a progress bar, on stderr. */
static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *out = NULL;
  char text[4096];
  int master, slave;
  gsize n_read = 0;

  make_spirals (fixture, "300");
  g_assert_cmpint (openpty (&master, &slave, NULL, NULL, NULL), ==, 0);
  g_subprocess_launcher_take_stderr_fd (launcher, slave);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("LAMINA_CLI"), "train",
                                         fixture->file, NULL);
  g_assert_nonnull (process);
  do
    {
      const gssize n = read (master, text + n_read, sizeof text - 1 - n_read);

      g_assert_cmpint (n, >, 0);
      n_read += (gsize) n;
      text[n_read] = '\0';
    }
  while (strstr (text, "/4500") == NULL);
  g_assert_true (g_str_has_prefix (text, "\r["));
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_null (strchr (out, '\r'));
  close (master);
}

/* A generator alone has no loss but its own. */
static void
test_one_part (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonObject) object = NULL;

  call (fixture, "new", "--template", "gan-ring", "--set", "data.examples=100", "--set",
        "trains=generator", "@", NULL);
  assert_done (fixture);
  call (fixture, "train", "--steps", "2", "@", NULL);
  assert_done (fixture);
  g_assert_null (strstr (fixture->out, "nan"));
  g_assert_nonnull (strstr (fixture->out, "generator-loss"));
  g_assert_null (strstr (fixture->out, "real-score"));

  call (fixture, "train", "--json", "--resume", "--steps", "3", "@", NULL);
  assert_done (fixture);
  object = parse (fixture);
  g_assert_true (json_object_get_null_member (object, "loss"));
  g_assert_cmpfloat (json_object_get_double_member (object, "generator-loss"), >, 0);
}

/* What somebody else trains is read, and not trained too. */
static void
test_in_use (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GSubprocess) process = NULL;

  make_spirals (fixture, "100000");
  process = start (fixture, "train", "@", NULL);
  do
    {
      g_usleep (100000);
      call (fixture, "describe", "@", NULL);
    }
  while (fixture->code == 0 && strstr (fixture->out, "Trained so far: 0") != NULL);
  assert_done (fixture);

  call (fixture, "train", "--resume", "@", NULL);
  assert_refused (fixture, "mein lauf.lamina");
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
}

/* A pipe gets no progress bar. */
static void
test_quiet (Fixture       *fixture,
            gconstpointer  data)
{
  make_spirals (fixture, "1");
  call (fixture, "train", "@", NULL);
  assert_done (fixture);
  g_assert_null (strchr (fixture->out, '\r'));
  g_assert_null (strchr (fixture->out, '#'));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  make_spirals (fixture, "1");
  call (fixture, "train", "--data", "@/none.npz", "@", NULL);
  assert_refused (fixture, "none.npz");

  g_unlink (fixture->file);
  call (fixture, "new", "--template", "xor", "--set", "learning_rate=1000", "@", NULL);
  call (fixture, "train", "@", NULL);
  assert_refused (fixture, "finite");
}

/* A slip of the pen costs neither the data that the project has, nor the project. */
static void
test_refused_data (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *odd = g_build_filename (fixture->folder, "b\xff.npz", NULL);
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *kind = NULL;

  make_spirals (fixture, "1");
  g_assert_true (g_file_set_contents (odd, "", 0, NULL));
  call (fixture, "train", "--data", odd, "@", NULL);
  assert_refused (fixture, "is not UTF-8: rename it");
  call (fixture, "train", "--data", "@/none.npz", "@", NULL);
  assert_refused (fixture, "none.npz");

  call (fixture, "describe", "--json", "@", NULL);
  object = parse (fixture);
  kind = take_text (json_object_get_object_member (object, "settings"), "data.kind");
  g_assert_cmpstr (kind, ==, "spirals");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  add_test ("/cli/train/json", test_json);
  add_test ("/cli/train/null", test_null);
  add_test ("/cli/train/threads", test_threads);
  add_test ("/cli/train/seed", test_seed);
  add_test ("/cli/train/pieces", test_pieces);
  add_test ("/cli/train/kill", test_kill);
  add_test ("/cli/train/interrupt", test_interrupt);
  add_test ("/cli/train/progress", test_progress);
  add_test ("/cli/train/one-part", test_one_part);
  add_test ("/cli/train/in-use", test_in_use);
  add_test ("/cli/train/quiet", test_quiet);
  add_test ("/cli/train/refused", test_refused);
  add_test ("/cli/train/refused-data", test_refused_data);

  return g_test_run ();
}
