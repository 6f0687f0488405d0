/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-trainer-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <time.h>

#include "lm-error.h"

#define PUBLISH_INTERVAL_USEC (G_USEC_PER_SEC / 60)
/* Snapshots may take this share of the time. */
#define PUBLISH_SHARE 20
/* Between two looks whether records were fetched. */
#define FULL_WAIT_USEC 1000

/* --- the training thread --- */

void
lm_trainer_record (LmTrainer *self,
                   LmRecord   record)
{
  const gsize n_written = atomic_load_explicit (&self->n_written, memory_order_relaxed);
  const gint64 now = g_get_monotonic_time ();

  if (self->is_running)
    self->time_usec += now - self->clock_usec;
  self->clock_usec = now;
  record.time_usec = self->time_usec;
  record.step = self->state->step;
  for (gsize i = self->training->n_metrics; i < LM_MAX_METRICS; i++)
    record.metrics[i] = NAN;

  while (n_written - atomic_load (&self->n_read) >= LM_N_RECORDS)
    {
      gboolean is_stopping;

      pthread_mutex_lock (&self->mutex);
      is_stopping = self->knobs.stopping;
      pthread_mutex_unlock (&self->mutex);
      if (is_stopping)
        return;
      g_usleep (FULL_WAIT_USEC);
    }

  self->records[n_written % LM_N_RECORDS] = record;
  atomic_store (&self->n_written, n_written + 1);
}

void
lm_trainer_finish (LmTrainer *self,
                   LmFinish   why)
{
  if (!self->is_running)
    return;

  self->is_running = FALSE;
  self->state->n_worse = 0; /* Pressed again, play gets the whole patience. */
  if (self->training->restore_best && self->best != NULL)
    {
      lm_state_copy_numbers (self->state, self->best);
      self->is_unseen = TRUE;
      lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_RESTORED,
                                            .detail = (guint32) self->best->step });
    }
  lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_FINISHED, .detail = why });
}

void
lm_trainer_refuse (LmTrainer *self,
                   GError    *error)
{
  self->is_running = FALSE;
  self->is_refused = TRUE;

  pthread_mutex_lock (&self->mutex);
  g_clear_error (&self->failure);
  self->failure = error;
  pthread_mutex_unlock (&self->mutex);

  lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_REFUSED });
}

static void
lm_trainer_publish (LmTrainer *self)
{
  const gint64 start = g_get_monotonic_time ();
  LmSnapshot *unread;
  gint64 cost;

  if (self->camera != NULL)
    {
      unread = atomic_exchange (&self->snapshot,
                                lm_camera_take (self->camera, self->state, self->training,
                                                self->workspace));
      g_clear_pointer (&unread, lm_snapshot_unref); /* The reader was slow: newest wins. */
    }

  self->is_unseen = FALSE;
  cost = g_get_monotonic_time () - start;
  self->next_publish_usec = start + MAX (PUBLISH_INTERVAL_USEC, PUBLISH_SHARE * cost);
}

static void
lm_trainer_save_state (LmTrainer *self)
{
  LmState *unread = atomic_exchange (&self->saved_state, lm_state_copy (self->state));

  g_clear_pointer (&unread, lm_state_free);
  self->now.wants_state = FALSE;
}

static void
lm_trainer_apply_training (LmTrainer  *self,
                           LmTraining *training,
                           guint32     revision)
{
  lm_training_free (self->training);
  self->training = training;
  self->is_refused = FALSE;
  self->order_epoch = G_MAXUINT64;
  lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_SETTINGS, .detail = revision });
}

/* Takes over what the owner has set. */
static void
lm_trainer_take_knobs (LmTrainer *self)
{
  const gboolean was_running = self->is_running;
  LmTraining *training;

  pthread_mutex_lock (&self->mutex);
  atomic_store (&self->has_knobs, FALSE);
  self->knobs.evaluations |= self->now.evaluations;
  self->knobs.wants_state |= self->now.wants_state;
  self->now = self->knobs;
  self->knobs.command = LM_COMMAND_NONE;
  self->knobs.training = NULL;
  self->knobs.watch = NULL;
  self->knobs.has_watch = FALSE;
  self->knobs.evaluations = 0;
  self->knobs.wants_state = FALSE;
  pthread_mutex_unlock (&self->mutex);

  if (self->now.has_watch)
    {
      g_clear_pointer (&self->camera, lm_camera_free);
      if (self->now.watch != NULL)
        self->camera = lm_camera_new (self->now.watch, self->state->network, self->pool);
      g_clear_pointer (&self->now.watch, lm_watch_unref);
      self->is_unseen = TRUE;
      self->next_publish_usec = 0;
    }

  training = g_steal_pointer (&self->now.training);
  if (!was_running)
    self->clock_usec = g_get_monotonic_time ();
  if (self->now.command != LM_COMMAND_NONE)
    self->is_running = self->now.command == LM_COMMAND_RUN;
  if (training != NULL)
    lm_trainer_apply_training (self, training, self->now.revision);
  if (was_running && !self->is_running)
    lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_PAUSED });
}

static void
lm_trainer_wait_until (LmTrainer *self,
                       gint64     usec)
{
  const struct timespec until = { usec / G_USEC_PER_SEC, usec % G_USEC_PER_SEC * 1000 };

  pthread_mutex_lock (&self->mutex);
  if (!atomic_load (&self->has_knobs))
    pthread_cond_timedwait (&self->cond, &self->mutex, &until);
  pthread_mutex_unlock (&self->mutex);
  self->clock_usec = g_get_monotonic_time ();
}

/* A training step if it is time for one. */
static void
lm_trainer_go_on (LmTrainer *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->is_refused)
    {
      self->is_running = FALSE;
      lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_REFUSED });
    }
  else if (self->state->step >= lm_trainer_get_n_steps (self))
    lm_trainer_finish (self, LM_FINISH_PLAN);
  else if (self->now.goal > 0 && self->state->step >= self->now.goal)
    {
      self->is_running = FALSE;
      lm_trainer_record (self, (LmRecord) { .type = LM_RECORD_PAUSED });
    }
  else if (self->now.speed > 0 && now < self->next_step_usec)
    {
      if (self->is_unseen)
        lm_trainer_publish (self);
      lm_trainer_wait_until (self, self->next_step_usec);
    }
  else
    {
      if (self->now.speed > 0)
        self->next_step_usec = MAX (self->next_step_usec, now - G_USEC_PER_SEC / 60) +
                               (gint64) (G_USEC_PER_SEC / self->now.speed);
      lm_trainer_train_step (self);
    }
}

static void
lm_trainer_sleep (LmTrainer *self)
{
  if (self->is_unseen)
    lm_trainer_publish (self);

  pthread_mutex_lock (&self->mutex);
  while (!atomic_load (&self->has_knobs))
    {
      atomic_store (&self->is_idle, TRUE);
      pthread_cond_wait (&self->cond, &self->mutex);
    }
  pthread_mutex_unlock (&self->mutex);
}

static void *
lm_trainer_run (void *data)
{
  LmTrainer *self = data;

  for (;;)
    {
      if (atomic_load (&self->has_knobs))
        lm_trainer_take_knobs (self);

      if (self->now.stopping)
        return NULL;
      if (self->now.wants_state)
        lm_trainer_save_state (self);

      if (self->now.evaluations != 0 ||
          (self->is_running && lm_trainer_is_validation_due (self)))
        lm_trainer_measure (self);
      else if (self->is_running)
        lm_trainer_go_on (self);
      else
        {
          lm_trainer_sleep (self);
          continue;
        }

      if (self->is_unseen && g_get_monotonic_time () >= self->next_publish_usec)
        lm_trainer_publish (self);
    }
}

/* --- its owner --- */

static gboolean
lm_trainer_check (LmState          *state,
                  LmSource         *source,
                  const LmTraining *training,
                  GError          **error)
{
  if (!lm_shape_equal (&source->input, lm_network_get_input (state->network)) ||
      !lm_shape_equal (&source->target, lm_network_get_target (state->network)))
    {
      g_autofree char *data = lm_shape_to_string (&source->input);
      g_autofree char *network = lm_shape_to_string (lm_network_get_input (state->network));

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("The data have examples of %s, and the network takes %s"), data, network);
      return FALSE;
    }

  if (source->n_examples[LM_SPLIT_TRAINING] == 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("There are no examples to train on: leave some to the training set"));
      return FALSE;
    }

  g_return_val_if_fail (state->n_blocks == 1 + training->optimizer->klass->n_moments, FALSE);

  return TRUE;
}

static gboolean
lm_trainer_init (LmTrainer  *self,
                 gsize       n_threads,
                 GError    **error)
{
  const gsize n = self->source->n_examples[LM_SPLIT_TRAINING];
  const gsize batch_size = (gsize) self->training->batch_size;
  const gsize n_evaluated = MIN (LM_EVALUATION_BATCH,
                                 MAX (self->source->n_examples[LM_SPLIT_VALIDATION],
                                      self->source->n_examples[LM_SPLIT_TEST]));

  self->batch_size = batch_size == 0 ? n : MIN (batch_size, n);
  self->steps_per_epoch = (n + self->batch_size - 1) / self->batch_size;
  self->order = g_new (guint32, n);
  self->order_epoch = G_MAXUINT64;
  self->records = g_new (LmRecord, LM_N_RECORDS);
  self->pool = lm_pool_new (n_threads);
  self->workspace = lm_workspace_new (self->state->network, self->pool, self->batch_size,
                                      LM_WORK_TRAIN, error);
  if (self->workspace == NULL)
    return FALSE;

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
  if (self->source->n_examples[split] > 0)
    self->knobs.evaluations |= 1u << split;
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
