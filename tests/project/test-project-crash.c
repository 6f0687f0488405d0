/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs that write and are killed at any moment: what was reported as saved is there, the
 * history is a prefix of what was written, and the state is one that was written.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lamina-project-peek.h"
#include "lamina-project-writer.h"
#include "project-support.h"

#define N_KILLS    20
#define STATE_SIZE 200000

static guint64
get_n_steps (LaminaProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectContent) content = lamina_project_read (project, &error);

  g_assert_no_error (error);

  return lamina_project_content_get_branch (content, 1)->records->len;
}

static void
report (int     pipe,
        guint64 step)
{
  if (write (pipe, &step, sizeof step) != sizeof step)
    _exit (1);
}

/* Steps and the state of the last one in one transaction, and what else is written meanwhile. */
static void
write_for_ever (const char *path,
                int         pipe)
{
  LaminaProject *project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, NULL);
  guint64 step = get_n_steps (project);

  for (;;)
    {
      const guint64 end = step + 1 + step % 50;
      g_autoptr(GBytes) bytes = make_bytes (end, STATE_SIZE);
      g_autofree char *name = g_strdup_printf ("%d", (int) end);
      gboolean ok = lamina_project_begin (project, NULL);

      while (step < end)
        {
          const LmRecord record = make_record (++step);

          ok = ok && lamina_project_append (project, 1, &record, 1, NULL);
        }
      ok = ok && lamina_project_save_state (project, 1, LAMINA_STATE_NOW, step, bytes, NULL) &&
           lamina_project_set_info (project, LAMINA_INFO_NAME, name, NULL);
      if (step % 3 == 0)
        ok = ok && lamina_project_save_state (project, 1, LAMINA_STATE_KEYFRAME, step, bytes, NULL);
      if (step % 7 == 0)
        ok = ok && lamina_project_remove_state (project, 1, LAMINA_STATE_KEYFRAME, step - 3, NULL);
      ok = ok && lamina_project_commit (project, NULL);
      if (!ok)
        _exit (2);
      report (pipe, step);
      lamina_project_shrink (project);
    }
}

/* The same by the thread. */
static void
post_for_ever (const char *path,
               int         pipe)
{
  LaminaProjectWriter *writer = lamina_project_writer_open (path, LAMINA_PROJECT_READ_WRITE, NULL,
                                                            NULL);
  LaminaProjectContent *content = lamina_project_writer_take_content (writer, NULL);
  guint64 step = lamina_project_content_get_branch (content, 1)->records->len;

  for (;;)
    {
      for (guint i = 0; i < 20; i++)
        {
          const LmRecord record = make_record (++step);

          lamina_project_writer_append (writer, 1, &record, 1);
          lamina_project_writer_set_layout (writer, "train", "{}");
        }
      if (step % 60 == 0)
        {
          if (!lamina_project_writer_flush (writer, 10 * G_USEC_PER_SEC, NULL))
            _exit (2);
          report (pipe, step);
        }
    }
}

/* @wait: whether it is left alone until something is saved; else it may be killed while it opens
 * Returns: the last step that was reported as saved
 */
static guint64
run_and_kill (void        (*work) (const char *, int),
              const char   *path,
              gboolean      wait,
              guint         msec)
{
  guint64 step, last = 0;
  int pipes[2], status;
  pid_t child;

  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (pipes[0]);
      work (path, pipes[1]);
    }

  close (pipes[1]);
  if (wait)
    g_assert_cmpint (read (pipes[0], &last, sizeof last), ==, sizeof last);
  g_usleep (msec * 1000);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (read (pipes[0], &step, sizeof step) == sizeof step)
    last = step;
  close (pipes[0]);

  return last;
}

static void
assert_whole (const char *path,
              guint64     saved,
              gboolean    has_state)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectPeek) peek = lamina_project_peek (path, &error);
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  const LaminaStateInfo *now;
  const GArray *records;

  g_assert_no_error (error);
  project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_WRITABLE);
  content = lamina_project_read (project, &error);
  g_assert_no_error (error);

  records = lamina_project_content_get_branch (content, 1)->records;
  g_assert_cmpuint (records->len, >=, saved);
  g_assert_cmpuint (peek->step, ==, records->len);
  for (guint i = 0; i < records->len; i++)
    {
      const LmRecord expected = make_record (i + 1);

      assert_record_equal (&g_array_index (records, LmRecord, i), &expected);
    }

  for (guint i = 0; i < content->states->len; i++)
    {
      const LaminaStateInfo *info = &g_array_index (content->states, LaminaStateInfo, i);
      g_autoptr(GBytes) expected = make_bytes (info->step, STATE_SIZE);
      g_autoptr(GBytes) bytes = NULL;

      bytes = lamina_project_load_state (project, 1, info->role, info->step, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, expected));
    }

  now = lamina_project_content_find_state (content, 1, LAMINA_STATE_NOW);
  if (has_state && records->len > 0)
    g_assert_cmpuint (now->step, ==, records->len);
}

static void
kill_often (const Fixture *fixture,
            void         (*work) (const char *, int),
            gboolean       has_state)
{
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  guint64 saved = 0;
  guint x = 12345;

  g_clear_pointer (&project, lamina_project_free);
  for (guint i = 0; i < N_KILLS; i++)
    {
      guint64 reported;

      x = x * 1103515245u + 12345u;
      reported = run_and_kill (work, fixture->path, i % 2 == 0, 1 + (x >> 16) % 100);
      saved = MAX (saved, reported);
      assert_whole (fixture->path, saved, has_state);
    }
  g_test_message ("%u kills, %d steps saved", N_KILLS, (int) saved);
  g_assert_cmpuint (saved, >, 0);
}

static void
test_project (Fixture       *fixture,
              gconstpointer  data)
{
  kill_often (fixture, write_for_ever, TRUE);
}

static void
test_writer (Fixture       *fixture,
             gconstpointer  data)
{
  kill_often (fixture, post_for_ever, FALSE);
}

/* One that begins with a zero was not finished, and nothing was written after it. */
static gboolean
is_hot (const char *journal)
{
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (journal, &bytes, &size, NULL) && size > 0 && bytes[0] != '\0';
}

/* A journal that was left behind is undone, also when the file is only looked at. */
static void
test_hot_journal (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);
  guint n_hot = 0;

  make_project (fixture->path);
  tamper (fixture->path, "DELETE FROM branches WHERE id = 2; DELETE FROM steps; DELETE FROM events;"
          "DELETE FROM states; DELETE FROM state_bytes");
  for (guint i = 0; i < 100 && n_hot < 3; i++)
    {
      const guint64 saved = run_and_kill (write_for_ever, fixture->path, TRUE, i * 7 % 60);
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaProject) project = NULL;
      g_autoptr(LaminaProjectPeek) peek = NULL;

      n_hot += is_hot (journal);
      if (i % 2 == 0)
        peek = lamina_project_peek (fixture->path, &error);
      else
        project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, &error);
      g_assert_no_error (error);
      g_assert_false (is_hot (journal));
      g_clear_pointer (&project, lamina_project_free);
      assert_whole (fixture->path, saved, TRUE);
    }
  g_test_message ("%u hot journals", n_hot);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-crash/project", test_project);
  ADD_TEST ("/project-crash/writer", test_writer);
  ADD_TEST ("/project-crash/hot-journal", test_hot_journal);

  return g_test_run ();
}
