/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares the gradients of every registered kind with differences of its values, in the
 * double build. A new kind is covered by its row in the registry.
 */

#include <math.h>

#include "rig.h"

#define STEP 1e-5
#define TOLERANCE 1e-6
#define N_DRAWS 40      /* that are accepted, of each kind */
#define N_ATTEMPTS 2000
#define N_ELEMENTS 24   /* that are checked, of each parameter */
#define MAX_INPUTS 3

G_STATIC_ASSERT (sizeof (lm_real) == sizeof (double));

static double
draw (GRand  *rand,
      double  min,
      double  max)
{
  return min + (max - min) * g_rand_double (rand);
}

/* 1 to 2 or 3, each once. */
static void
draw_order (GString *text,
            GRand   *rand)
{
  const char *const orders[] = { "1x2", "2x1", "1x3x2", "2x1x3", "2x3x1", "3x1x2", "3x2x1" };

  g_string_append (text, orders[g_rand_int_range (rand, 0, G_N_ELEMENTS (orders))]);
}

/* Small numbers, of which something can be seen in a small tensor. */
static char *
draw_field (const LmField *field,
            GRand         *rand,
            gsize          n_columns)
{
  const int min = (int) MAX (field->min, -1);
  const int max = (int) MIN (field->max, MAX (field->min, 0) + 3);
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (field->type)
    {
    case LM_FIELD_INT:
      g_string_append_printf (text, "%d", g_rand_int_range (rand, min, max + 1));
      break;
    case LM_FIELD_BOOL:
      g_string_append (text, g_rand_boolean (rand) ? "true" : "false");
      break;
    case LM_FIELD_CHOICE:
      g_string_append (text, field->choices[g_rand_int_range (rand, 0, (int) field->max + 1)]);
      break;
    case LM_FIELD_PAIR:
      g_string_append_printf (text, "%dx%d", g_rand_int_range (rand, min, max + 1),
                              g_rand_int_range (rand, min, max + 1));
      break;
    case LM_FIELD_DIMS:
      if (min > 0 && g_rand_boolean (rand))
        {
          draw_order (text, rand);
          break;
        }
      for (int i = g_rand_int_range (rand, 0, 3); i >= 0; i--)
        g_string_append_printf (text, "%d%s", g_rand_boolean (rand) ? -1 : 1 << i,
                                i > 0 ? "x" : "");
      break;
    case LM_FIELD_REALS:
      for (gsize i = 0; g_rand_boolean (rand) && i < n_columns; i++)
        g_string_append_printf (text, "%s%d", i > 0 ? "," : "", g_rand_int_range (rand, 1, 5));
      break;
    case LM_FIELD_REAL:
      g_ascii_dtostr (number, sizeof number,
                      draw (rand, MAX (field->min, -2) + 0.01, MIN (field->max, 2) - 0.01));
      g_string_append (text, number);
      break;
    case LM_FIELD_TEXT:
    default:
      g_string_append (text, field->text != NULL ? field->text : "");
    }

  return g_string_free (text, FALSE);
}

static gboolean
draw_fields (const LmField *fields,
             gpointer       instance,
             GRand         *rand,
             gsize          n_columns)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *text = draw_field (field, rand, n_columns);

      if (!lm_field_set (field, instance, text, NULL))
        return FALSE;
    }

  return TRUE;
}

static LmShape
draw_shape (GRand *rand)
{
  const gsize a = (gsize) g_rand_int_range (rand, 1, 7);
  const gsize b = (gsize) g_rand_int_range (rand, 2, 8);
  const gsize c = (gsize) g_rand_int_range (rand, 2, 8);

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return (LmShape) { 2, { 1, a * b } };
    case 1:
      return (LmShape) { 3, { 1, b + 2, a } };
    default:
      return (LmShape) { 4, { 1, a, b, c } };
    }
}

/* Numbers in [-2, 2] in random order, all apart from each other and from 0, ±1 and ±2 by much
 * more than STEP: near no corner of relu, of max or of abs.
 */
static void
fill_apart (LmTensor *x,
            GRand    *rand)
{
  const double n = (double) x->len;

  for (gsize i = 0; i < x->len; i++)
    x->data[i] = -2 + 4 * ((double) i + 0.37) / n;
  for (gsize i = x->len; i-- > 1;)
    {
      const gsize j = (gsize) g_rand_int_range (rand, 0, (int) i + 1);
      const lm_real saved = x->data[i];

      x->data[i] = x->data[j];
      x->data[j] = saved;
    }
}

static void
fill_random (LmTensor *x,
             GRand    *rand,
             double    min,
             double    max)
{
  for (gsize i = 0; i < x->len; i++)
    x->data[i] = draw (rand, min, max);
}

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
