/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What decoders and generators make of given numbers. */

#include <math.h>
#include <string.h>

#include "lm-generator.h"
#include "toy.h"

#define VAE                                                                                        \
  "dense units=8; tanh; dense units=6; sampling; dense units=8; batch-norm; tanh; dense units=2"
#define GAN "latent size=3; dense units=8; batch-norm; tanh; dense units=2 | dense units=1"
#define UNIFORM "latent size=3 distribution=uniform; dense units=2 | dense units=1"
#define CONDITIONAL "latent size=3; condition classes=2; dense units=2 | dense units=1"
#define ADVERSARIAL "loss=adversarial metrics=generator-loss epochs=2"
#define N 16
#define EPSILON 1e-6

typedef struct
{
  LmSource    *source;
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *whole; /* one that keeps all values */
} Fixture;

static void
setup (Fixture       *fix,
       gconstpointer  stack)
{
  const gboolean has_parts = strchr (stack, '|') != NULL;
  LmBatch batch;
  guint32 indices[N];

  fix->source = toy_source_new (64, 0, -1);
  fix->training = toy_training_new (has_parts ? ADVERSARIAL : "epochs=2");
  fix->state = toy_state_new (fix->source, stack, fix->training);
  fix->pool = lm_pool_new (1);
  fix->whole = lm_workspace_new (fix->state->network, fix->pool, N, LM_WORK_PROBE, NULL);

  batch = lm_workspace_get_batch (fix->whole, FALSE);
  for (guint32 i = 0; i < N; i++)
    indices[i] = i;
  g_assert_true (lm_source_read (fix->source, LM_SPLIT_TRAINING, indices, N, &batch, NULL));
}

static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  lm_workspace_free (fix->whole);
  lm_pool_free (fix->pool);
  lm_state_free (fix->state);
  lm_training_free (fix->training);
  lm_source_unref (fix->source);
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

/* Other numbers than at first, running statistics too. */
static void
train (Fixture *fix)
{
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (g_steal_pointer (&fix->state), fix->source, fix->training, 1,
                                       &error);

  g_assert_no_error (error);
  g_free (toy_train (trainer, 5, NULL));
  fix->state = copy_state (trainer);
  lm_trainer_free (trainer);
}

static LmGenerator *
new_generator (Fixture *fix)
{
  g_autoptr(GError) error = NULL;
  const gssize latent = lm_network_find_latent (fix->state->network);
  LmGenerator *generator;

  g_assert_cmpint (latent, >=, 0);
  generator = lm_generator_new (fix->state->network, (gsize) latent, fix->pool, 5, &error);
  g_assert_no_error (error);

  return generator;
}

static void
assert_equal (const lm_real *a,
              const lm_real *b,
              gsize          n)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], EPSILON);
}

/* The decoder makes of the latent numbers what the whole network answers. */
static void
test_decoder (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(LmGenerator) generator = NULL;
  lm_real z[N * 3], answers[N * 2], made[N * 2];

  train (fix);
  generator = new_generator (fix);
  g_assert_cmpint (lm_network_find_latent (fix->state->network), ==, 3);
  lm_workspace_infer (fix->whole, fix->state, fix->training, N, NULL);
  lm_workspace_copy_values (fix->whole, 3, 0, N, z);
  lm_workspace_copy_answers (fix->whole, 0, N, answers);
  lm_generator_run (generator, fix->state, fix->training, z, NULL, N, made);

  assert_equal (made, answers, N * 2);
  g_assert_cmpfloat_with_epsilon (made[0] + made[1], 1, EPSILON); /* probabilities */
  g_assert_cmpuint (lm_generator_get_n_classes (generator), ==, 0);
  g_assert_cmpuint (lm_shape_get_n_columns (lm_generator_get_latent (generator)), ==, 3);
  g_assert_cmpuint (lm_shape_get_n_columns (lm_generator_get_made (generator)), ==, 2);
}

/* Of the numbers that the state's seed draws the generator makes what predicting makes. */
static void
test_generator (Fixture       *fix,
                gconstpointer  data)
{
  g_autoptr(LmGenerator) generator = NULL;
  lm_real z[N * 3], drawn[N * 3], expected[N * 2], made[N * 2];
  const gsize last = lm_network_get_n_generator (fix->state->network) - 1;

  train (fix);
  generator = new_generator (fix);
  lm_workspace_infer (fix->whole, fix->state, fix->training, N, NULL);
  lm_workspace_copy_values (fix->whole, 0, 0, N, drawn);
  lm_workspace_copy_values (fix->whole, (gssize) last, 0, N, expected);
  lm_network_draw_latent (fix->state->network, 0, fix->state->seed, 0, N, 1, z);
  lm_generator_run (generator, fix->state, fix->training, z, NULL, N, made);

  g_assert_cmpmem (z, sizeof z, drawn, sizeof drawn);
  assert_equal (made, expected, N * 2);
}

static void
test_draw (Fixture       *fix,
           gconstpointer  data)
{
  const gsize latent = (gsize) lm_network_find_latent (fix->state->network);
  lm_real z[2000 * 3], part[3], half[3];
  double sum = 0, squares = 0;

  lm_network_draw_latent (fix->state->network, latent, 7, 0, 2000, 1, z);
  lm_network_draw_latent (fix->state->network, latent, 7, 5, 1, 1, part);
  lm_network_draw_latent (fix->state->network, latent, 7, 5, 1, 0.5, half);
  g_assert_cmpmem (part, sizeof part, z + 5 * 3, sizeof part);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (half[i], ==, part[i] / 2);

  for (gsize i = 0; i < G_N_ELEMENTS (z); i++)
    {
      sum += (double) z[i] / G_N_ELEMENTS (z);
      squares += (double) z[i] * (double) z[i] / G_N_ELEMENTS (z);
    }
  g_assert_cmpfloat_with_epsilon (sum, 0, 0.05);
  g_assert_cmpfloat_with_epsilon (squares, strstr (data, "uniform") != NULL ? 1 / 3.0 : 1, 0.05);

  lm_network_draw_latent (fix->state->network, latent, 8, 5, 1, 1, half);
  g_assert_cmpfloat (half[0], !=, part[0]);
}

/* A class is one more thing that a generator is told. */
static void
test_classes (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(LmGenerator) generator = new_generator (fix);
  const LmTensor weight = lm_state_get_view (
    fix->state, lm_network_find_view (fix->state->network, "generator.dense_1.weight"), 0);
  const guint32 classes[] = { 0, 1, 1, 0, 1, 0, 2 };
  lm_real z[7 * 3], made[7 * 2], first[7 * 2];

  g_assert_cmpuint (lm_generator_get_n_classes (generator), ==, 2);
  lm_network_draw_latent (fix->state->network, 0, 1, 0, 7, 1, z);
  lm_generator_run (generator, fix->state, NULL, z, NULL, 7, first);
  lm_generator_run (generator, fix->state, NULL, z, classes, 7, made);

  for (gsize i = 0; i < 7; i++)
    {
      for (gsize j = 0; j < 2; j++)
        {
          const lm_real *row = weight.data + 5 * j;
          const lm_real moved = classes[i] == 1 ? row[4] - row[3] : 0;

          g_assert_cmpfloat_with_epsilon (made[2 * i + j], first[2 * i + j] + moved, EPSILON);
        }
    }
}

static LmNetwork *
new_network (LmStack *stack)
{
  const LmShape input = { 2, { 1, 2 } };
  g_autoptr(GError) error = NULL;
  LmNetwork *network = lm_network_new (stack, &input, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return network;
}

static LmGenerator *
make_generator (LmNetwork  *network,
                gsize       layer,
                GError    **error)
{
  return lm_generator_new (network, layer, NULL, 1, error);
}

static void
test_bypass (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("dense units=4; sampling; tanh; dense units=2; relu");
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(LmGenerator) generator = NULL;

  lm_stack_nth (stack, 2)->bypassed = TRUE;
  lm_stack_nth (stack, 4)->bypassed = TRUE;
  network = new_network (stack);
  generator = make_generator (network, 1, NULL);
  g_assert_nonnull (generator);
  g_assert_cmpuint (lm_generator_get_made (generator)->dim[1], ==, 2);

  g_clear_pointer (&network, lm_network_unref);
  lm_stack_nth (stack, 1)->bypassed = TRUE;
  network = new_network (stack);
  g_assert_cmpint (lm_network_find_latent (network), ==, -1);
}

static void
test_refused (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("dense units=4; sampling; dense units=4; add");
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;
  char *inputs[] = { (char *) "dense_1", (char *) "dense_2", NULL };

  g_strfreev (lm_stack_nth (stack, 3)->inputs);
  lm_stack_nth (stack, 3)->inputs = g_strdupv (inputs);
  network = new_network (stack);
  g_assert_null (make_generator (network, 1, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_true (g_str_has_prefix (error->message, "sampling_1: What comes after it also reads"));
  g_clear_error (&error);

  g_assert_null (make_generator (network, 3, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_true (g_str_has_prefix (error->message, "add_1: Nothing is made of it"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/generator/decoder", Fixture, VAE, setup, test_decoder, teardown);
  g_test_add ("/generator/gan", Fixture, GAN, setup, test_generator, teardown);
  g_test_add ("/generator/draw/sampling", Fixture, VAE, setup, test_draw, teardown);
  g_test_add ("/generator/draw/latent", Fixture, GAN, setup, test_draw, teardown);
  g_test_add ("/generator/draw/uniform", Fixture, UNIFORM, setup, test_draw, teardown);
  g_test_add ("/generator/classes", Fixture, CONDITIONAL, setup, test_classes, teardown);
  g_test_add_func ("/generator/bypass", test_bypass);
  g_test_add_func ("/generator/refused", test_refused);

  return g_test_run ();
}
