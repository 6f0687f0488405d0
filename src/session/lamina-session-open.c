/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what the file holds to a session that goes on where it ended. */

#include <glib/gi18n-lib.h>

#include "lamina-session-private.h"

#define SHAPE_PREFIX "shape."

static gsize
read_number (const LaminaPairs *pairs,
             const char        *name)
{
  const char *text = lamina_pairs_get (pairs, name);
  guint64 value = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &value, NULL))
    value = 0;

  return (gsize) value;
}

static LmShape
read_shape (const LaminaPairs *pairs,
            const char        *name)
{
  const char *text = lamina_pairs_get (pairs, name);
  g_auto(GStrv) parts = text != NULL ? g_strsplit (text, "x", LM_MAX_RANK + 1) : NULL;
  LmShape shape = { 1, { 1 } };

  if (parts == NULL || parts[0] == NULL || g_strv_length (parts) >= LM_MAX_RANK)
    return (LmShape) { 0 };

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      guint64 dim;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 1, G_MAXINT32, &dim, NULL))
        return (LmShape) { 0 };
      shape.dim[shape.rank++] = (gsize) dim;
    }

  return shape;
}

/* As the data were when they were there last. */
static LaminaDataShape
read_data_shape (const LaminaPairs *pairs)
{
  return (LaminaDataShape) {
    .input = read_shape (pairs, LAMINA_SHAPE_INPUT),
    .target = read_shape (pairs, LAMINA_SHAPE_TARGET),
    .n_classes = read_number (pairs, LAMINA_SHAPE_CLASSES),
    .n_training = read_number (pairs, LAMINA_SHAPE_TRAINING),
  };
}

static void
lamina_session_end_opening (LaminaSession *self,
                            GError        *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->opening);

  if (error != NULL)
    {
      g_clear_pointer (&self->writer, lamina_project_writer_free);
      g_task_return_error (task, error);
      return;
    }

  lamina_session_load_data (self);
  lamina_session_poll_saving (self);
  lamina_session_update_play_state (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/* What there is of it in the file. */
static void
lamina_run_note_file (LaminaRun          *self,
                      const LaminaBranch *branch)
{
  const LaminaDataShape shape = read_data_shape (branch->data);

  self->is_in_file = TRUE;
  self->lacks_shape = !lamina_data_shape_is_known (&shape);
  self->saved_step = self->step;
  self->n_saved_validations = self->history->validations->len;
  self->n_saved_events = self->history->events->len;
}

/* A kill may leave records that are newer than the state: training from there makes them anew. */
static void
lamina_session_read_run (LaminaSession      *self,
                         const LaminaBranch *branch,
                         guint64             step)
{
  LaminaRun *run = lamina_run_new (branch->id, branch->training->n_metrics);
  gboolean is_cut = FALSE;

  for (guint i = 0; i < branch->records->len; i++)
    {
      const LmRecord *record = &g_array_index (branch->records, LmRecord, i);

      if (record->step > step)
        {
          is_cut = TRUE;
          continue;
        }

      lm_history_append (run->history, record);
      if (record->type == LM_RECORD_FINISHED && record->step == step)
        run->rest = LAMINA_PLAY_FINISHED;
      else if (record->type == LM_RECORD_SETTINGS && step > 0)
        run->rest = LAMINA_PLAY_PAUSED;
    }

  if (run->rest == LAMINA_PLAY_IDLE && step > 0)
    run->rest = LAMINA_PLAY_PAUSED;
  run->step = step;
  run->time_usec = run->history->time_usec;
  run->data_hash = g_strdup (branch->data_sha256);
  run->fingerprint = g_strdup (branch->fingerprint);
  for (guint i = 0; i < branch->revisions->len; i++)
    run->revision = MAX (run->revision,
                         g_array_index (branch->revisions, LaminaRevision, i).revision);
  lamina_run_note_file (run, branch);
  g_hash_table_replace (self->runs, &run->id, run);

  if (is_cut && !self->is_read_only)
    lamina_project_writer_truncate (self->writer, branch->id, step);
}

static const LaminaStateInfo *
find_last_state (const LaminaProjectContent *content,
                 gint64                      branch)
{
  const LaminaStateInfo *info = lamina_project_content_find_state (content, branch,
                                                                   LAMINA_STATE_NOW);

  return info != NULL ? info
                      : lamina_project_content_find_state (content, branch, LAMINA_STATE_INITIAL);
}

static LaminaDataConfig *
read_data_config (const LaminaPairs  *pairs,
                  GError            **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  if (lamina_pairs_get_n (pairs) == 0)
    return lamina_document_make_empty_data ();

  for (gsize i = 0; i < lamina_pairs_get_n (pairs); i++)
    {
      const LaminaPair *pair = lamina_pairs_nth (pairs, i);
      g_autofree char *item = g_strdup_printf ("%s=%s", pair->name, pair->value);

      if (!g_str_has_prefix (pair->name, SHAPE_PREFIX))
        g_strv_builder_add (builder, item);
    }

  list = g_strv_builder_end (builder);

  return lamina_data_config_new_from_list ((const char *const *) list, error);
}

static gboolean
lamina_session_read_document (LaminaSession               *self,
                              const LaminaProjectContent  *content,
                              GError                     **error)
{
  const char *id = lamina_pairs_get (content->info, LAMINA_INFO_BRANCH);
  const gint64 run = id != NULL ? g_ascii_strtoll (id, NULL, 10) : LAMINA_BRANCH_MAIN;
  const LaminaBranch *branch = lamina_project_content_get_branch (content, run);
  g_autoptr(LmStack) stack = NULL;
  LaminaDataConfig *data;
  LaminaDocument *document;

  if (branch == NULL)
    branch = lamina_project_content_get_branch (content, LAMINA_BRANCH_MAIN);

  stack = lamina_session_read_stack (branch, error);
  data = stack != NULL ? read_data_config (branch->data, error) : NULL;
  if (data == NULL)
    {
      g_prefix_error (error, _("%s: "), self->name);
      return FALSE;
    }

  document = g_new0 (LaminaDocument, 1);
  document->data = data;
  document->stack = g_steal_pointer (&stack);
  document->training = lm_training_copy (branch->training);
  document->layout = g_strdup (lamina_pairs_get (content->layout, LAMINA_LAYOUT_KEY));
  document->run = branch->id;

  lamina_document_free (self->document);
  self->document = document;
  self->shape = read_data_shape (branch->data);
  self->template_id = g_strdup (lamina_pairs_get (content->info, LAMINA_INFO_TEMPLATE));

  return TRUE;
}

static void
lamina_session_best_loaded_cb (LaminaProjectWriter *writer,
                               GBytes              *bytes,
                               const GError        *error,
                               gpointer             data)
{
  LaminaSession *self = data;

  /* Without it the run goes on all the same: a better one replaces it. */
  if (bytes != NULL)
    self->run->saved_best = g_bytes_ref (bytes);

  lamina_session_end_opening (self, NULL);
}

static void
lamina_session_state_loaded_cb (LaminaProjectWriter *writer,
                                GBytes              *bytes,
                                const GError        *error,
                                gpointer             data)
{
  LaminaSession *self = data;

  if (bytes == NULL)
    {
      lamina_session_end_opening (self, g_error_copy (error));
      return;
    }

  self->run->saved = g_bytes_ref (bytes);
  if (self->best_step == 0)
    lamina_session_end_opening (self, NULL);
  else
    lamina_project_writer_load_state (self->writer, self->run->id, LAMINA_STATE_BEST,
                                      self->best_step, lamina_session_best_loaded_cb, self);
}

void
lamina_session_finish_opening (LaminaSession *self)
{
  GError *error = NULL;
  g_autoptr(LaminaProjectContent) content = lamina_project_writer_take_content (self->writer,
                                                                                &error);
  const LaminaStateInfo *info;

  self->has_content = TRUE;
  if (content == NULL || !lamina_session_read_document (self, content, &error))
    {
      lamina_session_end_opening (self, error);
      return;
    }

  self->is_read_only = lamina_project_writer_get_read_only (self->writer) != LAMINA_WRITABLE;
  for (guint i = 0; i < content->branches->len; i++)
    {
      const LaminaBranch *branch = g_ptr_array_index (content->branches, i);

      info = find_last_state (content, branch->id);
      lamina_session_read_run (self, branch, info != NULL ? info->step : 0);
    }
  lamina_session_switch_run (self);

  info = lamina_project_content_find_state (content, self->run->id, LAMINA_STATE_BEST);
  self->best_step = info != NULL && info->step <= self->run->step ? info->step : 0;
  info = find_last_state (content, self->run->id);
  if (info == NULL)
    lamina_session_end_opening (self, NULL);
  else
    lamina_project_writer_load_state (self->writer, self->run->id, info->role, info->step,
                                      lamina_session_state_loaded_cb, self);
}
