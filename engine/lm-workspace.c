/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"
#include "lm-math.h"

static gboolean
lm_workspace_lack_memory (GError **error)
{
  g_set_error_literal (error, LM_ERROR, LM_ERROR_MEMORY,
                       _("There is not enough memory for a batch: make the batch or the layers smaller"));

  return FALSE;
}

static gboolean
lm_workspace_alloc_batch (LmTensor       *tensor,
                          const LmShape  *example,
                          gsize           capacity,
                          GError        **error)
{
  LmShape shape = *example;

  shape.dim[0] = capacity;
  *tensor = lm_tensor_init (lm_alloc (lm_shape_get_n_elements (&shape)), &shape);

  return tensor->data != NULL || lm_workspace_lack_memory (error);
}

static gboolean
lm_workspace_alloc (LmWorkspace  *self,
                    GError      **error)
{
  const LmNetwork *network = self->network;

  self->values = g_new0 (LmTensor *, network->n_nodes + 1);
  self->buffers = g_new0 (LmTensor *, network->n_nodes + 1);
  for (gsize i = 0; i < network->n_nodes; i++)
    {
      self->values[i] = g_new0 (LmTensor, network->nodes[i].layer->params->len + 1);
      self->buffers[i] = g_new0 (LmTensor, network->nodes[i].layer->buffers->len + 1);
    }

  if (!lm_workspace_plan (self, error) ||
      !lm_workspace_alloc_batch (&self->input, &network->input, self->capacity, error) ||
      !lm_workspace_alloc_batch (&self->answer, lm_network_get_output (network), self->capacity,
                                 error))
    return FALSE;

  if (network->target.rank > 0 &&
      !lm_workspace_alloc_batch (&self->target, &network->target, self->capacity, error))
    return FALSE;

  self->lengths = g_try_new0 (guint32, self->capacity);
  if (self->lengths == NULL)
    return lm_workspace_lack_memory (error);

  return lm_workspace_init_carried (self, error) &&
         (self->work != LM_WORK_TRAIN || lm_workspace_init_update (self, error));
}

LmWorkspace *
lm_workspace_new (LmNetwork  *network,
                  LmPool     *pool,
                  gsize       capacity,
                  LmWork      work,
                  GError    **error)
{
  LmWorkspace *self;

  g_return_val_if_fail (capacity > 0, NULL);

  self = g_new0 (LmWorkspace, 1);
  self->network = lm_network_ref (network);
  self->pool = pool;
  self->capacity = capacity;
  self->work = work;
  self->n_shards = lm_network_get_n_shards (network, capacity);

  if (!lm_workspace_alloc (self, error))
    g_clear_pointer (&self, lm_workspace_free);

  return self;
}

void
lm_workspace_free (LmWorkspace *self)
{
  lm_workspace_clear_update (self);
  lm_workspace_clear_carried (self);
  lm_workspace_clear_plan (self);
  for (gsize i = 0; i < self->network->n_nodes; i++)
    {
      g_free (self->values[i]);
      g_free (self->buffers[i]);
    }
  g_free (self->values);
  g_free (self->buffers);
  lm_free (self->input.data);
  lm_free (self->target.data);
  lm_free (self->answer.data);
  g_free (self->lengths);
  lm_network_unref (self->network);
  g_free (self);
}

gsize
lm_workspace_get_capacity (LmWorkspace *self)
{
  return self->capacity;
}

LmTensor *
lm_workspace_get_input (LmWorkspace *self)
{
  return &self->input;
}

LmTensor *
lm_workspace_get_target (LmWorkspace *self)
{
  return &self->target;
}

LmBatch
lm_workspace_get_batch (LmWorkspace *self,
                        gboolean     has_lengths)
{
  self->has_lengths = has_lengths;

  return (LmBatch) { self->input.data, self->target.data, has_lengths ? self->lengths : NULL };
}

static void
lm_pass_run_backward (LmPass *self,
                      LmNode *node,
                      LmSlot *slot)
{
  node->layer->klass->backward (node->layer, self, &slot->y, &slot->dy);

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      if (slot->dx[i] == &slot->extra[i])
        lm_add (slot->extra[i].data, self->slots[node->inputs[i]].dy.data, slot->extra[i].len);
    }
}

static void
lm_pass_run_op (LmPass     *self,
                const LmOp *op)
{
  LmNode *node = &self->workspace->network->nodes[op->layer];
  LmSlot *slot = &self->slots[op->layer];
  const LmLayerClass *klass = node->layer->klass;

  self->layer = op->layer;
  self->is_gathering_backward = op->kind == LM_OP_GATHER_BACKWARD;
  self->is_backward = op->kind == LM_OP_BACKWARD;
  if (op->kind == LM_OP_GATHER)
    memset (slot->partial, 0, node->layer->partial * sizeof (lm_real));
  else if (op->kind == LM_OP_GATHER_BACKWARD)
    memset (slot->partial_backward, 0, node->layer->partial_backward * sizeof (lm_real));

  if (self->n_rows == 0)
    return;

  switch (op->kind)
    {
    case LM_OP_GATHER:
      klass->gather (node->layer, self);
      break;
    case LM_OP_FORWARD:
      klass->forward (node->layer, self, &slot->y);
      break;
    case LM_OP_LOSS:
      lm_pass_run_loss (self);
      break;
    case LM_OP_GATHER_BACKWARD:
      klass->gather_backward (node->layer, self, &slot->y, &slot->dy);
      break;
    case LM_OP_BACKWARD:
      lm_pass_run_backward (self, node, slot);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
lm_workspace_run_shard (gpointer data,
                        gsize    index)
{
  LmWorkspace *self = data;
  LmPass *pass = &self->passes[index];

  if (self->segment->first == 0 && pass->is_training)
    memset (pass->gradients, 0, self->network->block_size * sizeof (lm_real));

  for (gsize i = 0; i < self->segment->n; i++)
    lm_pass_run_op (pass, &g_array_index (self->ops, LmOp, self->segment->first + i));
}

/* Where shards meet: the partials of all become one, in the first shard's place. */
static void
lm_workspace_combine (LmWorkspace *self,
                      const LmOp  *op)
{
  const LmLayer *layer = self->network->nodes[op->layer].layer;
  const gboolean is_forward = op->kind == LM_OP_GATHER;

  if (!is_forward && op->kind != LM_OP_GATHER_BACKWARD)
    return;

  for (gsize width = self->n_shards / 2; width > 0; width /= 2)
    {
      for (gsize i = 0; i < width; i++)
        {
          const LmSlot *into = &self->passes[i].slots[op->layer];
          const LmSlot *other = &self->passes[i + width].slots[op->layer];

          if (!is_forward)
            lm_add (other->partial_backward, into->partial_backward, layer->partial_backward);
          else if (layer->klass->combine != NULL)
            layer->klass->combine (layer, into->partial, other->partial);
          else
            lm_add (other->partial, into->partial, layer->partial);
        }
    }
}

static void
lm_workspace_bind (LmWorkspace   *self,
                   const LmState *state)
{
  const LmNetwork *network = self->network;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      for (guint j = 0; j < layer->params->len; j++)
        {
          const LmParam *param = &g_array_index (layer->params, LmParam, j);

          self->values[i][j] = lm_tensor_init (state->blocks[0] + param->offset, &param->shape);
        }
      for (guint j = 0; j < layer->buffers->len; j++)
        {
          const LmParam *buffer = &g_array_index (layer->buffers, LmParam, j);

          self->buffers[i][j] = lm_tensor_init (state->buffers + buffer->offset, &buffer->shape);
        }
    }
}

/* The shards' results become one, in the first shard's place. */
static const LmResult *
lm_workspace_add_results (LmWorkspace *self)
{
  LmResult *sum = &self->passes[0].result;

  for (gsize width = self->n_shards / 2; width > 0; width /= 2)
    {
      for (gsize i = 0; i < width; i++)
        lm_result_add (&self->passes[i].result, &self->passes[i + width].result);
    }

  sum->weight = self->weight;
  sum->loss = sum->fit + self->training->beta * sum->term;

  return sum;
}

static void
lm_workspace_run (LmWorkspace      *self,
                  const LmState    *state,
                  const LmTraining *training,
                  gsize             n_rows,
                  gboolean          is_training,
                  LmResult         *result)
{
  self->state = state;
  self->training = training;
  self->weight = result != NULL ? lm_workspace_get_weight (self, n_rows) : 0;

  lm_workspace_bind (self, state);
  for (gsize i = 0; i < self->n_shards; i++)
    lm_pass_prepare (&self->passes[i], state, is_training, n_rows);
  lm_workspace_foreach_layer (self, is_training ? LM_HOOK_PREPARE : LM_HOOK_NONE);

  for (guint i = 0; i < self->segments->len; i++)
    {
      self->segment = &g_array_index (self->segments, LmSegment, i);
      lm_pool_run (self->pool, lm_workspace_run_shard, self, self->n_shards);
      lm_workspace_combine (self, &g_array_index (self->ops, LmOp,
                                                  self->segment->first + self->segment->n - 1));
    }

  if (result != NULL)
    *result = *lm_workspace_add_results (self);
}

void
lm_workspace_infer (LmWorkspace      *self,
                    const LmState    *state,
                    const LmTraining *training,
                    gsize             n_rows,
                    LmResult         *result)
{
  g_return_if_fail (self->work != LM_WORK_TRAIN && n_rows <= self->capacity);

  lm_workspace_run (self, state, training, n_rows, FALSE, result);
  if (self->is_carrying)
    lm_workspace_hand_on (self, self->carried, self->capacity);
}

void
lm_workspace_compute_gradients (LmWorkspace      *self,
                                const LmState    *state,
                                const LmTraining *training,
                                gsize             n_rows,
                                LmResult         *result)
{
  g_return_if_fail (self->work == LM_WORK_TRAIN && n_rows <= self->capacity);

  lm_workspace_run (self, state, training, n_rows, TRUE, result);
  lm_workspace_add_gradients (self);
}

/* Walks over the shards' rows [first, first + n) of one tensor. */
static void
lm_workspace_copy_rows (LmWorkspace *self,
                        gssize       layer,
                        gsize        first,
                        gsize        n,
                        lm_real     *out)
{
  for (gsize i = 0; i < self->n_shards; i++)
    {
      const LmPass *pass = &self->passes[i];
      const LmTensor *value = lm_pass_get_output (pass, layer);
      const gsize n_columns = lm_shape_get_n_columns (&value->shape);
      const gsize begin = MAX (first, pass->first_row);
      const gsize end = MIN (first + n, pass->first_row + pass->n_rows);

      if (begin < end)
        memcpy (out + (begin - first) * n_columns,
                value->data + (begin - pass->first_row) * n_columns,
                (end - begin) * n_columns * sizeof (lm_real));
    }
}

void
lm_workspace_copy_values (LmWorkspace *self,
                          gssize       layer,
                          gsize        first,
                          gsize        n,
                          lm_real     *out)
{
  g_return_if_fail (self->work != LM_WORK_INFER);

  if (layer >= 0 && self->network->nodes[layer].layer->bypassed)
    layer = self->network->nodes[layer].inputs[0];

  lm_workspace_copy_rows (self, layer, first, n, out);
}

void
lm_workspace_copy_answers (LmWorkspace *self,
                           gsize        first,
                           gsize        n,
                           lm_real     *out)
{
  const LmTensor answer = lm_tensor_rows (&self->answer, first, n);

  memcpy (out, answer.data, answer.len * sizeof (lm_real));
}

LmTensor
lm_workspace_get_gradient (LmWorkspace       *self,
                           const LmParamView *view)
{
  g_return_val_if_fail (self->work == LM_WORK_TRAIN && !view->is_buffer, (LmTensor) { 0 });

  return lm_tensor_init (self->passes[0].gradients + view->param->offset, &view->param->shape);
}
