/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training thread: it looks at the knobs, does a step or a part of a measurement, and tells. */

#include "lm-trainer-private.h"

#include <math.h>
#include <time.h>

#define PUBLISH_INTERVAL_USEC (G_USEC_PER_SEC / 30)
/* Snapshots may take this share of the time. */
#define PUBLISH_SHARE 20
/* Between two looks whether records were fetched. */
#define FULL_WAIT_USEC 1000

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

/* What is seen now, without free runs. */
static void
lm_trainer_look (LmTrainer *self)
{
  const gint64 start = g_get_monotonic_time ();
  LmSnapshot *unread;
  gint64 cost;

  if (self->camera != NULL)
    {
      if (!self->has_gradients && lm_camera_wants_gradients (self->camera))
        lm_trainer_look_ahead (self);
      unread = atomic_exchange (&self->snapshot,
                                lm_camera_take (self->camera, self->state, self->training,
                                                self->has_gradients ? self->workspace : NULL));
      g_clear_pointer (&unread, lm_snapshot_unref); /* Not read yet: the newest wins. */
    }

  cost = g_get_monotonic_time () - start;
  self->next_publish_usec = start + MAX (PUBLISH_INTERVAL_USEC, PUBLISH_SHARE * cost);
}

static void
lm_trainer_publish (LmTrainer *self)
{
  gboolean is_complete = TRUE;

  /* Free runs have a share of the time for themselves, lest they hold up the others. */
  if (self->camera != NULL)
    is_complete = lm_camera_run_free (self->camera, self->state, self->training, !self->is_running,
                                      &self->has_knobs);
  lm_trainer_look (self);
  self->is_unseen = !is_complete;
}

/* Who asks for something else is answered at once: a step, a validation or a free run may take
 * long. */
static void
lm_trainer_answer_watch (LmTrainer *self)
{
  lm_trainer_look (self);
  self->has_new_watch = FALSE;
  self->is_unseen = self->camera != NULL && lm_camera_has_free_runs (self->camera);
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
  if (!self->knobs.forgets_evaluations)
    self->knobs.evaluations |= self->now.evaluations;
  else if (self->measuring == LM_MEASURING_REQUEST)
    self->measuring = LM_MEASURING_NOTHING;
  self->knobs.wants_state |= self->now.wants_state;
  self->now = self->knobs;
  self->knobs.command = LM_COMMAND_NONE;
  self->knobs.training = NULL;
  self->knobs.watch = NULL;
  self->knobs.has_watch = FALSE;
  self->knobs.evaluations = 0;
  self->knobs.forgets_evaluations = FALSE;
  self->knobs.wants_state = FALSE;
  pthread_mutex_unlock (&self->mutex);

  if (self->now.has_watch)
    {
      g_clear_pointer (&self->camera, lm_camera_free);
      if (self->now.watch != NULL)
        self->camera = lm_camera_new (self->now.watch, self->state->network, self->pool);
      g_clear_pointer (&self->now.watch, lm_watch_unref);
      self->has_new_watch = TRUE;
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
        self->next_step_usec = MAX (self->next_step_usec, now - G_USEC_PER_SEC / 30) +
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

/* While it trains, what nobody has read yet is not taken again. */
static gboolean
lm_trainer_wants_publishing (LmTrainer *self)
{
  return self->is_unseen && g_get_monotonic_time () >= self->next_publish_usec &&
         atomic_load_explicit (&self->snapshot, memory_order_relaxed) == NULL;
}

void *
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
      if (self->has_new_watch)
        lm_trainer_answer_watch (self);

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

      if (lm_trainer_wants_publishing (self))
        lm_trainer_publish (self);
    }
}
