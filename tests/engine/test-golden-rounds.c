/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trains two parts against each other as PyTorch did: golden-rounds.txt, which
 * make-golden-rounds.py wrote.
 */

#include <math.h>
#include <string.h>

#include "lm-round.h"
#include "toy.h"

/* After 20 steps of several updates, small differences have grown. */
#ifdef LM_REAL_IS_FLOAT
#define TOLERANCE 2e-5
#else
#define TOLERANCE 1e-7
#endif

#define N_ROWS 4

typedef struct
{
  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
  LmRound     *round;
  gsize        n_batches;
  LmResult     result;       /* of the last step */
} Pair;

/* As fill() in golden_noise.py. */
static void
fill (LmTensor x,
      gsize    k,
      double   scale)
{
  for (gsize i = 0; i < x.len; i++)
    x.data[i] = (lm_real) (scale * ((double) ((i * 37 + k * 101 + i * i % 19 * 5) % 211) / 105.0 -
                                    1.0));
}

static void
pair_free (Pair *self)
{
  lm_round_free (self->round);
  lm_workspace_free (self->workspace);
  lm_pool_free (self->pool);
  lm_state_free (self->state);
  lm_training_free (self->training);
  g_free (self);
}

static Pair *
pair_new (const char *stack_text,
          const char *settings)
{
  const LmShape point = { 2, { 1, 2 } }, label = { 2, { 1, 1 } };
  g_autoptr(LmStack) stack = toy_stack_new (stack_text);
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;
  Pair *self = g_new0 (Pair, 1);
  gsize n = 0;

  self->training = toy_training_new (settings);
  network = lm_network_new (stack, &point, &label, self->training->loss, NULL, &error);
  g_assert_no_error (error);
  self->state = lm_state_new (network, lm_network_get_n_moments (network, self->training), 1, NULL);
  self->pool = lm_pool_new (1);
  self->workspace = lm_workspace_new (network, self->pool, N_ROWS, LM_WORK_TRAIN, NULL);
  self->round = lm_round_new (self->workspace, self->state, NULL);

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmParamView *view = lm_network_get_view (network, i);

      if (!view->is_buffer)
        fill (lm_state_get_view (self->state, view, 0), 10 + n++, 0.5);
    }

  return self;
}

static void
pair_step (Pair *self)
{
  lm_round_begin (self->round, self->state, self->training, 1);
  for (int i = 0; i < self->training->d_steps; i++)
    {
      fill (*lm_workspace_get_input (self->workspace), self->n_batches % 7, 1);
      for (gsize row = 0; row < N_ROWS; row++)
        lm_workspace_get_target (self->workspace)->data[row] =
          (lm_real) ((row + self->n_batches) % 3);
      self->n_batches++;
      g_assert_true (lm_round_train_discriminator (self->round, N_ROWS));
    }
  for (int i = 0; i < self->training->g_steps; i++)
    g_assert_true (lm_round_train_generator (self->round, N_ROWS));
  lm_round_end (self->round, &self->result);
}

/* A parameter, or "result": the mean loss and norm of the gradient, for which there is @place. */
static LmTensor
pair_get_value (Pair       *self,
                const char *name,
                lm_real     place[2])
{
  const LmParamView *view = lm_network_find_view (self->state->network, name);

  if (strcmp (name, "result") == 0)
    {
      place[0] = (lm_real) lm_result_get_loss (&self->result);
      place[1] = (lm_real) (self->result.gradient_norm / self->result.gradient_weight);
      return lm_tensor_init (place, &(LmShape) { 2, { 1, 2 } });
    }

  g_assert_nonnull (view);

  return lm_state_get_view (self->state, view, 0);
}

/* "5 generator.dense_1.weight: 0.25 …" */
static void
pair_compare (Pair       *self,
              const char *line)
{
  g_auto(GStrv) words = g_strsplit_set (line, " :", 3);
  const char *text = words[2];
  LmTensor value;
  lm_real result[2];
  char *end;

  while (self->state->step < g_ascii_strtoull (words[0], NULL, 10))
    pair_step (self);

  value = pair_get_value (self, words[1], result);
  for (gsize i = 0; i < value.len; i++, text = end)
    {
      const double expected = g_ascii_strtod (text, &end);

      g_assert_true (end > text);
      if (fabs ((double) value.data[i] - expected) <= TOLERANCE * fmax (1, fabs (expected)))
        continue;

      g_test_message ("%.40s [%zu] is %.10g, not %.10g", line, i, (double) value.data[i], expected);
      g_test_fail ();
      return;
    }
  g_assert_cmpstr (text, ==, "");
}

/* The lines of a case, from "round …" to the next one. */
static void
test_case (gconstpointer data)
{
  const GStrv lines = (GStrv) data;
  Pair *pair = pair_new (lines[0] + strlen ("round "), lines[1] + strlen ("settings "));

  for (gsize i = 2; lines[i] != NULL && !g_test_failed (); i++)
    pair_compare (pair, lines[i]);
  g_assert_cmpuint (pair->state->step, ==, 20);
  pair_free (pair);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) cases = NULL;

  g_test_init (&argc, &argv, NULL);

  path = g_test_build_filename (G_TEST_DIST, "engine", "golden-rounds.txt", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_strchomp (text);
  cases = g_strsplit (text, "\nround ", -1);
  for (gsize i = 0; cases[i] != NULL; i++)
    {
      g_autofree char *whole = g_strconcat (i > 0 ? "round " : "", cases[i], NULL);
      g_autofree char *name = g_strdup_printf ("/golden-rounds/%zu", i);

      g_test_add_data_func_full (name, g_strsplit (whole, "\n", -1), test_case,
                                 (GDestroyNotify) g_strfreev);
    }

  return g_test_run ();
}
