/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "project-support.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "lamina-project-peek.h"

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("lamina-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = fixture_get_path (self, "Täst 层.lamina");
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = fixture_get_path (self, name);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

char *
fixture_get_path (const Fixture *self,
                  const char    *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
change_field (const LmField *field,
              gpointer       instance)
{
  static const char *const candidates[] = { "3", "0.125", "true", "2x3", "4x5x6", "0.1,1e-7,-3",
                                            "a \"b\\c\" 'd' [层] {e}" };
  g_autofree char *old = lm_field_get (field, instance);

  if (field->type == LM_FIELD_CHOICE)
    {
      lm_field_set (field, instance, field->choices[g_strv_length ((char **) field->choices) - 1],
                    NULL);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (strcmp (candidates[i], old) != 0 && lm_field_set (field, instance, candidates[i], NULL))
      return;
}

LmStack *
make_stack (void)
{
  LmStack *stack = lm_stack_new ();

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      LmLayer *layer = lm_stack_insert (stack, i, klass);

      for (const LmField *field = klass->fields; field != NULL && field->name != NULL; field++)
        change_field (field, layer);
      layer->bypassed = i % 3 == 1;
      if (i >= 2 && i % 2 == 0)
        {
          const char *inputs[] = { lm_stack_nth (stack, i - 2)->name, LM_INPUT_PREVIOUS, NULL };

          g_strfreev (layer->inputs);
          layer->inputs = g_strdupv ((GStrv) inputs);
        }
    }

  return stack;
}

LmTraining *
make_training (void)
{
  static const char *const settings[][2] = {
    { "loss", "huber" }, { "optimizer", "adamw" }, { "schedule", "cosine" },
    { "metrics", "accuracy,mae" }, { "learning_rate", "0.012345678901234567" }, { "seed", "4711" },
    { "batch_size", "17" }, { "shuffle", "false" }, { "stop_loss", "1e-300" },
  };
  LmTraining *training = lm_training_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr(GError) error = NULL;

      lm_training_set (training, settings[i][0], settings[i][1], &error);
      g_assert_no_error (error);
    }

  return training;
}

LmRecord
make_record (guint64 step)
{
  static const double odd[] = { -0.0, 0.0, NAN, INFINITY, -INFINITY, 5e-324, 1.7e308, 1.0 };
  LmRecord record = { .type = LM_RECORD_STEP, .step = step };

  record.loss = step % 100 < G_N_ELEMENTS (odd) ? odd[step % 100] : 1.0 / (double) step;
  record.metrics[0] = 1.0f / (float) step;
  record.metrics[1] = step % 7 == 0 ? NAN : -0.0f;
  record.metrics[2] = NAN;
  record.metrics[3] = NAN;
  record.rate = 0.1f;
  record.time_usec = (gint64) step * 1234567;

  return record;
}

LmRecord
make_event (LmRecordType type,
            guint64      step)
{
  LmRecord record = make_record (step + 1);

  record.type = type;
  record.step = step;
  record.detail = type == LM_RECORD_SETTINGS ? G_MAXUINT32 : (guint32) (step % 3);

  return record;
}

GBytes *
make_bytes (guint64 step,
            gsize   size)
{
  guint8 *data = g_malloc (size);
  guint64 x = step * 2 + 1;

  for (gsize i = 0; i < size; i++)
    {
      x = x * 6364136223846793005u + 1442695040888963407u;
      data[i] = (guint8) (x >> 56);
    }

  return g_bytes_new_take (data, size);
}

void
assert_double_equal (double a,
                     double b)
{
  if (isnan (a) || isnan (b))
    g_assert_true (isnan (a) && isnan (b));
  else
    g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

void
assert_record_equal (const LmRecord *a,
                     const LmRecord *b)
{
  g_assert_cmpint (a->type, ==, b->type);
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->detail, ==, b->detail);
  g_assert_cmpint (a->time_usec, ==, b->time_usec);
  assert_double_equal (a->loss, b->loss);
  assert_double_equal ((double) a->rate, (double) b->rate);
  for (int i = 0; i < LM_MAX_METRICS; i++)
    assert_double_equal ((double) a->metrics[i], (double) b->metrics[i]);
}

void
assert_training_equal (const LmTraining *a,
                       const LmTraining *b)
{
  g_auto(GStrv) names = lm_training_list (a);
  g_auto(GStrv) others = lm_training_list (b);

  g_assert_true (g_strv_equal ((const char *const *) names, (const char *const *) others));
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *x = lm_training_get (a, names[i]);
      g_autofree char *y = lm_training_get (b, names[i]);

      g_assert_cmpstr (x, ==, y);
    }
}

static void
write_history (LaminaProject *project,
               gint64         branch,
               guint64        fork_step)
{
  g_autoptr(GError) error = NULL;
  LmRecord records[12];
  gsize n = 0;

  records[n++] = make_event (LM_RECORD_SETTINGS, fork_step);
  for (guint64 step = fork_step + 1; step <= fork_step + 5; step++)
    records[n++] = make_record (step);
  records[n++] = make_event (LM_RECORD_VALIDATION, fork_step + 5);
  records[n++] = make_event (LM_RECORD_PAUSED, fork_step + 5);
  records[n++] = make_record (fork_step + 6);
  records[n++] = make_event (LM_RECORD_VALIDATION, fork_step + 6);
  records[n++] = make_event (LM_RECORD_FINISHED, fork_step + 6);
  records[n++] = make_event (LM_RECORD_RESTORED, fork_step + 5);
  g_assert_true (lamina_project_append (project, branch, records, n, &error));
  g_assert_no_error (error);
}

static void
write_rest (LaminaProject *project)
{
  g_autoptr(LaminaBranch) branch = lamina_branch_new ("slower");
  g_autoptr(GBytes) now = make_bytes (6, 10000);
  g_autoptr(GBytes) keyframe = make_bytes (3, 10000);
  g_autoptr(GBytes) table = make_bytes (99, 5000);
  LaminaEvaluation evaluation = { 123, 1, 6, LM_SPLIT_TEST, 0.5, { -0.0, NAN, INFINITY, 1 } };
  LaminaRevision revision = { G_MAXUINT32, make_training () };

  branch->parent = 1;
  branch->fork_step = 3;
  branch->fingerprint = g_strdup ("zen4");
  lm_training_free (branch->training);
  branch->training = make_training ();
  lamina_branch_take_stack (branch, LAMINA_STACK_MAIN, make_stack ());
  lamina_branch_take_stack (branch, "critic", lm_stack_new ());
  g_array_append_val (branch->revisions, revision);

  g_assert_cmpint (lamina_project_add_branch (project, branch, NULL), ==, 2);
  write_history (project, 2, 3);
  g_assert_true (lamina_project_add_evaluation (project, &evaluation, NULL));
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 6, now, NULL));
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_KEYFRAME, 3, keyframe, NULL));
  g_assert_true (lamina_project_attach (project, "table.csv", table, NULL));
  g_assert_true (lamina_project_commit (project, NULL));
}

static void
make_first (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_create (path, FALSE, &error);
  g_autoptr(LmStack) stack = make_stack ();
  g_autoptr(LmTraining) training = make_training ();
  g_autoptr(LaminaPairs) data = lamina_pairs_new ();

  g_assert_no_error (error);
  lamina_pairs_set (data, "kind", "csv");
  lamina_pairs_set (data, "path", "/tmp/ä;'\"--.csv");
  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NAME, "Ein Name ' \" 层", NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_TEMPLATE, "cnn-28", NULL));
  g_assert_true (lamina_project_set_layout (project, "train", "{\"a\":[1,2]}", NULL));
  g_assert_true (lamina_project_set_stack (project, 1, LAMINA_STACK_MAIN, stack, NULL));
  g_assert_true (lamina_project_set_training (project, 1, training, NULL));
  g_assert_true (lamina_project_set_data (project, 1, data, "abc", "3 rows", NULL));
  g_assert_true (lamina_project_set_fingerprint (project, 1, "engine 1", NULL));
  g_assert_true (lamina_project_add_revision (project, 1, G_MAXUINT32, training, NULL));
  write_history (project, 1, 0);
  g_assert_true (lamina_project_set_note (project, 1, 0, "Start", NULL));
  g_assert_true (lamina_project_set_note (project, 1, 2, "gone", NULL));
  g_assert_true (lamina_project_set_note (project, 1, 2, NULL, NULL));
  write_rest (project);
}

void
put_file (const char *path,
          const char *bytes,
          gsize       size)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Made once a program, then copied: each commit waits for the disk. */
void
make_project (const char *path)
{
  static char *bytes = NULL;
  static gsize size = 0;

  if (bytes == NULL)
    {
      make_first (path);
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    }
  else
    {
      put_file (path, bytes, size);
    }
}

static void
assert_branch (const LaminaBranch *branch)
{
  g_autoptr(LmStack) stack = make_stack ();
  g_autoptr(LmTraining) training = make_training ();
  const LmRecord *records = (const LmRecord *) (gpointer) branch->records->data;
  const guint64 first = branch->fork_step;
  const LmRecordType types[] = { LM_RECORD_SETTINGS, 0, 0, 0, 0, 0, LM_RECORD_VALIDATION,
                                 LM_RECORD_PAUSED, 0, LM_RECORD_VALIDATION, LM_RECORD_FINISHED,
                                 LM_RECORD_RESTORED };
  const guint64 steps[] = { 0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 5 };

  g_assert_cmpuint (branch->records->len, ==, G_N_ELEMENTS (types));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const LmRecord expected = types[i] == LM_RECORD_STEP
                                  ? make_record (first + steps[i])
                                  : make_event (types[i], first + steps[i]);

      assert_record_equal (&records[i], &expected);
    }
  g_assert_true (lm_stack_equal (lamina_branch_get_stack (branch, LAMINA_STACK_MAIN), stack));
  assert_training_equal (branch->training, training);
  g_assert_cmpuint (branch->revisions->len, ==, 1);
  assert_training_equal (g_array_index (branch->revisions, LaminaRevision, 0).training, training);
  g_assert_cmpuint (g_array_index (branch->revisions, LaminaRevision, 0).revision, ==, G_MAXUINT32);
}

static void
assert_bytes (LaminaProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) now = lamina_project_load_state (project, 1, LAMINA_STATE_NOW, 0, &error);
  g_autoptr(GBytes) keyframe = lamina_project_load_state (project, 1, LAMINA_STATE_KEYFRAME, 3,
                                                          &error);
  g_autoptr(GBytes) table = lamina_project_load_attachment (project, "table.csv", &error);
  g_autoptr(GBytes) expected_now = make_bytes (6, 10000);
  g_autoptr(GBytes) expected_keyframe = make_bytes (3, 10000);
  g_autoptr(GBytes) expected_table = make_bytes (99, 5000);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (now, expected_now));
  g_assert_true (g_bytes_equal (keyframe, expected_keyframe));
  g_assert_true (g_bytes_equal (table, expected_table));
}

void
assert_is_made (LaminaProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectContent) content = lamina_project_read (project, &error);
  const LaminaBranch *main_branch, *other;
  const LaminaEvaluation *evaluation;

  g_assert_no_error (error);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NAME), ==, "Ein Name ' \" 层");
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_TEMPLATE), ==, "cnn-28");
  g_assert_cmpstr (lamina_pairs_get (content->layout, "train"), ==, "{\"a\":[1,2]}");
  g_assert_cmpuint (content->branches->len, ==, 2);

  main_branch = lamina_project_content_get_branch (content, 0);
  g_assert_cmpint (main_branch->id, ==, 1);
  assert_branch (main_branch);
  g_assert_cmpuint (lamina_pairs_get_n (main_branch->data), ==, 2);
  g_assert_cmpstr (lamina_pairs_get (main_branch->data, "path"), ==, "/tmp/ä;'\"--.csv");
  g_assert_cmpstr (main_branch->data_sha256, ==, "abc");
  g_assert_cmpstr (main_branch->data_description, ==, "3 rows");
  g_assert_cmpstr (main_branch->fingerprint, ==, "engine 1");
  g_assert_cmpint (main_branch->created_usec, >, 0);
  g_assert_cmpuint (main_branch->notes->len, ==, 1);
  g_assert_cmpstr (g_array_index (main_branch->notes, LaminaNote, 0).text, ==, "Start");

  other = lamina_project_content_get_branch (content, 2);
  g_assert_cmpint (other->parent, ==, 1);
  g_assert_cmpuint (other->fork_step, ==, 3);
  assert_branch (other);
  g_assert_cmpuint (lm_stack_get_n (lamina_branch_get_stack (other, "critic")), ==, 0);

  evaluation = &g_array_index (content->evaluations, LaminaEvaluation, 0);
  g_assert_cmpuint (content->evaluations->len, ==, 1);
  g_assert_cmpint (evaluation->split, ==, LM_SPLIT_TEST);
  assert_double_equal (evaluation->metrics[0], -0.0);
  assert_double_equal (evaluation->metrics[2], INFINITY);
  g_assert_cmpuint (content->states->len, ==, 2);
  g_assert_cmpuint (content->attachments->len, ==, 1);
  assert_bytes (project);
}

void
tamper (const char *path,
        const char *sql)
{
  char *message = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

void
assert_refused (const char *path,
                LaminaError code,
                const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_autoptr(LaminaProjectContent) content = NULL;

  if (project != NULL)
    content = lamina_project_read (project, &error);
  g_assert_null (content);
  g_test_message ("%s", error->message);
  g_assert_error (error, LAMINA_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
list_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (GStrv) names->pdata);
}
