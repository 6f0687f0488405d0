/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares every kind with what PyTorch computes: golden*.txt, which make-golden.py wrote. */

#include <math.h>
#include <string.h>

#include "rig.h"
#include "toy.h"

/* golden.txt has ten digits. */
#ifdef LM_REAL_IS_FLOAT
#define TOLERANCE 5e-6
#else
#define TOLERANCE 1e-8
#endif

/* A case: its first line in words, and the lines after it. */
typedef struct
{
  GStrv       words;
  GHashTable *numbers; /* name: text */
} Case;

static void
case_free (gpointer data)
{
  Case *self = data;

  g_strfreev (self->words);
  g_hash_table_unref (self->numbers);
  g_free (self);
}

static Case *
case_new (const char *line)
{
  Case *self = g_new0 (Case, 1);

  self->words = g_strsplit (line, " ", -1);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

static void
read_cases (GPtrArray  *cases,
            const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "engine", name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (GStrv line = lines; *line != NULL && **line != '\0'; line++)
    {
      const char *colon = strstr (*line, ": ");

      if (colon == NULL)
        g_ptr_array_add (cases, case_new (*line));
      else
        g_hash_table_insert (((Case *) cases->pdata[cases->len - 1])->numbers,
                             g_strndup (*line, (gsize) (colon - *line)), g_strdup (colon + 2));
    }
}

/* As fill() in make-golden.py. */
static double
get_filling (gsize i,
             gsize k)
{
  return (double) ((i * 37 + k * 101 + i * i % 19 * 5) % 211) / 105.0 - 1.0;
}

static void
fill (LmTensor *x,
      gsize     k,
      double    scale)
{
  for (gsize i = 0; i < x->len; i++)
    x->data[i] = (lm_real) (scale * get_filling (i, k));
}

static LmShape
parse_shape (const char *text,
             gsize      *n_rows)
{
  g_auto(GStrv) parts = g_strsplit (text, "x", -1);
  LmShape shape = { 0 };

  for (GStrv part = parts; *part != NULL; part++)
    shape.dim[shape.rank++] = (gsize) g_ascii_strtoull (*part, NULL, 10);
  *n_rows = shape.dim[0];
  shape.dim[0] = 1;

  return shape;
}

/* The words NAME=VALUE; "lengths=2,1,3" is for the rig. */
static void
set_fields (const Case    *self,
            const LmField *fields,
            gpointer       instance)
{
  for (GStrv word = self->words; *word != NULL; word++)
    {
      g_auto(GStrv) parts = g_strsplit (*word, "=", 2);

      if (parts[1] != NULL && strcmp (parts[0], "lengths") != 0)
        g_assert_true (lm_fields_set (fields, instance, parts[0], parts[1], NULL));
    }
}

static void
assert_equals (const Case     *self,
               const char     *name,
               const LmTensor *value)
{
  const char *text = g_hash_table_lookup (self->numbers, name);
  g_autofree char *all = g_strjoinv (" ", self->words);
  char *end;

  g_assert_nonnull (text);
  for (gsize i = 0; i < value->len; i++, text = end)
    {
      const double expected = g_ascii_strtod (text, &end);

      g_assert_true (end > text);
      if (!(fabs ((double) value->data[i] - expected) <= TOLERANCE * fmax (1, fabs (expected))))
        {
          g_test_message ("%s: %s[%" G_GSIZE_FORMAT "] is %.10g, not %.10g", all, name, i,
                          (double) value->data[i], expected);
          g_test_fail ();
          return;
        }
    }
  g_assert_cmpstr (text, ==, "");
}

static Rig *
make_layer_rig (const Case *self,
                double     *scale,
                gsize      *n_inputs)
{
  const LmLayerClass *klass = lm_layer_class_find (self->words[1]);
  LmLayer *layer = lm_layer_new (klass, "layer");
  gsize n_rows;
  const LmShape input = parse_shape (self->words[3], &n_rows);

  g_assert_nonnull (klass);
  *scale = g_ascii_strtod (self->words[2], NULL);
  for (*n_inputs = 0; self->words[3 + *n_inputs] != NULL; (*n_inputs)++)
    {
      if (strchr (self->words[3 + *n_inputs], '=') != NULL)
        break;
    }
  set_fields (self, klass->fields, layer);

  return rig_new (layer, &input, NULL, *n_inputs, NULL, NULL, n_rows, 0, NULL);
}

/* Returns: what the rig's sum is divided by */
static double
set_lengths (const Case *self,
             Rig        *rig)
{
  const gsize n_steps = lm_network_get_input (rig->network)->dim[1];
  const gboolean has_steps = lm_network_get_answer_row (rig->network)->rank <
                             lm_network_get_output (rig->network)->rank;
  g_autofree guint32 *lengths = g_new (guint32, rig->n_rows);
  guint32 sum = 0;

  for (GStrv word = self->words; *word != NULL; word++)
    {
      char *end = *word + strlen ("lengths");

      if (!g_str_has_prefix (*word, "lengths="))
        continue;
      for (gsize i = 0; i < rig->n_rows; i++)
        sum += lengths[i] = (guint32) g_ascii_strtoull (end + 1, &end, 10);
      rig_set_lengths (rig, lengths);
    }

  return sum > 0 && has_steps ? (double) sum / (double) n_steps : (double) rig->n_rows;
}

static void
fill_layer_rig (const Case *self,
                Rig        *rig,
                double      scale,
                gsize       n_inputs)
{
  LmTensor x = rig_get_input (rig);
  LmTensor c = rig_get_target (rig);
  gsize n_params = 0;

  fill (&x, 0, scale);
  fill (&c, 20, set_lengths (self, rig));
  for (gsize i = 0; i < lm_network_get_n_views (rig->network); i++)
    {
      const LmParamView *view = lm_network_get_view (rig->network, i);
      LmTensor value = rig_get_value (rig, view->name);

      if (i < n_inputs)
        {
          for (gsize j = 0; j < value.len; j++)
            value.data[j] = (lm_real) (scale * (get_filling (j, i) - get_filling (j, 0)));
        }
      else if (!view->is_buffer)
        fill (&value, 10 + n_params++, 1);
      else if (g_str_has_suffix (view->name, "_u")) /* of spectral norm */
        fill (&value, 30, 1);
    }
}

static void
check_layer (const Case *self)
{
  double scale;
  gsize n_inputs;
  g_autoptr(Rig) rig = make_layer_rig (self, &scale, &n_inputs);
  gboolean has_buffers = FALSE;

  g_assert_nonnull (rig);
  fill_layer_rig (self, rig, scale, n_inputs);
  rig_train (rig);
  assert_equals (self, "y", rig_get_output ());

  for (gsize i = 0; i < lm_network_get_n_views (rig->network); i++)
    {
      const LmParamView *view = lm_network_get_view (rig->network, i);
      g_auto(GStrv) parts = g_strsplit (view->name, ".", 2);
      LmTensor grad;

      has_buffers |= view->is_buffer;
      if (view->is_buffer)
        continue;
      grad = rig_get_grad (rig, view->name);
      assert_equals (self, i < n_inputs ? parts[0] : parts[1], &grad);
    }

  if (!has_buffers)
    return;

  g_assert_true (lm_workspace_update (rig->workspace, rig->state, rig->training, 0, NULL));
  for (gsize i = 0; i < lm_network_get_n_views (rig->network); i++)
    {
      const LmParamView *view = lm_network_get_view (rig->network, i);
      const LmTensor value = rig_get_value (rig, view->name);

      if (view->is_buffer)
        assert_equals (self, strchr (view->name, '.') + 1, &value);
    }
}

static void
fill_target (LmTensor   *target,
             const char *word)
{
  g_auto(GStrv) labels = g_strsplit (word, ",", -1);

  for (gsize i = 0; i < target->len; i++)
    target->data[i] = labels[1] != NULL ? (lm_real) g_ascii_strtod (labels[i], NULL)
                                        : (lm_real) ((get_filling (i, 1) + 1) / 2);
}

static void
check_loss (const Case *self)
{
  const LmLossClass *klass = lm_loss_class_find (self->words[1]);
  LmLoss *loss = lm_loss_new (klass);
  const gboolean has_labels = strchr (self->words[3], ',') != NULL;
  const LmShape label = { 2, { 1, 1 } };
  gsize n_rows;
  const LmShape input = parse_shape (self->words[2], &n_rows);
  g_autoptr(Rig) rig = NULL;
  LmTensor x, target, grad, value;
  lm_real mean;

  set_fields (self, klass->fields, loss);
  rig = rig_new (NULL, &input, NULL, 1, loss, has_labels ? &label : &input, n_rows, 0, NULL);
  g_assert_nonnull (rig);

  x = rig_get_input (rig);
  fill (&x, 0, 2);
  target = rig_get_target (rig);
  fill_target (&target, self->words[3]);

  mean = (lm_real) rig_train (rig);
  value = lm_tensor_init (&mean, &(LmShape) { 1, { 1 } });
  grad = rig_get_grad (rig, "input_1.offset");
  assert_equals (self, "loss", &value);
  assert_equals (self, "dy", &grad);
}

static void
check_optimizer (const Case *self)
{
  const gsize n = 9;
  const LmShape shape = { 1, { n } };
  const LmOptimizerClass *klass = lm_optimizer_class_find (self->words[1]);
  g_autoptr(LmOptimizer) optimizer = lm_optimizer_new (klass);
  lm_real old[3][9] = { { 0 } }, new[3][9] = { { 0 } }, gradient[9];
  LmTensor x = lm_tensor_init (old[0], &shape), g = lm_tensor_init (gradient, &shape);

  set_fields (self, klass->fields, optimizer);
  fill (&x, 0, 1);

  for (guint64 step = 1; step <= 4; step++)
    {
      g_autofree char *name = g_strdup_printf ("step_%" G_GUINT64_FORMAT, step);
      const LmUpdate update = { n, gradient, old[0], new[0], { old[1], old[2] }, { new[1], new[2] },
                                optimizer->learning_rate, step };

      fill (&g, step, 1);
      klass->update (optimizer, &update);
      memcpy (old, new, sizeof old);
      assert_equals (self, name, &x);
    }
}

static void
check_schedule (const Case *self)
{
  const LmScheduleClass *klass = lm_schedule_class_find (self->words[1]);
  g_autoptr(LmSchedule) schedule = lm_schedule_new (klass);
  const char *losses = g_hash_table_lookup (self->numbers, "losses");
  double state[LM_SCHEDULE_STATE] = { 0 };
  lm_real factors[20];
  const LmTensor value = lm_tensor_init (factors, &(LmShape) { 1, { 20 } });
  char *end;

  set_fields (self, klass->fields, schedule);
  for (guint64 i = 0; i < 20; i++)
    {
      const LmProgress progress = { i, 1, 20 };

      factors[i] = (lm_real) klass->get_factor (schedule, &progress, state);
      if (losses == NULL)
        continue;
      klass->observe (schedule, g_ascii_strtod (losses, &end), state);
      losses = end;
    }
  assert_equals (self, "factors", &value);
}

/* The number after "NAME="; 0 if there is none. */
static gsize
get_number (const Case *self,
            const char *name)
{
  for (GStrv word = self->words; *word != NULL; word++)
    {
      g_auto(GStrv) parts = g_strsplit (*word, "=", 2);

      if (strcmp (parts[0], name) == 0)
        return (gsize) g_ascii_strtoull (parts[1], NULL, 10);
    }

  return 0;
}

/* What is trained on: the lengths are the last word. */
static void
fill_run (const Case  *self,
          LmWorkspace *workspace,
          gsize        n_rows)
{
  const gsize n_tokens = get_number (self, "tokens"), n_classes = get_number (self, "classes");
  const LmBatch batch = lm_workspace_get_batch (workspace, TRUE);
  LmTensor *x = lm_workspace_get_input (workspace), *y = lm_workspace_get_target (workspace);
  char *end = self->words[g_strv_length (self->words) - 1] + strlen ("lengths");

  fill (x, 0, 1);
  for (gsize i = 0; n_tokens > 0 && i < x->len; i++)
    x->data[i] = (lm_real) ((3 * i * i + 5 * i) % n_tokens);
  for (gsize i = 0; i < y->len; i++)
    y->data[i] = (lm_real) ((7 * i + i * i) % n_classes);
  for (gsize i = 0; i < n_rows; i++)
    batch.lengths[i] = (guint32) g_ascii_strtoull (end + 1, &end, 10);
}

/* Three steps, and the weights after them. */
static void
check_run (const Case *self)
{
  gsize n_rows;
  const LmShape input = parse_shape (self->words[2], &n_rows), one = { 1, { 1 } };
  const LmShape target = { 2, { 1, input.dim[1] } };
  g_autoptr(LmStack) stack = toy_stack_new (g_hash_table_lookup (self->numbers, "stack"));
  g_autoptr(LmTraining) training =
    toy_training_new (g_hash_table_lookup (self->numbers, "training"));
  g_autoptr(LmNetwork) network = lm_network_new (stack, &input, &target, training->loss, NULL,
                                                 NULL);
  g_autoptr(LmState) state = lm_state_new (network, training->optimizer->klass->n_moments, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, n_rows, LM_WORK_TRAIN, NULL);

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      LmTensor value = lm_state_get_view (state, lm_network_get_view (network, i), 0);

      fill (&value, 10 + i, 0.5);
    }
  fill_run (self, workspace, n_rows);

  for (int step = 1; step <= 3; step++)
    {
      g_autofree char *name = g_strdup_printf ("loss_%d", step);
      LmResult result;
      lm_real loss;
      const LmTensor value = lm_tensor_init (&loss, &one);

      lm_workspace_compute_gradients (workspace, state, training, n_rows, &result);
      loss = (lm_real) lm_result_get_loss (&result);
      assert_equals (self, name, &value);
      g_assert_true (lm_workspace_update (workspace, state, training,
                                          training->optimizer->learning_rate, NULL));
    }

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmParamView *view = lm_network_get_view (network, i);
      const LmTensor value = lm_state_get_view (state, view, 0);

      assert_equals (self, view->name, &value);
    }
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  const char *what = self->words[0];

  if (strcmp (what, "layer") == 0)
    check_layer (self);
  else if (strcmp (what, "loss") == 0)
    check_loss (self);
  else if (strcmp (what, "optimizer") == 0)
    check_optimizer (self);
  else if (strcmp (what, "schedule") == 0)
    check_schedule (self);
  else if (strcmp (what, "run") == 0)
    check_run (self);
  else
    g_assert_not_reached ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);

  g_test_init (&argc, &argv, NULL);

  read_cases (cases, "golden.txt");
  read_cases (cases, "golden-sequences.txt");
  for (guint i = 0; i < cases->len; i++)
    {
      Case *self = cases->pdata[i];
      g_autofree char *path = g_strdup_printf ("/golden/%s/%s/%u", self->words[0], self->words[1],
                                               i);

      g_test_add_data_func (path, self, test_case);
    }

  return g_test_run ();
}
