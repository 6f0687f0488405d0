/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the training thread does between two looks at the knobs: a step, or a
 * batch of a measurement.
 */

#include "lm-trainer-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lm-error.h"

guint64
lm_trainer_get_n_steps (LmTrainer *self)
{
  return self->steps_per_epoch * (guint64) self->training->epochs;
}

/* The examples of batch @index of the next step. */
static void
lm_trainer_get_rows (LmTrainer *self,
                     gsize      index,
                     gsize     *first,
                     gsize     *n)
{
  const gsize n_examples = self->source->n_examples[LM_SPLIT_TRAINING];
  const gsize n_batches = (n_examples + self->batch_size - 1) / self->batch_size;
  const gsize n_a_step = self->round != NULL ? (gsize) self->training->d_steps : 1;
  const gsize done = (gsize) (self->state->step % self->steps_per_epoch) * n_a_step;

  *first = (done + index) % n_batches * self->batch_size;
  *n = MIN (self->batch_size, n_examples - *first);
}

static void
lm_trainer_shuffle (LmTrainer *self)
{
  const gsize n_examples = self->source->n_examples[LM_SPLIT_TRAINING];
  const guint64 epoch = self->state->step / self->steps_per_epoch;
  const LmRandom random = { self->state->seed, lm_random_stream ("shuffle"), (guint32) epoch, 0 };
  const gboolean reads_on = self->source->is_contiguous &&
                            lm_network_get_carried_size (self->state->network) > 0;

  if (epoch == self->order_epoch)
    return;

  self->order_epoch = epoch;
  if (reads_on)
    {
      for (gsize i = 0; i < n_examples; i++)
        self->order[i] = (guint32) lm_source_get_contiguous (n_examples, self->batch_size, i);
    }
  else if (self->training->shuffle)
    lm_random_permute (&random, self->order, n_examples);
  else
    {
      for (gsize i = 0; i < n_examples; i++)
        self->order[i] = (guint32) i;
    }
}

double
lm_trainer_get_factor (LmTrainer *self)
{
  const LmTraining *training = self->training;
  const LmProgress progress = { self->state->step, self->steps_per_epoch,
                                lm_trainer_get_n_steps (self) };

  return training->schedule->klass->get_factor (training->schedule, &progress,
                                                self->state->schedule);
}

/* How far a validation, or an epoch without one, has brought the run. */
static void
lm_trainer_judge (LmTrainer *self,
                  double     loss)
{
  const LmTraining *training = self->training;
  LmState *state = self->state;

  if (loss < state->best_loss - training->min_delta)
    {
      state->best_loss = loss;
      state->best_step = state->step;
      state->n_worse = 0;
      if (training->restore_best)
        {
          LmState *unread;

          g_clear_pointer (&self->best, lm_state_free);
          self->best = lm_state_copy (state);
          unread = atomic_exchange (&self->saved_best, lm_state_copy (state));
          g_clear_pointer (&unread, lm_state_free);
        }
      return;
    }

  state->n_worse++;
  if (training->patience > 0 && state->n_worse >= (guint64) training->patience)
    lm_trainer_finish (self, LM_FINISH_PATIENCE);
}

static void
lm_trainer_end_epoch (LmTrainer *self)
{
  const LmTraining *training = self->training;
  LmState *state = self->state;
  const double loss = state->epoch_loss / state->epoch_weight;

  state->epoch_loss = 0;
  state->epoch_weight = 0;
  lm_state_clear_carried (state);

  /* How well two parts do against each other says nothing of how far they are. */
  if (self->round != NULL)
    return;

  if (self->source->n_examples[LM_SPLIT_VALIDATION] == 0)
    {
      if (training->schedule->klass->observe != NULL)
        training->schedule->klass->observe (training->schedule, loss, state->schedule);
      lm_trainer_judge (self, loss);
    }

  if (training->stop_loss > 0 && loss < training->stop_loss)
    lm_trainer_finish (self, LM_FINISH_LOSS);
}

gboolean
lm_trainer_read (LmTrainer  *self,
                 gsize       index,
                 gsize      *n,
                 GError    **error)
{
  const LmBatch batch = lm_workspace_get_batch (self->workspace, self->source->has_lengths);
  gsize first;

  lm_trainer_shuffle (self);
  lm_trainer_get_rows (self, index, &first, n);

  return lm_source_read (self->source, LM_SPLIT_TRAINING, self->order + first, *n, &batch, error);
}

void
lm_trainer_look_ahead (LmTrainer *self)
{
  LmResult result;
  gsize n;

  if (self->round != NULL)
    {
      lm_trainer_look_ahead_round (self);
      return;
    }

  /* A source that fails is told of when it is trained on. */
  if (!lm_trainer_read (self, 0, &n, NULL))
    return;

  lm_workspace_compute_gradients (self->workspace, self->state, self->training, n, &result);
  self->has_gradients = TRUE;
}

GError *
lm_trainer_make_divergence (LmTrainer  *self,
                            const char *bad)
{
  return g_error_new (LM_ERROR, LM_ERROR_DIVERGED,
                      _("Stopped before step %" PRIu64
                        ": %s is no longer a finite number. The weights are "
                        "as they were; a smaller learning rate may help"),
                      self->state->step + 1, bad);
}

/* One update on one batch. */
static gboolean
lm_trainer_update (LmTrainer  *self,
                   LmResult   *result,
                   GError    **error)
{
  const LmTraining *training = self->training;
  const double rate = training->optimizer->learning_rate * lm_trainer_get_factor (self);
  const char *bad;
  gsize n;

  if (!lm_trainer_read (self, 0, &n, error))
    return FALSE;

  lm_workspace_compute_gradients (self->workspace, self->state, training, n, result);
  self->has_gradients = TRUE;
  if (lm_workspace_update (self->workspace, self->state, training, rate, &bad))
    return TRUE;

  g_propagate_error (error, lm_trainer_make_divergence (self, bad));

  return FALSE;
}

void
lm_trainer_train_step (LmTrainer *self)
{
  const LmTraining *training = self->training;
  const double rate = training->optimizer->learning_rate * lm_trainer_get_factor (self);
  LmRecord record = { .type = LM_RECORD_STEP, .rate = (float) rate };
  LmResult result;
  GError *error = NULL;

  if (self->round != NULL ? !lm_trainer_train_round (self, &result, &error)
                          : !lm_trainer_update (self, &result, &error))
    {
      lm_trainer_refuse (self, error);
      return;
    }

  self->state->epoch_loss += result.loss;
  self->state->epoch_weight += result.weight;
  self->is_unseen = TRUE;

  record.loss = lm_result_get_loss (&result);
  for (gsize i = 0; i < training->n_metrics; i++)
    record.metrics[i] = (float) lm_result_get_metric (&result, training, i);
  lm_trainer_record (self, record);

  if (self->state->step % self->steps_per_epoch == 0)
    lm_trainer_end_epoch (self);
}

/* Validations are spread evenly over an epoch; the last stands at its end. */
gboolean
lm_trainer_is_validation_due (LmTrainer *self)
{
  const guint64 n = (guint64) self->training->validations;
  const guint64 step = self->state->step;
  guint64 position;

  if (self->evaluator == NULL || step == 0 || step == self->state->validated ||
      self->source->n_examples[LM_SPLIT_VALIDATION] == 0)
    return FALSE;

  position = (step - 1) % self->steps_per_epoch;

  return (position + 1) * n / self->steps_per_epoch > position * n / self->steps_per_epoch;
}

static void
lm_trainer_end_measure (LmTrainer *self)
{
  const LmTraining *training = self->training;
  const double loss = lm_evaluator_get_loss (self->evaluator);
  const gboolean is_validation = self->measuring == LM_MEASURING_VALIDATION;
  LmRecord record = {
    .type = is_validation ? LM_RECORD_VALIDATION : LM_RECORD_EVALUATION,
    .loss = loss,
    .detail = self->measured,
  };

  for (gsize i = 0; i < training->n_metrics; i++)
    record.metrics[i] = (float) lm_evaluator_get_metric (self->evaluator, training, i);

  self->measuring = LM_MEASURING_NOTHING;
  if (!is_validation)
    self->now.evaluations &= ~(1u << self->measured);
  lm_trainer_record (self, record);
  if (!is_validation)
    return;

  self->state->validated = self->state->step;
  if (self->state->step % self->steps_per_epoch == 0 && training->schedule->klass->observe != NULL)
    training->schedule->klass->observe (training->schedule, loss, self->state->schedule);
  lm_trainer_judge (self, loss);
}

void
lm_trainer_measure (LmTrainer *self)
{
  const guint requests = self->now.evaluations;
  const LmMeasuring wanted = requests != 0 ? LM_MEASURING_REQUEST : LM_MEASURING_VALIDATION;
  GError *error = NULL;

  if (self->measuring != wanted)
    {
      self->measuring = wanted;
      self->measured = requests != 0 ? (LmSplit) g_bit_nth_lsf (requests, -1) : LM_SPLIT_VALIDATION;
      lm_evaluator_begin (self->evaluator, self->measured);
    }

  if (!lm_evaluator_is_done (self->evaluator) &&
      !lm_evaluator_step (self->evaluator, self->state, self->training, &error))
    {
      self->now.evaluations = 0;
      self->measuring = LM_MEASURING_NOTHING;
      lm_trainer_refuse (self, error);
      return;
    }

  if (lm_evaluator_is_done (self->evaluator))
    lm_trainer_end_measure (self);
}
