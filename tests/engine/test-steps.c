/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A target for each step: what of it counts, and that everything else is as if there were only
 * the steps that count.
 */

#include <math.h>
#include <string.h>

#include "lm-error.h"
#include "lm-evaluator.h"
#include "rig.h"
#include "toy-sequence.h"
#include "toy.h"

#define EPSILON 1e-6
#define N_ROWS 40
#define N_STEPS 5
#define N_CLASSES 3

static const ToySequences settings = {
  .n_training = 90, .n_validation = 30, .n_steps = N_STEPS, .n_features = 2, .n_labels = 2,
  .has_lengths = TRUE, .wrong_at = -1,
};

static void
fill (LmTensor *x,
      gsize     seed)
{
  for (gsize i = 0; i < x->len; i++)
    x->data[i] = (lm_real) ((double) (i * 37 + seed * 101 + i * i % 23 * 5) / 105.0);
  for (gsize i = 0; i < x->len; i++)
    x->data[i] = x->data[i] - (lm_real) (int) x->data[i] - (lm_real) 0.5;
}

static Rig *
new_rig (const char    *loss,
         const char    *field,
         const LmShape *input,
         const LmShape *target,
         gsize          n_rows,
         guint64        macs)
{
  g_autoptr(GError) error = NULL;
  LmLoss *self = lm_loss_new (lm_loss_class_find (loss));
  Rig *rig;

  if (field != NULL)
    g_assert_true (lm_fields_set (self->klass->fields, self, field, "0.1", NULL));
  rig = rig_new (NULL, input, NULL, 1, self, target, n_rows, macs, &error);
  g_assert_no_error (error);

  return rig;
}

/* The steps of all sequences that count, one after another. */
static gsize
gather (const LmTensor *from,
        gsize           n,
        const guint32  *lengths,
        lm_real        *to)
{
  gsize n_gathered = 0;

  for (gsize i = 0; i < N_ROWS * N_STEPS; i++)
    {
      if (i % N_STEPS < lengths[i / N_STEPS])
        memcpy (to + n * n_gathered++, from->data + n * i, n * sizeof *to);
    }

  return n_gathered;
}

/* The loss of sequences is that of a batch of their steps, and so is its gradient. */
static void
compare (const char    *loss,
         const char    *field,
         gboolean       has_labels,
         guint64        macs,
         const guint32 *lengths)
{
  const LmShape input = { 3, { 1, N_STEPS, N_CLASSES } }, step = { 2, { 1, N_CLASSES } };
  const LmShape labels = { 2, { 1, N_STEPS } }, label = { 2, { 1, 1 } };
  g_autoptr(Rig) rig = new_rig (loss, field, &input, has_labels ? &labels : &input, N_ROWS, macs);
  g_autoptr(Rig) flat = NULL;
  LmTensor x = rig_get_input (rig), y = rig_get_target (rig), flat_x, flat_y, grad, flat_grad;
  const gsize n_y = has_labels ? 1 : N_CLASSES;
  g_autofree lm_real *rows = g_new (lm_real, x.len), *targets = g_new (lm_real, y.len);
  gsize n, place = 0;

  fill (&x, 1);
  fill (&y, 2);
  for (gsize i = 0; has_labels && i < y.len; i++)
    y.data[i] = (lm_real) (i * i / 3 % N_CLASSES);
  n = gather (&x, N_CLASSES, lengths, rows);
  gather (&y, n_y, lengths, targets);
  rig_train (rig); /* Whole: what it leaves in memory must not be seen. */
  rig_set_lengths (rig, lengths);

  flat = new_rig (loss, field, &step, has_labels ? &label : &step, n, 0);
  flat_x = rig_get_input (flat);
  flat_y = rig_get_target (flat);
  memcpy (flat_x.data, rows, flat_x.len * sizeof *rows);
  memcpy (flat_y.data, targets, flat_y.len * sizeof *rows);
  g_assert_cmpfloat_with_epsilon (rig_train (rig), rig_train (flat), EPSILON);

  grad = rig_get_grad (rig, "input_1.offset");
  flat_grad = rig_get_grad (flat, "input_1.offset");
  for (gsize i = 0; i < N_ROWS * N_STEPS * N_CLASSES; i++)
    {
      const gsize row = i / N_CLASSES;
      const gboolean counts = row % N_STEPS < lengths[row / N_STEPS];

      g_assert_cmpfloat_with_epsilon ((double) grad.data[i],
                                      counts ? (double) flat_grad.data[place] : 0, EPSILON);
      place += counts;
    }
  g_assert_cmpuint (place, ==, flat_grad.len);
}

static void
test_losses (void)
{
  guint32 lengths[N_ROWS], whole[N_ROWS];

  for (guint32 i = 0; i < N_ROWS; i++)
    {
      lengths[i] = 1 + i * i / 3 % N_STEPS;
      whole[i] = N_STEPS;
    }

  for (guint64 macs = 0; macs <= 1000000; macs += 1000000) /* in one shard, and in several */
    {
      compare ("softmax-cross-entropy", NULL, TRUE, macs, lengths);
      compare ("softmax-cross-entropy", "label_smoothing", TRUE, macs, lengths);
      compare ("softmax-cross-entropy", NULL, TRUE, macs, whole);
      compare ("softmax-cross-entropy", NULL, FALSE, macs, lengths);
      compare ("mse", NULL, FALSE, macs, lengths);
      compare ("mae", NULL, FALSE, macs, whole);
      compare ("huber", NULL, FALSE, macs, lengths);
      compare ("binary-cross-entropy", NULL, FALSE, macs, lengths);
    }
}

static LmNetwork *
new_network (const char  *text,
             const char  *loss,
             LmShape      input,
             LmShape      target,
             GError     **error)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(LmLoss) instance = lm_loss_new (lm_loss_class_find (loss));

  return lm_network_new (stack, &input, &target, instance, NULL, error);
}

static void
assert_rows (const char *loss,
             LmShape     target,
             LmShape     answer_row,
             LmShape     target_row)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = new_network ("dense units=3", loss,
                                              (LmShape) { 3, { 1, N_STEPS, 2 } }, target, &error);

  g_assert_no_error (error);
  g_assert_true (lm_shape_equal (lm_network_get_answer_row (network), &answer_row));
  g_assert_true (lm_shape_equal (lm_network_get_target_row (network), &target_row));
}

static void
test_rows (void)
{
  const LmShape classes = { 2, { 1, 3 } }, one = { 2, { 1, 1 } };
  g_autoptr(GError) error = NULL;

  assert_rows ("softmax-cross-entropy", (LmShape) { 2, { 1, N_STEPS } }, classes, one);
  assert_rows ("softmax-cross-entropy", (LmShape) { 3, { 1, N_STEPS, 3 } }, classes, classes);
  assert_rows ("mse", (LmShape) { 3, { 1, N_STEPS, 3 } }, classes, classes);

  /* One label for the sequence, or labels for other steps. */
  g_assert_null (new_network ("dense units=3", "softmax-cross-entropy",
                              (LmShape) { 3, { 1, N_STEPS, 2 } }, one, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_clear_error (&error);
  g_assert_null (new_network ("dense units=3", "softmax-cross-entropy",
                              (LmShape) { 3, { 1, N_STEPS, 2 } },
                              (LmShape) { 2, { 1, N_STEPS - 1 } }, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
}

/* What the metrics of one batch are: [2, 3] steps of 2 and 3 that count, told by @bias. */
static double
measure (const char *metric,
         gboolean    is_fused)
{
  const LmShape input = { 3, { 1, 3, 2 } }, target = { 2, { 1, 3 } };
  const lm_real ln3 = (lm_real) log (3);
  /* Probabilities of the second class: 3/4, 1/4, padding; 1/2, 3/4, 3/4. */
  const lm_real x[] = { 0, ln3,  ln3, 0,  0, 9,  0, 0,  0, ln3,  0, ln3 };
  const lm_real y[] = { 1, 1, 0,  0, 1, 0 }; /* right, wrong, -, right (the first), right, wrong */
  g_autofree char *text = g_strdup_printf ("metrics=%s", metric);
  g_autoptr(LmTraining) training = toy_training_new (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = new_network (is_fused ? "dense units=2; softmax" : "dense units=2",
                                              "softmax-cross-entropy", input, target, &error);
  g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 2, LM_WORK_INFER, NULL);
  const LmBatch batch = lm_workspace_get_batch (workspace, TRUE);
  LmResult result;

  memcpy (state->blocks[0], (lm_real[]) { 1, 0, 0, 1 }, 4 * sizeof (lm_real));
  memcpy (batch.x, x, sizeof x);
  memcpy (batch.y, y, sizeof y);
  batch.lengths[0] = 2;
  batch.lengths[1] = 3;
  lm_workspace_infer (workspace, state, training, 2, &result);
  g_assert_cmpfloat (result.weight, ==, 5);
  g_assert_cmpuint (result.n_rows, ==, 2);
  g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result),
                                  -(2 * log (0.75) + 2 * log (0.25) + log (0.5)) / 5, EPSILON);

  return training->metrics[0]->finish (result.metrics[0]);
}

static void
test_metrics (void)
{
  const double surprise = -(2 * log (0.75) + 2 * log (0.25) + log (0.5)) / 5;

  for (int is_fused = 0; is_fused < 2; is_fused++)
    {
      g_assert_cmpfloat_with_epsilon (measure ("accuracy", is_fused), 3.0 / 5, EPSILON);
      g_assert_cmpfloat_with_epsilon (measure ("perplexity", is_fused), exp (surprise), EPSILON);
      g_assert_cmpfloat_with_epsilon (measure ("bits", is_fused), surprise / G_LN2, EPSILON);
      g_assert_true (isnan (measure ("mae", is_fused))); /* It says nothing about classes. */
    }
}

/* The mean over a split is that of all its steps, however they are cut into batches. */
static void
test_evaluation (void)
{
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new ("");
  g_autoptr(LmState) state = toy_state_new (source, "dense units=4; tanh; dense units=2", training);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  const gsize sizes[] = { 1, 7, 30 };
  double loss[3], metrics[3][LM_MAX_METRICS];

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_assert_true (lm_evaluate (state, source, LM_SPLIT_VALIDATION, training, sizes[i], pool,
                                  &loss[i], metrics[i], NULL));
      g_assert_cmpfloat_with_epsilon (loss[i], loss[0], EPSILON);
      g_assert_cmpfloat_with_epsilon (metrics[i][0], metrics[0][0], EPSILON);
    }
}

static void
test_same_bits_for_any_number_of_threads (void)
{
  ToySequences many = settings;
  g_autoptr(LmSource) source = NULL;
  g_autoptr(LmTraining) training = toy_training_new ("batch_size=64");
  g_autofree char *expected = NULL;

  many.n_training = 200;
  source = toy_sequences_new (&many);
  for (gsize n_threads = 1; n_threads <= 4; n_threads++)
    {
      LmState *state = toy_state_new (source, "dense units=700; relu; dense units=2", training);
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

/* Padding cannot be told from what counts once the steps were mixed. */
static void
test_mixed_steps_are_refused (void)
{
  ToySequences changed = settings;
  g_autoptr(LmTraining) training = toy_training_new ("");

  for (int has_lengths = 0; has_lengths < 2; has_lengths++)
    {
      g_autoptr(LmSource) source = NULL;
      g_autoptr(LmState) state = NULL;
      g_autoptr(GError) error = NULL;
      gboolean fits;

      changed.has_lengths = has_lengths;
      source = toy_sequences_new (&changed);
      state = toy_state_new (source, "tanh; reshape dims=5x2; dense units=2", training);
      fits = lm_network_check_source (state->network, source, NULL, &error);
      g_assert_cmpint (fits, ==, !has_lengths);
      if (fits)
        continue;
      g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
      g_assert_true (g_str_has_prefix (error->message, "reshape_1: "));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/steps/losses", test_losses);
  g_test_add_func ("/steps/rows", test_rows);
  g_test_add_func ("/steps/metrics", test_metrics);
  g_test_add_func ("/steps/evaluation", test_evaluation);
  g_test_add_func ("/steps/same-bits-for-any-number-of-threads",
                   test_same_bits_for_any_number_of_threads);
  g_test_add_func ("/steps/mixed-steps-are-refused", test_mixed_steps_are_refused);

  return g_test_run ();
}
