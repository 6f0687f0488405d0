/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to a session is posted to its file as it happens. */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lamina-session-private.h"
#include "lm-blas.h"
#include "lm-micro-kernel.h"

/* Raised when a kernel of the engine gives other bits. */
#define NUMERICS_VERSION 4

static gboolean
lamina_session_can_save (LaminaSession *self)
{
  return self->writer != NULL && !self->is_read_only;
}

/* Likewise, of what would be missed: whoever closes the project is asked. */
static gboolean
lamina_session_can_keep (LaminaSession *self)
{
  self->has_unsaved = self->has_unsaved || self->is_read_only;

  return lamina_session_can_save (self);
}

static LaminaPairs *
write_data_config (const LaminaDataConfig *config)
{
  g_auto(GStrv) list = lamina_data_config_list (config);
  LaminaPairs *pairs = lamina_pairs_new ();

  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (list[i], "=", 2);

      lamina_pairs_set (pairs, pair[0], pair[1]);
    }

  return pairs;
}

static void
write_shape (LaminaPairs   *pairs,
             const char    *name,
             const LmShape *shape)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 1; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 1 ? "x" : "", shape->dim[i]);
  lamina_pairs_set (pairs, name, text->str);
  g_string_free (text, TRUE);
}

static void
write_number (LaminaPairs *pairs,
              const char  *name,
              gsize        value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, value);

  lamina_pairs_set (pairs, name, text);
}

static void
lamina_session_save_data (LaminaSession *self)
{
  g_autoptr(LaminaPairs) pairs = write_data_config (self->document->data);
  g_autofree char *description = self->data_set != NULL ? lamina_data_set_describe (self->data_set)
                                                        : NULL;

  self->run->lacks_shape = !lamina_data_shape_is_known (&self->shape);
  if (!self->run->lacks_shape)
    {
      write_shape (pairs, LAMINA_SHAPE_INPUT, &self->shape.input);
      write_shape (pairs, LAMINA_SHAPE_TARGET, &self->shape.target);
      write_number (pairs, LAMINA_SHAPE_CLASSES, self->shape.n_classes);
      write_number (pairs, LAMINA_SHAPE_TRAINING, self->shape.n_training);
    }

  lamina_project_writer_set_data (self->writer, self->run->id, pairs, self->run->data_hash,
                                  description);
}

/* What was trained while there was no file that takes it. @state: (transfer full) (nullable) */
static void
lamina_session_save_lag (LaminaSession *self,
                         LmState       *state)
{
  LaminaRun *run = self->run;
  const LmHistory *history = run->history;
  const guint64 n_steps = lm_history_get_n_steps (history);
  const LmRecord *validations = (const LmRecord *) history->validations->data;
  const LmRecord *events = (const LmRecord *) history->events->data;

  lamina_project_writer_truncate (self->writer, run->id, run->saved_step);
  for (guint64 i = run->saved_step; i < n_steps; i++)
    {
      LmRecord record = { LM_RECORD_STEP, .step = i + 1, .loss = lm_series_nth (history->loss, i),
                          .rate = (float) lm_series_nth (history->rate, i) };

      for (gsize m = 0; m < LM_MAX_METRICS; m++)
        record.metrics[m] = m < history->n_metrics
                              ? (float) lm_series_nth (history->metrics[m], i) : NAN;
      lamina_project_writer_append (self->writer, run->id, &record, 1);
    }

  lamina_project_writer_append (self->writer, run->id, validations + run->n_saved_validations,
                                history->validations->len - run->n_saved_validations);
  lamina_project_writer_append (self->writer, run->id, events + run->n_saved_events,
                                history->events->len - run->n_saved_events);
  if (run->fingerprint != NULL)
    lamina_project_writer_set_fingerprint (self->writer, run->id, run->fingerprint);
  if (run->revision > 0)
    lamina_session_save_revision (self);
  if (state != NULL)
    lamina_session_save_state (self, LAMINA_STATE_NOW, state);
  run->lags = FALSE;
}

/* Makes the run the one that is worked on, and known to the file. */
static void
lamina_session_save_run (LaminaSession *self)
{
  LaminaRun *run = self->run;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, run->id);

  if (!run->is_in_file)
    {
      g_autofree char *name = g_strdup_printf (_("Run %" PRId64), run->id);
      LaminaBranch *branch = lamina_branch_new (name);

      branch->id = run->id;
      branch->parent = LAMINA_BRANCH_MAIN;
      lamina_project_writer_add_branch (self->writer, branch);
      run->is_in_file = TRUE;
    }
  if (run->lags)
    lamina_session_save_lag (self, run->state != NULL ? lm_state_copy (run->state) : NULL);

  lamina_project_writer_set_info (self->writer, LAMINA_INFO_BRANCH, id);
}

void
lamina_session_save_document (LaminaSession *self,
                              LaminaChanges  changes)
{
  const LaminaDocument *document = self->document;
  const gint64 run = self->run->id;

  if (changes == LAMINA_CHANGE_NONE || !lamina_session_can_keep (self))
    return;

  if (changes & LAMINA_CHANGE_RUN)
    {
      lamina_session_save_run (self);
      changes |= LAMINA_CHANGES_OF_RUN;
    }

  if (changes & LAMINA_CHANGE_STACK)
    lamina_session_save_stack (self);

  if (changes & (LAMINA_CHANGE_TRAINING | LAMINA_CHANGE_LIVE))
    lamina_project_writer_set_training (self->writer, run, document->training);

  if (changes & LAMINA_CHANGE_DATA)
    lamina_session_save_data (self);

  if (changes & LAMINA_CHANGE_LAYOUT)
    lamina_project_writer_set_layout (self->writer, LAMINA_LAYOUT_KEY, document->layout);
}

void
lamina_session_save_records (LaminaSession  *self,
                             const LmRecord *records,
                             gsize           n)
{
  if (n == 0)
    return;

  if (!lamina_session_can_keep (self))
    {
      self->run->lags = TRUE;
      return;
    }

  /* The state that the first steps came from: they can be repeated. */
  if (self->initial != NULL)
    lamina_project_writer_save_state (self->writer, self->run->id, LAMINA_STATE_INITIAL,
                                      g_steal_pointer (&self->initial));

  lamina_project_writer_append (self->writer, self->run->id, records, n);
}

void
lamina_session_save_state (LaminaSession   *self,
                           LaminaStateRole  role,
                           LmState         *state)
{
  if (lamina_session_can_save (self))
    lamina_project_writer_save_state (self->writer, self->run->id, role, state);
  else
    lm_state_free (state);
}

void
lamina_session_save_revision (LaminaSession *self)
{
  if (lamina_session_can_save (self))
    lamina_project_writer_add_revision (self->writer, self->run->id, self->run->revision,
                                        self->document->training);
}

void
lamina_session_save_data_facts (LaminaSession *self)
{
  LaminaRun *run = self->run;
  const char *hash = lamina_data_set_get_hash (self->data_set);

  /* A run that has begun keeps the hash of the data that it began with. */
  if (run->step > 0 && run->data_hash != NULL &&
      (!run->lacks_shape || !g_str_equal (run->data_hash, hash)))
    return;

  g_free (run->data_hash);
  run->data_hash = g_strdup (hash);
  if (lamina_session_can_save (self))
    lamina_session_save_data (self);
}

char *
lamina_session_make_fingerprint (void)
{
  return g_strdup_printf ("numerics %d; shards %d; %s; %s; %s", NUMERICS_VERSION, LM_SHARD_RULE,
                          LM_REAL_FORMAT, lm_micro_kernel_nth (0)->name, lm_blas_get_config ());
}

gboolean
lamina_session_has_same_arithmetic (LaminaSession *self)
{
  g_autofree char *fingerprint = lamina_session_make_fingerprint ();

  g_return_val_if_fail (LAMINA_IS_SESSION (self), TRUE);

  return self->run->fingerprint == NULL || g_str_equal (self->run->fingerprint, fingerprint);
}

void
lamina_session_save_fingerprint (LaminaSession *self)
{
  LaminaRun *run = self->run;

  g_free (run->fingerprint);
  run->fingerprint = lamina_session_make_fingerprint ();
  if (lamina_session_can_save (self))
    lamina_project_writer_set_fingerprint (self->writer, run->id, run->fingerprint);
}

void
lamina_session_poll_saving (LaminaSession *self)
{
  LaminaWriterStatus status;
  g_autoptr(GError) error = NULL;

  if (self->writer == NULL || self->opening != NULL)
    return;

  lamina_project_writer_get_status (self->writer, &status);
  error = lamina_project_writer_take_error (self->writer);

  if (error != NULL)
    {
      g_free (self->save_error);
      self->save_error = g_strdup (error->message);
    }
  else if (status.is_saved)
    {
      g_clear_pointer (&self->save_error, g_free);
    }

  if (error != NULL || status.is_saved != self->is_saved)
    {
      self->is_saved = status.is_saved;
      lamina_session_emit (self, LAMINA_SIGNAL_SAVED);
    }
}

gboolean
lamina_session_is_saved (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  return self->writer != NULL && self->is_saved;
}

gboolean
lamina_session_is_read_only (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  return self->is_read_only;
}

char *
lamina_session_get_read_only_reason (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->writer != NULL ? lamina_project_writer_get_read_only_reason (self->writer) : NULL;
}

gboolean
lamina_session_has_unsaved (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  return self->has_unsaved;
}

const char *
lamina_session_get_save_error (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->save_error;
}

gboolean
lamina_session_close (LaminaSession  *self,
                      int             timeout_msec,
                      GError        **error)
{
  gboolean is_saved = TRUE;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  lamina_session_forget_loading (self);
  lamina_session_stop_trainer (self);
  if (lamina_session_can_save (self))
    is_saved = lamina_project_writer_flush (self->writer, (gint64) timeout_msec * 1000, error);

  if (is_saved)
    {
      lamina_session_forget_copy (self);
      g_clear_pointer (&self->writer, lamina_project_writer_free);
    }

  return is_saved;
}
