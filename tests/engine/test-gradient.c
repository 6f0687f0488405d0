/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares the gradients of every registered kind with differences of its values, in the
 * double build. A new kind is covered by its row in the registry.
 */

#include <math.h>

#include "draw.h"
#include "rig.h"

#define STEP 1e-5
#define TOLERANCE 1e-6
#define N_DRAWS 40      /* that are accepted, of each kind */
#define N_ATTEMPTS 2000
#define N_ELEMENTS 24   /* that are checked, of each parameter */
#define MAX_INPUTS 3

G_STATIC_ASSERT (sizeof (lm_real) == sizeof (double));

/* All parameters but what stands for the first input; the others differ from it. */
static void
fill_params (Rig   *rig,
             GRand *rand)
{
  for (gsize i = 0; i < lm_network_get_n_views (rig->network); i++)
    {
      const LmParamView *view = lm_network_get_view (rig->network, i);
      LmTensor value = rig_get_value (rig, view->name);

      if (!view->is_buffer && !g_str_has_prefix (view->name, "input_1"))
        fill_random (&value, rand, -1, 1);
    }
}

/* Spectral norm takes its vectors for constants, which holds where they have settled. */
static void
settle (Rig *rig)
{
  const LmParamView *view = lm_network_find_view (rig->network, "layer.weight_u");

  for (int i = 0; view != NULL && i < 1000; i++)
    {
      rig_train (rig);
      g_assert_true (lm_workspace_update (rig->workspace, rig->state, rig->training, 0, NULL));
    }
}

static gboolean
is_right (Rig        *rig,
          const char *name,
          gsize       index,
          double      gradient)
{
  const LmTensor value = rig_get_value (rig, name);
  const lm_real saved = value.data[index];
  double above, below, numeric;

  value.data[index] = saved + STEP;
  above = rig_train (rig);
  value.data[index] = saved - STEP;
  below = rig_train (rig);
  value.data[index] = saved;

  numeric = (above - below) / (2 * STEP);
  if (fabs (gradient - numeric) <= TOLERANCE * fmax (1, fabs (numeric)))
    return TRUE;

  g_test_message ("%s[%" G_GSIZE_FORMAT "]: %.12g, but differences say %.12g", name, index,
                  gradient, numeric);

  return FALSE;
}

/* How many tokens the layer knows; 0: it takes numbers. */
static gsize
get_n_tokens (Rig *rig)
{
  const gsize n = lm_network_get_n_layers (rig->network);

  return lm_network_get_layer (rig->network, n - 1)->n_tokens;
}

/* A row that starts as 0 stays so. */
static gboolean
is_fixed (const LmParam *param,
          gsize          index)
{
  return param->has_zero_row && index / param->shape.dim[1] == param->zero_row;
}

static void
check_gradients (Rig   *rig,
                 GRand *rand)
{
  const gsize n_tokens = get_n_tokens (rig);

  for (gsize i = 0; i < lm_network_get_n_views (rig->network); i++)
    {
      const LmParamView *view = lm_network_get_view (rig->network, i);
      g_autofree lm_real *gradient = NULL;
      LmTensor grad;

      /* Between two tokens there is nothing. */
      if (view->is_buffer || (n_tokens > 0 && g_str_has_prefix (view->name, "input_")))
        continue;

      rig_train (rig);
      grad = rig_get_grad (rig, view->name);
      gradient = g_memdup2 (grad.data, grad.len * sizeof (lm_real));

      for (gsize j = 0; j < MIN (grad.len, N_ELEMENTS); j++)
        {
          const gsize index = grad.len <= N_ELEMENTS
                                ? j : (gsize) g_rand_int_range (rand, 0, (int) grad.len);

          if (is_fixed (view->param, index))
            g_assert_cmpfloat (gradient[index], ==, 0);
          else if (!is_right (rig, view->name, index, gradient[index]))
            {
              g_test_fail ();
              return;
            }
        }
    }
}

/* One batch in one shard, or one that is cut. */
static void
draw_batch (GRand   *rand,
            gsize    rank,
            gsize   *n_rows,
            guint64 *macs)
{
  const gboolean is_cut = g_rand_boolean (rand);

  *macs = is_cut ? 1000000 : 0;
  *n_rows = (gsize) g_rand_int_range (rand, 2, 5);
  if (is_cut)
    *n_rows = rank == 4 ? 11 : 35;
}

/* Some batches of sequences are of different lengths. */
static void
draw_lengths (Rig   *rig,
              GRand *rand)
{
  const LmShape *input = lm_network_get_input (rig->network);
  g_autofree guint32 *lengths = g_new (guint32, rig->n_rows);

  if (input->rank != 3 || g_rand_boolean (rand))
    return;

  for (gsize i = 0; i < rig->n_rows; i++)
    lengths[i] = (guint32) g_rand_int_range (rand, 1, (int) input->dim[1] + 1);
  rig_set_lengths (rig, lengths);
}

/* What the answer is multiplied by; or the examples' classes, where the layer asks for them. */
static void
fill_weights (LmTensor      *c,
              GRand         *rand,
              const LmLayer *layer)
{
  const LmField *field = lm_fields_find (layer->klass->fields, "classes");
  g_autofree char *n_classes = NULL;

  if (layer->klass->check_target == NULL)
    {
      fill_random (c, rand, -(double) c->shape.dim[0], (double) c->shape.dim[0]);
      return;
    }

  n_classes = lm_field_get (field, layer);
  for (gsize i = 0; i < c->len; i++)
    c->data[i] = g_rand_int_range (rand, 0, (int) g_ascii_strtoll (n_classes, NULL, 10));
}

/* Returns: whether the kind takes what was drawn */
static gboolean
try_layer (const LmLayerClass *klass,
           GRand              *rand,
           gboolean            is_default,
           gsize              *n_cut)
{
  const LmShape input = draw_shape (rand), label = { 2, { 1, 1 } };
  const LmShape *target = klass->check_target != NULL ? &label : NULL;
  const gsize n_inputs = MAX (1, klass->min_inputs) + (klass->max_inputs > klass->min_inputs &&
                                                       g_rand_boolean (rand));
  gsize keep[MAX_INPUTS] = { 0 };
  LmLayer *layer = lm_layer_new (klass, "layer");
  g_autoptr(Rig) rig = NULL;
  LmTensor x, c;
  gsize n_rows;
  guint64 macs;

  for (gsize i = 0; n_inputs > 1 && g_rand_boolean (rand) && i < n_inputs; i++)
    keep[i] = (gsize) g_rand_int_range (rand, 1, (int) input.dim[1] + 1);
  if (!is_default && !draw_fields (klass->fields, layer, rand, input.dim[1]))
    {
      lm_layer_free (layer);
      return FALSE;
    }

  draw_batch (rand, input.rank, &n_rows, &macs);
  rig = rig_new (layer, &input, keep, n_inputs, NULL, target, n_rows, macs, NULL);
  if (rig == NULL)
    return FALSE;

  *n_cut += lm_network_get_n_shards (rig->network, n_rows) > 1;
  x = rig_get_input (rig);
  c = rig_get_target (rig);
  fill_apart (&x, rand);
  for (gsize i = 0; get_n_tokens (rig) > 0 && i < x.len; i++)
    x.data[i] = g_rand_int_range (rand, 0, (int) get_n_tokens (rig));
  fill_weights (&c, rand, lm_network_get_layer (rig->network, n_inputs));
  fill_params (rig, rand);
  draw_lengths (rig, rand);
  settle (rig);
  check_gradients (rig, rand);

  return TRUE;
}

static void
test_layer (gconstpointer data)
{
  const LmLayerClass *klass = data;
  g_autoptr(GRand) rand = g_rand_new_with_seed (lm_random_stream (klass->id));
  gsize n_cut = 0;
  int n = 0;

  for (int i = 0; i < N_ATTEMPTS && n < N_DRAWS; i++)
    n += try_layer (klass, rand, n == 0, &n_cut);

  g_test_message ("%d draws, %" G_GSIZE_FORMAT " of them in several shards", n, n_cut);
  g_assert_cmpint (n, ==, N_DRAWS);
  g_assert_cmpuint (n_cut, >, 0);
}

/* The index of a class, or a share of each. */
static void
fill_target (LmTensor      *target,
             GRand         *rand,
             const LmShape *row,
             const LmShape *target_row)
{
  const gsize n_columns = row->dim[1];

  for (gsize i = 0; i < target->len; i++)
    {
      if (n_columns > 1 && target_row->dim[1] == 1)
        target->data[i] = g_rand_int_range (rand, 0, (int) n_columns);
      else
        target->data[i] = g_rand_double (rand);
    }
}

static gboolean
try_loss (const LmLossClass *klass,
          GRand             *rand,
          gboolean           is_default,
          gsize             *n_cut)
{
  const LmShape input = draw_shape (rand);
  const LmLayerClass *fused = klass->fuses != NULL ? lm_layer_class_find (klass->fuses) : NULL;
  const LmShape labels = { 2, { 1, input.rank == 3 ? input.dim[1] : 1 } };
  LmLoss *loss = lm_loss_new (klass);
  LmLayer *layer = NULL;
  g_autoptr(Rig) rig = NULL;
  LmTensor x, target;
  gsize n_rows;
  guint64 macs;

  if (!is_default && !draw_fields (klass->fields, loss, rand,
                                   input.dim[input.rank == 3 ? 2 : 1]))
    {
      lm_loss_free (loss);
      return FALSE;
    }

  if (fused != NULL && g_rand_boolean (rand))
    layer = lm_layer_new (fused, "layer");
  draw_batch (rand, input.rank, &n_rows, &macs);
  rig = rig_new (layer, &input, NULL, 1, loss, g_rand_boolean (rand) ? &labels : NULL, n_rows, macs,
                 NULL);
  if (rig == NULL)
    return FALSE;

  *n_cut += lm_network_get_n_shards (rig->network, n_rows) > 1;
  x = rig_get_input (rig);
  target = rig_get_target (rig);
  fill_apart (&x, rand);
  fill_target (&target, rand, lm_network_get_answer_row (rig->network),
               lm_network_get_target_row (rig->network));
  draw_lengths (rig, rand);
  check_gradients (rig, rand);

  return TRUE;
}

/* A loss that takes two parts to use it, by itself: verdicts of 1 and 0, and one between. */
static void
test_adversarial (gconstpointer data)
{
  const LmShape shape = { 2, { 35, 2 } };
  const LmLossClass *klass = data;
  g_autoptr(LmLoss) loss = lm_loss_new (klass);
  g_autoptr(GRand) rand = g_rand_new_with_seed (lm_random_stream (klass->id));
  lm_real numbers[3][70];
  LmTensor y = lm_tensor_init (numbers[0], &shape), t = lm_tensor_init (numbers[1], &shape);
  LmTensor dy = lm_tensor_init (numbers[2], &shape);

  fill_apart (&y, rand);
  for (gsize i = 0; i < t.len; i++)
    t.data[i] = (lm_real) (i % 3) / 2;
  klass->forward (loss, &y, &t, 0.5, &dy);

  for (gsize i = 0; i < y.len; i++)
    {
      const lm_real saved = y.data[i];
      double above, below;

      y.data[i] = saved + STEP;
      above = klass->forward (loss, &y, &t, 1, NULL);
      y.data[i] = saved - STEP;
      below = klass->forward (loss, &y, &t, 1, NULL);
      y.data[i] = saved;
      g_assert_cmpfloat_with_epsilon (dy.data[i], 0.5 * (above - below) / (2 * STEP), TOLERANCE);
    }
}

static void
test_loss (gconstpointer data)
{
  const LmLossClass *klass = data;
  g_autoptr(GRand) rand = g_rand_new_with_seed (lm_random_stream (klass->id));
  gsize n_cut = 0;
  int n = 0;

  for (int i = 0; i < N_ATTEMPTS && n < N_DRAWS; i++)
    n += try_loss (klass, rand, n == 0, &n_cut);

  g_test_message ("%d draws, %" G_GSIZE_FORMAT " of them in several shards", n, n_cut);
  g_assert_cmpint (n, ==, N_DRAWS);
  g_assert_cmpuint (n_cut, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      g_autofree char *path = g_strdup_printf ("/layer/%s/gradient", klass->id);

      g_test_add_data_func (path, klass, test_layer);
    }
  for (gsize i = 0; i < lm_loss_class_get_n (); i++)
    {
      const LmLossClass *klass = lm_loss_class_nth (i);
      g_autofree char *path = g_strdup_printf ("/loss/%s/gradient", klass->id);

      g_test_add_data_func (path, klass, klass->is_adversarial ? test_adversarial : test_loss);
    }

  return g_test_run ();
}
