/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The derivatives of the gradient penalty, against differences; built with double. Every kind of
 * layer that a penalty goes through stands in a critic of its own, and what it does not go through
 * is refused.
 */

#include <math.h>
#include <string.h>

#include "lm-workspace-private.h"
#include "toy.h"

#define STEP 1e-5
#define TOLERANCE 1e-6
#define WEIGHT 3.0

typedef struct
{
  const char *kinds;
  const char *critic;
  gboolean    is_picture; /* [1, 2, 6, 6] instead of [1, 6] */
} Case;

/* What follows the layer is curved, so that its answers count too; what precedes has parameters. */
static const Case cases[] = {
  { "tanh", "dense units=5; tanh; dense units=4; tanh; dense units=1" },
  { "sigmoid", "dense units=5; sigmoid; dense units=4; sigmoid; dense units=1" },
  { "softplus", "dense units=5; softplus; dense units=4; softplus; dense units=1" },
  { "silu", "dense units=5; silu; dense units=4; silu; dense units=2" },
  { "elu", "dense units=5; elu alpha=1; dense units=4; elu alpha=1; dense units=1" },
  { "gelu", "dense units=5; gelu; dense units=4; gelu form=tanh; dense units=1" },
  { "relu", "dense units=8; relu; dense units=8; relu; dense units=1" },
  { "leaky-relu", "dense units=8; leaky-relu; dense units=8; leaky-relu; dense units=1" },
  { "layer-norm",
    "dense units=5; layer-norm; tanh; dense units=4; layer-norm; silu; dense units=1" },
  { "layer-norm", "dense units=5; layer-norm affine=false; dense units=3; tanh; dense units=1" },
  { "spectral-norm", "dense units=5 spectral_norm=true; tanh; dense units=1 spectral_norm=true" },
  { "dropout", "dense units=9; tanh; dropout; dense units=4; tanh; dense units=1" },
  { "condition", "condition classes=3; dense units=5; tanh; condition classes=3; dense units=1" },
  { "condition",
    "dense units=5; tanh; condition classes=3 alone=true; dense units=4; "
    "concat inputs=tanh_1,dense_2; dense units=3; tanh; dense units=1" },
  { "repeat permute",
    "dense units=4; tanh; repeat times=3; permute order=2x1; dense units=3; tanh; flatten; "
    "dense units=1" },
  { "conv2d flatten",
    "conv2d filters=3; tanh; conv2d filters=2 stride=2; softplus; flatten; dense units=1", TRUE },
  { "conv2d",
    "conv2d filters=3 bias=false spectral_norm=true; tanh; flatten; dense units=1 bias=false",
    TRUE },
  { "depthwise-conv2d", "depthwise-conv2d; tanh; global-avg-pool; dense units=1", TRUE },
  { "avg-pool2d", "conv2d filters=2; tanh; avg-pool2d; tanh; flatten; dense units=1", TRUE },
  { "upsampling2d", "upsampling2d; conv2d filters=2; tanh; flatten; dense units=1", TRUE },
  { "zero-padding2d cropping2d",
    "conv2d filters=2; zero-padding2d; tanh; cropping2d; flatten; dense units=1", TRUE },
  { "spatial-dropout", "conv2d filters=3; tanh; spatial-dropout; flatten; tanh; dense units=1",
    TRUE },
  { "condition", "condition classes=3; conv2d filters=2; tanh; flatten; dense units=1", TRUE },
  { "reshape", "flatten; dense units=12; tanh; reshape dims=2x2x3; flatten; dense units=1", TRUE },
};

typedef struct
{
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
  gsize        n_rows;
  LmResult     result;
} Fixture;

static LmNetwork *
new_network (const char        *critic,
             gboolean           is_picture,
             const LmTraining  *training,
             gssize            *wrong,
             GError           **error)
{
  const LmShape point = { 2, { 1, 6 } }, picture = { 4, { 1, 2, 6, 6 } }, label = { 2, { 1, 1 } };
  g_autofree char *text = g_strconcat (is_picture ? "latent size=3; dense units=72; reshape "
                                                    "dims=6x6x2 | "
                                                  : "latent size=3; dense units=6 | ",
                                       critic, NULL);
  g_autoptr(LmStack) stack = toy_stack_new (text);

  return lm_network_new (stack, is_picture ? &picture : &point, &label, training->loss, wrong,
                         error);
}

static void
fill (LmTensor x,
      double   phase)
{
  for (gsize i = 0; i < x.len; i++)
    x.data[i] = (lm_real) sin (phase + 1.7 * (double) i);
}

static void
fixture_init (Fixture  *fix,
              LmNetwork *network,
              gsize      n_rows)
{
  const LmTensor *target;

  fix->state = lm_state_new (network, 0, 5, NULL);
  fix->pool = lm_pool_new (1);
  fix->workspace = lm_workspace_new (network, fix->pool, n_rows, LM_WORK_TRAIN, NULL);
  fix->n_rows = n_rows;
  fill (*lm_workspace_get_input (fix->workspace), 1);
  target = lm_workspace_get_target (fix->workspace);
  for (gsize i = 0; i < n_rows; i++)
    target->data[i] = i % 3;
}

static void
fixture_clear (Fixture *fix)
{
  lm_workspace_free (fix->workspace);
  lm_pool_free (fix->pool);
  lm_state_free (fix->state);
  lm_training_free (fix->training);
}

/* Returns: the penalty; its gradients are there afterwards */
static double
penalise (Fixture *fix)
{
  LmWorkspace *workspace = fix->workspace;
  const LmNetwork *network = workspace->network;
  const LmStretch make = { .end = network->n_generator, .first_backward = network->n_nodes };

  lm_workspace_run (workspace, fix->state, fix->training, &make, fix->n_rows, TRUE, NULL);
  lm_workspace_run_penalty (workspace, fix->state, fix->training, WEIGHT, 7, fix->n_rows,
                            &fix->result);

  return fix->result.fit / (double) fix->n_rows;
}

/* What spectral norm divides by follows the weights, as its vector has found them. */
static void
settle (Fixture *fix)
{
  for (int i = 0; i < 300; i++)
    {
      penalise (fix);
      lm_workspace_foreach_layer (fix->workspace, LM_HOOK_COMMIT);
    }
}

/* Every @stride-th number of a parameter of the discriminator. */
static void
check_param (Fixture           *fix,
             const LmParamView *view,
             const lm_real     *gradients,
             gsize              stride)
{
  const LmTensor value = lm_state_get_view (fix->state, view, 0);

  for (gsize i = 0; i < value.len; i += stride)
    {
      const lm_real saved = value.data[i];
      double above, below, numeric;

      value.data[i] = saved + STEP;
      above = penalise (fix);
      value.data[i] = saved - STEP;
      below = penalise (fix);
      value.data[i] = saved;
      numeric = (above - below) / (2 * STEP);
      if (fabs (gradients[view->param->offset + i] - numeric) <=
          TOLERANCE * fmax (1, fabs (numeric)))
        continue;

      g_test_message ("%s [%zu] has %.10g, not %.10g", view->name, i,
                      gradients[view->param->offset + i], numeric);
      g_test_fail ();
      return;
    }
}

static void
check_params (Fixture *fix,
              gsize    stride)
{
  const LmNetwork *network = fix->state->network;
  g_autofree lm_real *gradients = g_new (lm_real, network->block_size);
  double largest = 0;

  penalise (fix);
  lm_workspace_add_gradients (fix->workspace, 0, network->block_size);
  memcpy (gradients, fix->workspace->passes[0].gradients, network->block_size * sizeof *gradients);

  for (gsize i = 0; i < network->block_size; i++)
    {
      largest = fmax (largest, fabs (gradients[i]));
      g_assert_true (i >= network->generator_size || gradients[i] == 0);
    }
  g_assert_cmpfloat (largest, >, 1e-3);

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmParamView *view = lm_network_get_view (network, i);

      if (!view->is_buffer && view->layer >= network->n_generator)
        check_param (fix, view, gradients, stride);
    }
}

static void
test_gradient (gconstpointer data)
{
  const Case *self = data;
  Fixture fix = { .training = toy_training_new ("loss=wasserstein") };
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = new_network (self->critic, self->is_picture, fix.training, NULL,
                                              &error);

  g_assert_no_error (error);
  fixture_init (&fix, network, 4);
  if (strstr (self->critic, "spectral") != NULL)
    settle (&fix);
  check_params (&fix, 1);
  fixture_clear (&fix);
}

/* Two readers of one layer, and a layer that is bypassed. */
static void
test_links (void)
{
  const LmShape point = { 2, { 1, 6 } }, label = { 2, { 1, 1 } };
  g_autoptr(LmStack) stack =
    toy_stack_new ("latent size=3; dense units=6 | dense units=4; tanh; dense units=4; softplus; "
                   "dense units=4; add; tanh; concat; dense units=1");
  Fixture fix = { .training = toy_training_new ("loss=wasserstein") };
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;

  lm_stack_nth (stack, 5)->bypassed = TRUE; /* softplus */
  g_strfreev (lm_stack_nth (stack, 7)->inputs);
  lm_stack_nth (stack, 7)->inputs = g_strsplit ("tanh_1 dense_4", " ", -1);
  g_strfreev (lm_stack_nth (stack, 9)->inputs);
  lm_stack_nth (stack, 9)->inputs = g_strsplit ("tanh_2 tanh_1 dense_3", " ", -1);
  network = lm_network_new (stack, &point, &label, fix.training->loss, NULL, &error);
  g_assert_no_error (error);
  fixture_init (&fix, network, 4);
  check_params (&fix, 1);
  fixture_clear (&fix);
}

/* A batch that is cut into shards has the penalty and the gradients of one that is not. */
static void
test_shards (void)
{
  Fixture fix = { .training = toy_training_new ("loss=wasserstein") };
  g_autoptr(LmNetwork) network = new_network ("dense units=64; tanh; dense units=64; silu; "
                                              "dense units=1", FALSE, fix.training, NULL, NULL);

  fixture_init (&fix, network, 170);
  g_assert_cmpuint (fix.workspace->n_shards, >, 1);
  check_params (&fix, 97);
  g_assert_cmpfloat (fix.result.gradient_norm, >, 0);
  fixture_clear (&fix);
}

/* The penalty of a linear critic is known: λ·(|w| - 1)². */
static void
test_linear (void)
{
  Fixture fix = { .training = toy_training_new ("loss=wasserstein") };
  g_autoptr(LmNetwork) network = new_network ("dense units=1", FALSE, fix.training, NULL, NULL);
  LmTensor weight;

  fixture_init (&fix, network, 4);
  weight = lm_state_get_view (fix.state, lm_network_find_view (network,
                                                               "discriminator.dense_2.weight"), 0);
  fill (weight, 0);
  weight.data[0] = 3;
  lm_tensor_fill (&weight, 0);
  weight.data[1] = 3;
  weight.data[4] = -4;
  g_assert_cmpfloat_with_epsilon (penalise (&fix), WEIGHT * (5 - 1) * (5 - 1), 1e-9);
  g_assert_cmpfloat_with_epsilon (fix.result.gradient_norm, 4 * 5.0, 1e-9);
  lm_workspace_add_gradients (fix.workspace, 0, network->block_size);
  g_assert_cmpfloat_with_epsilon (
    *lm_workspace_get_gradient (fix.workspace,
                                lm_network_find_view (network, "discriminator.dense_2.bias")).data,
    0, 1e-12);
  g_assert_cmpfloat_with_epsilon (
    lm_workspace_get_gradient (fix.workspace,
                               lm_network_find_view (network, "discriminator.dense_2.weight"))
      .data[1],
    2 * WEIGHT * 4 * 3 / 5, 1e-9);

  /* Where the answer does not change at all, the direction is none. */
  lm_tensor_fill (&weight, 0);
  g_assert_cmpfloat_with_epsilon (penalise (&fix), WEIGHT, 1e-12);
  fixture_clear (&fix);
}

static void
test_refused (void)
{
  static const char *const critics[] = { "dense units=4; batch-norm; tanh; dense units=1",
                                         "conv2d filters=2; max-pool2d; flatten; dense units=1" };
  g_autoptr(LmTraining) training = toy_training_new ("loss=wasserstein");
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = NULL;
  gssize wrong;

  g_assert_null (new_network (critics[0], FALSE, training, &wrong, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_true (g_str_has_prefix (error->message, "norm_1: A gradient penalty cannot be taken"));
  g_assert_nonnull (strstr (error->message, "Batch"));
  g_assert_cmpint (wrong, ==, 3);

  g_clear_error (&error);
  g_assert_null (new_network (critics[1], TRUE, training, &wrong, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_true (g_str_has_prefix (error->message, "pool_1: A gradient penalty cannot be taken"));
  g_assert_cmpint (wrong, ==, 4);

  /* Clipping asks for nothing. */
  g_assert_true (lm_training_set (training, "loss.method", "clipping", NULL));
  network = new_network (critics[0], FALSE, training, NULL, NULL);
  g_assert_nonnull (network);
}

/* Whoever says that a penalty can be taken through a kind says so here, too. */
static void
test_all_kinds (void)
{
  g_autoptr(GString) all = g_string_new (" dense global-avg-pool add average concat ");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (all, "%s ", cases[i].kinds);

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      g_autofree char *word = g_strdup_printf (" %s ", klass->id);

      g_assert_true ((klass->tangent == NULL) == (klass->tangent_backward == NULL));
      if ((klass->is_linear || klass->tangent != NULL) && strstr (all->str, word) == NULL)
        {
          g_test_message ("No gradient of a penalty through “%s” is checked", klass->id);
          g_test_fail ();
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/penalty/gradient/%zu %s", i, cases[i].kinds);

      g_test_add_data_func (path, &cases[i], test_gradient);
    }
  g_test_add_func ("/penalty/links", test_links);
  g_test_add_func ("/penalty/shards", test_shards);
  g_test_add_func ("/penalty/linear", test_linear);
  g_test_add_func ("/penalty/refused", test_refused);
  g_test_add_func ("/penalty/all-kinds", test_all_kinds);

  return g_test_run ();
}
