/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Data from a file that is moved, changed or gone when the project is opened again. */

#include "lamina-project.h"
#include "session-test.h"

/* A table of two classes. Returns: its path; @text: what it holds */
static char *
use_table (Fixture *fixture,
           GString *text)
{
  char *path = g_build_filename (fixture->folder, "data.csv", NULL);

  g_string_append (text, "a,b,class\n");
  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%d,%d,%s\n", i % 7, i % 5, i % 2 == 0 ? "yes" : "no");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_assert_true (lamina_session_set (fixture->session, "data.kind", "csv", NULL));
  g_assert_true (lamina_session_set (fixture->session, "data.path", path, NULL));
  wait_for_data (fixture->session);
  g_assert_null (lamina_session_get_data_error (fixture->session));

  return path;
}

/* Data that are gone leave what was trained; moved ones are found again, in the same run. */
static void
test_moved_data (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *csv = use_table (fixture, text);
  g_autofree char *moved = g_build_filename (fixture->folder, "moved.csv", NULL);
  g_autofree char *hash = NULL, *other_hash = NULL, *last_hash = NULL;
  LaminaSession *session;

  create (fixture);
  train_to (fixture->session, 5);
  hash = hash_of (fixture->session);
  close_session (fixture);
  g_assert_cmpint (g_rename (csv, moved), ==, 0);

  session = reopen (fixture);
  g_assert_nonnull (lamina_session_get_data_error (session));
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 5);
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 32);
  other_hash = hash_of (session);
  g_assert_cmpstr (hash, ==, other_hash);

  g_assert_true (lamina_session_set (session, "data.path", moved, NULL));
  wait_for_data (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 5);
  last_hash = hash_of (session);
  g_assert_cmpstr (hash, ==, last_hash);
  train_to (session, 6);
}

/* Undo of having looked for data elsewhere leaves the run where it is, and what is known of the
 * data stays known, here and in the file. */
static void
test_moved_again (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *csv = use_table (fixture, text);
  g_autofree char *moved = g_build_filename (fixture->folder, "moved.csv", NULL);
  LaminaSession *session;

  create (fixture);
  train_to (fixture->session, 5);
  close_session (fixture);
  g_assert_cmpint (g_rename (csv, moved), ==, 0);

  session = reopen (fixture);
  g_assert_true (lamina_session_set (session, "data.path", "nowhere.csv", NULL));
  wait_for_data (session);
  g_assert_nonnull (lamina_session_get_compiled_layer (session, 0));
  g_assert_true (lamina_session_set (session, "data.path", moved, NULL));
  wait_for_data (session);
  train_to (session, 6);
  for (guint64 i = 0; i < 2; i++)
    {
      lamina_session_undo (session);
      wait_for_data (session);
      g_assert_nonnull (lamina_session_get_data_error (session));
      g_assert_cmpuint (lamina_session_get_step (session), ==, 6);
      g_assert_nonnull (lamina_session_get_compiled_layer (session, 0));
    }
  lamina_session_redo (session);
  lamina_session_redo (session);
  wait_for_data (session);
  train_to (session, 7);

  close_session (fixture);
  g_assert_cmpint (g_rename (moved, csv), ==, 0);
  session = reopen (fixture);
  g_assert_nonnull (lamina_session_get_data_error (session));
  g_assert_nonnull (lamina_session_get_compiled_layer (session, 0));
}

/* A run that comes back brings its own data's shapes, which the file keeps too. */
static void
test_shape_of_each_run (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *csv = use_table (fixture, text);

  create (fixture);
  train_to (fixture->session, 5);
  lamina_session_start_over (fixture->session);
  g_assert_true (lamina_session_set (fixture->session, "data.kind", "spirals", NULL));
  wait_for_data (fixture->session);
  train_to (fixture->session, 3);
  lamina_session_undo (fixture->session);
  wait_for_data (fixture->session);
  g_assert_cmpuint (lamina_session_get_step (fixture->session), ==, 5);
  close_session (fixture);

  g_unlink (csv);
  reopen (fixture);
  g_assert_nonnull (lamina_session_get_data_error (fixture->session));
  g_assert_nonnull (lamina_session_get_compiled_layer (fixture->session, 0));
}

/* Shapes in a foreign file are not believed: no memory is taken for them. */
static void
test_lying_shape (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const lies[] = {
    "2147483647", "2147483647x2147483647x2147483647", "99999999999999999999", "0", "-1", "x", "",
    "1x1x1x1x1x1x1", "3",
  };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *csv = use_table (fixture, text);

  create (fixture);
  close_session (fixture);
  g_unlink (csv);

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr(LaminaProject) project = lamina_project_open (fixture->path,
                                                              LAMINA_PROJECT_READ_WRITE, NULL);
      g_autoptr(LaminaProjectContent) content = lamina_project_read (project, NULL);
      LaminaBranch *branch = lamina_project_content_get_branch (content, 0);

      lamina_pairs_set (branch->data, "shape.input", lies[i]);
      g_assert_true (lamina_project_set_data (project, branch->id, branch->data, NULL, NULL, NULL));
      g_clear_pointer (&project, lamina_project_free);
      reopen (fixture);
      g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_EMPTY);
      close_session (fixture);
    }
}

/* Rows that are added to a file are other data: the run does not go on with them unasked. */
static void
test_other_data (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *csv = use_table (fixture, text);

  create (fixture);
  train_to (fixture->session, 5);
  reopen (fixture);
  train_to (fixture->session, 6);
  close_session (fixture);

  g_string_append (text, "3,3,no\n");
  g_assert_true (g_file_set_contents (csv, text->str, -1, NULL));
  reopen (fixture);
  g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_PAUSED);
  lamina_session_set_goal (fixture->session, 9);
  lamina_session_play (fixture->session);
  g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_REFUSED);
  g_assert_nonnull (strstr (lamina_session_get_failure (fixture->session), "data"));

  lamina_session_start_over (fixture->session);
  g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_IDLE);
  train_to (fixture->session, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/data-files/moved", "spirals", test_moved_data);
  add_test ("/session/data-files/moved-again", "spirals", test_moved_again);
  add_test ("/session/data-files/shape-of-each-run", "spirals", test_shape_of_each_run);
  add_test ("/session/data-files/lying-shape", "spirals", test_lying_shape);
  add_test ("/session/data-files/changed", "spirals", test_other_data);

  return g_test_run ();
}
