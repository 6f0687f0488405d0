/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "by-hand.h"
#include "lm-error.h"
#include "toy-sequence.h"
#include "toy.h"

static const ToySequences settings = {
  .n_training = 70, .n_validation = 30, .n_steps = 6, .n_tokens = 9, .n_labels = 2,
  .has_lengths = TRUE, .wrong_at = -1,
};

static void
test_by_hand (void)
{
  const LmShape input = { 2, { 1, 3 } };
  g_autoptr(Rig) rig = new_rig ("embedding", "vocabulary=4 size=2 padding_index=1", &input, 2);

  set (rig_get_input (rig), "3 0 1  3 1 3");
  set (rig_get_value (rig, "layer.weight"), "1 2  0 0  5 6  7 8");
  set (rig_get_target (rig), "1 2 3 4 5 6  7 8 9 10 11 12");
  rig_train (rig);
  assert_is (*rig_get_output (), "7 8 1 2 0 0  7 8 0 0 7 8");
  /* Half of what reaches each row, as there are two sequences; none for padding. */
  assert_is (rig_get_grad (rig, "layer.weight"), "1.5 2  0 0  0 0  9.5 11");
  assert_is (rig_get_grad (rig, "input_1.offset"), "0 0 0 0 0 0");
}

/* The row of the padding index is 0, and training leaves it so. */
static void
test_padding (void)
{
  const char *const stack = "embedding vocabulary=9 size=4 padding_index=2; dense units=2";
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new ("optimizer=adamw");
  LmState *state = toy_state_new (source, stack, training);
  g_autoptr(LmTrainer) trainer = lm_trainer_new (state, source, training, 1, NULL);
  g_autoptr(LmState) trained = NULL;
  const LmParamView *view;
  LmTensor weight, row;

  g_free (toy_train (trainer, 0, NULL));
  lm_trainer_request_state (trainer);
  while ((trained = lm_trainer_take_state (trainer)) == NULL)
    g_usleep (200);

  view = lm_network_find_view (trained->network, "embedding_1.weight");
  weight = lm_state_get_view (trained, view, 0);
  for (gsize i = 0; i < 9; i++)
    {
      row = lm_tensor_rows (&weight, i, 1);
      g_assert_cmpint (lm_tensor_max_abs (&row) == 0, ==, i == 2);
    }
}

static void
test_no_token (void)
{
  const LmShape input = { 2, { 1, 6 } };
  g_autoptr(Rig) rig = new_rig ("embedding", "vocabulary=4 size=1", &input, 1);
  const LmTensor x = rig_get_input (rig);

  set (x, "0 3 4 -1 0.5 0");
  x.data[5] = NAN;
  rig_train (rig);
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpint (isfinite (rig_get_output ()->data[i]), ==, i < 2);
}

static gboolean
check (gsize    vocabulary,
       gsize    n_tokens,
       GError **error)
{
  g_autofree char *stack = g_strdup_printf ("embedding vocabulary=%" G_GSIZE_FORMAT "; "
                                            "dense units=2", vocabulary);
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new ("");
  g_autoptr(LmState) state = toy_state_new (source, stack, training);

  source->n_tokens = n_tokens;

  return lm_network_check_source (state->network, source, NULL, error);
}

/* Before training starts, whether the source says how many tokens it has or not. */
static void
test_checked_before_training (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (check (9, 0, &error));
  g_assert_true (check (9, 9, &error));
  g_assert_no_error (error);

  g_assert_false (check (8, 0, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "embedding_1: "));
  g_clear_error (&error);
  g_assert_false (check (8, 9, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "9"));
}

static void
assert_no_rig (const char *fields,
               LmShape     input,
               LmError     code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Rig) rig = rig_new (rig_make_layer ("embedding", fields), &input, NULL, 1, NULL, NULL,
                                1, 0, &error);

  g_assert_null (rig);
  g_assert_error (error, LM_ERROR, (int) code);
}

static void
test_refusals (void)
{
  assert_no_rig ("", (LmShape) { 3, { 1, 4, 2 } }, LM_ERROR_SHAPE);
  assert_no_rig ("", (LmShape) { 4, { 1, 1, 4, 4 } }, LM_ERROR_SHAPE);
  assert_no_rig ("vocabulary=4 padding_index=4", (LmShape) { 2, { 1, 4 } }, LM_ERROR_VALUE);
}

/* A small model of text, with labels a step and padding. */
static void
test_learns (void)
{
  ToySequences easy = settings;
  g_autoptr(LmSource) source = NULL;
  g_autoptr(LmTraining) training = toy_training_new ("learning_rate=0.02 epochs=30 "
                                                     "metrics=accuracy,perplexity");
  g_autoptr(LmTrainer) trainer = NULL;
  g_autoptr(LmHistory) history = lm_history_new (2);
  const LmRecord *last;

  easy.n_training = 300;
  source = toy_sequences_new (&easy);
  trainer = lm_trainer_new (toy_state_new (source, "embedding vocabulary=9 size=8; "
                                                   "lstm hidden_size=16; dense units=2", training),
                            source, training, 2, NULL);
  g_free (toy_train (trainer, 0, history));
  last = &g_array_index (history->validations, LmRecord, history->validations->len - 1);
  g_test_message ("loss %g, accuracy %g, perplexity %g", last->loss, (double) last->metrics[0],
                  (double) last->metrics[1]);
  g_assert_cmpfloat ((double) last->metrics[0], >, 0.85);
  g_assert_cmpfloat_with_epsilon ((double) last->metrics[1], exp (last->loss), 1e-4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/embedding/by-hand", test_by_hand);
  g_test_add_func ("/embedding/padding", test_padding);
  g_test_add_func ("/embedding/no-token", test_no_token);
  g_test_add_func ("/embedding/checked-before-training", test_checked_before_training);
  g_test_add_func ("/embedding/refusals", test_refusals);
  g_test_add_func ("/embedding/learns", test_learns);

  return g_test_run ();
}
