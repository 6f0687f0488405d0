/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks that read a step at a time give what they give of the whole sequence; of every kind it
 * is known whether it can. Text that is written in this way is what reading it all again gives.
 */

#include <math.h>
#include <string.h>

#include "lm-free-run.h"
#include "toy.h"

#define EPSILON 1e-5
#define N_ROWS 3
#define N_STEPS 6
#define N_IN 4
#define N_TOKENS 9
#define N_WRITTEN 8

typedef struct
{
  LmTraining  *training;
  LmNetwork   *network;
  LmPool      *pool;
  LmState     *state;
  LmWorkspace *workspace;
} Whole;

/* Returns: %FALSE if the layers cannot stand there */
static gboolean
whole_init (Whole      *self,
            const char *text,
            gsize       n_steps,
            gboolean    is_text)
{
  const LmShape input = is_text ? (LmShape) { 2, { 1, n_steps } }
                                : (LmShape) { 3, { 1, n_steps, N_IN } };
  g_autoptr(LmStack) stack = toy_stack_new (text);

  *self = (Whole) { .training = lm_training_new () };
  self->network = lm_network_new (stack, &input, NULL, NULL, NULL, NULL);
  if (self->network == NULL)
    return FALSE;

  self->pool = lm_pool_new (1);
  self->state = lm_state_new (self->network, 0, 1, NULL);
  self->workspace = lm_workspace_new (self->network, self->pool, N_ROWS, LM_WORK_INFER, NULL);

  return TRUE;
}

static void
whole_clear (Whole *self)
{
  g_clear_pointer (&self->workspace, lm_workspace_free);
  g_clear_pointer (&self->state, lm_state_free);
  g_clear_pointer (&self->pool, lm_pool_free);
  g_clear_pointer (&self->network, lm_network_unref);
  lm_training_free (self->training);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

/* What a row reads as its step @t. */
static double
get_input (const Whole *self,
           gsize        row,
           gsize        t,
           gsize        i)
{
  const gsize place = row * 31 + t * 7 + i * 3;

  return lm_network_get_input (self->network)->rank == 2 ? (double) (place % N_TOKENS)
                                                         : sin ((double) place);
}

static void
fill (const Whole *self,
      LmWorkspace *workspace,
      gsize        first,
      gsize        n_steps)
{
  const LmTensor *x = lm_workspace_get_input (workspace);
  const gsize n = x->shape.rank == 2 ? 1 : N_IN;

  for (gsize i = 0; i < N_ROWS * n_steps * n; i++)
    x->data[i] = (lm_real) get_input (self, i / n / n_steps, first + i / n % n_steps, i % n);
}

/* Returns: whether it can go step by step; then it gives the same. */
static gboolean
goes_stepwise (const char *text,
               gboolean    is_text)
{
  g_auto(Whole) whole = { NULL };
  g_autoptr(LmNetwork) stepwise = NULL;
  LmWorkspace *workspace;
  gsize n;
  g_autofree lm_real *expected = NULL, *y = NULL;

  if (!whole_init (&whole, text, N_STEPS, is_text))
    return FALSE;
  stepwise = lm_network_new_carrying (whole.network, 1);
  if (stepwise == NULL)
    return FALSE;

  n = lm_shape_get_n_columns (lm_network_get_output (stepwise));
  g_assert_cmpuint (lm_shape_get_n_columns (lm_network_get_output (whole.network)), ==,
                    N_STEPS * n);
  expected = g_new (lm_real, N_ROWS * N_STEPS * n);
  y = g_new (lm_real, N_ROWS * n);
  fill (&whole, whole.workspace, 0, N_STEPS);
  lm_workspace_infer (whole.workspace, whole.state, NULL, N_ROWS, NULL);
  lm_workspace_copy_answers (whole.workspace, 0, N_ROWS, expected);

  workspace = lm_workspace_new (stepwise, whole.pool, N_ROWS, LM_WORK_INFER, NULL);
  lm_workspace_begin_carrying (workspace);
  for (gsize t = 0; t < N_STEPS; t++)
    {
      fill (&whole, workspace, t, 1);
      lm_workspace_infer (workspace, whole.state, NULL, N_ROWS, NULL);
      lm_workspace_copy_answers (workspace, 0, N_ROWS, y);
      for (gsize i = 0; i < N_ROWS * n; i++)
        g_assert_cmpfloat_with_epsilon ((double) y[i],
                                        (double) expected[(i / n * N_STEPS + t) * n + i % n],
                                        EPSILON);
    }
  lm_workspace_free (workspace);

  return TRUE;
}

/* A kind that keeps time either goes step by step, or says that it mixes steps. */
static void
test_kinds (void)
{
  guint n_going = 0;

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      const gboolean is_alone = klass->keeps_time && (!klass->mixes_time || klass->carry != NULL);
      const gboolean goes = klass->min_inputs < 2 &&
                            goes_stepwise (klass->id, strcmp (klass->id, "embedding") == 0);

      g_test_message ("%s: %d", klass->id, goes);
      if (klass->min_inputs < 2)
        g_assert_cmpint (goes, ==, is_alone);
      n_going += goes;
    }

  g_assert_cmpuint (n_going, >, 20);
}

static void
test_stacks (void)
{
  g_assert_true (goes_stepwise ("embedding vocabulary=9 size=5; lstm hidden_size=6; "
                                "gru hidden_size=6; layer-norm; add inputs=lstm_1,norm_1; "
                                "dropout; rnn hidden_size=7; dense units=9; softmax", TRUE));
  g_assert_true (goes_stepwise ("lstm hidden_size=6 stateful=true; dense units=3", FALSE));

  g_assert_false (goes_stepwise ("lstm hidden_size=6 bidirectional=true", FALSE));
  g_assert_false (goes_stepwise ("gru hidden_size=6 reverse=true", FALSE));
  g_assert_false (goes_stepwise ("lstm hidden_size=6 returns=last; dense units=3", FALSE));
  g_assert_false (goes_stepwise ("lstm hidden_size=6; attention heads=2; dense units=3", FALSE));
  g_assert_false (goes_stepwise ("flatten; dense units=3", FALSE));
}

/* The most probable token after the first @length ones, where all are read. */
static gsize
find_next (const Whole   *whole,
           const lm_real *tokens,
           gsize          length)
{
  const gsize n_time = lm_network_get_input (whole->network)->dim[1];
  const LmTensor *x = lm_workspace_get_input (whole->workspace);
  g_autofree lm_real *y = g_new (lm_real, n_time * N_TOKENS);
  const lm_real *last = y + (length - 1) * N_TOKENS;
  gsize best = 0;

  for (gsize t = 0; t < n_time; t++)
    x->data[t] = t < length ? tokens[t] : 0;
  lm_workspace_infer (whole->workspace, whole->state, whole->training, 1, NULL);
  lm_workspace_copy_answers (whole->workspace, 0, 1, y);
  for (gsize i = 1; i < N_TOKENS; i++)
    {
      if (last[i] > last[best])
        best = i;
    }

  return best;
}

/* Texts that begin with different numbers of tokens, go on together. */
static void
test_writes (void)
{
  const guint32 lengths[N_ROWS] = { 1, 5, 3 };
  const double temperatures[N_ROWS] = { 0 };
  const gsize n_time = 5 + N_WRITTEN;
  g_auto(Whole) whole = { NULL };
  g_autoptr(LmBlob) input = lm_blob_new (&(LmShape) { 2, { N_ROWS, n_time } });
  const LmFreeRun run = { .input = input, .lengths = (guint32 *) lengths, .n_steps = N_WRITTEN,
                          .temperatures = (double *) temperatures };
  LmFreeRunner *runner;
  const LmTensor *written;
  guint64 step;
  guint n_kinds = 0;

  g_assert_true (whole_init (&whole, "embedding vocabulary=9 size=7; lstm hidden_size=40; "
                                     "dense units=9", n_time, TRUE));
  /* So that there is much to tell the steps apart. */
  for (gsize i = 0; i < lm_network_get_block_size (whole.network); i++)
    whole.state->blocks[0][i] *= 9;
  for (gsize row = 0; row < N_ROWS; row++)
    for (gsize t = 0; t < n_time; t++)
      input->tensor.data[row * n_time + t] = (lm_real) get_input (&whole, row, t, 0);

  runner = lm_free_runner_new (&run, whole.network, whole.pool);
  for (int i = 0; i < 2; i++) /* Nothing is left of the run before. */
    g_assert_true (lm_free_runner_run (runner, whole.state, whole.training, NULL));
  written = &lm_free_runner_get_result (runner, &step)->tensor;

  for (gsize row = 0; row < N_ROWS; row++)
    {
      lm_real *tokens = input->tensor.data + row * n_time;

      for (gsize i = 0; i < N_WRITTEN; i++)
        {
          const gsize next = find_next (&whole, tokens, lengths[row] + i);

          g_assert_cmpuint ((gsize) written->data[2 * (row * N_WRITTEN + i)], ==, next);
          n_kinds |= 1u << next;
          tokens[lengths[row] + i] = (lm_real) next;
        }
    }
  g_assert_true ((n_kinds & (n_kinds - 1)) != 0); /* not always the same one */
  lm_free_runner_free (runner);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/carrying/kinds", test_kinds);
  g_test_add_func ("/carrying/stacks", test_stacks);
  g_test_add_func ("/carrying/writes", test_writes);

  return g_test_run ();
}
