/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The owner's side of a trainer. */

#include "lm-trainer-private.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#include "lm-error.h"

static gboolean
lm_trainer_check (LmState          *state,
                  LmSource         *source,
                  const LmTraining *training,
                  GError          **error)
{
  if (source->n_examples[LM_SPLIT_TRAINING] == 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("There are no examples to train on: leave some to the training set"));
      return FALSE;
    }

  if (!lm_network_check_source (state->network, source, NULL, error))
    return FALSE;

  if (lm_network_get_carried_size (state->network) > 0 && !source->is_contiguous &&
      training->shuffle)
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_VALUE,
                           _("A stateful layer reads on from batch to batch, and shuffled examples "
                             "do not go on: switch off shuffling, or “Stateful”"));
      return FALSE;
    }

  g_return_val_if_fail (state->n_blocks == 1 + lm_network_get_n_moments (state->network, training),
                        FALSE);

  return TRUE;
}

static gboolean
lm_trainer_init (LmTrainer  *self,
                 gsize       n_threads,
                 GError    **error)
{
  const gboolean has_parts = lm_network_has_parts (self->state->network);
  const gsize n = self->source->n_examples[LM_SPLIT_TRAINING];
  const gsize batch_size = (gsize) self->training->batch_size;
  const gsize n_evaluated = MIN (LM_EVALUATION_BATCH,
                                 MAX (self->source->n_examples[LM_SPLIT_VALIDATION],
                                      self->source->n_examples[LM_SPLIT_TEST]));

  self->batch_size = batch_size == 0 ? n : MIN (batch_size, n);
  self->steps_per_epoch = lm_training_get_steps_per_epoch (self->training, n, has_parts);
  self->order = g_new0 (guint32, n);
  self->order_epoch = G_MAXUINT64;
  self->records = g_new (LmRecord, LM_N_RECORDS);
  self->pool = lm_pool_new (n_threads);
  self->workspace = lm_workspace_new (self->state->network, self->pool, self->batch_size,
                                      LM_WORK_TRAIN, error);
  if (self->workspace == NULL || !lm_state_set_n_carried (self->state, self->batch_size, error))
    return FALSE;

  if (has_parts)
    {
      self->round = lm_round_new (self->workspace, self->state, error);
      return self->round != NULL;
    }

  self->evaluator = lm_evaluator_new (self->state->network, self->pool, self->source,
                                      MAX (1, n_evaluated), error);

  return self->evaluator != NULL;
}

static void
lm_trainer_destroy (LmTrainer *self)
{
  LmSnapshot *snapshot = atomic_exchange (&self->snapshot, NULL);
  LmState *saved = atomic_exchange (&self->saved_state, NULL);
  LmState *saved_best = atomic_exchange (&self->saved_best, NULL);

  g_clear_pointer (&snapshot, lm_snapshot_unref);
  g_clear_pointer (&saved, lm_state_free);
  g_clear_pointer (&saved_best, lm_state_free);
  g_clear_pointer (&self->camera, lm_camera_free);
  g_clear_pointer (&self->evaluator, lm_evaluator_free);
  g_clear_pointer (&self->round, lm_round_free);
  g_clear_pointer (&self->workspace, lm_workspace_free);
  g_clear_pointer (&self->pool, lm_pool_free);
  g_clear_pointer (&self->best, lm_state_free);
  g_clear_pointer (&self->knobs.training, lm_training_free);
  g_clear_pointer (&self->knobs.watch, lm_watch_unref);
  lm_training_free (self->training);
  lm_state_free (self->state);
  lm_source_unref (self->source);
  g_clear_error (&self->failure);
  g_free (self->order);
  g_free (self->records);
  g_free (self);
}

static void
lm_trainer_start (LmTrainer *self)
{
  pthread_condattr_t attributes;

  pthread_mutex_init (&self->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->cond, &attributes);
  pthread_condattr_destroy (&attributes);

  if (pthread_create (&self->thread, NULL, lm_trainer_run, self) != 0)
    g_error ("The system gives no thread to train on");
}

LmTrainer *
lm_trainer_new (LmState           *state,
                LmSource          *source,
                const LmTraining  *training,
                gsize              n_threads,
                GError           **error)
{
  LmTrainer *self;

  if (!lm_trainer_check (state, source, training, error))
    {
      lm_state_free (state);
      return NULL;
    }

  self = g_new0 (LmTrainer, 1);
  self->state = state;
  self->source = lm_source_ref (source);
  self->training = lm_training_copy (training);
  atomic_init (&self->is_idle, TRUE);

  if (!lm_trainer_init (self, n_threads, error))
    {
      lm_trainer_destroy (self);
      return NULL;
    }

  lm_trainer_start (self);

  return self;
}

/* Between these two the knobs are the owner's. */
static void
lm_trainer_lock (LmTrainer *self)
{
  pthread_mutex_lock (&self->mutex);
}

static void
lm_trainer_unlock_and_wake (LmTrainer *self)
{
  atomic_store (&self->has_knobs, TRUE);
  atomic_store (&self->is_idle, FALSE);
  pthread_cond_signal (&self->cond);
  pthread_mutex_unlock (&self->mutex);
}

void
lm_trainer_free (LmTrainer *self)
{
  lm_trainer_lock (self);
  self->knobs.stopping = TRUE;
  lm_trainer_unlock_and_wake (self);

  pthread_join (self->thread, NULL);
  pthread_cond_destroy (&self->cond);
  pthread_mutex_destroy (&self->mutex);
  lm_trainer_destroy (self);
}

void
lm_trainer_set_running (LmTrainer *self,
                        gboolean   running)
{
  lm_trainer_lock (self);
  self->knobs.command = running ? LM_COMMAND_RUN : LM_COMMAND_PAUSE;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_set_goal (LmTrainer *self,
                     guint64    step)
{
  lm_trainer_lock (self);
  self->knobs.goal = step;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_set_speed (LmTrainer *self,
                      double     steps_per_second)
{
  lm_trainer_lock (self);
  self->knobs.speed = steps_per_second;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_set_training (LmTrainer        *self,
                         const LmTraining *training,
                         guint32           revision)
{
  lm_trainer_lock (self);
  g_clear_pointer (&self->knobs.training, lm_training_free);
  self->knobs.training = lm_training_copy (training);
  self->knobs.revision = revision;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_set_watch (LmTrainer *self,
                      LmWatch   *watch)
{
  lm_trainer_lock (self);
  g_clear_pointer (&self->knobs.watch, lm_watch_unref);
  self->knobs.watch = watch;
  self->knobs.has_watch = TRUE;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_evaluate (LmTrainer *self,
                     LmSplit    split)
{
  lm_trainer_lock (self);
  if (self->evaluator != NULL && self->source->n_examples[split] > 0)
    self->knobs.evaluations |= 1u << split;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_forget_evaluations (LmTrainer *self)
{
  lm_trainer_lock (self);
  self->knobs.evaluations = 0;
  self->knobs.forgets_evaluations = TRUE;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_request_state (LmTrainer *self)
{
  lm_trainer_lock (self);
  self->knobs.wants_state = TRUE;
  lm_trainer_unlock_and_wake (self);
}

void
lm_trainer_set_best (LmTrainer *self,
                     LmState   *best)
{
  g_clear_pointer (&self->best, lm_state_free);
  self->best = best;
}

gboolean
lm_trainer_is_idle (LmTrainer *self)
{
  return atomic_load (&self->is_idle);
}

LmSnapshot *
lm_trainer_take_snapshot (LmTrainer *self)
{
  return atomic_exchange (&self->snapshot, NULL);
}

LmState *
lm_trainer_take_state (LmTrainer *self)
{
  return atomic_exchange (&self->saved_state, NULL);
}

LmState *
lm_trainer_take_best (LmTrainer *self)
{
  return atomic_exchange (&self->saved_best, NULL);
}

gsize
lm_trainer_drain (LmTrainer *self,
                  LmRecord  *records,
                  gsize      n)
{
  const gsize n_read = atomic_load_explicit (&self->n_read, memory_order_relaxed);
  const gsize n_unread = atomic_load (&self->n_written) - n_read; /* MIN () would read it twice. */

  n = MIN (n, n_unread);
  for (gsize i = 0; i < n; i++)
    records[i] = self->records[(n_read + i) % LM_N_RECORDS];
  atomic_store (&self->n_read, n_read + n);

  return n;
}

GError *
lm_trainer_get_failure (LmTrainer *self)
{
  GError *failure;

  lm_trainer_lock (self);
  failure = self->failure != NULL ? g_error_copy (self->failure) : NULL;
  pthread_mutex_unlock (&self->mutex);

  return failure;
}

guint64
lm_trainer_get_steps_per_epoch (LmTrainer *self)
{
  return self->steps_per_epoch;
}
