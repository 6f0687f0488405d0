/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "lamina-config.h"
#include "project-support.h"

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autofree char *files = NULL;

  make_project (fixture->path);
  files = list_folder (fixture->folder);
  g_assert_cmpstr (files, ==, "Täst 层.lamina"); /* No lock, no journal, no temporary file. */

  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_WRITABLE);
  g_assert_null (lamina_project_get_read_only_reason (project));
  g_assert_cmpstr (lamina_project_get_path (project), ==, fixture->path);
  assert_is_made (project);
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  const gint64 before = g_get_real_time ();
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectContent) content = lamina_project_read (project, NULL);
  g_autoptr(LmTraining) training = lm_training_new ();
  const LaminaBranch *branch = lamina_project_content_get_branch (content, 0);
  const gint64 created = g_ascii_strtoll (lamina_pairs_get (content->info, LAMINA_INFO_CREATED),
                                          NULL, 10);
  gint64 changed;

  g_assert_cmpint (created, >=, before);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_VERSION), ==, LAMINA_VERSION);
  g_assert_cmpuint (content->branches->len, ==, 1);
  g_assert_cmpint (branch->id, ==, LAMINA_BRANCH_MAIN);
  g_assert_cmpuint (lm_stack_get_n (lamina_branch_get_stack (branch, LAMINA_STACK_MAIN)), ==, 0);
  g_assert_null (lamina_branch_get_stack (branch, "other"));
  assert_training_equal (branch->training, training);
  g_assert_cmpuint (branch->records->len + content->states->len, ==, 0);
  g_assert_null (branch->fingerprint);

  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "more", NULL));
  g_clear_pointer (&content, lamina_project_content_free);
  content = lamina_project_read (project, NULL);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NOTES), ==, "more");
  changed = g_ascii_strtoll (lamina_pairs_get (content->info, LAMINA_INFO_CHANGED), NULL, 10);
  g_assert_cmpint (changed, >, created);
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, NULL, NULL));
  g_clear_pointer (&content, lamina_project_content_free);
  content = lamina_project_read (project, NULL);
  g_assert_null (lamina_pairs_get (content->info, LAMINA_INFO_NOTES));
}

static void
test_create_refuses (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autofree char *nowhere = fixture_get_path (fixture, "none/a.lamina");
  g_autofree char *files = NULL;

  make_project (fixture->path);
  g_assert_null (lamina_project_create (fixture->path, FALSE, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "already"));
  g_clear_error (&error);

  g_assert_null (lamina_project_create (nowhere, FALSE, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "none/a.lamina"));
  g_clear_error (&error);

  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_null (lamina_project_create (fixture->path, TRUE, &error)); /* It is open. */
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  assert_is_made (project);
  g_clear_pointer (&project, lamina_project_free);
  files = list_folder (fixture->folder);
  g_assert_cmpstr (files, ==, "Täst 层.lamina");
}

/* What a killed program left must not be played into a new file of that name. */
static void
test_old_journal (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GBytes) bytes = make_bytes (1, 20 << 20);
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL);
  g_autofree char *journal = NULL;
  gsize size;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_truncate (project, 1, 0, NULL));
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 0, bytes, NULL));
  g_assert_true (g_file_get_contents (path, &journal, &size, NULL));
  g_assert_cmpuint (size, >, 512);
  g_clear_pointer (&project, lamina_project_free);

  put_file (path, journal, size);
  project = lamina_project_create (fixture->path, TRUE, &error);
  g_assert_no_error (error);
  content = lamina_project_read (project, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (content->branches->len, ==, 1);
  g_clear_pointer (&project, lamina_project_free);

  g_remove (fixture->path);
  put_file (path, journal, size);
  project = lamina_project_create (fixture->path, FALSE, &error);
  g_assert_no_error (error);
}

static void
test_two_openers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) first = NULL;
  g_autoptr(LaminaProject) second = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;

  make_project (fixture->path);
  first = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  second = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (first), ==, LAMINA_WRITABLE);
  g_assert_cmpint (lamina_project_get_read_only (second), ==, LAMINA_READ_ONLY_IN_USE);
  g_assert_nonnull (strstr (lamina_project_get_read_only_reason (second), "Täst 层.lamina"));

  g_assert_false (lamina_project_set_info (second, "name", "b", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  assert_is_made (second);

  /* It follows what the first one writes. */
  g_assert_false (lamina_project_has_changed (second));
  g_assert_true (lamina_project_set_info (first, "name", "c", NULL));
  g_assert_false (lamina_project_has_changed (first));
  g_assert_true (lamina_project_has_changed (second));
  content = lamina_project_read (second, NULL);
  g_assert_cmpstr (lamina_pairs_get (content->info, "name"), ==, "c");
  g_assert_false (lamina_project_has_changed (second));

  g_clear_pointer (&first, lamina_project_free);
  g_clear_pointer (&second, lamina_project_free);
  first = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_cmpint (lamina_project_get_read_only (first), ==, LAMINA_WRITABLE);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProject) writer = NULL;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_READ_ONLY_ASKED);
  assert_is_made (project);
  g_assert_false (lamina_project_begin (project, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_false (lamina_project_shrink (project));

  writer = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_cmpint (lamina_project_get_read_only (writer), ==, LAMINA_WRITABLE);
}

static void
test_other_writer (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  tamper (fixture->path, "UPDATE info SET value = 'x' WHERE name = 'name'");
  g_assert_false (lamina_project_set_info (project, "name", "y", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "another program"));
}

static void
test_transaction (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  const LmRecord records[] = { make_record (7), make_record (9) };

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);

  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NAME, "gone", NULL));
  lamina_project_rollback (project);
  assert_is_made (project);

  /* What fails is undone alone. */
  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "kept", NULL));
  g_assert_false (lamina_project_append (project, 1, records, 2, &error)); /* 8 is missing */
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (lamina_project_commit (project, &error));
  g_assert_no_error (error);
  assert_is_made (project);

  /* Closed without a commit. */
  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_truncate (project, 1, 0, NULL));
  g_clear_pointer (&project, lamina_project_free);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  assert_is_made (project);
}

static void
test_append (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  LmRecord record;
  const GArray *records;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);

  record = make_record (8);
  g_assert_false (lamina_project_append (project, 1, &record, 1, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "step 7 is next"));
  g_clear_error (&error);
  record = make_record (3); /* of the branch that begins with 4 */
  g_assert_false (lamina_project_append (project, 2, &record, 1, NULL));
  g_assert_false (lamina_project_append (project, 3, &record, 1, NULL));

  /* A step again replaces the one that is there; truncating forgets. */
  record.loss = 42;
  g_assert_true (lamina_project_append (project, 1, &record, 1, NULL));
  g_assert_true (lamina_project_truncate (project, 1, 4, NULL));
  record = make_record (5);
  g_assert_true (lamina_project_append (project, 1, &record, 1, &error));
  g_assert_no_error (error);

  content = lamina_project_read (project, &error);
  g_assert_no_error (error);
  records = lamina_project_content_get_branch (content, 1)->records;
  g_assert_cmpuint (records->len, ==, 6); /* settings, 5 steps */
  g_assert_cmpfloat (g_array_index (records, LmRecord, 3).loss, ==, 42);
  assert_record_equal (&g_array_index (records, LmRecord, 5), &record);
  g_assert_cmpuint (content->states->len, ==, 1); /* The state of step 6 went with it. */
  g_assert_cmpuint (lamina_project_content_get_branch (content, 2)->records->len, ==, 12);
}

static void
test_branches (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(LaminaBranch) branch = lamina_branch_new ("third");
  g_autoptr(GBytes) bytes = make_bytes (1, 100);

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);

  branch->parent = 7;
  g_assert_cmpint (lamina_project_add_branch (project, branch, &error), ==, 0);
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_clear_error (&error);
  branch->parent = 2;
  branch->fork_step = 5;
  branch->id = 2;
  g_assert_cmpint (lamina_project_add_branch (project, branch, NULL), ==, 0); /* taken */
  branch->id = 0;
  g_assert_cmpint (lamina_project_add_branch (project, branch, &error), ==, 3);
  g_assert_no_error (error);
  g_assert_true (lamina_project_save_state (project, 3, LAMINA_STATE_NOW, 5, bytes, NULL));
  g_assert_true (lamina_project_rename_branch (project, 3, "renamed", NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_BRANCH, "3", NULL));
  content = lamina_project_read (project, NULL);
  g_assert_cmpstr (lamina_project_content_get_branch (content, 0)->name, ==, "renamed");
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_BRANCH, NULL, NULL));

  g_assert_false (lamina_project_remove_branch (project, 1, NULL));
  g_assert_false (lamina_project_remove_branch (project, 2, &error)); /* 3 starts from it */
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_assert_true (lamina_project_remove_branch (project, 3, NULL));
  assert_is_made (project);
  g_assert_true (lamina_project_remove_branch (project, 2, NULL));
  g_clear_pointer (&content, lamina_project_content_free);
  content = lamina_project_read (project, NULL);
  g_assert_cmpuint (content->branches->len, ==, 1);
}

static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr(GBytes) loaded = NULL;
  const LaminaStateInfo *info;

  for (guint64 step = 1; step <= 5; step++)
    {
      g_autoptr(GBytes) bytes = make_bytes (step, 1000 * step);

      g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, step, bytes, NULL));
      g_assert_true (
        lamina_project_save_state (project, 1, LAMINA_STATE_KEYFRAME, step, bytes, NULL));
      g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_KEYFRAME, 2, bytes, NULL));
    }
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_BEST, 0, empty, NULL));
  g_assert_true (lamina_project_remove_state (project, 1, LAMINA_STATE_KEYFRAME, 3, NULL));

  content = lamina_project_read (project, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (content->states->len, ==, 6); /* best; keyframes 1 2 4 5; now */
  info = lamina_project_content_find_state (content, 1, LAMINA_STATE_NOW);
  g_assert_cmpuint (info->step, ==, 5);
  g_assert_cmpuint (info->n_bytes, ==, 5000);
  g_assert_cmpuint (lamina_project_content_find_state (content, 1, LAMINA_STATE_KEYFRAME)->step, ==,
                    5);
  g_assert_null (lamina_project_content_find_state (content, 1, LAMINA_STATE_INITIAL));
  g_assert_null (lamina_project_content_find_state (content, 2, LAMINA_STATE_NOW));

  loaded = lamina_project_load_state (project, 1, LAMINA_STATE_BEST, 7, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (loaded), ==, 0);
  g_assert_null (lamina_project_load_state (project, 1, LAMINA_STATE_KEYFRAME, 3, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_assert_false (lamina_project_save_state (project, 9, LAMINA_STATE_NOW, 0, empty, NULL));

  g_assert_true (lamina_project_attach (project, "a", empty, NULL));
  g_assert_true (lamina_project_attach (project, "a", empty, NULL));
  g_assert_true (lamina_project_detach (project, "a", NULL));
  g_assert_null (lamina_project_load_attachment (project, "a", NULL));
}

static void
test_stacks (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(LmStack) stack = make_stack ();
  const LaminaBranch *branch;

  g_assert_true (lamina_project_set_stack (project, 1, "critic", stack, NULL));
  lm_stack_remove (stack, 0);
  g_assert_true (lamina_project_set_stack (project, 1, "critic", stack, NULL));
  g_assert_true (lamina_project_remove_stack (project, 1, LAMINA_STACK_MAIN, NULL));
  g_assert_false (lamina_project_set_stack (project, 2, "critic", stack, NULL));
  content = lamina_project_read (project, NULL);
  branch = lamina_project_content_get_branch (content, 1);
  g_assert_cmpuint (branch->stacks->len, ==, 1);
  g_assert_true (lm_stack_equal (lamina_branch_get_stack (branch, "critic"), stack));
}

/* The place of deleted states is given back. */
static void
test_shrink (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(GBytes) bytes = make_bytes (1, 20 << 20);
  GStatBuf before, after;
  guint n = 0;

  g_assert_false (lamina_project_shrink (project));
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 1, bytes, NULL));
  g_assert_true (lamina_project_remove_state (project, 1, LAMINA_STATE_NOW, 1, NULL));
  g_stat (fixture->path, &before);
  while (lamina_project_shrink (project))
    n++;
  g_stat (fixture->path, &after);
  g_assert_cmpint (before.st_size, >, 20 << 20);
  g_assert_cmpint (after.st_size, <, 6 << 20);
  g_assert_cmpuint (n, >, 5);
}

static void
test_speed (Fixture       *fixture,
            gconstpointer  data)
{
  const guint n = 100000;
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autofree LmRecord *records = g_new (LmRecord, n);
  gint64 start, written, done;

  for (guint i = 0; i < n; i++)
    records[i] = make_record (i + 1);

  start = g_get_monotonic_time ();
  g_assert_true (lamina_project_append (project, 1, records, n, NULL));
  written = g_get_monotonic_time ();
  g_clear_pointer (&project, lamina_project_free);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  content = lamina_project_read (project, NULL);
  done = g_get_monotonic_time ();

  g_test_message ("%u steps: written in %d ms, opened and read in %d ms", n,
                  (int) ((written - start) / 1000), (int) ((done - written) / 1000));
  g_assert_cmpuint (lamina_project_content_get_branch (content, 1)->records->len, ==, n);
  for (guint i = 0; i < n; i += 777)
    assert_record_equal (&g_array_index (lamina_project_content_get_branch (content, 1)->records,
                                         LmRecord, i), &records[i]);
  g_assert_cmpint (written - start, <, 3 * G_USEC_PER_SEC); /* 0.2 s on a machine at rest */
  g_assert_cmpint (done - written, <, 3 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project/round-trip", test_round_trip);
  ADD_TEST ("/project/new", test_new);
  ADD_TEST ("/project/create-refuses", test_create_refuses);
  ADD_TEST ("/project/old-journal", test_old_journal);
  ADD_TEST ("/project/two-openers", test_two_openers);
  ADD_TEST ("/project/read-only", test_read_only);
  ADD_TEST ("/project/other-writer", test_other_writer);
  ADD_TEST ("/project/transaction", test_transaction);
  ADD_TEST ("/project/append", test_append);
  ADD_TEST ("/project/branches", test_branches);
  ADD_TEST ("/project/states", test_states);
  ADD_TEST ("/project/stacks", test_stacks);
  ADD_TEST ("/project/shrink", test_shrink);
  ADD_TEST ("/project/speed", test_speed);

  return g_test_run ();
}
