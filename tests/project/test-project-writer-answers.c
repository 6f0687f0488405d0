/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "writer-support.h"

typedef struct
{
  GMainLoop *loop;
  GBytes    *bytes;
  GError    *error;
  guint      n_ready;
} Answers;

static void
ready_cb (LaminaProjectWriter *writer,
          gpointer             data)
{
  Answers *answers = data;

  answers->n_ready++;
  g_main_loop_quit (answers->loop);
}

static void
loaded_cb (LaminaProjectWriter *writer,
           GBytes              *bytes,
           const GError        *error,
           gpointer             data)
{
  Answers *answers = data;

  answers->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  answers->error = error != NULL ? g_error_copy (error) : NULL;
  g_main_loop_quit (answers->loop);
}

static void
done_cb (LaminaProjectWriter *writer,
         const GError        *error,
         gpointer             data)
{
  loaded_cb (writer, NULL, error, data);
}

static void
test_answers (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");
  g_autofree char *moved = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(LmState) state = make_state (3);
  g_autoptr(LmState) other = make_state (0);
  Answers answers = { loop };
  LaminaProjectWriter *writer;

  make_project (fixture->path);
  writer = lamina_project_writer_open (fixture->path, LAMINA_PROJECT_READ_WRITE, ready_cb,
                                       &answers);
  g_main_loop_run (loop);
  g_assert_true (lamina_project_writer_is_open (writer));
  content = lamina_project_writer_take_content (writer, NULL);
  g_assert_cmpuint (content->branches->len, ==, 2);

  lamina_project_writer_save_state (writer, 1, LAMINA_STATE_BEST, lm_state_copy (state));
  lamina_project_writer_load_state (writer, 1, LAMINA_STATE_BEST, 0, loaded_cb, &answers);
  while (answers.bytes == NULL)
    g_main_loop_run (loop);
  g_assert_no_error (answers.error);
  g_assert_true (lm_state_load (other, answers.bytes, NULL));
  g_assert_cmpuint (other->step, ==, 3);
  g_clear_pointer (&answers.bytes, g_bytes_unref);

  lamina_project_writer_load_attachment (writer, "none", loaded_cb, &answers);
  while (answers.error == NULL)
    g_main_loop_run (loop);
  g_assert_error (answers.error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_clear_error (&answers.error);

  lamina_project_writer_rename (writer, path, done_cb, &answers);
  lamina_project_writer_duplicate (writer, path, done_cb, &answers);
  while (answers.error == NULL)
    g_main_loop_run (loop);
  g_assert_error (answers.error, LAMINA_ERROR, LAMINA_ERROR_IO); /* It has that name itself. */
  g_clear_error (&answers.error);
  moved = lamina_project_writer_get_path (writer);
  g_assert_cmpstr (moved, ==, path);
  g_assert_cmpuint (answers.n_ready, >=, 2);

  /* Nobody is called afterwards. */
  lamina_project_writer_load_state (writer, 1, LAMINA_STATE_BEST, 0, loaded_cb, &answers);
  lamina_project_writer_set_info (writer, "a", "b");
  lamina_project_writer_free (writer);
  answers.n_ready = 0;
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (answers.bytes);
  g_assert_cmpuint (answers.n_ready, ==, 0);
}

static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *copy = fixture_get_path (fixture, "copy.lamina");
  g_autofree char *renamed = fixture_get_path (fixture, "renamed.lamina");
  g_autofree char *rescued = fixture_get_path (fixture, "rescued.lamina");

  append_steps (writer, 1, 3);
  g_assert_true (lamina_project_writer_duplicate_sync (writer, copy, &error));
  g_assert_no_error (error);
  append_steps (writer, 4, 4);
  g_assert_true (lamina_project_writer_rename_sync (writer, renamed, &error));
  g_assert_false (lamina_project_writer_rename_sync (writer, copy, NULL));
  content = read_back (copy);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 3);

  /* The file is deleted: what waits goes into the copy. */
  g_assert_cmpint (g_remove (renamed), ==, 0);
  append_steps (writer, 5, 5);
  g_assert_false (lamina_project_writer_flush (writer, TIMEOUT, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (lamina_project_writer_relocate_sync (writer, rescued, &error));
  g_assert_no_error (error);
  flush_writer (writer);
  g_clear_pointer (&content, lamina_project_content_free);
  content = read_back (rescued);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 5);
}

/* A second window follows what the first one writes. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(LaminaProjectWriter) first = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GError) error = NULL;
  Answers answers = { loop };
  LaminaProjectWriter *second;

  second = lamina_project_writer_open (fixture->path, LAMINA_PROJECT_READ_WRITE, ready_cb,
                                       &answers);
  content = lamina_project_writer_take_content (second, NULL);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 0);
  g_clear_pointer (&content, lamina_project_content_free);
  g_assert_null (lamina_project_writer_take_content (second, &error));
  g_assert_no_error (error);

  append_steps (first, 1, 4);
  flush_writer (first);
  while (content == NULL)
    {
      g_main_loop_run (loop);
      content = lamina_project_writer_take_content (second, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 4);
  lamina_project_writer_free (second);
}

/* Posting takes no longer while the thread is busy with the disk. */
static void
test_never_blocks (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autoptr(GBytes) bytes = make_bytes (1, 60 << 20);
  g_autoptr(GTimer) timer = NULL;
  gint64 longest = 0, elapsed;

  lamina_project_writer_attach (writer, "a", bytes);
  lamina_project_writer_duplicate (writer, "/nonexistent/a", NULL, NULL); /* Commits now. */
  for (guint64 step = 1; step <= 20000; step++)
    {
      const gint64 start = g_get_monotonic_time ();

      append_steps (writer, step, step);
      elapsed = g_get_monotonic_time () - start;
      longest = MAX (longest, elapsed);
    }
  g_test_message ("longest post: %d us", (int) longest);
  g_assert_cmpint (longest, <, G_USEC_PER_SEC / 10);
  flush_writer (writer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-writer-answers/answers", test_answers);
  ADD_TEST ("/project-writer-answers/move", test_move);
  ADD_TEST ("/project-writer-answers/follow", test_follow);
  ADD_TEST ("/project-writer-answers/never-blocks", test_never_blocks);

  return g_test_run ();
}
