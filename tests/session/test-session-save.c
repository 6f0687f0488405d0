/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project.h"
#include "session-test.h"

/* All that was recorded, as text. */
static char *
write_history (LaminaSession *session)
{
  const LmHistory *history = lamina_session_get_history (session);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < lm_history_get_n_steps (history); i++)
    g_string_append_printf (text, "%a %a;", lm_series_nth (history->loss, i),
                            lm_series_nth (history->rate, i));
  for (guint i = 0; i < history->validations->len; i++)
    {
      const LmRecord *record = &g_array_index (history->validations, LmRecord, i);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %a;", record->step, record->loss);
    }

  return g_string_free (text, FALSE);
}

static void
test_reopen (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *hash = NULL, *other_hash = NULL, *history = NULL, *other_history = NULL;
  g_autoptr(LaminaDocument) document = NULL;
  LaminaSession *session = fixture->session;
  gint64 time_usec;

  create (fixture);
  g_assert_cmpstr (lamina_session_get_name (session), ==, "Läuft 1");
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "24", FALSE, NULL));
  lamina_session_set_layout (session, "[\"loss\"]", "close Kernels");
  train_to (session, 60);
  g_assert_true (lamina_session_set_training (session, "learning_rate", "0.003", FALSE, NULL));
  train_to (session, 90);
  hash = hash_of (session);
  history = write_history (session);
  time_usec = lamina_session_get_history (session)->time_usec;
  document = lamina_document_copy (lamina_session_get_document (session));

  session = reopen (fixture);
  g_assert_cmpint (lamina_document_compare (document, lamina_session_get_document (session)), ==,
                   LAMINA_CHANGE_NONE);
  g_assert_cmpstr (lamina_session_get_document (session)->layout, ==, "[\"loss\"]");
  g_assert_cmpstr (lamina_session_get_template_id (session), ==, data);
  g_assert_cmpstr (lamina_session_get_path (session), ==, fixture->path);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 90);
  g_assert_cmpint (lamina_session_get_history (session)->time_usec, ==, time_usec);
  other_hash = hash_of (session);
  other_history = write_history (session);
  g_assert_cmpstr (hash, ==, other_hash);
  g_assert_cmpstr (history, ==, other_history);
  g_assert_true (lamina_session_is_saved (session));
  g_assert_false (lamina_session_is_read_only (session));
}

static void
test_finished (Fixture       *fixture,
               gconstpointer  data)
{
  create (fixture);
  g_assert_true (lamina_session_set_training (fixture->session, "epochs", "1", FALSE, NULL));
  lamina_session_play (fixture->session);
  run (fixture->session);
  reopen (fixture);
  g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_FINISHED);
}

/* Opened again at every few steps, a run comes to the same bits as in one go. */
static void
test_resume (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LaminaSession) other = lamina_session_new (data, NULL);
  g_autofree char *hash = NULL, *other_hash = NULL, *history = NULL, *other_history = NULL;

  wait_for_data (other);
  train_to (other, 50);
  other_hash = hash_of (other);
  other_history = write_history (other);
  g_assert_true (lamina_session_close (other, 1000, NULL));

  create (fixture);
  for (guint64 step = 7; step <= 49; step += 7)
    {
      train_to (fixture->session, step);
      reopen (fixture);
    }
  train_to (fixture->session, 50);
  hash = hash_of (fixture->session);
  history = write_history (fixture->session);
  g_assert_cmpstr (hash, ==, other_hash);
  g_assert_cmpstr (history, ==, other_history);
}

/* After a kill the file may hold steps that the state does not: they are cut, and made anew. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(LaminaProject) project = NULL;
  g_autofree char *history = NULL, *other_history = NULL;
  LmRecord record = { LM_RECORD_STEP, .step = 21, .loss = 123 };

  create (fixture);
  train_to (fixture->session, 20);
  history = write_history (fixture->session);
  close_session (fixture);

  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_true (lamina_project_append (project, LAMINA_BRANCH_MAIN, &record, 1, NULL));
  record.step = 22;
  g_assert_true (lamina_project_append (project, LAMINA_BRANCH_MAIN, &record, 1, NULL));
  record = (LmRecord) { LM_RECORD_VALIDATION, .step = 22, .loss = 123 };
  g_assert_true (lamina_project_append (project, LAMINA_BRANCH_MAIN, &record, 1, NULL));
  g_clear_pointer (&project, lamina_project_free);

  reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (fixture->session), ==, 20);
  other_history = write_history (fixture->session);
  g_assert_cmpstr (history, ==, other_history);
  train_to (fixture->session, 25);
  reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (fixture->session), ==, 25);
  for (gsize i = 0; i < 25; i++)
    g_assert_cmpfloat (lm_series_nth (lamina_session_get_history (fixture->session)->loss, i), <,
                       100);
}

/* The run before "start over" is in the file still, and the new one is gone on with. */
static void
test_runs (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  const LaminaBranch *branch;

  create (fixture);
  train_to (fixture->session, 20);
  lamina_session_start_over (fixture->session);
  g_assert_true (lamina_session_set_layer_field (fixture->session, 0, "units", "8", FALSE, NULL));
  train_to (fixture->session, 5);
  reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (fixture->session), ==, 5);
  g_assert_cmpuint (lamina_session_get_compiled_layer (fixture->session, 0)->output.dim[1], ==, 8);
  close_session (fixture);

  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, NULL);
  content = lamina_project_read (project, NULL);
  branch = lamina_project_content_get_branch (content, LAMINA_BRANCH_MAIN);
  g_assert_cmpuint (g_array_index (branch->records, LmRecord, branch->records->len - 1).step, ==,
                    20);
  g_assert_nonnull (lamina_project_content_find_state (content, LAMINA_BRANCH_MAIN,
                                                       LAMINA_STATE_INITIAL));
  g_assert_nonnull (lamina_project_content_find_state (content, LAMINA_BRANCH_MAIN,
                                                       LAMINA_STATE_NOW));
}

/* What was trained before there was a file is in the file. */
static void
test_late_file (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *history = NULL, *other_history = NULL, *hash = NULL, *other_hash = NULL;

  g_assert_null (lamina_session_get_path (fixture->session));
  g_assert_cmpstr (lamina_session_get_name (fixture->session), ==, "Untitled");
  train_to (fixture->session, 30);
  history = write_history (fixture->session);
  hash = hash_of (fixture->session);
  create (fixture);
  reopen (fixture);
  other_history = write_history (fixture->session);
  other_hash = hash_of (fixture->session);
  g_assert_cmpstr (history, ==, other_history);
  g_assert_cmpstr (hash, ==, other_hash);
}

static void
test_create_refuses (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "mine", -1, NULL));
  g_assert_false (lamina_session_create_file (fixture->session, fixture->path, &error));
  g_assert_nonnull (strstr (error->message, "Läuft 1.lamina"));
  g_clear_error (&error);
  g_assert_false (lamina_session_create_file (fixture->session, "/nowhere/a.lamina", &error));
  g_assert_nonnull (error);
  g_assert_null (lamina_session_get_path (fixture->session));
}

static void
test_open_refuses (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_session_open (fixture->path, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (fixture->path, "no project", -1, NULL));
  g_assert_null (lamina_session_open (fixture->path, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
}

/* The second to open it reads, and says so. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LaminaSession) second = NULL;

  create (fixture);
  train_to (fixture->session, 5);
  reopen (fixture);
  second = lamina_session_open (fixture->path, NULL);
  g_assert_nonnull (second);
  wait_for_data (second);
  g_assert_true (lamina_session_is_read_only (second));
  g_assert_cmpuint (lamina_session_get_step (second), ==, 5);
  train_to (second, 8);
  g_assert_true (lamina_session_close (second, 1000, NULL));
  reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (fixture->session), ==, 5);
}

static void
wait_for_saved_cb (LaminaSession *session,
                   gboolean      *is_told)
{
  *is_told = TRUE;
}

static void
wait_for_saved (LaminaSession *session)
{
  gboolean is_told = FALSE;
  const gulong id = g_signal_connect (session, "saved", G_CALLBACK (wait_for_saved_cb), &is_told);

  while (!is_told)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (session, id);
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* What a read-only file does not take is in the copy that the session moves to: the run that it
 * reads on, one that was begun there, and the edits. */
static void
test_read_only_copy (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.lamina", NULL);
  g_autofree char *hash = NULL, *other_hash = NULL, *history = NULL, *other_history = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LaminaSession) first = NULL;
  LaminaSession *session;

  create (fixture);
  train_to (fixture->session, 5);
  reopen (fixture);
  first = g_steal_pointer (&fixture->session);
  session = reopen (fixture);
  g_assert_true (lamina_session_is_read_only (session));
  g_assert_false (lamina_session_has_unsaved (session));
  train_to (session, 8);
  g_assert_true (lamina_session_has_unsaved (session));
  g_assert_true (lamina_session_set_training (session, "learning_rate", "0.002", FALSE, NULL));
  train_to (session, 9);
  lamina_session_start_over (session);
  train_to (session, 2);

  lamina_session_copy_async (session, copy, TRUE, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (lamina_session_copy_finish (session, result, NULL));
  g_assert_false (lamina_session_is_read_only (session));
  g_assert_false (lamina_session_has_unsaved (session));
  lamina_session_undo (session);
  train_to (session, 10);
  hash = hash_of (session);
  history = write_history (session);
  lamina_session_redo (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 2);
  lamina_session_undo (session);

  g_assert_true (lamina_session_close (first, 10000, NULL));
  g_free (fixture->path);
  fixture->path = g_steal_pointer (&copy);
  session = reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 10);
  other_hash = hash_of (session);
  other_history = write_history (session);
  g_assert_cmpstr (hash, ==, other_hash);
  g_assert_cmpstr (history, ==, other_history);
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.lamina", NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.lamina", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  create (fixture);
  g_assert_false (lamina_session_rename (fixture->session, "a/b", &error));
  g_clear_error (&error);
  g_assert_false (lamina_session_rename (fixture->session, "", &error));
  g_clear_error (&error);

  g_assert_true (lamina_session_rename (fixture->session, "new", NULL));
  while (g_strcmp0 (lamina_session_get_path (fixture->session), path) != 0)
    wait_for_saved (fixture->session);
  g_assert_cmpstr (lamina_session_get_name (fixture->session), ==, "new");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  lamina_session_copy_async (fixture->session, copy, FALSE, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (lamina_session_copy_finish (fixture->session, result, NULL));
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (lamina_session_get_path (fixture->session), ==, path);
  g_assert_false (lamina_session_rename (fixture->session, "copy", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
}

/* What only the file system can tell. The project is where it was, and saved. */
static void
test_rename_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *sentence = NULL;

  create (fixture);
  g_assert_true (lamina_session_rename (fixture->session, name, NULL));
  while ((sentence = lamina_session_take_rename_error (fixture->session)) == NULL)
    wait_for_saved (fixture->session);
  g_assert_null (lamina_session_take_rename_error (fixture->session));
  g_assert_null (lamina_session_get_save_error (fixture->session));
  g_assert_cmpstr (lamina_session_get_path (fixture->session), ==, fixture->path);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* The best state is put back at the end, also when it was found before a reopening: it comes early
 * here, as the rate is made too large afterwards. */
static void
test_best (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *hash = NULL, *other_hash = NULL;

  for (int i = 0; i < 2; i++)
    {
      LaminaSession *session = lamina_session_new (data, NULL);
      guint64 per_epoch;

      g_clear_object (&fixture->session);
      fixture->session = session;
      g_assert_true (lamina_session_set_training (session, "restore_best", "true", FALSE, NULL));
      g_assert_true (lamina_session_set_training (session, "epochs", "6", FALSE, NULL));
      wait_for_data (session);
      if (i == 1)
        create (fixture);
      per_epoch = lamina_session_get_steps_per_epoch (session);
      train_to (session, 2 * per_epoch);
      g_assert_true (lamina_session_set_training (session, "learning_rate", "3", FALSE, NULL));
      train_to (session, 4 * per_epoch);
      if (i == 1)
        session = reopen (fixture);
      lamina_session_set_goal (session, 0);
      lamina_session_play (session);
      run (session);
      g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_FINISHED);
      g_assert_cmpint (lamina_session_get_history (session)->best, <, 2);
      *(i == 0 ? &hash : &other_hash) = hash_of (session);
    }

  g_assert_cmpstr (hash, ==, other_hash);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/save/reopen", "spirals", test_reopen);
  add_test ("/session/save/finished", "spirals", test_finished);
  add_test ("/session/save/resume", "spirals", test_resume);
  add_test ("/session/save/cut", "spirals", test_cut);
  add_test ("/session/save/runs", "spirals", test_runs);
  add_test ("/session/save/late-file", "spirals", test_late_file);
  add_test ("/session/save/create-refuses", "xor", test_create_refuses);
  add_test ("/session/save/open-refuses", NULL, test_open_refuses);
  add_test ("/session/save/read-only", "xor", test_read_only);
  add_test ("/session/save/read-only-copy", "spirals", test_read_only_copy);
  add_test ("/session/save/rename", "xor", test_rename);
  add_test ("/session/save/rename-fails", "xor", test_rename_fails);
  add_test ("/session/save/best", "spirals", test_best);

  return g_test_run ();
}
