/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two parts trained against each other by the trainer. */

#include <math.h>

#include "lm-error.h"
#include "lm-workspace.h"
#include "toy.h"

#define GAN "latent size=3; dense units=8; tanh; dense units=2 | dense units=8; tanh; dense units=1"
/* Pictures, of several shards, with all that looks at the whole batch, or draws. */
#define DCGAN                                                                                      \
  "latent size=8; dense units=128; reshape dims=4x4x8; batch-norm; relu; flatten; "               \
  "dense units=64; reshape dims=8x8x1 | "                                                          \
  "conv2d filters=8; batch-norm; leaky-relu; dropout; flatten; dense units=1"
#define ADVERSARIAL "loss=adversarial metrics=generator-loss,real-score,fake-score "

static LmTrainer *
new_trainer (LmSource   *source,
             const char *stack,
             const char *settings,
             gsize       n_threads)
{
  g_autofree char *all = g_strconcat (ADVERSARIAL, settings, NULL);
  g_autoptr(LmTraining) training = toy_training_new (all);
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (toy_state_new (source, stack, training), source, training,
                                       n_threads, &error);

  g_assert_no_error (error);

  return trainer;
}

#define PICTURES "batch_size=64 d_steps=2 generator.optimizer=rmsprop clip_norm=1 l2=0.001 "

static void
test_same_bits_for_any_number_of_threads (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (300, 0);
  g_autofree char *expected = NULL;

  for (gsize n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autoptr(LmTrainer) trainer = new_trainer (source, DCGAN, PICTURES, n_threads);
      g_autoptr(LmHistory) history = lm_history_new (3);
      g_autofree char *hash = toy_train (trainer, 0, history);

      g_assert_cmpuint (lm_history_get_n_steps (history), ==, 3 * 3); /* five batches an epoch */
      if (expected == NULL)
        expected = g_steal_pointer (&hash);
      else
        g_assert_cmpstr (hash, ==, expected);
    }
}

static LmWatch *
new_watch (LmSource *source)
{
  LmWatch *watch = lm_watch_new ();
  LmShape shape = source->input;
  LmBlob *input;

  shape.dim[0] = 5;
  input = lm_blob_new (&shape);
  lm_tensor_fill (&input->tensor, (lm_real) 0.5);
  lm_watch_add_params (watch, 1);
  lm_watch_add_gradients (watch, 1);
  lm_watch_add_probe (watch, 7, input, TRUE);

  return watch;
}

/* Looked at before the first step, too, when gradients are made by a step that is taken back. */
static void
test_same_bits_paused_and_watched (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (300, 40);
  g_autoptr(LmTrainer) plain = new_trainer (source, DCGAN, PICTURES, 2);
  g_autoptr(LmTrainer) disturbed = new_trainer (source, DCGAN, PICTURES, 2);
  g_autofree char *expected = toy_train (plain, 0, NULL);
  g_autofree char *hash = NULL;

  lm_trainer_set_watch (disturbed, new_watch (source));
  for (guint64 goal = 0; goal < 9; goal += 2)
    {
      g_autoptr(LmSnapshot) snapshot = NULL;

      if (goal > 0)
        g_free (toy_train (disturbed, goal, NULL));
      lm_trainer_evaluate (disturbed, LM_SPLIT_VALIDATION); /* There is nothing to measure. */
      while ((snapshot = lm_trainer_take_snapshot (disturbed)) == NULL && goal == 0)
        g_usleep (200);
      if (snapshot != NULL)
        {
          g_assert_nonnull (lm_snapshot_get_gradient (snapshot, 1, "weight"));
          g_assert_cmpuint (lm_snapshot_get_value (snapshot, 7, 7)->len, ==, 5 * 64);
          g_assert_cmpuint (lm_snapshot_get_answer (snapshot, 7)->len, ==, 5);
        }
    }
  hash = toy_train (disturbed, 0, NULL);
  g_assert_cmpstr (hash, ==, expected);
}

static void
test_resumes_to_the_same_bits (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (300, 0);
  g_autoptr(LmTraining) training = toy_training_new (ADVERSARIAL PICTURES);
  g_autoptr(LmTrainer) whole = new_trainer (source, DCGAN, PICTURES, 2);
  g_autofree char *expected = toy_train (whole, 0, NULL);

  for (guint64 goal = 1; goal < 9; goal += 3)
    {
      g_autoptr(LmTrainer) first = new_trainer (source, DCGAN, PICTURES, 1);
      g_autoptr(LmTrainer) second = NULL;
      g_autoptr(LmState) state = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;
      LmState *loaded = toy_state_new (source, DCGAN, training);
      g_autofree char *hash = NULL;

      g_free (toy_train (first, goal, NULL));
      lm_trainer_request_state (first);
      while ((state = lm_trainer_take_state (first)) == NULL)
        g_usleep (200);
      bytes = lm_state_save (state);
      g_assert_true (lm_state_load (loaded, bytes, &error));
      second = lm_trainer_new (loaded, source, training, 2, &error);
      g_assert_no_error (error);
      hash = toy_train (second, 0, NULL);
      g_assert_cmpstr (hash, ==, expected);
    }
}

/* A source that fails in the middle of a round leaves nothing of it. */
static void
test_source_fails (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, 20);
  g_autoptr(LmTrainer) trainer = new_trainer (source, GAN, "d_steps=2 shuffle=false", 1);
  g_autoptr(LmTraining) training = toy_training_new (ADVERSARIAL "d_steps=2");
  g_autoptr(LmState) state = toy_state_new (source, GAN, training);
  g_autofree char *before = lm_state_hash (state);
  g_autofree char *after = toy_train (trainer, 0, NULL);
  g_autoptr(GError) failure = lm_trainer_get_failure (trainer);

  g_assert_cmpstr (before, ==, after);
  g_assert_error (failure, LM_ERROR, LM_ERROR_VALUE);
}

static void
test_refuses_what_is_not_finite (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTraining) training = toy_training_new (ADVERSARIAL);
  g_autoptr(LmTrainer) trainer = NULL;
  g_autoptr(GError) failure = NULL;
  LmState *state = toy_state_new (source, GAN, training);
  const LmParamView *view = lm_network_find_view (state->network, "generator.dense_2.weight");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  lm_state_get_view (state, view, 0).data[1] = (lm_real) INFINITY;
  before = lm_state_hash (state);
  trainer = lm_trainer_new (state, source, training, 1, NULL);
  after = toy_train (trainer, 0, NULL);
  g_assert_cmpstr (before, ==, after);
  failure = lm_trainer_get_failure (trainer);
  g_assert_error (failure, LM_ERROR, LM_ERROR_DIVERGED);
  g_test_message ("%s", failure->message);
}

static LmState *
copy_state (LmTrainer *trainer)
{
  LmState *state;

  lm_trainer_request_state (trainer);
  while ((state = lm_trainer_take_state (trainer)) == NULL)
    g_usleep (200);

  return state;
}

/* One part at a time, changed in mid-run; what was not trained has no loss. */
static void
test_trains (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, GAN, "trains=discriminator", 1);
  g_autoptr(LmTraining) training = toy_training_new (ADVERSARIAL "trains=discriminator");
  g_autoptr(LmHistory) history = lm_history_new (3);
  const guint64 expected[][2] = { { 2, 0 }, { 2, 2 }, { 4, 4 } };

  for (gsize i = 0; i < 3; i++)
    {
      static const char *const modes[] = { "discriminator", "generator", "both" };
      g_autoptr(LmState) state = NULL;

      g_assert_true (lm_training_is_live (training, "trains"));
      g_assert_true (lm_training_set (training, "trains", modes[i], NULL));
      lm_trainer_set_training (trainer, training, (guint32) i);
      g_free (toy_train (trainer, 2 * (i + 1), history));
      state = copy_state (trainer);
      g_assert_cmpuint (state->step, ==, 2 * (i + 1));
      g_assert_cmpuint (state->n_updates[LM_PART_DISCRIMINATOR], ==, expected[i][0]);
      g_assert_cmpuint (state->n_updates[LM_PART_GENERATOR], ==, expected[i][1]);
    }

  for (gsize i = 0; i < 6; i++)
    {
      g_assert_cmpint (isnan (lm_series_nth (history->loss, i)) != 0, ==, i == 2 || i == 3);
      g_assert_cmpint (isnan (lm_series_nth (history->metrics[0], i)) != 0, ==, i < 2);
      g_assert_cmpint (isnan (lm_series_nth (history->metrics[1], i)) != 0, ==, i == 2 || i == 3);
    }
}

/* What is made comes to lie where the data lie: on two rings, 1.2 from the origin on average. */
static void
test_learns (gconstpointer settings)
{
  g_autoptr(LmSource) source = toy_source_new (512, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (
    source, "latent size=4; dense units=32; relu; dense units=32; relu; dense units=2 | "
            "dense units=32; leaky-relu; dense units=32; leaky-relu; dense units=1", settings, 1);
  g_autoptr(LmState) state = NULL;
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = NULL;
  lm_real points[512];
  double radius = 0, mean[2] = { 0 };

  g_free (toy_train (trainer, 0, NULL));
  state = copy_state (trainer);
  workspace = lm_workspace_new (state->network, pool, 256, LM_WORK_PROBE, NULL);
  lm_workspace_infer (workspace, state, NULL, 256, NULL);
  lm_workspace_copy_values (workspace, 5, 0, 256, points);
  for (gsize i = 0; i < 256; i++)
    {
      radius += hypot ((double) points[2 * i], (double) points[2 * i + 1]) / 256;
      mean[0] += (double) points[2 * i] / 256;
      mean[1] += (double) points[2 * i + 1] / 256;
    }
  g_test_message ("radius %g, mean %g, %g", radius, mean[0], mean[1]);
  g_assert_cmpfloat_with_epsilon (radius, 1.2, 0.35);
  g_assert_cmpfloat (hypot (mean[0], mean[1]), <, 0.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/round-trainer/same-bits/threads", test_same_bits_for_any_number_of_threads);
  g_test_add_func ("/round-trainer/same-bits/paused-and-watched",
                   test_same_bits_paused_and_watched);
  g_test_add_func ("/round-trainer/same-bits/resumed", test_resumes_to_the_same_bits);
  g_test_add_func ("/round-trainer/source-fails", test_source_fails);
  g_test_add_func ("/round-trainer/refuses-what-is-not-finite", test_refuses_what_is_not_finite);
  g_test_add_func ("/round-trainer/trains", test_trains);
  g_test_add_data_func ("/round-trainer/learns/adversarial",
                        "learning_rate=0.001 optimizer.beta1=0.5 batch_size=64 epochs=400",
                        test_learns);
  g_test_add_data_func ("/round-trainer/learns/least-squares",
                        "loss=least-squares-adversarial learning_rate=0.001 optimizer.beta1=0.5 "
                        "batch_size=64 epochs=400", test_learns);

  return g_test_run ();
}
