/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What recurrent layers do besides arithmetic, which golden-sequences.txt has: they carry states
 * from batch to batch, and refuse what they cannot read.
 */

#include <math.h>
#include <string.h>

#include "lm-error.h"
#include "lm-evaluator.h"
#include "rig.h"
#include "toy-sequence.h"
#include "toy.h"

#define EPSILON 1e-6
#define N_ROWS 3
#define N_STEPS 4
#define N_IN 2
#define N_UNITS 5

static const char *const kinds[] = { "rnn", "lstm", "gru" };

static const ToySequences settings = {
  .n_training = 50, .n_validation = 21, .n_steps = N_STEPS, .n_features = N_IN, .n_labels = 2,
  .wrong_at = -1,
};

/* A layer alone, against targets of 0. */
typedef struct
{
  LmTraining  *training;
  LmNetwork   *network;
  LmPool      *pool;
  LmState     *state;
  LmWorkspace *workspace;
} Alone;

static void
alone_init (Alone      *self,
            const char *text,
            gsize       n_steps,
            LmWork      work)
{
  const LmShape input = { 3, { 1, n_steps, N_IN } }, target = { 3, { 1, n_steps, N_UNITS } };
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(GError) error = NULL;

  self->training = lm_training_new ();
  self->network = lm_network_new (stack, &input, &target, self->training->loss, NULL, &error);
  g_assert_no_error (error);
  self->pool = lm_pool_new (1);
  self->state = lm_state_new (self->network, 0, 1, NULL);
  self->workspace = lm_workspace_new (self->network, self->pool, N_ROWS, work, NULL);
  lm_tensor_fill (lm_workspace_get_target (self->workspace), 0);
}

static void
alone_clear (Alone *self)
{
  lm_workspace_free (self->workspace);
  lm_state_free (self->state);
  lm_pool_free (self->pool);
  lm_network_unref (self->network);
  lm_training_free (self->training);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Alone, alone_clear)

static double
get_input (gsize row,
           gsize t,
           gsize i)
{
  return sin ((double) (row * 31 + t * 7 + i * 3));
}

/* Steps [first, first + n_steps) of each sequence. */
static void
alone_fill (Alone *self,
            gsize  first,
            gsize  n_steps)
{
  lm_real *x = lm_workspace_get_input (self->workspace)->data;

  for (gsize i = 0; i < N_ROWS * n_steps * N_IN; i++)
    x[i] = (lm_real) get_input (i / N_IN / n_steps, first + i / N_IN % n_steps, i % N_IN);
}

/* One batch of training that changes no weight. Returns: whether it was accepted */
static gboolean
alone_train (Alone    *self,
             gsize     first,
             LmResult *result)
{
  alone_fill (self, first, N_STEPS);
  lm_workspace_compute_gradients (self->workspace, self->state, self->training, N_ROWS, result);

  return lm_workspace_update (self->workspace, self->state, self->training, 0, NULL);
}

/* What the layer gives for whole sequences of @n_batches times the steps, from 0. */
static void
predict_whole (const char *kind,
               gsize       n_batches,
               lm_real    *y)
{
  g_auto(Alone) whole = { NULL };
  g_autofree char *text = g_strdup_printf ("%s hidden_size=%d", kind, N_UNITS);

  alone_init (&whole, text, n_batches * N_STEPS, LM_WORK_PROBE);
  alone_fill (&whole, 0, n_batches * N_STEPS);
  lm_workspace_infer (whole.workspace, whole.state, NULL, N_ROWS, NULL);
  lm_workspace_copy_values (whole.workspace, 0, 0, N_ROWS, y);
}

/* The loss of steps [first, first + n) of what predict_whole() gave. */
static double
get_loss (const lm_real *y,
          gsize          n_batches,
          gsize          first)
{
  double sum = 0;

  for (gsize row = 0; row < N_ROWS; row++)
    {
      const lm_real *at = y + (row * n_batches * N_STEPS + first) * N_UNITS;

      for (gsize i = 0; i < N_STEPS * N_UNITS; i++)
        sum += (double) at[i] * (double) at[i];
    }

  return sum / (N_ROWS * N_STEPS * N_UNITS);
}

/* Batches one after another are like one long sequence; a state that is cleared begins anew. */
static void
test_reads_on (gconstpointer data)
{
  const char *kind = data;
  g_auto(Alone) alone = { NULL };
  g_autofree char *text = g_strdup_printf ("%s hidden_size=%d stateful=true", kind, N_UNITS);
  lm_real y[N_ROWS * 3 * N_STEPS * N_UNITS];
  LmResult result;

  predict_whole (kind, 3, y);
  alone_init (&alone, text, N_STEPS, LM_WORK_TRAIN);
  g_assert_true (lm_state_set_n_carried (alone.state, N_ROWS, NULL));
  for (gsize i = 0; i < 3; i++)
    {
      g_assert_true (alone_train (&alone, i * N_STEPS, &result));
      g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), get_loss (y, 3, i * N_STEPS),
                                      EPSILON);
    }

  lm_state_clear_carried (alone.state);
  g_assert_true (alone_train (&alone, 0, &result));
  g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), get_loss (y, 3, 0), EPSILON);

  /* Without an update nothing is handed on. */
  alone_fill (&alone, N_STEPS, N_STEPS);
  for (int i = 0; i < 2; i++)
    {
      lm_workspace_compute_gradients (alone.workspace, alone.state, alone.training, N_ROWS,
                                      &result);
      g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), get_loss (y, 3, N_STEPS),
                                      EPSILON);
    }
}

static void
test_evaluation_reads_on (gconstpointer data)
{
  const char *kind = data;
  g_auto(Alone) alone = { NULL };
  g_autofree char *text = g_strdup_printf ("%s hidden_size=%d stateful=true", kind, N_UNITS);
  lm_real y[N_ROWS * 3 * N_STEPS * N_UNITS];
  LmResult result;

  predict_whole (kind, 3, y);
  alone_init (&alone, text, N_STEPS, LM_WORK_INFER);
  for (int carries = 0; carries < 3; carries++)
    {
      if (carries > 0)
        lm_workspace_begin_carrying (alone.workspace);
      alone_fill (&alone, 0, N_STEPS);
      lm_workspace_infer (alone.workspace, alone.state, alone.training, N_ROWS, &result);
      g_assert_cmpfloat_with_epsilon (lm_result_get_loss (&result), get_loss (y, 3, 0), EPSILON);

      alone_fill (&alone, N_STEPS, N_STEPS);
      lm_workspace_infer (alone.workspace, alone.state, alone.training, N_ROWS, &result);
      g_assert_cmpint (fabs (lm_result_get_loss (&result) - get_loss (y, 3, N_STEPS)) < EPSILON, ==,
                       carries > 0);
    }
}

/* A step that is refused hands nothing on; what is carried is copied, saved and hashed. */
static void
test_state (void)
{
  g_auto(Alone) alone = { NULL };
  g_autoptr(LmState) copy = NULL;
  g_autoptr(LmState) loaded = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) cut = NULL;
  g_autofree char *empty = NULL, *before = NULL, *after = NULL, *copied = NULL, *read = NULL;
  g_autoptr(GError) error = NULL;
  LmResult result;

  alone_init (&alone, "lstm hidden_size=5 stateful=true", N_STEPS, LM_WORK_TRAIN);
  g_assert_true (lm_state_set_n_carried (alone.state, N_ROWS, NULL));
  empty = lm_state_hash (alone.state);
  g_assert_true (alone_train (&alone, 0, &result));
  alone.state->step = 0;
  before = lm_state_hash (alone.state);
  g_assert_cmpstr (before, !=, empty); /* Only what is carried is different. */

  alone_fill (&alone, 0, N_STEPS);
  lm_workspace_get_target (alone.workspace)->data[0] = NAN;
  lm_workspace_compute_gradients (alone.workspace, alone.state, alone.training, N_ROWS, &result);
  g_assert_false (lm_workspace_update (alone.workspace, alone.state, alone.training, 0, NULL));
  after = lm_state_hash (alone.state);
  g_assert_cmpstr (after, ==, before);

  copy = lm_state_copy (alone.state);
  copied = lm_state_hash (copy);
  g_assert_cmpstr (copied, ==, before);

  bytes = lm_state_save (alone.state);
  loaded = lm_state_new (alone.network, 0, 2, NULL);
  g_assert_true (lm_state_load (loaded, bytes, NULL));
  read = lm_state_hash (loaded);
  g_assert_cmpstr (read, ==, before);
  g_assert_cmpuint (loaded->n_carried, ==, N_ROWS);

  cut = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 8);
  g_assert_false (lm_state_load (loaded, cut, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_free (read);
  read = lm_state_hash (loaded);
  g_assert_cmpstr (read, ==, before);
}

static LmTrainer *
new_trainer (LmSource   *source,
             const char *stack,
             const char *text,
             gsize       n_threads)
{
  g_autoptr(LmTraining) training = toy_training_new (text);
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (toy_state_new (source, stack, training), source, training,
                                       n_threads, &error);

  g_assert_no_error (error);

  return trainer;
}

#define STACK "lstm hidden_size=40; gru hidden_size=30 bidirectional=true; dense units=2"
#define STATEFUL "lstm hidden_size=40 stateful=true; gru hidden_size=30 stateful=true; " \
                 "dense units=2"

static void
test_same_bits_for_any_number_of_threads (void)
{
  ToySequences many = settings;
  g_autoptr(LmSource) source = NULL;
  const char *const stacks[] = { STACK, STATEFUL };

  many.n_training = 150;
  many.has_lengths = TRUE;
  source = toy_sequences_new (&many);
  for (gsize i = 0; i < G_N_ELEMENTS (stacks); i++)
    {
      g_autofree char *expected = NULL;

      for (gsize n_threads = 1; n_threads <= 4; n_threads++)
        {
          g_autoptr(LmTrainer) trainer = new_trainer (source, stacks[i],
                                                      "batch_size=64 shuffle=false", n_threads);
          g_autofree char *hash = toy_train (trainer, 0, NULL);

          if (expected == NULL)
            expected = g_steal_pointer (&hash);
          else
            g_assert_cmpstr (hash, ==, expected);
        }
    }
}

/* Stopped in the middle of an epoch, saved, and taken up by another trainer. */
static void
test_resumes_to_the_same_bits (void)
{
  const char *const text = "batch_size=16 shuffle=false validations=2";
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new (text);
  g_autoptr(LmTrainer) whole = new_trainer (source, STATEFUL, text, 2);
  g_autofree char *expected = toy_train (whole, 0, NULL);

  for (guint64 goal = 1; goal < 12; goal += 2)
    {
      g_autoptr(LmTrainer) first = new_trainer (source, STATEFUL, text, 1);
      g_autoptr(LmTrainer) second = NULL;
      g_autoptr(LmState) state = NULL;
      g_autoptr(GBytes) bytes = NULL;
      LmState *loaded = toy_state_new (source, STATEFUL, training);
      g_autofree char *hash = NULL;

      g_free (toy_train (first, goal, NULL));
      lm_trainer_request_state (first);
      while ((state = lm_trainer_take_state (first)) == NULL)
        g_usleep (200);
      bytes = lm_state_save (state);
      g_assert_true (lm_state_load (loaded, bytes, NULL));
      second = lm_trainer_new (loaded, source, training, 1, NULL);
      hash = toy_train (second, 0, NULL);
      g_assert_cmpstr (hash, ==, expected);
    }
}

/* An epoch begins with nothing carried; within it something is. */
static void
test_epoch (void)
{
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTrainer) trainer = new_trainer (source, STATEFUL, "batch_size=16 shuffle=false", 1);
  const guint64 n_steps = lm_trainer_get_steps_per_epoch (trainer);

  for (guint64 step = 1; step <= n_steps + 1; step++)
    {
      g_autoptr(LmState) state = NULL;
      LmTensor carried;

      g_free (toy_train (trainer, step, NULL));
      lm_trainer_request_state (trainer);
      while ((state = lm_trainer_take_state (trainer)) == NULL)
        g_usleep (200);
      g_assert_cmpuint (state->n_carried, ==, 16);
      carried = lm_tensor_init (state->carried, &(LmShape) { 2, { 16, 2 * 40 + 30 } });
      g_assert_cmpint (lm_tensor_max_abs (&carried) > 0, ==, step != n_steps);
    }
}

/* Every place of a batch goes through a stretch of the examples of its own. */
static void
test_contiguous (void)
{
  for (gsize n = 1; n < 30; n++)
    {
      for (gsize batch = 1; batch <= n; batch++)
        {
          g_autofree gboolean *is_seen = g_new0 (gboolean, n);

          for (gsize place = 0; place < n; place++)
            {
              const gsize index = lm_source_get_contiguous (n, batch, place);

              g_assert_cmpuint (index, <, n);
              g_assert_false (is_seen[index]);
              is_seen[index] = TRUE;
              if (place < batch)
                continue;
              g_assert_cmpuint (index, ==, lm_source_get_contiguous (n, batch, place - batch) + 1);
            }
        }
    }
}

static LmTrainer *
try_trainer (LmSource         *source,
             const LmTraining *training,
             GError          **error)
{
  return lm_trainer_new (toy_state_new (source, STATEFUL, training), source, training, 1, error);
}

/* A stateful layer reads a text in stretches even where shuffling is asked for. */
static void
test_shuffled (void)
{
  g_autoptr(LmSource) source = toy_sequences_new (&settings);
  g_autoptr(LmTraining) training = toy_training_new ("shuffle=true");
  g_autoptr(LmTrainer) trainer = NULL;
  g_autoptr(GError) error = NULL;

  trainer = try_trainer (source, training, &error);
  g_assert_null (trainer);
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_clear_error (&error);

  source->is_contiguous = TRUE;
  trainer = try_trainer (source, training, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const char *kind,
                const char *fields,
                LmShape     input,
                LmError     code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Rig) rig = rig_new (rig_make_layer (kind, fields), &input, NULL, 1, NULL, NULL, 2, 0,
                                &error);

  g_assert_null (rig);
  g_assert_error (error, LM_ERROR, (int) code);
  g_test_message ("%s", error->message);
}

static void
test_refusals (gconstpointer data)
{
  const char *kind = data;
  const LmShape sequence = { 3, { 1, 4, 2 } };

  assert_refused (kind, "", (LmShape) { 2, { 1, 4 } }, LM_ERROR_SHAPE);
  assert_refused (kind, "", (LmShape) { 4, { 1, 1, 8, 8 } }, LM_ERROR_SHAPE);
  assert_refused (kind, "stateful=true bidirectional=true", sequence, LM_ERROR_VALUE);
  assert_refused (kind, "stateful=true reverse=true", sequence, LM_ERROR_VALUE);
}

/* Padding may hold anything, and a sequence of one step is one. */
static void
test_padding (gconstpointer data)
{
  const LmShape input = { 3, { 1, N_STEPS, N_IN } };
  const guint32 lengths[N_ROWS] = { 1, 3, 2 };
  g_autoptr(Rig) rig = rig_new (rig_make_layer (data, "hidden_size=5 bidirectional=true"), &input,
                                NULL, 1, NULL, NULL, N_ROWS, 0, NULL);
  const LmTensor x = rig_get_input (rig);
  LmTensor c = rig_get_target (rig), offset = rig_get_value (rig, "input_1.offset");
  double losses[2];

  lm_tensor_fill (&c, 1);
  rig_set_lengths (rig, lengths);
  for (int i = 0; i < 2; i++)
    {
      for (gsize j = 0; j < x.len; j++)
        {
          const gboolean is_padding = j / N_IN % N_STEPS >= lengths[j / N_IN / N_STEPS];

          x.data[j] = is_padding && i > 0 ? NAN : (lm_real) get_input (0, j, 0);
        }
      losses[i] = rig_train (rig);
    }
  g_assert_cmpfloat (losses[0], ==, losses[1]);

  offset = rig_get_grad (rig, "input_1.offset");
  for (gsize j = 0; j < offset.len; j++)
    {
      const gboolean is_padding = j / N_IN % N_STEPS >= lengths[j / N_IN / N_STEPS];

      g_assert_true (isfinite (offset.data[j]));
      g_assert_cmpint (is_padding, ==, offset.data[j] == 0);
    }
}

static void
add_for_each_kind (const char    *name,
                   GTestDataFunc  test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/recurrent/%s/%s", kinds[i], name);

      g_test_add_data_func (path, kinds[i], test);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_for_each_kind ("reads-on", test_reads_on);
  add_for_each_kind ("evaluation-reads-on", test_evaluation_reads_on);
  add_for_each_kind ("refusals", test_refusals);
  add_for_each_kind ("padding", test_padding);
  g_test_add_func ("/recurrent/state", test_state);
  g_test_add_func ("/recurrent/same-bits-for-any-number-of-threads",
                   test_same_bits_for_any_number_of_threads);
  g_test_add_func ("/recurrent/resumes-to-the-same-bits", test_resumes_to_the_same_bits);
  g_test_add_func ("/recurrent/epoch", test_epoch);
  g_test_add_func ("/recurrent/contiguous", test_contiguous);
  g_test_add_func ("/recurrent/shuffled", test_shuffled);

  return g_test_run ();
}
