/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "lm-camera.h"
#include "lm-error.h"
#include "toy-sequence.h"
#include "toy.h"

#define RUN 5

static const LmShape label = { 2, { 1, 1 } };

typedef struct
{
  LmNetwork  *network;
  LmState    *state;
  LmTraining *training;
  LmPool     *pool;
} Rig;

/* A network of @text whose parameters are @weight and @bias of its only dense layer. */
static void
rig_init (Rig           *self,
          const char    *text,
          const LmShape *input,
          const LmShape *target,
          const char    *settings,
          const lm_real *weight,
          const lm_real *bias)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(GError) error = NULL;
  LmTensor value;

  self->training = toy_training_new (settings);
  self->network = lm_network_new (stack, input, target, self->training->loss, NULL, &error);
  g_assert_no_error (error);
  self->state = lm_state_new (self->network, 0, 1, &error);
  g_assert_no_error (error);
  self->pool = lm_pool_new (1);

  value = lm_state_get_view (self->state, lm_network_find_view (self->network, "dense_1.weight"),
                             0);
  memcpy (value.data, weight, value.len * sizeof *weight);
  value = lm_state_get_view (self->state, lm_network_find_view (self->network, "dense_1.bias"), 0);
  memcpy (value.data, bias, value.len * sizeof *bias);
}

static void
rig_clear (Rig *self)
{
  lm_state_free (self->state);
  lm_network_unref (self->network);
  lm_training_free (self->training);
  lm_pool_free (self->pool);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static LmBlob *
new_blob (const LmShape *shape,
          const lm_real *numbers)
{
  LmBlob *blob = lm_blob_new (shape);

  memcpy (blob->tensor.data, numbers, blob->tensor.len * sizeof *numbers);

  return blob;
}

/* What a camera sees of a free run; %NULL if it was stopped. */
static LmSnapshot *
take (const Rig       *rig,
      const LmFreeRun *run,
      gboolean         stop)
{
  g_autoptr(LmWatch) watch = lm_watch_new ();
  g_autoptr(LmCamera) camera = NULL;
  const _Atomic gboolean is_stopped = stop;
  gboolean is_complete;

  lm_watch_add_free_run (watch, run);
  g_assert_false (lm_watch_is_empty (watch));
  camera = lm_camera_new (watch, rig->network, rig->pool);
  is_complete = lm_camera_run_free (camera, rig->state, rig->training, TRUE, &is_stopped);
  g_assert_cmpint (is_complete, ==, !stop);

  return lm_camera_take (camera, rig->state, rig->training, NULL);
}

/* The answer is a half of the last number and a quarter of the one before; what is read next is
 * twice the answer, and 1 more. The other column stays. */
static void
test_numbers (void)
{
  const lm_real weight[] = { 0, 0, 0.25f, 0, 0.5f, 0.125f }, bias[] = { -0.5f };
  const lm_real first[] = { 9, 9, 2, 7, 4, 8, 9, 9, 0, 7, 1, 0 };
  const LmShape shape = { 3, { 2, 3, 2 } };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&shape, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 6, .n_feeds = 1,
                          .feeds = { { 0, 2, 1 } } };
  const LmTensor *result;
  guint64 step = 77;

  rig_init (&rig, "flatten; dense units=1", &(LmShape) { 3, { 1, 3, 2 } },
            &(LmShape) { 2, { 1, 1 } }, "loss=mse metrics=mae", weight, bias);
  snapshot = take (&rig, &run, FALSE);
  result = lm_snapshot_get_free_run (snapshot, RUN, &step);
  g_assert_nonnull (result);
  g_assert_null (lm_snapshot_get_free_run (snapshot, RUN + 1, NULL));
  g_assert_cmpuint (step, ==, 0);
  g_assert_cmpuint (result->shape.rank, ==, 3);
  g_assert_cmpuint (result->shape.dim[0], ==, 2);
  g_assert_cmpuint (result->shape.dim[1], ==, 6);

  for (int row = 0; row < 2; row++)
    {
      double before = (double) first[row * 6 + 2], last = (double) first[row * 6 + 4];
      const double other = (double) first[row * 6 + 5];

      for (int i = 0; i < 6; i++)
        {
          const double answer = 0.25 * before + 0.5 * last + 0.125 * other - 0.5;

          g_assert_cmpfloat_with_epsilon ((double) result->data[row * 6 + i], answer, 1e-5);
          before = last;
          last = 2 * answer + 1;
        }
    }
}

/* A network that answers each step: the last answer is the one that counts. */
static void
test_answers_each_step (void)
{
  const lm_real weight[] = { 0.5f }, bias[] = { 1 }, first[] = { 100, 50, 8 };
  const LmShape shape = { 3, { 1, 3, 1 } };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&shape, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 3, .n_feeds = 1,
                          .feeds = { { 0, 1, 0 } } };
  const LmTensor *result;

  rig_init (&rig, "dense units=1", &shape, &shape, "loss=mse metrics=mae", weight, bias);
  snapshot = take (&rig, &run, FALSE);
  result = lm_snapshot_get_free_run (snapshot, RUN, NULL);
  g_assert_cmpfloat ((double) result->data[0], ==, 5);
  g_assert_cmpfloat ((double) result->data[1], ==, 3.5);
  g_assert_cmpfloat ((double) result->data[2], ==, 2.75);
}

/* After token x comes x + 1, up to the last one: the logit of k is −(k − x − 1)², but for what does
 * not depend on k. */
static void
test_most_probable_tokens (void)
{
  const lm_real weight[] = { 0, 0, 0, 2, 0, 4, 0, 6, 0, 8 }, bias[] = { 0, 1, 0, -3, -8 };
  const lm_real first[] = { 3, 0, 0, 2 };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 2, { 2, 2 } }, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  double temperatures[] = { 0, 0 };
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 5, .temperatures = temperatures };
  const LmTensor *result;

  rig_init (&rig, "dense units=5", &(LmShape) { 2, { 1, 2 } }, &label, "", weight, bias);
  snapshot = take (&rig, &run, FALSE);
  result = lm_snapshot_get_free_run (snapshot, RUN, NULL);
  g_assert_cmpuint (result->shape.rank, ==, 3);
  for (int row = 0; row < 2; row++)
    for (int i = 0; i < 5; i++)
      {
        const lm_real *drawn = result->data + (row * 5 + i) * 2;

        g_assert_cmpfloat ((double) drawn[0], ==, MIN ((row == 0 ? 1 : 3) + i, 4));
        g_assert_cmpfloat ((double) drawn[1], >, 0.5);
        g_assert_cmpfloat ((double) drawn[1], <=, 1);
      }
}

/* Probabilities 0.1, 0.3, 0.6 whatever was before. */
static void
init_dice (Rig *rig)
{
  const lm_real weight[6] = { 0 };
  const lm_real bias[] = { logf (0.1f), logf (0.3f), logf (0.6f) };

  rig_init (rig, "dense units=3", &(LmShape) { 2, { 1, 2 } }, &label, "", weight, bias);
}

static void
test_temperature (void)
{
  static const double expected[][3] = {
    { 0.1, 0.3, 0.6 }, { 0.01 / 0.46, 0.09 / 0.46, 0.36 / 0.46 }, { 0, 0, 1 },
  };
  const lm_real first[6] = { 0 };
  const gsize n = 4000;
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 2, { 3, 2 } }, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  double temperatures[] = { 1, 0.5, 0 };
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = n, .temperatures = temperatures,
                          .seed = 3 };
  const LmTensor *result;

  init_dice (&rig);
  snapshot = take (&rig, &run, FALSE);
  result = lm_snapshot_get_free_run (snapshot, RUN, NULL);
  for (gsize row = 0; row < 3; row++)
    {
      double counts[3] = { 0 };

      for (gsize i = 0; i < n; i++)
        counts[(int) result->data[(row * n + i) * 2]]++;
      for (gsize i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon (counts[i] / (double) n, expected[row][i], 0.03);
    }
}

static gboolean
draws_equal (guint64 a,
             guint64 b)
{
  const lm_real first[2] = { 0 };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 2, { 1, 2 } }, first);
  g_autoptr(LmSnapshot) one = NULL, other = NULL;
  double temperature = 1;
  LmFreeRun run = { .id = RUN, .input = input, .n_steps = 50, .temperatures = &temperature };
  const LmTensor *x, *y;

  init_dice (&rig);
  run.seed = a;
  one = take (&rig, &run, FALSE);
  run.seed = b;
  other = take (&rig, &run, FALSE);
  x = lm_snapshot_get_free_run (one, RUN, NULL);
  y = lm_snapshot_get_free_run (other, RUN, NULL);

  return memcmp (x->data, y->data, x->len * sizeof *x->data) == 0;
}

static void
test_seed (void)
{
  g_assert_true (draws_equal (4, 4));
  g_assert_false (draws_equal (4, 5));
}

/* Of two answers each becomes a column of its own. */
static void
test_columns (void)
{
  /* The first answer is the second column, the second one the sum of both. */
  const lm_real weight[] = { 0, 1, 1, 1 }, bias[] = { 0, 0.5f }, first[] = { 1, 2 };
  const LmShape shape = { 3, { 1, 1, 2 } };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&shape, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmFreeRun run = { .id = RUN, .input = input, .n_steps = 3, .n_feeds = 2,
                    .feeds = { { 0, 1, 0 }, { 1, 2, -1 } } };
  const LmTensor *result;
  const double expected[] = { 2, 3.5, 6, 8.5, 16, 22.5 };

  rig_init (&rig, "dense units=2", &shape, &shape, "loss=mse metrics=mae", weight, bias);
  snapshot = take (&rig, &run, FALSE);
  result = lm_snapshot_get_free_run (snapshot, RUN, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat ((double) result->data[i], ==, expected[i]);

  /* A column that is none, more answers than there are, none at all. */
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(LmSnapshot) none = NULL;

      run.feeds[1].column = i == 0 ? 2 : 1;
      run.n_feeds = i == 0 ? 2 : i == 1 ? 3 : 0;
      none = take (&rig, &run, FALSE);
      g_assert_null (lm_snapshot_get_free_run (none, RUN, NULL));
    }
}

/* What is no number is drawn as well, and ends nowhere else. */
static void
test_not_finite (void)
{
  const lm_real weight[6] = { NAN, NAN, NAN, NAN, NAN, NAN }, bias[3] = { 0 }, first[2] = { 0 };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 2, { 1, 2 } }, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  double temperature = 1;
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 5, .temperatures = &temperature };

  rig_init (&rig, "dense units=3", &(LmShape) { 2, { 1, 2 } }, &label, "", weight, bias);
  snapshot = take (&rig, &run, FALSE);
  g_assert_cmpfloat ((double) *lm_snapshot_get_free_run (snapshot, RUN, NULL)->data, ==, 0);
}

/* Sequences that are none of the network's, or too many, are left out. */
static void
test_misfits (void)
{
  const lm_real numbers[200] = { 0 };
  static const LmShape shapes[] = {
    { 2, { 1, 3 } }, { 3, { 1, 2, 1 } }, { 2, { 65, 2 } }, { 1, { 2 } },
  };
  g_auto(Rig) rig = { 0 };
  double temperatures[65] = { 0 };

  init_dice (&rig);
  for (gsize i = 0; i <= G_N_ELEMENTS (shapes); i++)
    {
      const gboolean is_long = i == G_N_ELEMENTS (shapes);
      g_autoptr(LmBlob) input = new_blob (is_long ? &(LmShape) { 2, { 1, 2 } } : &shapes[i],
                                          numbers);
      g_autoptr(LmSnapshot) snapshot = NULL;
      const LmFreeRun run = { .id = RUN, .input = input, .n_steps = is_long ? 5000 : 5,
                              .temperatures = temperatures };

      snapshot = take (&rig, &run, FALSE);
      g_assert_null (lm_snapshot_get_free_run (snapshot, RUN, NULL));
    }
}

static void
test_stopped (void)
{
  const lm_real first[2] = { 0 };
  g_auto(Rig) rig = { 0 };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 2, { 1, 2 } }, first);
  g_autoptr(LmSnapshot) snapshot = NULL;
  double temperature = 1;
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 5, .temperatures = &temperature };

  init_dice (&rig);
  snapshot = take (&rig, &run, TRUE);
  g_assert_null (lm_snapshot_get_free_run (snapshot, RUN, NULL));
}

/* Seldom while training runs, but what is seen when it pauses is of that step; and the bits of
 * training are the same. */
static void
test_trainer (void)
{
  const ToySequences settings = { .n_training = 64, .n_steps = 4, .n_features = 2, .n_labels = 0,
                                  .wrong_at = -1 };
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new ("epochs=40");
  g_autoptr(GError) error = NULL;
  g_autoptr(LmTrainer) plain = NULL, watched = NULL;
  const lm_real first[8] = { 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f };
  g_autoptr(LmBlob) input = new_blob (&(LmShape) { 3, { 1, 4, 2 } }, first);
  const LmFreeRun run = { .id = RUN, .input = input, .n_steps = 20, .n_feeds = 2,
                          .feeds = { { 1, 1, 0 }, { 0, 1, 0 } } };
  LmWatch *watch = lm_watch_new ();
  g_autofree char *expected = NULL, *hash = NULL;
  guint64 step = 0;

  plain = lm_trainer_new (toy_state_new (source, "flatten; dense units=2", training), source,
                          training, 1, &error);
  watched = lm_trainer_new (toy_state_new (source, "flatten; dense units=2", training), source,
                            training, 1, &error);
  g_assert_no_error (error);
  lm_watch_add_free_run (watch, &run);
  lm_trainer_set_watch (watched, watch);

  expected = toy_train (plain, 0, NULL);
  hash = toy_train (watched, 0, NULL);
  g_assert_cmpstr (hash, ==, expected);

  /* The state is told before the last snapshot is taken. */
  while (step < 40 * 4)
    {
      LmSnapshot *snapshot = lm_trainer_take_snapshot (watched);

      if (snapshot == NULL)
        {
          g_usleep (200);
          continue;
        }
      if (lm_snapshot_get_free_run (snapshot, RUN, &step) != NULL)
        g_assert_cmpuint (step, <=, lm_snapshot_get_step (snapshot));
      lm_snapshot_unref (snapshot);
    }
  g_assert_cmpuint (step, ==, 40 * 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/free-run/numbers", test_numbers);
  g_test_add_func ("/free-run/answers-each-step", test_answers_each_step);
  g_test_add_func ("/free-run/columns", test_columns);
  g_test_add_func ("/free-run/most-probable-tokens", test_most_probable_tokens);
  g_test_add_func ("/free-run/temperature", test_temperature);
  g_test_add_func ("/free-run/seed", test_seed);
  g_test_add_func ("/free-run/not-finite", test_not_finite);
  g_test_add_func ("/free-run/misfits", test_misfits);
  g_test_add_func ("/free-run/stopped", test_stopped);
  g_test_add_func ("/free-run/trainer", test_trainer);

  return g_test_run ();
}
