/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-step.h"

#include <string.h>

#include "lm-free-run.h"
#include "lm-random.h"

/* Answers of the whole batch. */
static void
start_inference (Bench *self)
{
  const gsize n = lm_shape_get_n_columns (lm_network_get_output (self->network));

  self->tools = g_new (lm_real, self->batch * n);
}

static void
run_inference (Bench *self,
               long   n_steps)
{
  for (long i = 0; i < n_steps; i++)
    {
      lm_workspace_infer (self->workspace, self->state, self->training, self->batch, NULL);
      lm_workspace_copy_answers (self->workspace, 0, self->batch, self->tools);
    }
}

static double
get_inference_flops (const Bench *self)
{
  return 2.0 * (double) lm_network_get_macs (self->network) * (double) self->batch;
}

const BenchWork bench_infer = {
  .id = "infer",
  .work = LM_WORK_INFER,
  .start = start_inference,
  .finish = g_free,
  .run = run_inference,
  .get_flops = get_inference_flops,
};

/* --- tokens, one after the other --- */

static void
start_tokens (Bench *self)
{
  if (lm_network_get_carried_size (self->network) == 0)
    bench_stop ("No layer is stateful", NULL);

  start_inference (self);
  lm_workspace_begin_carrying (self->workspace);
}

/* By its probability. */
static gsize
draw_token (const lm_real *p,
            gsize          n,
            guint32        index)
{
  const LmRandom random = { 1, lm_random_stream ("token"), index, 0 };
  lm_real place;
  gsize token = 0;

  lm_random_uniform (&random, &place, 1);
  for (place -= p[0]; place >= 0 && token + 1 < n; place -= p[token])
    token++;

  return token;
}

static void
run_tokens (Bench *self,
            long   n_steps)
{
  const gsize n = lm_shape_get_n_columns (lm_network_get_output (self->network));

  for (long i = 0; i < n_steps; i++)
    {
      run_inference (self, 1);
      lm_workspace_get_input (self->workspace)->data[0] =
        (lm_real) draw_token (self->tools, n, (guint32) i);
    }
}

const BenchWork bench_token = {
  .id = "token",
  .work = LM_WORK_INFER,
  .start = start_tokens,
  .finish = g_free,
  .run = run_tokens,
  .get_flops = get_inference_flops,
};

/* --- texts as the program writes them --- */

static void
start_samples (Bench *self)
{
  const LmTensor *x = lm_workspace_get_input (self->workspace);
  g_autoptr(LmBlob) input = lm_blob_new (&x->shape);
  g_autofree double *temperatures = g_new (double, self->batch);
  LmFreeRun run = { .input = input, .n_steps = x->shape.dim[1], .temperatures = temperatures,
                    .seed = 1 };

  for (gsize i = 0; i < self->batch; i++)
    temperatures[i] = 1;
  if (input == NULL)
    bench_stop ("memory", NULL);

  memcpy (input->tensor.data, x->data, x->len * sizeof *x->data);
  self->tools = lm_free_runner_new (&run, self->network, self->pool);
  if (self->tools == NULL)
    bench_stop ("The network does not go on by itself", NULL);
}

static void
finish_samples (gpointer runner)
{
  lm_free_runner_free (runner);
}

static void
run_samples (Bench *self,
             long   n_steps)
{
  for (long i = 0; i < n_steps; i++)
    lm_free_runner_run (self->tools, self->state, self->training, NULL);
}

/* The last token that is drawn is not read. */
static double
get_samples_flops (const Bench *self)
{
  const double n_steps = (double) lm_network_get_input (self->network)->dim[1];

  return get_inference_flops (self) * (2 * n_steps - 1) / n_steps;
}

const BenchWork bench_sample = {
  .id = "sample",
  .work = LM_WORK_INFER,
  .start = start_samples,
  .finish = finish_samples,
  .run = run_samples,
  .get_flops = get_samples_flops,
};
