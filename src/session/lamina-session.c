/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-session-private.h"

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

static guint signals[LAMINA_N_SIGNALS];

static const char *const signal_names[LAMINA_N_SIGNALS] = {
  "changed", "network", "data", "state", "history", "snapshot", "saved",
};

G_DEFINE_FINAL_TYPE (LaminaSession, lamina_session, G_TYPE_OBJECT)

LaminaRun *
lamina_run_new (gint64 id,
                gsize  n_metrics)
{
  LaminaRun *self = g_new0 (LaminaRun, 1);

  self->id = id;
  self->history = lm_history_new (n_metrics);
  self->rest = LAMINA_PLAY_IDLE;

  return self;
}

void
lamina_run_free (LaminaRun *self)
{
  lm_history_free (self->history);
  g_clear_pointer (&self->state, lm_state_free);
  g_clear_pointer (&self->saved, g_bytes_unref);
  g_clear_pointer (&self->saved_best, g_bytes_unref);
  g_free (self->data_hash);
  g_free (self->fingerprint);
  g_free (self);
}

void
lamina_edit_free (LaminaEdit *self)
{
  lamina_document_free (self->document);
  g_free (self->label);
  g_free (self->target);
  g_free (self);
}

static void
lamina_session_dispose (GObject *object)
{
  LaminaSession *self = LAMINA_SESSION (object);

  lamina_session_forget_loading (self);
  lamina_session_forget_copy (self);
  g_clear_pointer (&self->trainer, lm_trainer_free);
  g_clear_pointer (&self->writer, lamina_project_writer_free);
  g_clear_object (&self->opening);

  G_OBJECT_CLASS (lamina_session_parent_class)->dispose (object);
}

static void
lamina_session_finalize (GObject *object)
{
  LaminaSession *self = LAMINA_SESSION (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->template_id);
  g_free (self->save_error);
  g_free (self->rename_error);
  g_clear_pointer (&self->document, lamina_document_free);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_clear_pointer (&self->data_set, lamina_data_set_unref);
  g_free (self->data_error);
  g_clear_pointer (&self->problem, lamina_problem_free);
  g_clear_pointer (&self->network, lm_network_unref);
  g_clear_pointer (&self->upper, lm_network_unref);
  g_hash_table_unref (self->runs);
  g_clear_pointer (&self->watch, lm_watch_unref);
  g_clear_pointer (&self->snapshot, lm_snapshot_unref);
  g_clear_pointer (&self->initial, lm_state_free);
  g_free (self->records);
  g_free (self->failure);

  G_OBJECT_CLASS (lamina_session_parent_class)->finalize (object);
}

static void
lamina_session_class_init (LaminaSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lamina_session_dispose;
  object_class->finalize = lamina_session_finalize;

  for (gsize i = 0; i < LAMINA_N_SIGNALS; i++)
    signals[i] = g_signal_new (signal_names[i], LAMINA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lamina_session_init (LaminaSession *self)
{
  self->document = lamina_document_new ();
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_edit_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_edit_free);
  self->runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                      (GDestroyNotify) lamina_run_free);
  self->is_saved = TRUE;
  self->play_state = LAMINA_PLAY_EMPTY;
  lamina_session_switch_run (self);
}

void
lamina_session_emit (LaminaSession *self,
                     LaminaSignal   signal)
{
  g_signal_emit (self, signals[signal], 0);
}

LaminaSession *
lamina_session_new (const char  *template_id,
                    GError     **error)
{
  LaminaSession *self;
  const LaminaTemplate *template = NULL;

  if (template_id != NULL && (template = lamina_template_find (template_id)) == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("There is no template “%s”"), template_id);
      return NULL;
    }

  self = g_object_new (LAMINA_TYPE_SESSION, NULL);
  self->template_id = g_strdup (template_id);
  if (template != NULL)
    {
      lamina_document_free (self->document);
      self->document = lamina_template_make (template);
      lamina_session_reset_run (self);
    }
  lamina_session_load_data (self);
  lamina_session_update_play_state (self);

  return self;
}

const LaminaDocument *
lamina_session_get_document (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->document;
}

LaminaDataSet *
lamina_session_get_data_set (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->data_set;
}

const char *
lamina_session_get_data_error (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->data_error;
}

LmNetwork *
lamina_session_get_network (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->network;
}

const LaminaProblem *
lamina_session_get_problem (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->problem;
}

const LmLayer *
lamina_session_get_compiled_layer (LaminaSession *self,
                                   gsize          index)
{
  LmNetwork *network;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  network = self->network != NULL ? self->network : self->upper;
  if (network == NULL || index >= lm_network_get_n_layers (network))
    return NULL;

  return lm_network_get_layer (network, index);
}

const char *
lamina_session_get_template_id (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->template_id;
}

LmHistory *
lamina_session_get_history (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->run->history;
}

LmSnapshot *
lamina_session_get_snapshot (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->snapshot;
}

guint64
lamina_session_get_step (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  return self->run->step;
}

gboolean
lamina_session_has_begun (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  return self->run->step > 0 || self->is_running;
}

const char *
lamina_session_get_failure (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->failure;
}

double
lamina_session_get_speed (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  return self->speed;
}

void
lamina_session_set_n_threads (LaminaSession *self,
                              guint          n)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  self->n_threads = n;
}
