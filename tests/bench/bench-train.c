/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-step.h"
#include "lm-round.h"

#define RATE 0.0001

static void
run_training (Bench *self,
              long   n_steps)
{
  for (long i = 0; i < n_steps; i++)
    {
      LmResult result;

      lm_workspace_compute_gradients (self->workspace, self->state, self->training, self->batch,
                                      &result);
      lm_workspace_update (self->workspace, self->state, self->training, RATE, NULL);
    }
}

/* Backward counts for two forwards. */
static double
get_training_flops (const Bench *self)
{
  return 6.0 * (double) lm_network_get_macs (self->network) * (double) self->batch;
}

const BenchWork bench_train = {
  .id = "train",
  .work = LM_WORK_TRAIN,
  .run = run_training,
  .get_flops = get_training_flops,
};

static void
start_rounds (Bench *self)
{
  g_autoptr(GError) error = NULL;

  if (!lm_network_has_parts (self->network))
    bench_stop ("A round needs a generator and a discriminator", NULL);

  self->tools = lm_round_new (self->workspace, self->state, &error);
  if (self->tools == NULL)
    bench_stop ("round", error);
}

static void
finish_rounds (gpointer round)
{
  lm_round_free (round);
}

static void
run_rounds (Bench *self,
            long   n_steps)
{
  LmRound *round = self->tools;
  LmResult result;

  for (long i = 0; i < n_steps; i++)
    {
      lm_round_begin (round, self->state, self->training, 1);
      if (!lm_round_train_discriminator (round, self->batch) ||
          !lm_round_train_generator (round, self->batch))
        bench_stop (lm_round_get_bad (round), NULL);
      lm_round_end (round, &result);
    }
}

/* The discriminator goes forward and backward on data and on what was made; for the generator it
 * needs no gradients of its own weights;
 * the generator forward for the discriminator, and forward and backward for itself. */
static double
get_round_flops (const Bench *self)
{
  const gsize n = lm_network_get_n_generator (self->network);
  double flops = 0;

  for (gsize i = 0; i < lm_network_get_n_layers (self->network); i++)
    flops += (i < n ? 1 + 3 : 3 + 3 + 2) * 2.0 *
             (double) lm_network_get_layer (self->network, i)->macs;

  return flops * (double) self->batch;
}

const BenchWork bench_round = {
  .id = "round",
  .work = LM_WORK_TRAIN,
  .start = start_rounds,
  .finish = finish_rounds,
  .run = run_rounds,
  .get_flops = get_round_flops,
};
