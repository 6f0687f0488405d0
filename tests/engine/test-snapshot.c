/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "lm-snapshot-private.h"
#include "toy.h"

#define STACK "dense units=8; relu; dense units=2"
#define PROBE 7

static LmTrainer *
new_trainer (LmSource *source)
{
  g_autoptr(LmTraining) training = toy_training_new ("epochs=2");
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (toy_state_new (source, STACK, training), source, training, 1,
                                       &error);

  g_assert_no_error (error);

  return trainer;
}

/* What is seen after @n_steps. */
static LmSnapshot *
take (LmTrainer *trainer,
      LmWatch   *watch,
      guint64    n_steps)
{
  LmSnapshot *snapshot = NULL;

  if (n_steps > 0)
    g_free (toy_train (trainer, n_steps, NULL));
  lm_trainer_set_watch (trainer, watch);
  while ((snapshot = lm_trainer_take_snapshot (trainer)) == NULL)
    g_usleep (200);

  return snapshot;
}

static LmBlob *
new_input (LmSource *source,
           gsize     n)
{
  LmShape shape = source->input;
  LmBlob *input;

  shape.dim[0] = n;
  input = lm_blob_new (&shape);
  for (gsize i = 0; i < input->tensor.len; i++)
    input->tensor.data[i] = (lm_real) sin ((double) i);

  return input;
}

static double
get_norm (const LmTensor *first,
          const LmTensor *second)
{
  double sum = 0;

  for (gsize i = 0; i < first->len; i++)
    sum += (double) first->data[i] * (double) first->data[i];
  for (gsize i = 0; i < second->len; i++)
    sum += (double) second->data[i] * (double) second->data[i];

  return sqrt (sum);
}

/* A norm is that of the copies. */
static void
test_norms (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmWatch *watch = lm_watch_new ();

  lm_watch_add_norms (watch);
  g_assert_false (lm_watch_is_empty (watch));
  g_assert_true (lm_watch_has_gradients (watch));
  lm_watch_add_params (watch, 2);
  lm_watch_add_gradients (watch, 2);
  snapshot = take (trainer, watch, 3);

  g_assert_cmpfloat_with_epsilon (lm_snapshot_get_norm (snapshot, LM_QUANTITY_WEIGHTS, 2),
                                  get_norm (lm_snapshot_get_param (snapshot, 2, "weight"),
                                            lm_snapshot_get_param (snapshot, 2, "bias")), 1e-6);
  g_assert_cmpfloat_with_epsilon (lm_snapshot_get_norm (snapshot, LM_QUANTITY_GRADIENTS, 2),
                                  get_norm (lm_snapshot_get_gradient (snapshot, 2, "weight"),
                                            lm_snapshot_get_gradient (snapshot, 2, "bias")), 1e-6);
  g_assert_cmpfloat (lm_snapshot_get_norm (snapshot, LM_QUANTITY_GRADIENTS, 0), >, 0);
  g_assert_true (lm_snapshot_has_norms (snapshot, LM_QUANTITY_GRADIENTS));
  g_assert_true (isnan (lm_snapshot_get_norm (snapshot, LM_QUANTITY_WEIGHTS, 1)));
  g_assert_true (isnan (lm_snapshot_get_norm (snapshot, LM_QUANTITY_WEIGHTS, 3)));
  g_assert_true (isnan (lm_snapshot_get_norm (snapshot, LM_QUANTITY_VALUES, 0)));
}

static void
assert_histogram (const LmSnapshot *snapshot,
                  LmQuantity        quantity,
                  gsize             layer,
                  guint             probe,
                  const LmTensor   *tensors,
                  gsize             n)
{
  const LmHistogram *histogram = lm_snapshot_get_histogram (snapshot, quantity, layer, probe);
  LmHistogram expected;

  lm_histogram_init (&expected, tensors, n);
  g_assert_nonnull (histogram);
  g_assert_cmpuint (histogram->n, ==, expected.n);
  g_assert_cmpmem (histogram->counts, sizeof histogram->counts, expected.counts,
                   sizeof expected.counts);
  g_assert_cmpfloat (histogram->width, ==, expected.width);
  g_assert_cmpint (histogram->first, ==, expected.first);
  g_assert_cmpfloat_with_epsilon (histogram->mean, expected.mean, 1e-9);
}

/* A histogram is that of the copies, without the biases. */
static void
test_histograms (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmWatch *watch = lm_watch_new ();

  lm_watch_add_params (watch, 0);
  lm_watch_add_gradients (watch, 0);
  lm_watch_add_probe (watch, PROBE, new_input (source, 20), TRUE);
  for (int i = 0; i < 2; i++)
    {
      lm_watch_add_histogram (watch, LM_QUANTITY_WEIGHTS, 0, 0);
      lm_watch_add_histogram (watch, LM_QUANTITY_GRADIENTS, 0, 0);
      lm_watch_add_histogram (watch, LM_QUANTITY_VALUES, 1, PROBE);
    }
  /* Nothing is there to be counted. */
  lm_watch_add_histogram (watch, LM_QUANTITY_WEIGHTS, 1, 0);
  lm_watch_add_histogram (watch, LM_QUANTITY_WEIGHTS, 77, 0);
  lm_watch_add_histogram (watch, LM_QUANTITY_VALUES, 77, PROBE);
  lm_watch_add_histogram (watch, LM_QUANTITY_VALUES, 1, PROBE + 1);
  snapshot = take (trainer, watch, 2);

  g_assert_cmpuint (snapshot->histograms->len, ==, 3);
  assert_histogram (snapshot, LM_QUANTITY_WEIGHTS, 0, 0,
                    lm_snapshot_get_param (snapshot, 0, "weight"), 1);
  assert_histogram (snapshot, LM_QUANTITY_GRADIENTS, 0, 0,
                    lm_snapshot_get_gradient (snapshot, 0, "weight"), 1);
  assert_histogram (snapshot, LM_QUANTITY_VALUES, 1, PROBE,
                    lm_snapshot_get_value (snapshot, PROBE, 1), 1);
  g_assert_null (lm_snapshot_get_histogram (snapshot, LM_QUANTITY_VALUES, 0, PROBE));
}

/* Values are counted without being copied; of very many examples the first ones count. */
static void
test_counts_without_copies (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmWatch *watch = lm_watch_new ();

  lm_watch_add_probe (watch, PROBE, new_input (source, 1500), FALSE);
  lm_watch_add_histogram (watch, LM_QUANTITY_VALUES, 0, PROBE);
  snapshot = take (trainer, watch, 0);

  g_assert_null (lm_snapshot_get_value (snapshot, PROBE, 0));
  g_assert_cmpuint (lm_snapshot_get_answer (snapshot, PROBE)->shape.dim[0], ==, 1500);
  g_assert_cmpuint (lm_snapshot_get_histogram (snapshot, LM_QUANTITY_VALUES, 0, PROBE)->n, ==,
                    1024 * 8);
}

/* Before the first step there are its gradients, and looking at them changes nothing. */
static void
test_gradients_before_the_first_step (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) seen = new_trainer (source);
  g_autoptr(LmTrainer) unseen = new_trainer (source);
  g_autoptr(LmSnapshot) before = NULL, after = NULL;
  LmWatch *watch = lm_watch_new ();
  g_autofree char *hash = NULL, *expected = NULL;
  const LmTensor *a, *b;

  lm_watch_add_gradients (watch, 0);
  before = take (seen, lm_watch_ref (watch), 0);
  g_assert_cmpuint (lm_snapshot_get_step (before), ==, 0);
  after = take (seen, watch, 1);
  a = lm_snapshot_get_gradient (before, 0, "weight");
  b = lm_snapshot_get_gradient (after, 0, "weight");
  g_assert_cmpfloat (lm_tensor_max_abs (a), >, 0);
  g_assert_cmpmem (a->data, a->len * sizeof *a->data, b->data, b->len * sizeof *b->data);

  hash = toy_train (seen, 0, NULL);
  expected = toy_train (unseen, 0, NULL);
  g_assert_cmpstr (hash, ==, expected);
}

/* A source that fails leaves the gradients out, and is not told of before it is trained on. */
static void
test_failing_source (void)
{
  g_autoptr(LmSource) source = toy_source_new (16, 0, 3);
  g_autoptr(LmTrainer) trainer = new_trainer (source);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmWatch *watch = lm_watch_new ();

  lm_watch_add_norms (watch);
  lm_watch_add_gradients (watch, 0);
  lm_watch_add_histogram (watch, LM_QUANTITY_GRADIENTS, 0, 0);
  snapshot = take (trainer, watch, 0);

  g_assert_null (lm_snapshot_get_gradient (snapshot, 0, "weight"));
  g_assert_null (lm_snapshot_get_histogram (snapshot, LM_QUANTITY_GRADIENTS, 0, 0));
  g_assert_cmpfloat (lm_snapshot_get_norm (snapshot, LM_QUANTITY_WEIGHTS, 0), >, 0);
  g_assert_true (isnan (lm_snapshot_get_norm (snapshot, LM_QUANTITY_GRADIENTS, 0)));
  g_assert_false (lm_snapshot_has_norms (snapshot, LM_QUANTITY_GRADIENTS));
  g_assert_null (lm_trainer_get_failure (trainer));
}

static void
test_asked_twice (void)
{
  g_autoptr(LmSource) source = toy_source_new (16, 0, -1);
  LmBlob *input = new_input (source, 3);
  LmWatch *watch = lm_watch_new ();
  const guint32 lengths[] = { 1, 2, 3 };

  for (int i = 0; i < 2; i++)
    {
      lm_watch_add_params (watch, 4);
      lm_watch_add_gradients (watch, 5);
      lm_watch_add_probe (watch, PROBE + i, lm_blob_ref (input), FALSE);
    }
  lm_watch_add_probe (watch, PROBE, input, TRUE);
  lm_watch_set_lengths (watch, lengths);

  g_assert_cmpuint (watch->params->len, ==, 1);
  g_assert_cmpuint (watch->gradients->len, ==, 1);
  g_assert_cmpuint (watch->probes->len, ==, 2);
  g_assert_true (g_array_index (watch->probes, LmProbe, 0).all_layers);
  g_assert_cmpuint (g_array_index (watch->probes, LmProbe, 0).lengths[2], ==, 3);
  g_assert_false (g_array_index (watch->probes, LmProbe, 1).all_layers);
  g_assert_null (g_array_index (watch->probes, LmProbe, 1).lengths);
  lm_watch_unref (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/snapshot/norms", test_norms);
  g_test_add_func ("/snapshot/histograms", test_histograms);
  g_test_add_func ("/snapshot/counts-without-copies", test_counts_without_copies);
  g_test_add_func ("/snapshot/gradients-before-the-first-step",
                   test_gradients_before_the_first_step);
  g_test_add_func ("/snapshot/failing-source", test_failing_source);
  g_test_add_func ("/snapshot/asked-twice", test_asked_twice);

  return g_test_run ();
}
