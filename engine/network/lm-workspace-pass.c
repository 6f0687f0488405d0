/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-pass.h"

#include "lm-workspace-private.h"

static LmSlot *
lm_pass_get_slot (const LmPass *self)
{
  return &self->slots[self->layer];
}

gboolean
lm_pass_is_training (const LmPass *self)
{
  return self->is_training;
}

gsize
lm_pass_get_n_rows (const LmPass *self)
{
  return self->n_rows;
}

gsize
lm_pass_get_batch_size (const LmPass *self)
{
  return self->batch_size;
}

gboolean
lm_pass_is_tangent (const LmPass *self)
{
  return self->is_tangent;
}

gboolean
lm_pass_wants_grads (const LmPass *self)
{
  const LmStretch *stretch = &self->workspace->stretch;

  return stretch->first_held == 0 || self->layer < stretch->first_held;
}

const LmTensor *
lm_pass_get_input_tangent (const LmPass *self,
                           gsize         index)
{
  const gssize input = self->workspace->network->nodes[self->layer].inputs[index];

  return input < (gssize) self->workspace->stretch.first ? &self->tangents->tx
                                                         : &self->tangents->slots[input].ty;
}

LmTensor *
lm_pass_get_input_tangent_grad (LmPass *self,
                                gsize   index)
{
  return self->tangents->slots[self->layer].dtx[index];
}

const LmTensor *
lm_pass_get_input (const LmPass *self,
                   gsize         index)
{
  const gssize input = self->workspace->network->nodes[self->layer].inputs[index];

  if (self->is_tangent)
    return lm_pass_get_input_tangent (self, index);

  if (input < (gssize) self->workspace->stretch.first && self->workspace->stretch.input != NULL)
    return &self->input;

  return input < 0 ? &self->input : &self->slots[input].y;
}

const guint32 *
lm_pass_get_lengths (const LmPass *self)
{
  const LmNetwork *network = self->workspace->network;
  const LmNode *node = &network->nodes[self->layer];

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      if (!lm_network_is_aligned (network, node->inputs[i]))
        return NULL;
    }

  return self->lengths;
}

LmTensor *
lm_pass_get_input_grad (LmPass *self,
                        gsize   index)
{
  const LmWorkspace *workspace = self->workspace;
  const gssize input = workspace->network->nodes[self->layer].inputs[index];

  if (self->is_tangent)
    return lm_pass_get_input_tangent_grad (self, index);

  return input >= (gssize) workspace->stretch.first_backward ? lm_pass_get_slot (self)->dx[index]
                                                             : NULL;
}

const LmTensor *
lm_pass_get_value (const LmPass *self,
                   gsize         param)
{
  return &self->workspace->values[self->layer][param];
}

LmTensor *
lm_pass_get_grad (LmPass *self,
                  gsize   param)
{
  return &lm_pass_get_slot (self)->grads[param];
}

LmTensor *
lm_pass_get_buffer (LmPass *self,
                    gsize   buffer)
{
  return &self->workspace->buffers[self->layer][buffer];
}

lm_real *
lm_pass_get_kept (LmPass *self,
                  gsize   kept)
{
  return lm_pass_get_slot (self)->kept[kept];
}

lm_real *
lm_pass_get_scratch (LmPass *self)
{
  return self->scratch;
}

lm_real *
lm_pass_get_prepared (const LmPass *self)
{
  return self->workspace->passes[0].slots[self->layer].prepared;
}

lm_real *
lm_pass_get_partial (LmPass *self)
{
  const LmSlot *slot = lm_pass_get_slot (self);

  return self->is_gathering_backward ? slot->partial_backward : slot->partial;
}

const lm_real *
lm_pass_get_total (const LmPass *self)
{
  const LmSlot *slot = &self->workspace->passes[0].slots[self->layer];

  return self->is_backward ? slot->partial_backward : slot->partial;
}

const LmTensor *
lm_pass_get_target (const LmPass *self)
{
  return self->target.data != NULL ? &self->target : NULL;
}

void
lm_pass_add_term (LmPass *self,
                  double  sum)
{
  if (self->workspace->network->nodes[self->layer].is_needed)
    self->result.term += sum;
}

double
lm_pass_get_term_scale (const LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;

  return workspace->weight > 0 ? workspace->training->beta / workspace->weight : 0;
}

LmRandom
lm_pass_get_random (const LmPass *self,
                    gsize         row)
{
  const LmLayer *layer = self->workspace->network->nodes[self->layer].layer;

  return (LmRandom) { self->state->seed,
                      lm_random_stream (layer->name) + self->workspace->stretch.draw,
                      self->is_training ? (guint32) self->state->step : 0,
                      (guint32) (self->first_row + row) };
}

/* Where all are whole, nobody needs to look. */
static const guint32 *
lm_pass_find_lengths (const LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const guint32 *lengths = workspace->lengths + self->first_row;
  const gsize n_steps = workspace->input.shape.dim[1];

  for (gsize i = 0; workspace->has_lengths && i < self->n_rows; i++)
    {
      if (lengths[i] < n_steps)
        return lengths;
    }

  return NULL;
}

void
lm_pass_set_rows (LmPass *self,
                  gsize   first,
                  gsize   n)
{
  LmWorkspace *workspace = self->workspace;
  const LmNetwork *network = workspace->network;
  const LmTensor *input = workspace->stretch.input != NULL ? workspace->stretch.input
                                                           : &workspace->input;

  self->first_row = first;
  self->n_rows = n;
  self->input = lm_tensor_rows (input, first, n);
  if (workspace->target.data != NULL)
    self->target = lm_tensor_rows (&workspace->target, first, n);
  if (workspace->verdict.data != NULL)
    self->verdict = lm_tensor_rows (&workspace->verdict, first, n);
  self->answer = lm_tensor_rows (&workspace->answer, first, n);
  self->lengths = lm_pass_find_lengths (self);

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      LmSlot *slot = &self->slots[i];

      lm_tensor_set_rows (&slot->y, n);
      if (slot->dy.data == NULL)
        continue;
      lm_tensor_set_rows (&slot->dy, n);
      for (gsize j = 0; j < network->nodes[i].n_inputs; j++)
        {
          if (slot->extra[j].data != NULL)
            lm_tensor_set_rows (&slot->extra[j], n);
        }
    }
}

void
lm_pass_prepare (LmPass        *self,
                 const LmState *state,
                 gboolean       is_training,
                 gsize          n_rows)
{
  const gsize n_shards = self->workspace->n_shards;
  const gsize first = n_rows * self->index / n_shards;

  self->state = state;
  self->is_training = is_training;
  self->batch_size = n_rows;
  self->result = (LmResult) { 0 };
  lm_pass_set_rows (self, first, n_rows * (self->index + 1) / n_shards - first);
}
