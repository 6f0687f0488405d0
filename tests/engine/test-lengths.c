/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "lm-camera.h"
#include "lm-error.h"
#include "toy-sequence.h"
#include "toy.h"

#define N_STEPS 5

static const ToySequences settings = {
  .n_training = 40, .n_validation = 12, .n_steps = N_STEPS, .n_features = 2, .has_lengths = TRUE,
  .wrong_at = -1,
};

static LmNetwork *
new_network (const LmStack *stack,
             const LmShape *input)
{
  g_autoptr(GError) error = NULL;
  LmNetwork *network = lm_network_new (stack, input, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return network;
}

/* Sends @n_rows sequences of ones through @network, and looks which steps layer @layer marked. */
static void
assert_marks (LmNetwork     *network,
              gssize         layer,
              const guint32 *lengths,
              gsize          n_rows,
              gboolean       is_marked)
{
  g_autoptr(LmPool) pool = lm_pool_new (2);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, n_rows, LM_WORK_PROBE, NULL);
  g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
  const LmBatch batch = lm_workspace_get_batch (workspace, lengths != NULL);
  const gsize n = lm_shape_get_n_columns (&lm_network_get_layer (network, (gsize) layer)->output);
  g_autofree lm_real *y = g_new (lm_real, n_rows * n);

  lm_tensor_fill (lm_workspace_get_input (workspace), 1);
  if (lengths != NULL)
    memcpy (batch.lengths, lengths, n_rows * sizeof *lengths);
  else
    g_assert_null (batch.lengths);

  lm_workspace_infer (workspace, state, NULL, n_rows, NULL);
  lm_workspace_copy_values (workspace, layer, 0, n_rows, y);
  for (gsize row = 0; row < n_rows; row++)
    {
      for (gsize t = 0; t < N_STEPS; t++)
        {
          const lm_real *step = y + row * n + t * (n / N_STEPS);
          const gboolean is_padding = is_marked && t >= lengths[row];

          g_assert_cmpint (is_padding, ==, *step == -1 && step[n / N_STEPS - 1] == -1);
        }
    }
}

/* Through several shards, each with rows of its own. */
static void
test_reach_the_layers (void)
{
  const LmShape input = { 3, { 1, N_STEPS, 2 } };
  g_autoptr(LmStack) stack = toy_stack_new ("dense units=3; relu");
  g_autoptr(LmNetwork) network = NULL;
  guint32 lengths[40];

  for (guint32 i = 0; i < 40; i++)
    lengths[i] = 1 + i * i / 3 % N_STEPS; /* Not the same in each shard. */
  toy_add_spy (stack, TRUE);  /* 2 */
  toy_add_spy (stack, FALSE); /* 3: it sees them, but nobody after it */
  toy_add_spy (stack, TRUE);  /* 4 */
  network = new_network (stack, &input);
  g_assert_cmpuint (lm_network_get_n_shards (network, 40), >, 1);

  assert_marks (network, 2, lengths, 40, TRUE);
  assert_marks (network, 2, NULL, 40, FALSE);
}

static void
test_stop_where_steps_are_mixed (void)
{
  const LmShape input = { 3, { 1, N_STEPS, 2 } };
  guint32 lengths[4] = { 1, 2, 3, N_STEPS };

  for (int keeps = 0; keeps < 2; keeps++)
    {
      g_autoptr(LmStack) stack = toy_stack_new (keeps ? "relu" : "reshape dims=5x2");
      g_autoptr(LmNetwork) network = NULL;

      toy_add_spy (stack, TRUE);
      network = new_network (stack, &input);
      assert_marks (network, 1, lengths, 4, keeps);
    }

  for (int keeps = 0; keeps < 2; keeps++)
    {
      g_autoptr(LmStack) stack = toy_stack_new ("reshape dims=5x2; relu; "
                                                "add inputs=previous,input");
      g_autoptr(LmNetwork) network = NULL;

      lm_stack_nth (stack, 0)->bypassed = keeps;
      toy_add_spy (stack, TRUE);
      network = new_network (stack, &input);
      assert_marks (network, 3, lengths, 4, keeps);
    }
}

/* Tokens [time] are a sequence; what a dense layer makes of them is a row of numbers. */
static void
test_tokens (void)
{
  const LmShape input = { 2, { 1, N_STEPS } };
  const guint32 lengths[3] = { 2, N_STEPS, 1 };
  g_autoptr(LmStack) first = lm_stack_new ();
  g_autoptr(LmStack) second = toy_stack_new ("dense units=5 init=constant");
  g_autoptr(LmNetwork) of_tokens = NULL;
  g_autoptr(LmNetwork) of_numbers = NULL;

  toy_add_spy (first, TRUE);
  toy_add_spy (second, TRUE);
  of_tokens = new_network (first, &input);
  of_numbers = new_network (second, &input);
  assert_marks (of_tokens, 0, lengths, 3, TRUE);
  assert_marks (of_numbers, 1, lengths, 3, FALSE);
}

static void
test_refused (void)
{
  const guint32 wrong[] = { 0, N_STEPS + 1, G_MAXUINT32 };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      ToySequences broken = settings;
      g_autoptr(LmSource) source = NULL;
      g_autoptr(GError) error = NULL;
      const guint32 indices[2] = { 0, 9 };
      guint32 lengths[2];
      lm_real x[2 * N_STEPS * 2], y[2];

      broken.wrong_at = 9;
      broken.wrong_length = wrong[i];
      source = toy_sequences_new (&broken);
      g_assert_true (lm_source_read (source, LM_SPLIT_TRAINING, indices, 1,
                                     &(LmBatch) { x, y, lengths }, &error));
      g_assert_false (lm_source_read (source, LM_SPLIT_TRAINING, indices, 2,
                                      &(LmBatch) { x, y, lengths }, &error));
      g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "10"));
    }
}

static void
test_probe (void)
{
  const LmShape input = { 3, { 1, N_STEPS, 2 } };
  const LmShape shape = { 3, { 2, N_STEPS, 2 } };
  const guint32 lengths[2] = { N_STEPS, 2 };
  g_autoptr(LmStack) stack = lm_stack_new ();
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWatch) watch = lm_watch_new ();
  g_autoptr(LmCamera) camera = NULL;
  g_autoptr(LmState) state = NULL;
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmBlob *blob = lm_blob_new (&shape);
  const LmTensor *y;

  toy_add_spy (stack, TRUE);
  network = new_network (stack, &input);
  state = lm_state_new (network, 0, 1, NULL);
  lm_tensor_fill (&blob->tensor, 1);
  lm_watch_add_probe (watch, 3, blob, TRUE);
  lm_watch_set_lengths (watch, lengths);
  camera = lm_camera_new (watch, network, pool);
  snapshot = lm_camera_take (camera, state, NULL, NULL);

  y = lm_snapshot_get_value (snapshot, 3, 0);
  for (gsize i = 0; i < y->len; i++)
    g_assert_cmpfloat ((double) y->data[i], ==, i < (N_STEPS + 2) * 2 ? 1 : -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lengths/reach-the-layers", test_reach_the_layers);
  g_test_add_func ("/lengths/stop-where-steps-are-mixed", test_stop_where_steps_are_mixed);
  g_test_add_func ("/lengths/tokens", test_tokens);
  g_test_add_func ("/lengths/refused", test_refused);
  g_test_add_func ("/lengths/probe", test_probe);

  return g_test_run ();
}
