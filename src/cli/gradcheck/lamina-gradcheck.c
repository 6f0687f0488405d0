/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares the gradients of a network with differences of its loss, in double:
 * "lamina-cli gradcheck" runs this program, since the engine that it is linked
 * with computes in float. It reads what to check as a key file from stdin, and
 * writes a group for each parameter to stdout.
 */

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lamina-stack-text.h"
#include "lm-round.h"

/* Small enough that few ReLUs change their side, large enough for 16 digits. */
#define STEP 1e-6
/* Differences are compared with no less than this share of a parameter's largest gradient. */
#define FLOOR 1e-3

typedef struct
{
  LmTraining  *training;
  LmNetwork   *network;
  LmPool      *pool;
  LmState     *state;
  LmWorkspace *workspace;
  LmRound     *round;        /* of two parts */
  gboolean     of_generator; /* whose loss is differentiated */
  gsize        n_rows, n_samples;
} Check;

static LmShape
read_shape (GKeyFile   *file,
            const char *key)
{
  LmShape shape = { 0 };
  gsize n;
  g_autofree int *dim = g_key_file_get_integer_list (file, "check", key, &n, NULL);

  shape.rank = MIN (n, LM_MAX_RANK);
  for (gsize i = 0; i < shape.rank; i++)
    shape.dim[i] = (gsize) dim[i];

  return shape;
}

static LmTraining *
read_training (GKeyFile  *file,
               GError   **error)
{
  g_auto(GStrv) settings = g_key_file_get_string_list (file, "check", "training", NULL, error);
  g_autoptr(LmTraining) training = lm_training_new ();

  for (gsize i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (settings[i], "=", 2);

      if (!lm_training_set (training, pair[0], pair[1], error))
        return NULL;
    }

  return settings != NULL ? g_steal_pointer (&training) : NULL;
}

/* Random inputs, of numbers or of tokens, and targets of the kind that the loss takes. */
static void
fill_batch (Check *self,
            int    n_classes,
            int    n_tokens,
            int    seed)
{
  LmTensor *x = lm_workspace_get_input (self->workspace);
  LmTensor *y = lm_workspace_get_target (self->workspace);
  const LmRandom inputs = { (guint64) seed, lm_random_stream ("gradcheck inputs"), 0, 0 };
  const LmRandom targets = { (guint64) seed, lm_random_stream ("gradcheck targets"), 0, 0 };

  if (n_tokens > 0)
    lm_random_uniform (&inputs, x->data, x->len);
  else
    lm_random_normal (&inputs, x->data, x->len);
  for (gsize i = 0; n_tokens > 0 && i < x->len; i++)
    x->data[i] = (lm_real) floor ((double) x->data[i] * n_tokens);
  lm_random_uniform (&targets, y->data, y->len);
  for (gsize i = 0; n_classes > 0 && i < y->len; i++)
    y->data[i] = (lm_real) floor ((double) y->data[i] * n_classes);
}

/* A step of one part, and taken back. */
static double
compute_part_loss (Check *self)
{
  LmResult result;

  lm_round_begin (self->round, self->state, self->training, 0);
  if (self->of_generator)
    lm_round_train_generator (self->round, self->n_rows);
  else
    lm_round_train_discriminator (self->round, self->n_rows);
  lm_round_end (self->round, &result);
  lm_round_cancel (self->round);
  self->state->step--;

  return self->of_generator ? result.generator_loss / result.generator_weight
                            : lm_result_get_loss (&result);
}

static double
compute_loss (Check *self)
{
  LmResult result;

  if (self->round != NULL)
    return compute_part_loss (self);

  lm_workspace_compute_gradients (self->workspace, self->state, self->training, self->n_rows,
                                  &result);

  return lm_result_get_loss (&result);
}

static double
check_view (Check             *self,
            const LmParamView *view,
            gsize             *n_checked)
{
  LmTensor value = lm_state_get_view (self->state, view, 0);
  const LmTensor grad = lm_workspace_get_gradient (self->workspace, view);
  const gsize stride = MAX (1, value.len / self->n_samples);
  g_autofree lm_real *gradient = NULL;
  double floor_value, max_error = 0;

  compute_loss (self);
  gradient = g_memdup2 (grad.data, grad.len * sizeof *grad.data); /* The next run replaces it. */
  floor_value = MAX (FLOOR * (double) lm_tensor_max_abs (&grad), 1e-8);

  for (gsize i = stride / 2; i < value.len; i += stride)
    {
      const lm_real saved = value.data[i];
      double numeric, error;

      value.data[i] = saved + (lm_real) STEP;
      numeric = compute_loss (self);
      value.data[i] = saved - (lm_real) STEP;
      numeric = (numeric - compute_loss (self)) / (2 * STEP);
      value.data[i] = saved;

      error = fabs (numeric - (double) gradient[i]) / MAX (fabs (numeric), floor_value);
      max_error = isnan (error) ? INFINITY : MAX (max_error, error);
      (*n_checked)++;
    }

  return max_error;
}

static void
check_all (Check *self)
{
  g_autoptr(GKeyFile) result = g_key_file_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      gsize n_checked = 0;
      double error;

      if (view->is_buffer)
        continue;

      self->of_generator = view->layer < lm_network_get_n_generator (self->network);
      error = check_view (self, view, &n_checked);
      g_key_file_set_double (result, view->name, "error", isfinite (error) ? error : -1);
      g_key_file_set_uint64 (result, view->name, "checked", n_checked);
    }

  text = g_key_file_to_data (result, NULL, NULL);
  fputs (text, stdout);
}

static gboolean
run (GKeyFile  *file,
     GError   **error)
{
  const LmShape input = read_shape (file, "input"), target = read_shape (file, "target");
  const int seed = g_key_file_get_integer (file, "check", "seed", NULL);
  g_autofree char *text = g_key_file_get_string (file, "check", "stack", error);
  g_autoptr(LmStack) stack = text != NULL ? lamina_stack_text_parse (text, error) : NULL;
  g_autoptr(LmTraining) training = stack != NULL ? read_training (file, error) : NULL;
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(LmState) state = NULL;
  g_autoptr(LmWorkspace) workspace = NULL;
  g_autoptr(LmRound) round = NULL;
  Check check;

  if (training == NULL)
    return FALSE;

  check = (Check) { .training = training, .pool = pool };
  check.n_rows = (gsize) g_key_file_get_integer (file, "check", "rows", NULL);
  check.n_samples = (gsize) g_key_file_get_integer (file, "check", "samples", NULL);

  network = lm_network_new (stack, &input, &target, training->loss, NULL, error);
  if (network == NULL ||
      (state = lm_state_new (network, lm_network_get_n_moments (network, training), (guint64) seed,
                             error)) == NULL ||
      (workspace = lm_workspace_new (network, pool, check.n_rows, LM_WORK_TRAIN, error)) == NULL)
    return FALSE;
  if (lm_network_has_parts (network) && (round = lm_round_new (workspace, state, error)) == NULL)
    return FALSE;

  check.round = round;
  check.network = network;
  check.state = state;
  check.workspace = workspace;
  fill_batch (&check, g_key_file_get_integer (file, "check", "classes", NULL),
              g_key_file_get_integer (file, "check", "tokens", NULL), seed);
  check_all (&check);

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gsize n;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);

  if (!g_key_file_load_from_data (file, text->str, text->len, G_KEY_FILE_NONE, &error) ||
      !run (file, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
