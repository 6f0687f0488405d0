/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rig.h"

#include <string.h>

/* y = x[:keep] + offset, with an offset of its own for every example of the batch */
typedef struct
{
  LmLayer parent;

  int   keep; /* 0: all */
  int   macs;
  int   n_rows;

  gsize offset;
} Offset;

static const LmField offset_fields[] = {
  { "keep", LM_FIELD_INT, G_STRUCT_OFFSET (Offset, keep), 0, 1000, 0 },
  { "macs", LM_FIELD_INT, G_STRUCT_OFFSET (Offset, macs), 0, 1e9, 0 },
  { "rows", LM_FIELD_INT, G_STRUCT_OFFSET (Offset, n_rows), 1, 1e6, 1 },
  { NULL },
};

static gboolean
offset_configure (LmLayer        *layer,
                  const LmShape  *x,
                  gsize           n_inputs,
                  LmShape        *y,
                  GError        **error)
{
  Offset *self = (Offset *) layer;
  LmShape shape;

  *y = *x;
  if (self->keep > 0)
    y->dim[1] = MIN ((gsize) self->keep, x->dim[1]);
  shape = *y;
  shape.dim[0] = (gsize) self->n_rows;
  self->offset = lm_layer_add_param (layer, "offset", &shape, LM_INIT_ZEROS, 0, 1, 1);
  lm_layer_set_macs (layer, (guint64) self->macs);

  return TRUE;
}

static void
offset_forward (const LmLayer *layer,
                LmPass        *pass,
                LmTensor      *y)
{
  const Offset *self = (const Offset *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const LmTensor *offset = lm_pass_get_value (pass, self->offset);
  const gsize n_x = lm_shape_get_n_columns (&x->shape);
  const gsize n_y = lm_shape_get_n_columns (&y->shape);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize index = lm_pass_get_random (pass, row).index; /* in the whole batch */

      for (gsize i = 0; i < n_y; i++)
        y->data[row * n_y + i] = x->data[row * n_x + i] + offset->data[index * n_y + i];
    }
}

static void
offset_backward (const LmLayer  *layer,
                 LmPass         *pass,
                 const LmTensor *y,
                 const LmTensor *dy)
{
  const Offset *self = (const Offset *) layer;
  const gsize n_y = lm_shape_get_n_columns (&y->shape);
  LmTensor *grad = lm_pass_get_grad (pass, self->offset);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize index = lm_pass_get_random (pass, row).index;

      for (gsize i = 0; i < n_y; i++)
        grad->data[index * n_y + i] += dy->data[row * n_y + i];
    }
}

static const LmLayerClass offset_class = {
  .id = "offset",
  .stem = "offset",
  .title = "Offset",
  .size = sizeof (Offset),
  .fields = offset_fields,
  .keeps_time = TRUE,
  .configure = offset_configure,
  .forward = offset_forward,
  .backward = offset_backward,
};

static gboolean
sum_check (const LmLoss   *self,
           const LmShape  *y,
           const LmShape  *target,
           GError        **error)
{
  return TRUE;
}

static LmTensor last_output;

typedef struct
{
  LmLoss parent;

  gsize  rows_per_example; /* The engine compares steps, where there are any. */
} SumLoss;

/* Σ c·y is of examples, even where the engine compares steps. */
static double
sum_get_weight (const LmLoss   *self,
                const LmShape  *y,
                const LmTensor *target)
{
  return (double) target->shape.dim[0] /
         (double) ((const SumLoss *) self)->rows_per_example;
}

/* Where the targets are labels, there are fewer than answers. */
static double
sum_get_weight_of (const LmTensor *target,
                   gsize           i)
{
  return i < target->len ? (double) target->data[i] : 1.0 + (double) (i % 3);
}

static double
sum_forward (const LmLoss   *self,
             const LmTensor *y,
             const LmTensor *target,
             double          scale,
             LmTensor       *dy)
{
  double sum = 0;

  if (last_output.data == NULL)
    last_output.data = y->data; /* What lengths leave of the other sequences follows. */
  for (gsize i = 0; i < y->len; i++)
    {
      sum += (double) y->data[i] * sum_get_weight_of (target, i);
      if (dy != NULL)
        dy->data[i] = (lm_real) (scale * sum_get_weight_of (target, i));
    }

  return sum;
}

static const LmLossClass sum_class = {
  .id = "sum",
  .title = "Sum",
  .size = sizeof (SumLoss),
  .check = sum_check,
  .get_weight = sum_get_weight,
  .forward = sum_forward,
};

LmLayer *
rig_make_layer (const char *kind,
                const char *fields)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  LmLayer *layer = lm_layer_new (klass, "layer");
  g_auto(GStrv) words = g_strsplit (fields, " ", -1);

  for (GStrv word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto(GStrv) parts = g_strsplit (*word, "=", 2);
      g_autoptr(GError) error = NULL;

      lm_fields_set (klass->fields, layer, parts[0], parts[1], &error);
      g_assert_no_error (error);
    }

  return layer;
}

static LmStack *
rig_build_stack (LmLayer     *layer,
                 const gsize *keep,
                 gsize        n_inputs,
                 gsize        n_rows,
                 guint64      macs)
{
  LmStack *stack = lm_stack_new ();
  GStrvBuilder *names = g_strv_builder_new ();

  for (gsize i = 0; i < n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("input_%" G_GSIZE_FORMAT, i + 1);
      Offset *offset = (Offset *) lm_layer_new (&offset_class, name);

      offset->keep = keep != NULL ? (int) keep[i] : 0;
      offset->macs = (int) macs;
      offset->n_rows = (int) n_rows;
      g_strfreev (offset->parent.inputs);
      offset->parent.inputs = g_strsplit (LM_INPUT_NETWORK, ",", -1);
      lm_stack_take (stack, i, &offset->parent);
      g_strv_builder_add (names, name);
    }

  if (layer != NULL)
    {
      g_strfreev (layer->inputs);
      layer->inputs = g_strv_builder_end (names);
      lm_stack_take (stack, n_inputs, layer);
    }
  g_strv_builder_unref (names);

  return stack;
}

/* What the stack gives, of one example. */
static gboolean
rig_find_output (const LmStack  *stack,
                 const LmShape  *input,
                 LmShape        *output,
                 GError        **error)
{
  g_autoptr(LmNetwork) network = lm_network_new (stack, input, NULL, NULL, NULL, error);

  if (network == NULL)
    return FALSE;

  *output = *lm_network_get_output (network);

  return TRUE;
}

Rig *
rig_new (LmLayer        *layer,
         const LmShape  *input,
         const gsize    *keep,
         gsize           n_inputs,
         LmLoss         *loss,
         const LmShape  *target,
         gsize           n_rows,
         guint64         macs,
         GError        **error)
{
  g_autoptr(Rig) self = g_new0 (Rig, 1);
  g_autoptr(LmStack) stack = rig_build_stack (layer, keep, n_inputs, n_rows, macs);
  LmShape output;

  self->n_rows = n_rows;
  self->training = lm_training_new ();
  lm_loss_free (self->training->loss);
  self->training->loss = loss != NULL ? loss : lm_loss_new (&sum_class);

  if (!rig_find_output (stack, input, &output, error))
    return NULL;

  self->network = lm_network_new (stack, input, target != NULL ? target : &output,
                                  self->training->loss, NULL, error);
  if (self->network == NULL)
    return NULL;

  if (loss == NULL)
    ((SumLoss *) self->training->loss)->rows_per_example =
      lm_shape_get_n_columns (&output) /
      lm_shape_get_n_columns (lm_network_get_answer_row (self->network));
  self->state = lm_state_new (self->network, 0, 1, error);
  self->pool = lm_pool_new (1);
  self->workspace = lm_workspace_new (self->network, self->pool, n_rows, LM_WORK_TRAIN, error);
  g_assert_nonnull (self->state);
  g_assert_nonnull (self->workspace);
  lm_tensor_fill (lm_workspace_get_input (self->workspace), 0);
  lm_tensor_fill (lm_workspace_get_target (self->workspace), 0);

  return g_steal_pointer (&self);
}

void
rig_free (Rig *self)
{
  g_clear_pointer (&self->workspace, lm_workspace_free);
  g_clear_pointer (&self->pool, lm_pool_free);
  g_clear_pointer (&self->state, lm_state_free);
  g_clear_pointer (&self->network, lm_network_unref);
  g_clear_pointer (&self->training, lm_training_free);
  g_free (self->lengths);
  g_free (self);
}

LmTensor
rig_get_input (Rig *self)
{
  return *lm_workspace_get_input (self->workspace);
}

LmTensor
rig_get_target (Rig *self)
{
  return *lm_workspace_get_target (self->workspace);
}

void
rig_set_lengths (Rig           *self,
                 const guint32 *lengths)
{
  const LmBatch batch = lm_workspace_get_batch (self->workspace, TRUE);

  memcpy (batch.lengths, lengths, self->n_rows * sizeof *lengths);
  g_free (self->lengths);
  self->lengths = g_memdup2 (lengths, self->n_rows * sizeof *lengths);
}

LmTensor
rig_get_value (Rig        *self,
               const char *name)
{
  const LmParamView *view = lm_network_find_view (self->network, name);

  g_assert_nonnull (view);

  return lm_state_get_view (self->state, view, 0);
}

LmTensor
rig_get_grad (Rig        *self,
              const char *name)
{
  const LmParamView *view = lm_network_find_view (self->network, name);

  g_assert_nonnull (view);

  return lm_workspace_get_gradient (self->workspace, view);
}

double
rig_train (Rig *self)
{
  LmShape output = *lm_network_get_output (self->network);
  LmResult result;

  output.dim[0] = self->n_rows;
  last_output = lm_tensor_init (NULL, &output);
  lm_workspace_compute_gradients (self->workspace, self->state, self->training, self->n_rows,
                                  &result);

  return lm_result_get_loss (&result);
}

const LmTensor *
rig_get_output (void)
{
  return &last_output;
}

lm_real *
rig_predict (Rig *self)
{
  g_autoptr(LmWorkspace) workspace = NULL;
  const LmTensor input = rig_get_input (self);
  const gssize last = (gssize) lm_network_get_n_layers (self->network) - 1;
  lm_real *out;

  workspace = lm_workspace_new (self->network, self->pool, self->n_rows, LM_WORK_PROBE, NULL);
  g_assert_nonnull (workspace);
  memcpy (lm_workspace_get_input (workspace)->data, input.data, input.len * sizeof (lm_real));
  if (self->lengths != NULL)
    memcpy (lm_workspace_get_batch (workspace, TRUE).lengths, self->lengths,
            self->n_rows * sizeof *self->lengths);
  lm_workspace_infer (workspace, self->state, NULL, self->n_rows, NULL);

  out = lm_alloc (self->n_rows * lm_shape_get_n_columns (lm_network_get_output (self->network)));
  lm_workspace_copy_values (workspace, last, 0, self->n_rows, out);

  return out;
}
