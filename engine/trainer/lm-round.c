/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-round.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-error.h"
#include "lm-math.h"
#include "lm-workspace-private.h"

struct _LmRound
{
  LmWorkspace *workspace;
  LmState     *backup;    /* what was changed since the beginning, as it was then: */
  gsize        n_kept[LM_N_PARTS]; /* so many blocks of that part; and all that is no block */
  lm_real     *gradients; /* of the discriminator's last update: the generator's writes over them */

  LmState          *state;
  const LmTraining *training;
  double            factor;
  guint32           n_runs; /* of this step */
  LmResult          result;
  const char       *bad;
};

LmRound *
lm_round_new (LmWorkspace    *workspace,
              const LmState  *state,
              GError        **error)
{
  g_autoptr(LmRound) self = g_new0 (LmRound, 1);
  const LmNetwork *network = workspace->network;
  const gsize n_gradients = network->block_size - network->generator_size;

  g_return_val_if_fail (network->has_parts && workspace->work == LM_WORK_TRAIN, NULL);

  self->workspace = workspace;
  self->gradients = lm_alloc (n_gradients);
  self->backup = lm_state_new (workspace->network, state->n_blocks - 1, 0, error);
  if (self->backup == NULL)
    return NULL;
  if (self->gradients == NULL)
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_MEMORY,
                           _("There is not enough memory for the gradients: make the layers smaller"));
      return NULL;
    }
  memset (self->gradients, 0, n_gradients * sizeof (lm_real));

  return g_steal_pointer (&self);
}

void
lm_round_free (LmRound *self)
{
  g_clear_pointer (&self->backup, lm_state_free);
  lm_free (self->gradients);
  g_free (self);
}

void
lm_round_begin (LmRound          *self,
                LmState          *state,
                const LmTraining *training,
                double            factor)
{
  lm_state_copy_buffers (self->backup, state);
  memcpy (self->backup->n_updates, state->n_updates, sizeof state->n_updates);
  memset (self->n_kept, 0, sizeof self->n_kept);
  self->state = state;
  self->training = training;
  self->factor = factor;
  self->n_runs = 0;
  self->result = (LmResult) { 0 };
  self->bad = NULL;
}

/* Each run of a step has random numbers of its own. */
static guint32
lm_round_draw (LmRound *self)
{
  return self->n_runs++ * 0x9E3779B9u;
}

/* A run through @stretch. What layers learn of the batch counts from the next run on, as in
 * PyTorch. */
static LmResult
lm_round_run (LmRound   *self,
              LmStretch  stretch,
              gsize      n_rows)
{
  LmWorkspace *workspace = self->workspace;
  LmResult result;

  stretch.draw = lm_round_draw (self);
  lm_tensor_fill (&workspace->verdict, (lm_real) stretch.verdict);
  lm_workspace_run (workspace, self->state, self->training, &stretch, n_rows, TRUE, &result);
  lm_workspace_foreach_layer (workspace, LM_HOOK_COMMIT);

  return result;
}

/* Σ over the examples of the last run of what the discriminator answered; its mean where it gives
 * several numbers an example. */
static double
lm_round_sum_scores (const LmRound *self,
                     gsize          n_rows)
{
  const LmTensor answers = lm_tensor_rows (&self->workspace->answer, 0, n_rows);

  return lm_sum (answers.data, answers.len) / (double) lm_shape_get_n_columns (&answers.shape);
}

/* The elements of a part. */
static LmRange
lm_round_get_range (const LmRound *self,
                    LmPart         part)
{
  const LmNetwork *network = self->workspace->network;

  return part == LM_PART_GENERATOR
           ? (LmRange) { .end = network->generator_size }
           : (LmRange) { .first = network->generator_size, .end = network->block_size };
}

/* Updates the parameters of one part by the gradients that are there. */
static gboolean
lm_round_update (LmRound           *self,
                 LmPart             part,
                 const LmOptimizer *optimizer)
{
  LmWorkspace *workspace = self->workspace;
  const LmLoss *loss = self->training->loss;
  LmRange range = lm_round_get_range (self, part);

  range.optimizer = optimizer;
  range.rate = optimizer->learning_rate * self->factor;
  range.step = self->state->n_updates[part] + 1;
  if (part == LM_PART_DISCRIMINATOR && loss->klass->get_clip != NULL)
    range.clip = loss->klass->get_clip (loss);
  range.is_at_once = TRUE;
  range.old = self->n_kept[part] == 0 ? self->backup->blocks : NULL;
  self->n_kept[part] = 1 + optimizer->klass->n_moments;
  self->state->n_updates[part]++;

  lm_workspace_add_gradients (workspace, range.first, range.end);
  if (part == LM_PART_DISCRIMINATOR)
    memcpy (self->gradients, workspace->passes[0].gradients + range.first,
            (range.end - range.first) * sizeof (lm_real));

  if (!lm_workspace_compute_update (workspace, self->state, self->training, &range, &self->bad) ||
      !isfinite (self->result.loss))
    return FALSE;

  self->bad = lm_workspace_find_bad_buffer (workspace, self->state);

  return self->bad == NULL;
}

/* What a run tells of the discriminator: the parts' shares of one mean. */
static void
lm_round_add_result (LmRound  *self,
                     LmResult *run)
{
  run->loss = run->fit;
  run->term = 0;
  lm_result_add (&self->result, run);
}

/* Of a loss that has one; what the generator made for it serves the discriminator, too. */
static void
lm_round_run_penalty (LmRound *self,
                      gsize    n_rows)
{
  LmWorkspace *workspace = self->workspace;
  const LmNetwork *network = workspace->network;
  const LmLoss *loss = self->training->loss;
  const LmStretch make = { .first = 0, .end = network->n_generator,
                           .first_backward = network->n_nodes };
  LmResult result;

  lm_round_run (self, make, n_rows);
  lm_workspace_run_penalty (workspace, self->state, self->training,
                            loss->klass->get_penalty (loss), lm_round_draw (self), n_rows, &result);
  lm_workspace_foreach_layer (workspace, LM_HOOK_COMMIT);
  result.gradient_weight = (double) n_rows;
  result.n_rows = 0;
  lm_round_add_result (self, &result);
}

static void
lm_round_run_real (LmRound *self,
                   gsize    n_rows)
{
  const LmWorkspace *workspace = self->workspace;
  const LmNetwork *network = workspace->network;
  const LmStretch real = { .first = network->n_generator, .end = network->n_nodes,
                           .input = &workspace->input, .first_backward = network->n_generator,
                           .adds = network->has_penalty, .verdict = 1 };
  LmResult result = lm_round_run (self, real, n_rows);

  self->result.real_score += lm_round_sum_scores (self, n_rows);
  self->result.real_weight += (double) n_rows;
  lm_round_add_result (self, &result);
}

static void
lm_round_run_fake (LmRound *self,
                   gsize    n_rows)
{
  const LmNetwork *network = self->workspace->network;
  const LmStretch fake = { .first = network->has_penalty ? network->n_generator : 0,
                           .end = network->n_nodes, .first_backward = network->n_generator,
                           .adds = TRUE, .verdict = 0 };
  LmResult result = lm_round_run (self, fake, n_rows);

  self->result.fake_score += lm_round_sum_scores (self, n_rows);
  self->result.fake_weight += (double) n_rows;
  result.weight = 0; /* The mean is over the data: the two losses are added up. */
  result.n_rows = 0;
  lm_round_add_result (self, &result);
}

gboolean
lm_round_train_discriminator (LmRound *self,
                              gsize    n_rows)
{
  if (self->workspace->network->has_penalty)
    lm_round_run_penalty (self, n_rows);
  lm_round_run_real (self, n_rows);
  lm_round_run_fake (self, n_rows);

  return lm_round_update (self, LM_PART_DISCRIMINATOR, self->training->optimizer);
}

gboolean
lm_round_train_generator (LmRound *self,
                          gsize    n_rows)
{
  const LmTraining *training = self->training;
  const LmNetwork *network = self->workspace->network;
  const LmStretch whole = { .end = network->n_nodes, .first_held = network->n_generator,
                            .verdict = 1 };
  const LmResult result = lm_round_run (self, whole, n_rows);

  self->result.generator_loss += result.loss;
  self->result.generator_weight += result.weight;

  return lm_round_update (self, LM_PART_GENERATOR,
                          training->generator_optimizer != NULL ? training->generator_optimizer
                                                                : training->optimizer);
}

/* Each part's gradients are those of its own last update. */
static void
lm_round_show_gradients (LmRound *self)
{
  const LmRange range = lm_round_get_range (self, LM_PART_DISCRIMINATOR);

  memcpy (self->workspace->passes[0].gradients + range.first, self->gradients,
          (range.end - range.first) * sizeof (lm_real));
}

void
lm_round_end (LmRound  *self,
              LmResult *result)
{
  lm_round_show_gradients (self);
  self->state->step++;
  *result = self->result;
}

void
lm_round_cancel (LmRound *self)
{
  lm_round_show_gradients (self);
  for (LmPart part = LM_PART_GENERATOR; part <= LM_PART_DISCRIMINATOR; part++)
    {
      const LmRange range = lm_round_get_range (self, part);

      for (gsize i = 0; i < self->n_kept[part]; i++)
        memcpy (self->state->blocks[i] + range.first, self->backup->blocks[i] + range.first,
                (range.end - range.first) * sizeof (lm_real));
    }
  lm_state_copy_buffers (self->state, self->backup);
  memcpy (self->state->n_updates, self->backup->n_updates, sizeof self->state->n_updates);
}

const char *
lm_round_get_bad (const LmRound *self)
{
  return self->bad != NULL ? self->bad : "loss";
}
