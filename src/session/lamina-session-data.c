/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-session-private.h"
#include "lamina-weak.h"

/* What the loading thread has: nothing of the session but a way to tell how far it is. */
typedef struct
{
  LaminaDataConfig *config;
  gint              permille; /* atomic */
} LaminaLoading;

static void
lamina_loading_free (gpointer data)
{
  LaminaLoading *self = data;

  lamina_data_config_free (self->config);
  g_free (self);
}

static void
lamina_loading_progress (double   fraction,
                         gpointer data)
{
  LaminaLoading *self = data;

  g_atomic_int_set (&self->permille, (int) (fraction * 1000));
}

static void
lamina_loading_run (GTask        *task,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  LaminaLoading *self = data;
  GError *error = NULL;
  LaminaDataSet *set = lamina_data_set_load (self->config, cancellable, lamina_loading_progress,
                                             self, &error);

  if (set != NULL)
    g_task_return_pointer (task, set, (GDestroyNotify) lamina_data_set_unref);
  else
    g_task_return_error (task, error);
}

gboolean
lamina_data_shape_is_known (const LaminaDataShape *self)
{
  return self->input.rank > 0 && self->target.rank > 0;
}

static void
lamina_session_take_shape (LaminaSession *self)
{
  const LaminaDataSet *set = self->data_set;

  self->shape.input = *lamina_data_set_get_input_shape (set);
  self->shape.target = *lamina_data_set_get_target_shape (set);
  self->shape.n_classes = lamina_data_set_get_n_answers (set);
  self->shape.n_training = lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING);
}

static void
lamina_session_data_loaded_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      data)
{
  g_autoptr(LaminaSession) self = lamina_weak_take (data);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr(GError) error = NULL;
  LaminaDataSet *set = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another loading has taken the place of this one, or the session has ended. */
  if (self == NULL || self->loading != cancellable)
    {
      g_clear_pointer (&set, lamina_data_set_unref);
      return;
    }

  g_clear_object (&self->loading);
  self->loading_task = NULL;
  self->data_set = set;
  if (set == NULL)
    self->data_error = g_strdup (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                                 g_error_matches (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED)
                                   ? _("Loading the data was stopped") : error->message);

  if (set != NULL)
    {
      lamina_session_take_shape (self);
      lamina_session_save_data_facts (self);
    }
  lamina_session_emit (self, LAMINA_SIGNAL_DATA);
  lamina_session_compile (self);
  lamina_session_update_play_state (self);
}

void
lamina_session_forget_loading (LaminaSession *self)
{
  if (self->loading == NULL)
    return;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading_task = NULL;
}

void
lamina_session_load_data (LaminaSession *self)
{
  LaminaLoading *loading = g_new0 (LaminaLoading, 1);
  GTask *task;

  lamina_session_forget_loading (self);
  g_clear_pointer (&self->data_set, lamina_data_set_unref);
  g_clear_pointer (&self->data_error, g_free);

  loading->config = lamina_data_config_copy (self->document->data);
  self->loading = g_cancellable_new ();
  task = g_task_new (NULL, self->loading, lamina_session_data_loaded_cb, lamina_weak_new (self));
  g_task_set_task_data (task, loading, lamina_loading_free);
  g_task_run_in_thread (task, lamina_loading_run);
  self->loading_task = task;
  g_object_unref (task); /* It lives until it has called back. */

  lamina_session_compile (self); /* There is no network until the data are there. */
}

void
lamina_session_cancel_loading (LaminaSession *self)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
}

double
lamina_session_get_data_progress (LaminaSession *self)
{
  LaminaLoading *loading;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  if (self->loading_task == NULL)
    return 0;

  loading = g_task_get_task_data (self->loading_task);

  return g_atomic_int_get (&loading->permille) / 1000.0;
}
