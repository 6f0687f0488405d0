/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rounds: steps that train two parts against each other. */

#include <math.h>
#include <string.h>

#include "lm-round.h"
#include "toy.h"

#define GAN "latent size=3; dense units=8; tanh; dense units=2 | dense units=8; tanh; dense units=1"
#define ADVERSARIAL "loss=adversarial metrics=generator-loss,real-score,fake-score "

typedef struct
{
  LmSource    *source;
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
  LmRound     *round;
} Fixture;

static void
read_batch (Fixture *fix)
{
  const LmBatch batch = lm_workspace_get_batch (fix->workspace, FALSE);
  guint32 indices[16];

  for (guint32 i = 0; i < 16; i++)
    indices[i] = i;
  g_assert_true (lm_source_read (fix->source, LM_SPLIT_TRAINING, indices, 16, &batch, NULL));
}

static void
setup_stack (Fixture    *fix,
             const char *stack,
             const char *settings)
{
  g_autofree char *all = g_strconcat (ADVERSARIAL, settings, NULL);

  fix->source = toy_source_new (64, 0, -1);
  fix->training = toy_training_new (all);
  fix->state = toy_state_new (fix->source, stack, fix->training);
  fix->pool = lm_pool_new (1);
  fix->workspace = lm_workspace_new (fix->state->network, fix->pool, 16, LM_WORK_TRAIN, NULL);
  fix->round = lm_round_new (fix->workspace, fix->state, NULL);
  read_batch (fix);
}

static void
setup (Fixture       *fix,
       gconstpointer  settings)
{
  setup_stack (fix, GAN, settings);
}

static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  lm_round_free (fix->round);
  lm_workspace_free (fix->workspace);
  lm_pool_free (fix->pool);
  lm_state_free (fix->state);
  lm_training_free (fix->training);
  lm_source_unref (fix->source);
}

/* Whether the numbers of one part, in any block, are other than in @before. */
static gboolean
has_changed (Fixture       *fix,
             const LmState *before,
             const char    *part)
{
  gboolean has = FALSE;

  for (gsize i = 0; i < lm_network_get_n_views (fix->state->network); i++)
    {
      const LmParamView *view = lm_network_get_view (fix->state->network, i);

      for (gsize block = 0; block < fix->state->n_blocks; block++)
        {
          const LmTensor old = lm_state_get_view (before, view, block);
          const LmTensor new = lm_state_get_view (fix->state, view, block);

          has |= g_str_has_prefix (view->name, part) &&
                 memcmp (old.data, new.data, old.len * sizeof (lm_real)) != 0;
        }
    }

  return has;
}

/* Each update changes its own part and its moments, and nothing else. */
static void
test_updates (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(LmState) before = lm_state_copy (fix->state);
  LmResult result;

  lm_round_begin (fix->round, fix->state, fix->training, 1);
  g_assert_true (lm_round_train_discriminator (fix->round, 16));
  g_assert_true (has_changed (fix, before, "discriminator"));
  g_assert_false (has_changed (fix, before, "generator"));

  lm_state_copy_numbers (before, fix->state);
  g_assert_true (lm_round_train_generator (fix->round, 16));
  g_assert_false (has_changed (fix, before, "discriminator"));
  g_assert_true (has_changed (fix, before, "generator"));

  lm_round_end (fix->round, &result);
  g_assert_cmpuint (fix->state->step, ==, 1);
  g_assert_cmpuint (fix->state->n_updates[LM_PART_GENERATOR], ==, 1);
  g_assert_cmpuint (fix->state->n_updates[LM_PART_DISCRIMINATOR], ==, 1);
}

/* At first nothing is known: every verdict is about even, and costs log 2. */
static void
test_result (Fixture       *fix,
             gconstpointer  data)
{
  LmTensor last = lm_state_get_view (
    fix->state, lm_network_find_view (fix->state->network, "discriminator.dense_4.weight"), 0);
  LmResult result;

  lm_tensor_fill (&last, 0);
  lm_round_begin (fix->round, fix->state, fix->training, 0);
  for (int i = 0; i < 3; i++)
    g_assert_true (lm_round_train_discriminator (fix->round, 16));
  for (int i = 0; i < 2; i++)
    g_assert_true (lm_round_train_generator (fix->round, 16));
  lm_round_end (fix->round, &result);

  g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), 2 * log (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (lm_result_get_metric (&result, fix->training, 0), log (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (lm_result_get_metric (&result, fix->training, 1), 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (lm_result_get_metric (&result, fix->training, 2), 0.5, 1e-6);
  g_assert_cmpfloat (result.weight, ==, 3 * 16);
  g_assert_cmpfloat (result.generator_weight, ==, 2 * 16);
  g_assert_cmpuint (result.n_rows, ==, 3 * 16);
  g_assert_cmpuint (fix->state->n_updates[LM_PART_DISCRIMINATOR], ==, 3);
}

/* The schedule's factor is on both learning rates. */
static void
test_factor (Fixture       *fix,
             gconstpointer  data)
{
  g_autoptr(LmState) before = lm_state_copy (fix->state);
  double moved[2][2] = { { 0 } };

  for (gsize i = 0; i < 2; i++)
    {
      lm_round_begin (fix->round, fix->state, fix->training, i == 0 ? 1 : 0.25);
      g_assert_true (lm_round_train_discriminator (fix->round, 16));
      g_assert_true (lm_round_train_generator (fix->round, 16));
      for (gsize j = 0; j < 2; j++)
        {
          const char *name = j == 0 ? "generator.dense_1.bias" : "discriminator.dense_4.bias";
          const LmParamView *view = lm_network_find_view (before->network, name);

          moved[j][i] = (double) lm_state_get_view (fix->state, view, 0).data[0] -
                        (double) lm_state_get_view (before, view, 0).data[0];
        }
      lm_round_cancel (fix->round);
    }

  /* The discriminator that the generator meets is another one, but not much. */
  for (gsize j = 0; j < 2; j++)
    g_assert_cmpfloat_with_epsilon (moved[j][1], 0.25 * moved[j][0], 0.03 * fabs (moved[j][0]));
}

static void
run_updates (Fixture *fix,
             int      n_discriminator,
             int      n_generator)
{
  lm_round_begin (fix->round, fix->state, fix->training, 1);
  for (int i = 0; i < n_discriminator; i++)
    g_assert_true (lm_round_train_discriminator (fix->round, 16));
  for (int i = 0; i < n_generator; i++)
    g_assert_true (lm_round_train_generator (fix->round, 16));
}

/* However many updates there were, all is as at the beginning of the round; nothing is left of the
 * rounds before. */
static void
test_cancel (Fixture       *fix,
             gconstpointer  data)
{
  const int n_updates[][2] = { { 1, 1 }, { 3, 2 }, { 1, 0 }, { 0, 2 }, { 0, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (n_updates); i++)
    {
      g_autofree char *before = NULL, *after = NULL;
      LmResult result;

      run_updates (fix, 1, 1);
      lm_round_end (fix->round, &result);
      before = lm_state_hash (fix->state);
      run_updates (fix, n_updates[i][0], n_updates[i][1]);
      lm_round_cancel (fix->round);
      after = lm_state_hash (fix->state);
      g_assert_cmpstr (before, ==, after);
    }
}

/* What is not finite is found in the part that it is in, and named. */
static void
test_bad (Fixture       *fix,
          gconstpointer  data)
{
  lm_real *x = lm_workspace_get_input (fix->workspace)->data;
  g_autofree char *before = lm_state_hash (fix->state);
  g_autofree char *after = NULL;

  run_updates (fix, 1, 0);
  x[5] = NAN;
  g_assert_false (lm_round_train_discriminator (fix->round, 16));
  g_assert_true (g_str_has_prefix (lm_round_get_bad (fix->round), "discriminator."));
  lm_round_cancel (fix->round);

  lm_round_begin (fix->round, fix->state, fix->training, (double) INFINITY);
  g_assert_false (lm_round_train_generator (fix->round, 16));
  g_assert_true (g_str_has_prefix (lm_round_get_bad (fix->round), "generator."));
  lm_round_cancel (fix->round);
  after = lm_state_hash (fix->state);
  g_assert_cmpstr (before, ==, after);
}

/* What norms learn of the batch is among it, though the loss does not tell. */
static void
test_bad_statistics (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Fixture fix;

  setup_stack (&fix, "latent; dense units=2 | dense units=8; batch-norm; tanh; dense units=1", "");
  before = lm_state_hash (fix.state);
  lm_workspace_get_input (fix.workspace)->data[5] = (lm_real) 1e25;
  lm_round_begin (fix.round, fix.state, fix.training, 1);
  g_assert_false (lm_round_train_discriminator (fix.round, 16));
  g_assert_cmpstr (lm_round_get_bad (fix.round), ==, "discriminator.norm_1.running_var");
  lm_round_cancel (fix.round);
  after = lm_state_hash (fix.state);
  g_assert_cmpstr (before, ==, after);
  teardown (&fix, NULL);
}

/* Gradients that views look at are each part's own: the generator's pass leaves some in the
 * discriminator, which nobody wants. */
static void
test_gradients (Fixture       *fix,
                gconstpointer  data)
{
  const LmParamView *view = lm_network_find_view (fix->state->network,
                                                  "discriminator.dense_4.bias");
  LmResult result;
  lm_real expected;

  lm_round_begin (fix->round, fix->state, fix->training, 1);
  g_assert_true (lm_round_train_discriminator (fix->round, 16));
  expected = *lm_workspace_get_gradient (fix->workspace, view).data;
  g_assert_true (lm_round_train_generator (fix->round, 16));
  lm_round_end (fix->round, &result);
  g_assert_cmpfloat (*lm_workspace_get_gradient (fix->workspace, view).data, ==, expected);
}

static void
test_steps_per_epoch (void)
{
  g_autoptr(LmTraining) training = toy_training_new ("batch_size=10 d_steps=3");

  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 100, FALSE), ==, 10);
  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 100, TRUE), ==, 4);
  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 101, TRUE), ==, 4);
  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 121, TRUE), ==, 5);
  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 0, TRUE), ==, 0);
  training->batch_size = 0;
  g_assert_cmpuint (lm_training_get_steps_per_epoch (training, 100, TRUE), ==, 1);
}

static void
test_other_optimizer (void)
{
  g_autoptr(LmTraining) training = toy_training_new (ADVERSARIAL "optimizer=sgd");
  g_autoptr(LmTraining) copy = NULL;
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmState) plain = toy_state_new (source, GAN, training);
  g_autoptr(LmState) other = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *none = lm_training_get (training, "generator.optimizer");
  g_auto(GStrv) names = lm_training_list (training);

  g_assert_cmpstr (none, ==, "");
  g_assert_false (g_strv_contains ((const char *const *) names, "generator.optimizer"));
  g_assert_cmpuint (plain->n_blocks, ==, 1);
  g_assert_false (lm_training_set (training, "generator.learning_rate", "0.5", NULL));
  g_assert_true (lm_training_set (training, "generator.optimizer", "adam", NULL));
  g_assert_true (lm_training_set (training, "generator.learning_rate", "0.5", NULL));
  copy = lm_training_copy (training);
  rate = lm_training_get (copy, "generator.optimizer.learning_rate");
  g_assert_cmpstr (rate, ==, "0.5");
  g_assert_true (lm_training_is_live (copy, "generator.learning_rate"));
  other = toy_state_new (source, GAN, copy);
  g_assert_cmpuint (other->n_blocks, ==, 3);
  g_assert_true (lm_training_set (copy, "generator.optimizer", "", NULL));
  g_assert_null (copy->generator_optimizer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/round/updates", Fixture, "", setup, test_updates, teardown);
  g_test_add ("/round/updates/two-optimizers", Fixture,
              "optimizer=sgd generator.optimizer=momentum", setup, test_updates, teardown);
  g_test_add ("/round/result", Fixture, "", setup, test_result, teardown);
  g_test_add ("/round/factor", Fixture, "optimizer=sgd learning_rate=0.01", setup, test_factor,
              teardown);
  g_test_add ("/round/cancel", Fixture, "", setup, test_cancel, teardown);
  g_test_add ("/round/bad", Fixture, "", setup, test_bad, teardown);
  g_test_add_func ("/round/bad/statistics", test_bad_statistics);
  g_test_add ("/round/gradients", Fixture, "", setup, test_gradients, teardown);
  g_test_add_func ("/round/steps-per-epoch", test_steps_per_epoch);
  g_test_add_func ("/round/other-optimizer", test_other_optimizer);

  return g_test_run ();
}
