/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-source.h"
#include "lamina-session-private.h"

/* How often the trainer is looked at where a function has to wait for it. */
#define WAIT_USEC 200

void
lamina_session_switch_run (LaminaSession *self)
{
  const gint64 id = self->document->run;

  self->run = g_hash_table_lookup (self->runs, &id);
  if (self->run == NULL)
    {
      self->run = lamina_run_new (id, self->document->training->n_metrics);
      g_hash_table_insert (self->runs, &self->run->id, self->run);
    }

  self->goal = 0;
  self->step_goal = 0;
  g_clear_pointer (&self->failure, g_free);
  lamina_session_emit (self, LAMINA_SIGNAL_HISTORY);
}

void
lamina_session_reset_run (LaminaSession *self)
{
  LaminaRun *run = self->run;

  g_clear_pointer (&run->state, lm_state_free);
  g_clear_pointer (&run->saved, g_bytes_unref);
  g_clear_pointer (&run->saved_best, g_bytes_unref);
  lm_history_free (run->history);
  run->history = lm_history_new (self->document->training->n_metrics);
  run->rest = LAMINA_PLAY_IDLE;
  run->step = 0;
  g_clear_pointer (&self->failure, g_free);
}

static LmState *
lamina_session_make_state (LaminaSession  *self,
                           LmNetwork      *network,
                           GError        **error)
{
  const LmTraining *training = self->document->training;
  g_autoptr(LmState) state = lm_state_new (network, lm_network_get_n_moments (network, training),
                                           (guint64) training->seed, error);

  if (state == NULL)
    return NULL;

  if (self->run->saved != NULL && !lm_state_load (state, self->run->saved, error))
    return NULL;

  return g_steal_pointer (&state);
}

LmState *
lamina_session_ensure_state (LaminaSession  *self,
                             GError        **error)
{
  LaminaRun *run = self->run;
  LmNetwork *network = self->data_error != NULL ? self->upper : self->network;

  if (self->trainer != NULL || network == NULL)
    return NULL;

  if (run->state == NULL)
    {
      run->state = lamina_session_make_state (self, network, error);
      if (run->state != NULL)
        g_clear_pointer (&run->saved, g_bytes_unref);
    }

  return run->state;
}

/* The best state so far of a run that goes on. (transfer full) (nullable) */
static LmState *
lamina_session_make_best (LaminaSession *self)
{
  LmState *best;

  if (self->run->saved_best == NULL || !self->document->training->restore_best)
    return NULL;

  best = lm_state_copy (self->run->state);
  if (!lm_state_load (best, self->run->saved_best, NULL))
    g_clear_pointer (&best, lm_state_free);

  return best;
}

static gboolean
lamina_session_ensure_trainer (LaminaSession  *self,
                               GError        **error)
{
  g_autoptr(LmSource) source = NULL;
  LmState *best;

  if (self->trainer != NULL)
    return TRUE;

  if (lamina_session_ensure_state (self, error) == NULL)
    return FALSE;

  best = lamina_session_make_best (self);
  source = lamina_data_source_new (self->data_set);
  self->trainer = lm_trainer_new (g_steal_pointer (&self->run->state), source,
                                  self->document->training, self->n_threads, error);
  if (self->trainer == NULL)
    {
      g_clear_pointer (&best, lm_state_free);
      return FALSE;
    }

  if (best != NULL)
    lm_trainer_set_best (self->trainer, best);
  lm_trainer_set_speed (self->trainer, self->speed);
  if (self->watch != NULL)
    lm_trainer_set_watch (self->trainer, lm_watch_ref (self->watch));

  return TRUE;
}

/* A sentence that something could not be done is shown like a refused step; (transfer full) */
static gboolean
lamina_session_refuse (LaminaSession *self,
                       char          *message)
{
  g_free (self->failure);
  self->failure = message;
  self->run->rest = LAMINA_PLAY_REFUSED;
  lamina_session_update_play_state (self);

  return FALSE;
}

/* Steps on other data would not be this run's any more. */
static gboolean
lamina_session_check_data (LaminaSession *self)
{
  if (self->run->step == 0 || self->data_set == NULL || self->run->data_hash == NULL ||
      g_str_equal (self->run->data_hash, lamina_data_set_get_hash (self->data_set)))
    return TRUE;

  return lamina_session_refuse (self,
                                g_strdup (_("The data are not those that this run was trained "
                                                  "on: bring them back, or start over")));
}

static gboolean
lamina_session_require_trainer (LaminaSession *self)
{
  g_autoptr(GError) error = NULL;

  if (self->network == NULL || self->data_set == NULL)
    return FALSE;

  return lamina_session_ensure_trainer (self, &error) ||
         lamina_session_refuse (self, g_strdup (error->message));
}

/* Asks for the state as it is now and waits for it; training goes no further meanwhile than it
 * had to. */
static LmState *
lamina_session_wait_for_state (LaminaSession *self)
{
  LmState *state = lm_trainer_take_state (self->trainer);

  g_clear_pointer (&state, lm_state_free); /* It may be older. */
  lm_trainer_request_state (self->trainer);
  while ((state = lm_trainer_take_state (self->trainer)) == NULL)
    {
      lamina_session_drain (self);
      g_usleep (WAIT_USEC);
    }

  /* The one that was to be saved may have been this one, or the one before. */
  if (self->wants_state)
    lm_trainer_request_state (self->trainer);

  return state;
}

guint64
lamina_session_get_steps_per_epoch (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  return lm_training_get_steps_per_epoch (self->document->training, self->shape.n_training,
                                          lm_stack_has_parts (self->document->stack));
}

guint64
lamina_session_get_n_steps (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  return lamina_session_get_steps_per_epoch (self) * (guint64) self->document->training->epochs;
}

static void
lamina_session_apply_goal (LaminaSession *self)
{
  guint64 goal = self->goal;

  if (self->step_goal != 0 && (goal == 0 || self->step_goal < goal))
    goal = self->step_goal;

  if (self->trainer != NULL)
    lm_trainer_set_goal (self->trainer, goal);
}

static void
lamina_session_run (LaminaSession *self)
{
  if (!lamina_session_check_data (self) || !lamina_session_require_trainer (self))
    return;

  if (self->run->step == 0 && self->writer != NULL)
    {
      lamina_session_save_fingerprint (self);
      g_clear_pointer (&self->initial, lm_state_free);
      self->initial = lamina_session_wait_for_state (self);
    }
  lamina_session_apply_goal (self);
  self->is_running = TRUE;
  self->state_usec = g_get_monotonic_time ();
  self->rate_usec[0] = self->rate_usec[1] = self->state_usec;
  self->rate_step[0] = self->rate_step[1] = self->run->step;
  g_clear_pointer (&self->failure, g_free);
  lm_trainer_set_running (self->trainer, TRUE);
  lamina_session_update_play_state (self);
}

static gboolean
lamina_session_is_at_end (LaminaSession *self)
{
  const guint64 n_steps = lamina_session_get_n_steps (self);

  return n_steps > 0 && self->run->step >= n_steps;
}

void
lamina_session_play (LaminaSession *self)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (self->is_running || lamina_session_is_at_end (self) ||
      (self->goal != 0 && self->run->step >= self->goal))
    return;

  self->step_goal = 0;
  lamina_session_run (self);
}

void
lamina_session_step (LaminaSession *self,
                     guint          n)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (self->is_running || n == 0 || lamina_session_is_at_end (self))
    return;

  self->step_goal = self->run->step + n;
  lamina_session_run (self);
}

void
lamina_session_pause (LaminaSession *self)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (!self->is_running)
    return;

  self->is_running = FALSE;
  lm_trainer_set_running (self->trainer, FALSE);
}

void
lamina_session_set_goal (LaminaSession *self,
                         guint64        step)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  self->goal = step;
  lamina_session_apply_goal (self);
}

void
lamina_session_set_speed (LaminaSession *self,
                          double         steps_per_second)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  self->speed = steps_per_second;
  if (self->trainer != NULL)
    lm_trainer_set_speed (self->trainer, steps_per_second);
}

void
lamina_session_evaluate (LaminaSession *self,
                         LmSplit        split)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (lm_stack_has_parts (self->document->stack))
    return;

  if (self->data_set != NULL && lamina_data_set_get_n_examples (self->data_set, split) > 0 &&
      lamina_session_require_trainer (self))
    lm_trainer_evaluate (self->trainer, split);
}

void
lamina_session_set_watch (LaminaSession *self,
                          LmWatch       *watch)
{
  g_return_if_fail (LAMINA_IS_SESSION (self));

  g_clear_pointer (&self->watch, lm_watch_unref);
  self->watch = watch;

  if (self->trainer != NULL)
    lm_trainer_set_watch (self->trainer, watch != NULL ? lm_watch_ref (watch) : NULL);
  else if (watch != NULL && !lm_watch_is_empty (watch))
    lamina_session_require_trainer (self);
}

void
lamina_session_update_training (LaminaSession *self)
{
  LaminaRun *run = self->run;

  if (run->rest == LAMINA_PLAY_FINISHED || run->rest == LAMINA_PLAY_REFUSED)
    run->rest = LAMINA_PLAY_PAUSED;
  g_clear_pointer (&self->failure, g_free);

  if (run->step > 0 || self->is_running)
    {
      run->revision++;
      lamina_session_save_revision (self);
    }

  if (self->trainer != NULL)
    {
      lm_trainer_set_training (self->trainer, self->document->training, run->revision);
    }
  else if (run->step > 0)
    {
      const LmRecord record = { LM_RECORD_SETTINGS, .step = run->step, .detail = run->revision,
                                .time_usec = run->time_usec };

      lm_history_append (run->history, &record);
      lamina_session_save_records (self, &record, 1);
      lamina_session_emit (self, LAMINA_SIGNAL_HISTORY);
    }
}

void
lamina_session_stop_trainer (LaminaSession *self)
{
  if (self->trainer == NULL)
    return;

  lm_trainer_set_running (self->trainer, FALSE);
  lm_trainer_forget_evaluations (self->trainer);
  while (!lm_trainer_is_idle (self->trainer))
    {
      lamina_session_drain (self);
      g_usleep (WAIT_USEC);
    }
  lamina_session_drain (self);

  self->run->state = lamina_session_wait_for_state (self);
  lamina_session_drain (self);
  g_clear_pointer (&self->trainer, lm_trainer_free);

  self->is_running = FALSE;
  self->wants_state = FALSE;
  self->run->time_usec = self->run->history->time_usec;
  if (self->run->step > 0)
    lamina_session_save_state (self, LAMINA_STATE_NOW, lm_state_copy (self->run->state));
}

LmState *
lamina_session_copy_state (LaminaSession *self)
{
  LmState *state;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  if (self->trainer != NULL)
    return lamina_session_wait_for_state (self);

  state = lamina_session_ensure_state (self, NULL);

  return state != NULL ? lm_state_copy (state) : NULL;
}
