/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What layers add to the objective: sampling's KL divergence beside the loss. */

#include <math.h>
#include <string.h>

#include "lm-evaluator.h"
#include "toy.h"

#define VAE "dense units=8; tanh; dense units=6; sampling; dense units=8; tanh; dense units=2"
#define EPSILON 1e-5

typedef struct
{
  LmSource    *source;
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
} Fixture;

static void
read_batch (Fixture     *fix,
            LmWorkspace *workspace)
{
  guint32 indices[64];

  for (guint32 i = 0; i < 64; i++)
    indices[i] = i;
  g_assert_true (lm_source_read (fix->source, LM_SPLIT_TRAINING, indices, 64,
                                 &(LmBatch) { lm_workspace_get_input (workspace)->data,
                                              lm_workspace_get_target (workspace)->data, NULL },
                                 NULL));
}

static void
setup (Fixture       *fix,
       gconstpointer  stack)
{
  fix->source = toy_source_new (64, 64, -1);
  fix->training = toy_training_new ("metrics=kl,reconstruction,accuracy");
  fix->state = toy_state_new (fix->source, stack, fix->training);
  fix->pool = lm_pool_new (1);
  fix->workspace = lm_workspace_new (fix->state->network, fix->pool, 64, LM_WORK_TRAIN, NULL);
  read_batch (fix, fix->workspace);
}

static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  lm_workspace_free (fix->workspace);
  lm_pool_free (fix->pool);
  lm_state_free (fix->state);
  lm_training_free (fix->training);
  lm_source_unref (fix->source);
}

static LmResult
train (Fixture *fix,
       double   beta)
{
  LmResult result;

  fix->training->beta = beta;
  lm_workspace_compute_gradients (fix->workspace, fix->state, fix->training, 64, &result);

  return result;
}

static void
test_objective (Fixture       *fix,
                gconstpointer  data)
{
  const LmResult plain = train (fix, 0);
  const LmResult whole = train (fix, 1);
  const LmResult heavy = train (fix, 2.5);

  g_assert_cmpfloat (plain.term, >, 0.1);
  g_assert_cmpfloat (plain.loss, ==, plain.fit);
  g_assert_cmpfloat (whole.term, ==, plain.term);
  g_assert_cmpfloat (whole.fit, ==, plain.fit);
  g_assert_cmpfloat (whole.loss, ==, plain.fit + plain.term);
  g_assert_cmpfloat (heavy.loss, ==, plain.fit + 2.5 * plain.term);
  g_assert_cmpfloat (lm_result_get_metric (&heavy, fix->training, 0), ==, plain.term / 64);
  g_assert_cmpfloat (lm_result_get_metric (&heavy, fix->training, 1), ==, plain.fit / 64);
}

/* Gradients are linear in beta: twice that at 1 is that at 2 and that at 0. */
static void
test_gradient_scale (Fixture       *fix,
                     gconstpointer  data)
{
  const LmParamView *view = lm_network_find_view (fix->state->network, "dense_2.weight");
  const LmTensor gradient = lm_workspace_get_gradient (fix->workspace, view);
  double sums[64] = { 0 };

  for (int beta = 0; beta <= 2; beta++)
    {
      train (fix, beta);
      for (gsize i = 0; i < gradient.len; i++)
        sums[i] += (beta == 1 ? -2 : 1) * (double) gradient.data[i];
    }

  g_assert_cmpuint (gradient.len, <=, G_N_ELEMENTS (sums));
  for (gsize i = 0; i < gradient.len; i++)
    g_assert_cmpfloat_with_epsilon (sums[i], 0, EPSILON);
}

/* Measured without noise: the latent numbers are the means, and the term counts all the same. */
static void
test_evaluation (Fixture       *fix,
                 gconstpointer  data)
{
  const LmResult trained = train (fix, 2);
  g_autoptr(LmWorkspace) probe = lm_workspace_new (fix->state->network, fix->pool, 64,
                                                   LM_WORK_PROBE, NULL);
  lm_real x[64 * 6], z[64 * 3];
  double term = 0;
  LmResult result;

  read_batch (fix, probe);
  lm_workspace_infer (probe, fix->state, fix->training, 64, &result);
  lm_workspace_copy_values (probe, 2, 0, 64, x);
  lm_workspace_copy_values (probe, 3, 0, 64, z);
  for (gsize row = 0; row < 64; row++)
    {
      g_assert_cmpint (memcmp (x + 6 * row, z + 3 * row, 3 * sizeof *z), ==, 0);
      for (gsize i = 0; i < 3; i++)
        {
          const double mean = (double) x[6 * row + i], v = (double) x[6 * row + 3 + i];

          term += 0.5 * (mean * mean + exp (v) - 1 - v);
        }
    }
  g_assert_cmpfloat_with_epsilon (result.term, term, EPSILON * term);
  g_assert_cmpfloat (result.loss, ==, result.fit + 2 * result.term);
  g_assert_cmpfloat (result.fit, !=, trained.fit);

  /* A view that only wants to see asks for no loss. */
  lm_workspace_infer (probe, fix->state, NULL, 64, NULL);
}

static void
test_whole_split (Fixture       *fix,
                  gconstpointer  data)
{
  double loss, metrics[LM_MAX_METRICS];

  fix->training->beta = 3;
  g_assert_true (lm_evaluate (fix->state, fix->source, LM_SPLIT_VALIDATION, fix->training, 10,
                              fix->pool, &loss, metrics, NULL));
  g_assert_cmpfloat (metrics[0], >, 0.1);
  g_assert_cmpfloat_with_epsilon (loss, metrics[1] + 3 * metrics[0], EPSILON * loss);
}

/* A branch that nothing reads: its term is no part of what can be trained. */
static void
test_aside (Fixture       *fix,
            gconstpointer  data)
{
  const LmResult result = train (fix, 1);

  g_assert_cmpfloat (result.term, ==, 0);
  g_assert_cmpfloat (result.loss, ==, result.fit);
}

static char *
get_hash (gsize       n_threads,
          const char *settings,
          const char *beta,
          LmHistory  *history)
{
  g_autoptr(LmSource) source = toy_source_new (200, 20, -1);
  g_autoptr(LmTraining) training = toy_training_new (settings);
  g_autoptr(LmTrainer) trainer = lm_trainer_new (toy_state_new (source, VAE, training), source,
                                                 training, n_threads, NULL);

  if (beta == NULL)
    return toy_train (trainer, 0, history);

  g_free (toy_train (trainer, 3, history));
  g_assert_true (lm_training_is_live (training, "beta"));
  g_assert_true (lm_training_set (training, "beta", beta, NULL));
  lm_trainer_set_training (trainer, training, 1);

  return toy_train (trainer, 0, history);
}

#define SETTINGS "batch_size=100 metrics=kl,reconstruction epochs=4 "

static void
test_same_bits (void)
{
  g_autofree char *expected = get_hash (1, SETTINGS, NULL, NULL);

  for (gsize n_threads = 2; n_threads <= 4; n_threads++)
    {
      g_autofree char *hash = get_hash (n_threads, SETTINGS, NULL, NULL);

      g_assert_cmpstr (hash, ==, expected);
    }
}

/* Turned up in mid-run, it acts from the next step. */
static void
test_live (void)
{
  g_autoptr(LmHistory) history = lm_history_new (2);
  g_autofree char *plain = get_hash (1, SETTINGS, NULL, NULL);
  g_autofree char *turned = get_hash (1, SETTINGS, "10", history);

  g_assert_cmpstr (plain, !=, turned);
  for (gsize i = 0; i < lm_history_get_n_steps (history); i++)
    {
      const double loss = lm_series_nth (history->loss, i);
      const double kl = lm_series_nth (history->metrics[0], i);
      const double reconstruction = lm_series_nth (history->metrics[1], i);

      g_assert_cmpfloat_with_epsilon (loss, reconstruction + (i < 3 ? 1 : 10) * kl, EPSILON * loss);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/terms/objective", Fixture, VAE, setup, test_objective, teardown);
  g_test_add ("/terms/gradient-scale", Fixture, VAE, setup, test_gradient_scale, teardown);
  g_test_add ("/terms/evaluation", Fixture, VAE, setup, test_evaluation, teardown);
  g_test_add ("/terms/whole-split", Fixture, VAE, setup, test_whole_split, teardown);
  g_test_add ("/terms/aside", Fixture,
              "dense units=4; tanh; sampling; dense units=2 inputs=tanh_1", setup, test_aside,
              teardown);
  g_test_add_func ("/terms/same-bits", test_same_bits);
  g_test_add_func ("/terms/live", test_live);

  return g_test_run ();
}
