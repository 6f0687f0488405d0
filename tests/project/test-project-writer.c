/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#include "lamina-project-writer-private.h"
#include "writer-support.h"

static void
post_settings (LaminaProjectWriter *writer)
{
  g_autoptr(LmStack) stack = make_stack ();
  g_autoptr(LmTraining) training = make_training ();
  g_autoptr(LaminaPairs) pairs = lamina_pairs_new ();

  lamina_pairs_set (pairs, "kind", "csv");
  lamina_project_writer_set_info (writer, LAMINA_INFO_NAME, "x");
  lamina_project_writer_set_info (writer, LAMINA_INFO_NAME, "y");
  lamina_project_writer_set_stack (writer, 1, LAMINA_STACK_MAIN, stack);
  lamina_project_writer_set_stack (writer, 1, "other", stack);
  lamina_project_writer_remove_stack (writer, 1, "other");
  lamina_project_writer_set_training (writer, 1, training);
  lamina_project_writer_set_data (writer, 1, pairs, "abc", "def");
  lamina_project_writer_set_fingerprint (writer, 1, "fp");
  lamina_project_writer_set_layout (writer, "k", "{}");
  lamina_project_writer_add_revision (writer, 1, 3, training);
}

static void
assert_settings (const LaminaProjectContent *content)
{
  const LaminaBranch *branch = lamina_project_content_get_branch (content, 1);
  g_autoptr(LmStack) stack = make_stack ();
  g_autoptr(LmTraining) training = make_training ();

  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NAME), ==, "y");
  g_assert_true (lm_stack_equal (lamina_branch_get_stack (branch, LAMINA_STACK_MAIN), stack));
  g_assert_null (lamina_branch_get_stack (branch, "other"));
  assert_training_equal (branch->training, training);
  g_assert_cmpstr (lamina_pairs_get (branch->data, "kind"), ==, "csv");
  g_assert_cmpstr (branch->data_sha256, ==, "abc");
  g_assert_cmpstr (branch->fingerprint, ==, "fp");
  g_assert_cmpstr (lamina_pairs_get (content->layout, "k"), ==, "{}");
  g_assert_cmpuint (branch->revisions->len, ==, 1);
}

static void
post_runs (LaminaProjectWriter *writer)
{
  g_autoptr(GBytes) bytes = make_bytes (1, 1000);
  const LaminaEvaluation evaluation = { 1, 1, 2, LM_SPLIT_TEST, 3, { 4, 5, 6, 7 } };
  LaminaBranch *branch = lamina_branch_new ("b");

  branch->id = 2;
  branch->parent = 1;
  lamina_project_writer_add_branch (writer, branch);
  lamina_project_writer_rename_branch (writer, 2, "c");
  lamina_project_writer_set_note (writer, 1, 4, "note");
  lamina_project_writer_add_evaluation (writer, &evaluation);
  append_steps (writer, 1, 10);
  lamina_project_writer_truncate (writer, 1, 8);
  append_steps (writer, 9, 9);
  lamina_project_writer_save_state (writer, 1, LAMINA_STATE_NOW, make_state (8));
  lamina_project_writer_save_state (writer, 1, LAMINA_STATE_KEYFRAME, make_state (5));
  lamina_project_writer_save_state (writer, 1, LAMINA_STATE_KEYFRAME, make_state (6));
  lamina_project_writer_remove_state (writer, 1, LAMINA_STATE_KEYFRAME, 5);
  lamina_project_writer_attach (writer, "a", bytes);
  lamina_project_writer_attach (writer, "b", bytes);
  lamina_project_writer_detach (writer, "a");
}

/* Every function that posts. */
static void
test_everything (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  const LaminaBranch *first;

  post_settings (writer);
  post_runs (writer);
  flush_writer (writer);
  g_assert_null (lamina_project_writer_take_error (writer));

  content = read_back (fixture->path);
  assert_settings (content);
  first = lamina_project_content_get_branch (content, 1);
  g_assert_cmpuint (first->notes->len, ==, 1);
  g_assert_cmpuint (content->evaluations->len, ==, 1);
  g_assert_cmpstr (lamina_project_content_get_branch (content, 2)->name, ==, "c");
  g_assert_cmpuint (first->records->len, ==, 9);
  g_assert_cmpuint (content->states->len, ==, 2);
  g_assert_cmpuint (content->attachments->len, ==, 1);

  lamina_project_writer_remove_branch (writer, 2);
  flush_writer (writer);
  g_clear_pointer (&content, lamina_project_content_free);
  content = read_back (fixture->path);
  g_assert_cmpuint (content->branches->len, ==, 1);
}

/* Without a flush, within a second and a bit. */
static void
test_by_itself (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  LaminaWriterStatus status;
  gint64 start = g_get_monotonic_time ();

  append_steps (writer, 1, 5);
  lamina_project_writer_get_status (writer, &status);
  g_assert_false (status.is_saved);
  g_assert_cmpuint (status.n_waiting, ==, 1); /* Five records, one job. */
  do
    {
      g_usleep (20000);
      lamina_project_writer_get_status (writer, &status);
    }
  while (!status.is_saved && g_get_monotonic_time () - start < TIMEOUT);
  g_assert_true (status.is_saved);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC / 2);
}

/* What waits when the writer is freed is saved. */
static void
test_free (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaProjectWriter *writer = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autofree char *files = NULL;

  append_steps (writer, 1, 5);
  lamina_project_writer_free (writer);
  content = read_back (fixture->path);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 5);
  files = list_folder (fixture->folder);
  g_assert_cmpstr (files, ==, "Täst 层.lamina");

  /* Also at once, while it is being opened. */
  writer = lamina_project_writer_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL, NULL);
  append_steps (writer, 6, 6);
  lamina_project_writer_free (writer);
  g_clear_pointer (&content, lamina_project_content_free);
  content = read_back (fixture->path);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 6);
}

static void
test_open_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectWriter) writer = NULL;

  writer = lamina_project_writer_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL, NULL);
  append_steps (writer, 1, 1);
  g_assert_null (lamina_project_writer_take_content (writer, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (lamina_project_writer_is_open (writer));
  g_assert_null (lamina_project_writer_load_state_sync (writer, 1, LAMINA_STATE_NOW, 0, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) first = create_writer (fixture);
  g_autoptr(LaminaProjectWriter) second = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) taken = NULL;
  g_autofree char *reason = NULL;

  second = lamina_project_writer_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL, NULL);
  content = lamina_project_writer_take_content (second, NULL);
  g_assert_cmpint (lamina_project_writer_get_read_only (first), ==, LAMINA_WRITABLE);
  g_assert_cmpint (lamina_project_writer_get_read_only (second), ==, LAMINA_READ_ONLY_IN_USE);
  reason = lamina_project_writer_get_read_only_reason (second);
  append_steps (second, 1, 3);
  g_assert_false (lamina_project_writer_flush (second, TIMEOUT, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  taken = lamina_project_writer_take_error (second);
  g_assert_cmpstr (taken->message, ==, reason);
  g_assert_null (lamina_project_writer_take_error (second));
}

/* On a full disk everything is kept, and written when there is room. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GBytes) bytes = make_bytes (1, 5 << 20);
  g_autoptr(GBytes) loaded = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) taken = NULL;
  const gint64 start = g_get_monotonic_time ();
  LaminaWriterStatus status;
  struct rlimit limit, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = (struct rlimit) { 1 << 20, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);

  append_steps (writer, 1, 10);
  lamina_project_writer_attach (writer, "a", bytes);
  lamina_project_writer_set_info (writer, LAMINA_INFO_NAME, "1");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (lamina_project_writer_flush (writer, TIMEOUT, &error));
      g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
      g_clear_error (&error);
      append_steps (writer, 11 + i, 11 + i);
      lamina_project_writer_set_info (writer, LAMINA_INFO_NAME, "2");
      lamina_project_writer_save_state (writer, 1, LAMINA_STATE_NOW, make_state (11 + i));
    }
  lamina_project_writer_get_status (writer, &status);
  g_assert_false (status.is_saved);
  /* 4 pieces of history, the data set, the newest name, the newest state. */
  g_assert_cmpuint (status.n_waiting, ==, 7);
  taken = lamina_project_writer_take_error (writer);
  g_assert_error (taken, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_false (lamina_project_writer_flush (writer, TIMEOUT, NULL));
  g_assert_null (lamina_project_writer_take_error (writer)); /* The same again is not told again. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT); /* Nobody waited in vain. */

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  flush_writer (writer);
  loaded = lamina_project_writer_load_attachment_sync (writer, "a", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (loaded, bytes));
  content = read_back (fixture->path);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 13);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NAME), ==, "2");
  g_assert_cmpuint (lamina_project_content_find_state (content, 1, LAMINA_STATE_NOW)->step, ==, 13);
}

static gboolean
run_nothing (LaminaJob     *job,
             LaminaProject *project,
             GError       **error)
{
  return TRUE;
}

static LaminaJob *
make_job (gboolean    is_latest,
          const char *name)
{
  LaminaJob *job = lamina_job_new (run_nothing, 1, name);

  job->is_latest = is_latest;

  return job;
}

/* What was being written while newer ones came. */
static void
test_put_back (void)
{
  static const char *const expected[] = { "b", "c", "d", "a", "c" };
  GQueue jobs = G_QUEUE_INIT, older = G_QUEUE_INIT;
  guint i = 0;

  lamina_jobs_push (&older, make_job (TRUE, "a"));
  lamina_jobs_push (&older, make_job (TRUE, "b"));
  lamina_jobs_push (&older, make_job (FALSE, "c"));
  lamina_jobs_push (&older, make_job (TRUE, "d"));
  lamina_jobs_push (&jobs, make_job (TRUE, "a"));
  lamina_jobs_push (&jobs, make_job (FALSE, "c"));
  lamina_jobs_put_back (&jobs, &older);
  g_assert_true (g_queue_is_empty (&older));
  g_assert_cmpuint (g_queue_get_length (&jobs), ==, G_N_ELEMENTS (expected));
  for (GList *l = jobs.head; l != NULL; l = l->next)
    g_assert_cmpstr (((LaminaJob *) l->data)->name, ==, expected[i++]);
  g_queue_clear_full (&jobs, (GDestroyNotify) lamina_job_free);
}

static void
test_keyframes_are_bounded (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autofree char *away = fixture_get_path (fixture, "away");
  LaminaWriterStatus status;

  g_assert_cmpint (g_rename (fixture->path, away), ==, 0);
  for (guint64 i = 0; i < 30; i++)
    lamina_project_writer_save_state (writer, 1, LAMINA_STATE_KEYFRAME, make_state (i));
  g_assert_false (lamina_project_writer_flush (writer, TIMEOUT, NULL));
  lamina_project_writer_get_status (writer, &status);
  g_assert_cmpuint (status.n_waiting, ==, 16);
  g_assert_cmpint (g_rename (away, fixture->path), ==, 0);
  flush_writer (writer);
}

/* What can never be written is left out and told; the rest is saved. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LaminaProjectWriter) writer = create_writer (fixture);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) taken = NULL;
  LaminaWriterStatus status;

  append_steps (writer, 1, 3);
  lamina_project_writer_rename_branch (writer, 5, "none");
  lamina_project_writer_set_info (writer, LAMINA_INFO_NAME, "x");
  g_assert_false (lamina_project_writer_flush (writer, TIMEOUT, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  taken = lamina_project_writer_take_error (writer);
  g_assert_error (taken, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  lamina_project_writer_get_status (writer, &status);
  g_assert_true (status.is_saved);
  flush_writer (writer);
  content = read_back (fixture->path);
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, 3);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NAME), ==, "x");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-writer/everything", test_everything);
  ADD_TEST ("/project-writer/by-itself", test_by_itself);
  ADD_TEST ("/project-writer/free", test_free);
  ADD_TEST ("/project-writer/open-fails", test_open_fails);
  ADD_TEST ("/project-writer/read-only", test_read_only);
  ADD_TEST ("/project-writer/full", test_full);
  g_test_add_func ("/project-writer/put-back", test_put_back);
  ADD_TEST ("/project-writer/keyframes-are-bounded", test_keyframes_are_bounded);
  ADD_TEST ("/project-writer/refused", test_refused);

  return g_test_run ();
}
