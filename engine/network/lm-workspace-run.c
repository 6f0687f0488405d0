/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Running the program: every shard through one segment after the other, and what they find
 * added up.
 */

#include "lm-workspace-private.h"

#include <string.h>

#include "lm-math.h"

static void
lm_pass_run_backward (LmPass *self,
                      LmNode *node,
                      LmSlot *slot)
{
  node->layer->klass->backward (node->layer, self, &slot->y, &slot->dy);

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      if (slot->dx[i] == &slot->extra[i] &&
          node->inputs[i] >= (gssize) self->workspace->stretch.first_backward)
        lm_add (slot->extra[i].data, self->slots[node->inputs[i]].dy.data, slot->extra[i].len);
    }
}

/* Whether @op is part of the present run. */
static gboolean
lm_workspace_has_op (const LmWorkspace *self,
                     const LmOp        *op)
{
  const LmStretch *stretch = &self->stretch;

  switch (op->kind)
    {
    case LM_OP_GATHER:
    case LM_OP_FORWARD:
      return op->layer >= stretch->first && op->layer < stretch->end;
    case LM_OP_LOSS:
      return stretch->end == self->network->n_nodes;
    case LM_OP_GATHER_BACKWARD:
    case LM_OP_BACKWARD:
    default:
      return op->layer >= stretch->first_backward;
    }
}

void
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
lm_pass_run_segment (LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;

  for (gsize i = 0; i < workspace->segment->n; i++)
    {
      const LmOp *op = &g_array_index (workspace->ops, LmOp, workspace->segment->first + i);

      if (lm_workspace_has_op (workspace, op))
        lm_pass_run_op (self, op);
    }
}

/* Of the parameters whose gradients the run is for. */
static void
lm_workspace_clear_gradients (const LmWorkspace *self,
                              LmPass            *pass)
{
  const LmNetwork *network = self->network;
  const LmStretch *stretch = &self->stretch;
  const gboolean has_first = !network->has_parts || stretch->first_backward < network->n_generator;
  const gboolean has_second = stretch->first_held == 0;
  const gsize first = has_first ? 0 : network->generator_size;
  const gsize end = has_second ? network->block_size : network->generator_size;

  memset (pass->gradients + first, 0, (end - first) * sizeof (lm_real));
}

static void
lm_workspace_run_shard (gpointer data,
                        gsize    index)
{
  LmWorkspace *self = data;
  LmPass *pass = &self->passes[index];
  const gsize first = pass->first_row, n = pass->n_rows;
  const gsize n_slices = MAX (1, (n + self->slice - 1) / self->slice);

  if (self->is_sharing)
    lm_pass_move (pass, self->arenas[lm_pool_get_worker (self->pool)]);
  if (self->segment->first == 0 && pass->is_training && !self->stretch.adds)
    lm_workspace_clear_gradients (self, pass);

  for (gsize i = 0; i < n_slices; i++)
    {
      const gsize start = n * i / n_slices;

      if (n_slices > 1)
        lm_pass_set_rows (pass, first + start, n * (i + 1) / n_slices - start);
      lm_pass_run_segment (pass);
    }
}

/* Where shards meet: the partials of all become one, in the first shard's place. */
static void
lm_workspace_combine (LmWorkspace *self,
                      const LmOp  *op)
{
  const LmLayer *layer = self->network->nodes[op->layer].layer;
  const gboolean is_forward = op->kind == LM_OP_GATHER;

  if ((!is_forward && op->kind != LM_OP_GATHER_BACKWARD) || !lm_workspace_has_op (self, op))
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
const LmResult *
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

LmStretch
lm_workspace_get_whole (const LmWorkspace *self)
{
  return (LmStretch) { .end = self->network->n_nodes };
}

void
lm_workspace_begin_run (LmWorkspace      *self,
                        const LmState    *state,
                        const LmTraining *training,
                        const LmStretch  *stretch,
                        gsize             n_rows,
                        gboolean          is_training)
{
  self->state = state;
  self->training = training;
  self->stretch = *stretch;
  self->compares = FALSE;
  self->weight = 0;

  lm_workspace_bind (self, state);
  for (gsize i = 0; i < self->n_shards; i++)
    lm_pass_prepare (&self->passes[i], state, is_training, n_rows);
  lm_workspace_foreach_layer (self, LM_HOOK_PREPARE);
}

void
lm_workspace_run (LmWorkspace      *self,
                  const LmState    *state,
                  const LmTraining *training,
                  const LmStretch  *stretch,
                  gsize             n_rows,
                  gboolean          is_training,
                  LmResult         *result)
{
  lm_workspace_begin_run (self, state, training, stretch, n_rows, is_training);
  self->compares = result != NULL;
  self->weight = self->compares ? lm_workspace_get_weight (self, n_rows) : 0;

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
  const LmStretch whole = lm_workspace_get_whole (self);

  g_return_if_fail (self->work != LM_WORK_TRAIN && n_rows <= self->capacity);
  g_return_if_fail (result == NULL || !self->network->has_parts);

  lm_workspace_run (self, state, training, &whole, n_rows, FALSE, result);
  if (self->is_carrying)
    lm_workspace_hand_on (self, self->carried, self->capacity);
}

void
lm_workspace_infer_stretch (LmWorkspace      *self,
                            const LmState    *state,
                            const LmTraining *training,
                            const LmTensor   *input,
                            gsize             first,
                            gsize             end,
                            gsize             n_rows)
{
  const LmStretch stretch = { .first = first, .end = end, .input = input };

  g_return_if_fail (self->work != LM_WORK_TRAIN && n_rows <= self->capacity);

  lm_workspace_run (self, state, training, &stretch, n_rows, FALSE, NULL);
}

void
lm_workspace_compute_gradients (LmWorkspace      *self,
                                const LmState    *state,
                                const LmTraining *training,
                                gsize             n_rows,
                                LmResult         *result)
{
  const LmStretch whole = lm_workspace_get_whole (self);

  g_return_if_fail (self->work == LM_WORK_TRAIN && n_rows <= self->capacity);
  g_return_if_fail (!self->network->has_parts);

  lm_workspace_run (self, state, training, &whole, n_rows, TRUE, result);
  lm_workspace_add_gradients (self, 0, self->network->block_size);
}
