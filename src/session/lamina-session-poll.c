/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-session-private.h"

#define N_RECORDS 512
/* The speed is measured over this time. */
#define RATE_USEC G_USEC_PER_SEC
/* The state is saved at the end of an epoch and now and then between, more often the smaller it is:
 * what a kill costs is repeated, so little is worth little. */
#define SAVE_MIN_USEC G_USEC_PER_SEC
#define SAVE_MAX_USEC (30 * G_USEC_PER_SEC)
#define SAVE_BYTES_PER_SECOND (100 * 1024)

static LaminaPlayState
lamina_session_find_play_state (LaminaSession *self)
{
  if (self->loading != NULL)
    return LAMINA_PLAY_LOADING;
  if (self->failure != NULL)
    return LAMINA_PLAY_REFUSED;
  if (self->network == NULL)
    return LAMINA_PLAY_EMPTY;
  if (self->is_running)
    return LAMINA_PLAY_TRAINING;
  if (self->run->rest == LAMINA_PLAY_IDLE && self->run->step > 0)
    return LAMINA_PLAY_PAUSED;

  return self->run->rest;
}

LaminaPlayState
lamina_session_get_play_state (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), LAMINA_PLAY_EMPTY);

  return lamina_session_find_play_state (self);
}

void
lamina_session_update_play_state (LaminaSession *self)
{
  const LaminaPlayState state = lamina_session_find_play_state (self);

  if (state == self->play_state)
    return;

  self->play_state = state;
  lamina_session_emit (self, LAMINA_SIGNAL_STATE);
}

static void
lamina_session_rest (LaminaSession   *self,
                     LaminaPlayState  rest)
{
  self->run->rest = rest;
  self->is_running = FALSE;
  self->step_goal = 0;
  self->state_usec = 0; /* The state is worth saving now. */
}

static void
lamina_session_fail (LaminaSession *self)
{
  g_autoptr(GError) error = lm_trainer_get_failure (self->trainer);

  if (error == NULL)
    return;

  g_free (self->failure);
  self->failure = g_strdup (error->message);
  lamina_session_rest (self, LAMINA_PLAY_REFUSED);
}

static void
lamina_session_save_evaluation (LaminaSession  *self,
                                const LmRecord *record)
{
  LaminaEvaluation evaluation = { g_get_real_time (), self->run->id, record->step,
                                  (LmSplit) record->detail, record->loss };

  for (gsize i = 0; i < LM_MAX_METRICS; i++)
    evaluation.metrics[i] = (double) record->metrics[i];

  if (self->writer != NULL && !self->is_read_only)
    lamina_project_writer_add_evaluation (self->writer, &evaluation);
}

static void
lamina_session_take_record (LaminaSession *self,
                            LmRecord      *record)
{
  record->time_usec += self->run->time_usec;

  switch (record->type)
    {
    case LM_RECORD_STEP:
      self->run->step = record->step;
      break;

    case LM_RECORD_PAUSED:
      lamina_session_rest (self, LAMINA_PLAY_PAUSED);
      break;

    case LM_RECORD_FINISHED:
      lamina_session_rest (self, LAMINA_PLAY_FINISHED);
      break;

    case LM_RECORD_REFUSED:
      lamina_session_fail (self);
      break;

    case LM_RECORD_EVALUATION:
      lamina_session_save_evaluation (self, record);
      break;

    case LM_RECORD_VALIDATION:
    case LM_RECORD_SETTINGS:
    case LM_RECORD_RESTORED:
      break;
    }

  lm_history_append (self->run->history, record);
}

void
lamina_session_drain (LaminaSession *self)
{
  gsize n, total = 0;

  if (self->records == NULL)
    self->records = g_new (LmRecord, N_RECORDS);

  do
    {
      n = lm_trainer_drain (self->trainer, self->records, N_RECORDS);
      for (gsize i = 0; i < n; i++)
        lamina_session_take_record (self, &self->records[i]);
      lamina_session_save_records (self, self->records, n);
      total += n;
    }
  while (n == N_RECORDS);

  if (total > 0)
    lamina_session_emit (self, LAMINA_SIGNAL_HISTORY);
}

static gint64
lamina_session_get_save_interval (LaminaSession *self,
                                  gboolean       at_epoch)
{
  const gsize n = lm_network_get_block_size (self->network) *
                  (1 + lm_network_get_n_moments (self->network, self->document->training));
  const gint64 interval = (gint64) (n * sizeof (lm_real) / SAVE_BYTES_PER_SECOND) * G_USEC_PER_SEC;

  return CLAMP (at_epoch ? interval / 4 : interval, SAVE_MIN_USEC, SAVE_MAX_USEC);
}

/* Asks for the state when it is time to save it. */
static void
lamina_session_request_save (LaminaSession *self,
                             guint64        old_step)
{
  const guint64 per_epoch = lamina_session_get_steps_per_epoch (self);
  const gboolean at_epoch = per_epoch > 0 && old_step / per_epoch != self->run->step / per_epoch;
  const gint64 now = g_get_monotonic_time ();

  if (self->wants_state || self->writer == NULL || self->is_read_only ||
      (self->run->step == old_step && self->state_usec != 0) ||
      now - self->state_usec < lamina_session_get_save_interval (self, at_epoch))
    return;

  self->wants_state = TRUE;
  self->state_usec = now;
  lm_trainer_request_state (self->trainer);
}

static void
lamina_session_take_state (LaminaSession *self)
{
  LmState *state = lm_trainer_take_state (self->trainer);

  if (state == NULL)
    return;

  /* Records up to this step may have come since: the file never holds a state without them. */
  lamina_session_drain (self);
  self->wants_state = FALSE;
  lamina_session_save_state (self, LAMINA_STATE_NOW, state);
}

/* What restoring the best would bring back, also after a kill. */
static void
lamina_session_take_best (LaminaSession *self)
{
  LmState *best = lm_trainer_take_best (self->trainer);

  if (best == NULL)
    return;

  lamina_session_drain (self);
  lamina_session_save_state (self, LAMINA_STATE_BEST, best);
}

static void
lamina_session_take_snapshot (LaminaSession *self)
{
  LmSnapshot *snapshot = lm_trainer_take_snapshot (self->trainer);

  if (snapshot == NULL)
    return;

  g_clear_pointer (&self->snapshot, lm_snapshot_unref);
  self->snapshot = snapshot;
  lamina_session_emit (self, LAMINA_SIGNAL_SNAPSHOT);
}

static void
lamina_session_measure_rate (LaminaSession *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->rate_usec[1] < RATE_USEC / 2)
    return;

  self->rate_usec[0] = self->rate_usec[1];
  self->rate_step[0] = self->rate_step[1];
  self->rate_usec[1] = now;
  self->rate_step[1] = self->run->step;
}

double
lamina_session_get_steps_per_second (LaminaSession *self)
{
  gint64 time;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), 0);

  time = g_get_monotonic_time () - self->rate_usec[0];
  if (!self->is_running || time <= 0)
    return 0;

  return (double) (self->run->step - self->rate_step[0]) * G_USEC_PER_SEC / (double) time;
}

static gboolean
lamina_session_poll_trainer (LaminaSession *self)
{
  const gboolean is_idle =
    lm_trainer_is_idle (self->trainer); /* Asked first: then the rest is all. */
  const guint64 old_step = self->run->step;

  lamina_session_drain (self);
  lamina_session_take_snapshot (self);
  lamina_session_take_state (self);
  lamina_session_take_best (self);

  if (is_idle && self->run->rest != LAMINA_PLAY_REFUSED)
    lamina_session_fail (self);

  lamina_session_request_save (self, old_step);
  lamina_session_measure_rate (self);

  return !is_idle || self->wants_state;
}

gboolean
lamina_session_poll (LaminaSession *self)
{
  gboolean is_busy;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  is_busy = self->loading != NULL;
  if (self->trainer != NULL && lamina_session_poll_trainer (self))
    is_busy = TRUE;
  lamina_session_poll_saving (self);
  lamina_session_update_play_state (self);

  return is_busy;
}
