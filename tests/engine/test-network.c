/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "lm-error.h"
#include "lm-workspace.h"
#include "toy.h"

static const LmShape picture = { 4, { 1, 1, 28, 28 } };
static const LmShape label = { 2, { 1, 1 } };

#define CNN                                                                                        \
  "conv2d filters=32; relu; max-pool2d; conv2d filters=64; relu; max-pool2d; "                     \
  "conv2d filters=64; relu; flatten; dense units=64; relu; dense units=10"

static LmNetwork *
compile (const char    *text,
         const LmShape *input,
         gssize        *wrong,
         GError       **error)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(LmLoss) loss = lm_loss_new (lm_loss_class_find ("softmax-cross-entropy"));

  return lm_network_new (stack, input, &label, loss, wrong, error);
}

static void
test_counts (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = compile (CNN, &picture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lm_network_get_n_params (network), ==, 93322);
  g_assert_true (lm_shape_equal (&lm_network_get_layer (network, 6)->output,
                                 &(LmShape) { 4, { 1, 64, 3, 3 } }));
  g_assert_cmpuint (lm_network_get_macs (network), ==,
                    26 * 26 * 32 * 9 + 11 * 11 * 64 * 32 * 9 + 3 * 3 * 64 * 64 * 9 + 576 * 64 +
                      640);
  g_assert_cmpstr (lm_network_get_view (network, 2)->name, ==, "conv_2.weight");
  g_assert_cmpuint (lm_network_get_view (network, 2)->param->offset % (64 / sizeof (lm_real)), ==,
                    0);
  g_assert_nonnull (lm_network_find_view (network, "dense_2.bias"));
  g_assert_null (lm_network_find_view (network, "dense_3.bias"));
}

/* The rule looks at the network and the batch only; these are its fixed points. */
static void
test_shard_rule (void)
{
  const LmShape flat = { 2, { 1, 784 } };
  const LmShape point = { 2, { 1, 2 } };
  g_autoptr(LmNetwork) cnn = compile (CNN, &picture, NULL, NULL);
  g_autoptr(LmNetwork) dense = compile ("dense units=512; relu; dense units=256; dense units=10",
                                        &flat, NULL, NULL);
  g_autoptr(LmNetwork) tiny = compile ("dense units=3; relu; dense units=2", &point, NULL, NULL);

  g_assert_cmpuint (lm_network_get_n_shards (cnn, 32), ==, 8);
  g_assert_cmpuint (lm_network_get_n_shards (cnn, 1), ==, 1);
  g_assert_cmpuint (lm_network_get_n_shards (cnn, 1024), ==, 16);
  g_assert_cmpuint (lm_network_get_n_shards (dense, 32), ==, 2);
  g_assert_cmpuint (lm_network_get_n_shards (dense, 128), ==, 2);
  g_assert_cmpuint (lm_network_get_n_shards (dense, 1024), ==, 8);
  g_assert_cmpuint (lm_network_get_n_shards (tiny, 4), ==, 1);
}

static void
assert_wrong (const char *text,
              gssize      expected,
              int         code,
              const char *part)
{
  g_autoptr(GError) error = NULL;
  gssize wrong;

  g_test_message ("%s", text);
  g_assert_null (compile (text, &picture, &wrong, &error));
  g_assert_error (error, LM_ERROR, code);
  g_test_message ("→ %s", error->message);
  g_assert_cmpint (wrong, ==, expected);
  g_assert_nonnull (g_strstr_len (error->message, -1, part));
}

static void
test_names_the_first_wrong_layer (void)
{
  assert_wrong ("relu; dense units=10", 1, LM_ERROR_SHAPE, "dense_1: ");
  assert_wrong ("conv2d kernel_size=31; flatten; dense units=10", 0, LM_ERROR_SHAPE, "31 × 31");
  assert_wrong ("flatten; dense units=3; add inputs=previous,nobody", 2, LM_ERROR_NAME, "nobody");
  assert_wrong ("flatten; dense units=3; add inputs=previous", 2, LM_ERROR_SHAPE, "2 inputs");
  assert_wrong ("flatten; dense units=3; relu inputs=dense_1,flatten_1", 2, LM_ERROR_SHAPE,
                "1 input");
  assert_wrong ("flatten; relu", 1, LM_ERROR_SHAPE, "Nothing here can be trained");
}

static void
test_refuses_what_no_machine_can_hold (void)
{
  const LmShape huge = { 2, { 1, G_MAXINT32 } };
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(GError) error = NULL;

  network = compile ("dense units=4096; dense units=10", &huge, NULL, &error);
  if (network != NULL)
    {
      /* It can be counted, so it is the workspace that finds no room for it. */
      g_assert_null (lm_workspace_new (network, pool, 1 << 20, LM_WORK_TRAIN, &error));
    }
  g_assert_error (error, LM_ERROR, LM_ERROR_MEMORY);
  g_test_message ("%s", error->message);
}

/* Sizes that wrap around when they are multiplied. */
static void
test_counts_without_wrapping (void)
{
  const LmShape small = { 4, { 1, 1, 2, 2 } };
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;

  network = compile ("zero-padding2d top=65535 bottom=65535 left=65535 right=65535; "
                     "global-avg-pool; dense units=10", &small, NULL, &error);
  g_assert_no_error (error);
  /* 16 shards of 2³¹ examples of 2³⁴ numbers */
  g_assert_cmpuint (lm_network_get_memory (network, (gsize) 1 << 35, 0), ==, G_MAXUINT64);
}

/* Where the loss looks at the input itself, training goes on and changes nothing. */
static void
test_loss_of_the_input (void)
{
  const LmShape row = { 2, { 1, 10 } };
  g_autoptr(LmTraining) training = toy_training_new ("");
  g_autoptr(LmNetwork) network = compile ("dense units=3; softmax inputs=input", &row, NULL, NULL);
  g_autoptr(LmState) state = lm_state_new (network, 2, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 4, LM_WORK_TRAIN, NULL);
  LmResult result;

  g_assert_cmpint (lm_network_get_loss_layer (network), ==, -1);
  lm_workspace_compute_gradients (workspace, state, training, 4, &result);
  g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), log (10), 1e-6);
  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmTensor gradient = lm_workspace_get_gradient (workspace,
                                                           lm_network_get_view (network, i));

      g_assert_cmpfloat (lm_tensor_max_abs (&gradient), ==, 0);
    }
}

typedef struct
{
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
} Fixture;

static void
setup (Fixture       *fix,
       const LmShape *target,
       const char    *text,
       const char    *settings)
{
  const LmShape point = { 2, { 1, 2 } };
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;

  fix->training = toy_training_new (settings);
  network = lm_network_new (stack, &point, target, fix->training->loss, NULL, &error);
  g_assert_no_error (error);
  fix->state = lm_state_new (network, 2, 1, NULL);
  fix->pool = lm_pool_new (1);
  fix->workspace = lm_workspace_new (network, fix->pool, 4, LM_WORK_TRAIN, NULL);
}

static void
teardown (Fixture *fix)
{
  lm_workspace_free (fix->workspace);
  lm_pool_free (fix->pool);
  lm_state_free (fix->state);
  lm_training_free (fix->training);
}

/* Computes the gradients of one batch of equal numbers. Returns: the largest of the weights */
static double
compute (Fixture *fix,
         lm_real  x,
         lm_real  target)
{
  const LmParamView *view = lm_network_get_view (fix->state->network, 0);
  LmTensor gradient;
  LmResult result;

  lm_tensor_fill (lm_workspace_get_input (fix->workspace), x);
  lm_tensor_fill (lm_workspace_get_target (fix->workspace), target);
  lm_workspace_compute_gradients (fix->workspace, fix->state, fix->training, 4, &result);
  gradient = lm_workspace_get_gradient (fix->workspace, view);

  return lm_tensor_max_abs (&gradient);
}

/* Where no example has a class, there is nothing to learn. */
static void
test_batch_without_weight (void)
{
  const LmShape shares = { 2, { 1, 3 } };
  Fixture fix;

  setup (&fix, &shares, "dense units=3", "loss.class_weights=1,2,3");
  g_assert_cmpfloat (compute (&fix, 1, 1), >, 0);
  g_assert_cmpfloat (compute (&fix, 1, 0), ==, 0);
  teardown (&fix);
}

/* A label that is none is seen, whatever the classes count. */
static void
test_batch_without_classes (void)
{
  const char *const settings[] = { "", "loss.class_weights=1,2,3" };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const char *bad = NULL;
      Fixture fix;

      setup (&fix, &label, "dense units=3", settings[i]);
      compute (&fix, 1, 7);
      g_assert_false (lm_workspace_update (fix.workspace, fix.state, fix.training, 0.1, &bad));
      g_assert_cmpstr (bad, ==, "loss");
      teardown (&fix);
    }
}

/* The square of a number that is finite may not be, and the loss be none the wiser. */
static void
test_refuses_infinite_statistics (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *bad = NULL;
  LmResult result;
  Fixture fix;

  setup (&fix, &label, "dense units=3; batch-norm; dense units=3", "");
  before = lm_state_hash (fix.state);
  compute (&fix, 1, 1);
  lm_workspace_get_input (fix.workspace)->data[0] = (lm_real) 1e25;
  lm_workspace_compute_gradients (fix.workspace, fix.state, fix.training, 4, &result);
  g_assert_true (isfinite (result.loss));

  g_assert_false (lm_workspace_update (fix.workspace, fix.state, fix.training, 0.1, &bad));
  g_assert_cmpstr (bad, ==, "norm_1.running_var");
  after = lm_state_hash (fix.state);
  g_assert_cmpstr (after, ==, before);
  teardown (&fix);
}

static void
test_passes_over_bypassed_layers (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("flatten; dense units=5; dense units=10");
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;

  lm_stack_nth (stack, 1)->bypassed = TRUE;
  network = lm_network_new (stack, &picture, &label, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lm_network_get_n_params (network), ==, 7850);
  g_assert_null (lm_network_find_view (network, "dense_1.weight"));
}

/* A softmax at the end is part of the loss: the gradient is that of the logits. */
static void
test_fuses_the_last_activation (void)
{
  g_autoptr(LmNetwork) bare = compile ("flatten; dense units=10", &picture, NULL, NULL);
  g_autoptr(LmNetwork) fused = compile ("flatten; dense units=10; softmax", &picture, NULL, NULL);

  g_assert_cmpint (lm_network_get_loss_layer (bare), ==, 1);
  g_assert_cmpint (lm_network_get_loss_layer (fused), ==, 1);
}

static void
test_stack_edits (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("dense; relu; dense; add inputs=previous,dense_1");
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (lm_stack_nth (stack, 2)->name, ==, "dense_2");
  g_assert_cmpint (lm_stack_get_input (stack, 3, 0), ==, 2);
  g_assert_cmpint (lm_stack_get_input (stack, 3, 1), ==, 0);
  g_assert_cmpint (lm_stack_get_input (stack, 0, 0), ==, -1);

  g_assert_true (lm_stack_rename (stack, 0, "first", &error));
  g_assert_cmpstr (lm_stack_nth (stack, 3)->inputs[1], ==, "first");
  g_assert_false (lm_stack_rename (stack, 0, "relu_1", &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (lm_stack_rename (stack, 0, "a b", &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);

  g_assert_false (lm_stack_move (stack, 0, 3, &error)); /* Below the layer that reads it. */
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_clear_error (&error);
  g_assert_false (lm_stack_move (stack, 3, 0, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_true (lm_stack_move (stack, 1, 2, NULL));
  g_assert_cmpstr (lm_stack_nth (stack, 2)->name, ==, "relu_1");

  g_assert_cmpstr (lm_stack_duplicate (stack, 1)->name, ==, "dense_1");
  lm_stack_remove (stack, 0);
  g_assert_cmpint (lm_stack_find (stack, "first"), ==, -1);
  g_assert_cmpuint (g_strv_length (lm_stack_nth (stack, 3)->inputs), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/counts", test_counts);
  g_test_add_func ("/network/shard-rule", test_shard_rule);
  g_test_add_func ("/network/names-the-first-wrong-layer", test_names_the_first_wrong_layer);
  g_test_add_func ("/network/refuses-what-no-machine-can-hold",
                   test_refuses_what_no_machine_can_hold);
  g_test_add_func ("/network/counts-without-wrapping", test_counts_without_wrapping);
  g_test_add_func ("/network/loss-of-the-input", test_loss_of_the_input);
  g_test_add_func ("/network/batch/without-weight", test_batch_without_weight);
  g_test_add_func ("/network/batch/without-classes", test_batch_without_classes);
  g_test_add_func ("/network/batch/infinite-statistics", test_refuses_infinite_statistics);
  g_test_add_func ("/network/bypass", test_passes_over_bypassed_layers);
  g_test_add_func ("/network/fuses", test_fuses_the_last_activation);
  g_test_add_func ("/stack/edits", test_stack_edits);

  return g_test_run ();
}
