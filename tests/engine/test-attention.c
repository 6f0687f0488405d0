/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What attention and positions do besides the numbers, which golden-sequences.txt has. */

#include <math.h>
#include <string.h>

#include "by-hand.h"
#include "lm-error.h"
#include "toy-sequence.h"
#include "toy.h"

#define N_STEPS 6
#define N 4

static const ToySequences settings = {
  .n_training = 120, .n_validation = 40, .n_steps = N_STEPS, .n_tokens = 9, .n_labels = 2,
  .has_lengths = TRUE, .wrong_at = -1,
};

#define BLOCK                                                                                      \
  "embedding vocabulary=9 size=16; positional-encoding form=learned; layer-norm; "                 \
  "attention heads=2 causal=true; add inputs=position_1,attention_1; layer-norm; "                 \
  "dense units=32; gelu; dense units=16; add inputs=add_1,dense_2; dense units=2"

/* A change of step @changed shows in what @rig gives for the steps that may see it only. */
static void
assert_seen (Rig      *rig,
             gsize     changed,
             gsize     length,
             gboolean  is_causal)
{
  const LmTensor x = rig_get_input (rig);
  lm_real before[N_STEPS * N];

  for (gsize i = 0; i < x.len; i++)
    x.data[i] = (lm_real) sin ((double) (i * i));
  rig_train (rig);
  memcpy (before, rig_get_output ()->data, sizeof before);
  for (gsize i = 0; i < N; i++)
    x.data[changed * N + i] = (lm_real) (changed < length ? 0.5 : NAN);
  rig_train (rig);

  for (gsize i = 0; i < N_STEPS * N; i++)
    {
      const gsize t = i / N;
      const gboolean sees = changed < length && t < length && (!is_causal || t >= changed);
      const lm_real after = rig_get_output ()->data[i];

      g_assert_cmpint (sees, ==, after != before[i]);
      if (t >= length)
        g_assert_cmpfloat ((double) after, ==, 0);
    }
}

static void
test_sees (void)
{
  const LmShape input = { 3, { 1, N_STEPS, N } };

  for (int is_causal = 0; is_causal < 2; is_causal++)
    {
      for (guint32 length = 1; length <= N_STEPS; length++)
        {
          g_autoptr(Rig) rig = new_rig ("attention", is_causal ? "heads=2 causal=true" : "heads=2",
                                        &input, 1);

          rig_set_lengths (rig, &length);
          for (gsize changed = 0; changed < N_STEPS; changed++)
            assert_seen (rig, changed, length, is_causal);
        }
    }
}

/* Without positions, steps in another order give the same in that order; with them, not. */
static void
test_order (void)
{
  for (int has_positions = 0; has_positions < 2; has_positions++)
    {
      const LmShape input = { 3, { 1, 2, 4 } };
      g_autoptr(LmStack) stack = toy_stack_new (has_positions
                                                  ? "positional-encoding; attention heads=2"
                                                  : "attention heads=2");
      g_autoptr(LmNetwork) network = lm_network_new (stack, &input, NULL, NULL, NULL, NULL);
      g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
      g_autoptr(LmPool) pool = lm_pool_new (1);
      g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 2, LM_WORK_INFER, NULL);
      lm_real y[2][2][4], difference = 0;

      set (*lm_workspace_get_input (workspace), "1 2 3 4  5 -6 7 8   5 -6 7 8  1 2 3 4");
      lm_workspace_infer (workspace, state, NULL, 2, NULL);
      lm_workspace_copy_answers (workspace, 0, 2, &y[0][0][0]);
      for (gsize i = 0; i < 4; i++)
        difference += (lm_real) fabs ((double) (y[0][0][i] - y[1][1][i]));
      g_assert_cmpint (difference > (lm_real) 1e-5, ==, has_positions);
    }
}

static void
test_refusals (void)
{
  assert_refused ("attention", "", &(LmShape) { 2, { 1, 8 } }, NULL, 1,
                  "Attention takes a sequence of rows, not 8: put an embedding layer before it, or "
                  "a reshape layer to time × features");
  assert_refused ("attention", "heads=3", &(LmShape) { 3, { 1, 5, 8 } }, NULL, 1,
                  "8 features cannot be shared by 3 heads: choose a number of heads that divides "
                  "them");
  assert_refused ("positional-encoding", "", &(LmShape) { 2, { 1, 8 } }, NULL, 1,
                  "Positional encoding takes a sequence of rows, not 8: put an embedding layer "
                  "before it, or a reshape layer to time × features");
}

static void
test_same_bits_for_any_number_of_threads (void)
{
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autofree char *expected = NULL;

  for (gsize n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autoptr(LmTraining) training = toy_training_new ("batch_size=64");
      LmState *state = toy_state_new (source, BLOCK, training);
      g_autoptr(LmTrainer) trainer = lm_trainer_new (state, source, training, n_threads, NULL);
      g_autofree char *hash = NULL;

      g_assert_cmpuint (lm_network_get_n_shards (state->network, 64), >, 1);
      hash = toy_train (trainer, 0, NULL);
      if (expected == NULL)
        expected = g_steal_pointer (&hash);
      else
        g_assert_cmpstr (hash, ==, expected);
    }
}

/* A small transformer. */
static void
test_learns (void)
{
  ToySequences easy = settings;
  g_autoptr(LmSource) source = NULL;
  g_autoptr(LmTraining) training = toy_training_new ("learning_rate=0.01 epochs=25");
  g_autoptr(LmTrainer) trainer = NULL;
  g_autoptr(LmHistory) history = lm_history_new (1);
  const LmRecord *last;

  easy.n_training = 400;
  source = toy_sequences_new (&easy);
  trainer = lm_trainer_new (toy_state_new (source, BLOCK, training), source, training, 2, NULL);
  g_free (toy_train (trainer, 0, history));
  last = &g_array_index (history->validations, LmRecord, history->validations->len - 1);
  g_test_message ("loss %g, accuracy %g", last->loss, (double) last->metrics[0]);
  g_assert_cmpfloat ((double) last->metrics[0], >, 0.9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attention/sees", test_sees);
  g_test_add_func ("/attention/order", test_order);
  g_test_add_func ("/attention/refusals", test_refusals);
  g_test_add_func ("/attention/same-bits-for-any-number-of-threads",
                   test_same_bits_for_any_number_of_threads);
  g_test_add_func ("/attention/learns", test_learns);

  return g_test_run ();
}
