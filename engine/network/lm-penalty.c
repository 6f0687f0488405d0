/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gradient penalty: λ·mean (|g| - 1)², g the gradient of a discriminator's answer at a place x
 * between data and what was made (Gulrajani and others, 2017).
 *
 * Its derivatives need no second-order differentiation of the whole: with
 * v = 2λ / n·(|g| - 1)·g / |g| kept as it is, ∂ penalty / ∂W = ∂ (v·g) / ∂W, and v·g is the
 * derivative of the answer at x along v. So that is carried forward through the layers (tangent),
 * and both it and the answer backward.
 */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-error.h"
#include "lm-math.h"

#define ALIGNED_ELEMENTS (LM_ALIGNMENT / sizeof (lm_real))

/* --- memory --- */

/* Whether directions go through the layer. */
static gboolean
lm_node_has_tangent (const LmNetwork *network,
                     gsize            index)
{
  return index >= network->n_generator && !network->nodes[index].layer->bypassed;
}

static gsize
lm_workspace_get_tangent_size (const LmWorkspace *self,
                               const LmShape     *shape)
{
  const gsize n_rows = (self->capacity + self->n_shards - 1) / self->n_shards;
  const gsize n = n_rows * lm_shape_get_n_elements (shape);

  return (n + ALIGNED_ELEMENTS - 1) / ALIGNED_ELEMENTS * ALIGNED_ELEMENTS;
}

/* Of a layer: its direction, the gradient at it, and one for each input of several readers. */
gsize
lm_workspace_get_penalty_size (const LmWorkspace *self)
{
  const LmNetwork *network = self->network;
  gsize size = lm_workspace_get_tangent_size (self, &network->input);

  if (!network->has_penalty)
    return 0;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmNode *node = &network->nodes[i];

      if (!lm_node_has_tangent (network, i))
        continue;

      size += 2 * lm_workspace_get_tangent_size (self, &node->layer->output);
      for (gsize j = 0; j < node->n_inputs; j++)
        size += lm_workspace_get_tangent_size (self, lm_network_get_shape (network,
                                                                           node->inputs[j]));
    }

  return size;
}

static LmTensor
lm_workspace_take_tangent (const LmWorkspace  *self,
                           const LmShape      *shape,
                           lm_real           **memory)
{
  const LmTensor tensor = { .data = *memory, .shape = *shape };

  *memory += lm_workspace_get_tangent_size (self, shape);

  return tensor;
}

/* As the gradients of numbers: the last reader writes first, others add theirs. */
static void
lm_workspace_place_tangents (const LmWorkspace *self,
                             LmTangents        *tangents)
{
  const LmNetwork *network = self->network;
  g_autofree gboolean *is_written = g_new0 (gboolean, network->n_nodes + 1);
  lm_real *memory = tangents->memory;

  tangents->tx = lm_workspace_take_tangent (self, &network->input, &memory);
  for (gsize i = network->n_nodes; i-- > network->n_generator;)
    {
      const LmNode *node = &network->nodes[i];
      LmTangent *slot = &tangents->slots[i];

      if (!lm_node_has_tangent (network, i))
        continue;

      slot->ty = lm_workspace_take_tangent (self, &node->layer->output, &memory);
      slot->dty = lm_workspace_take_tangent (self, &node->layer->output, &memory);
      for (gsize j = 0; node->has_gradient && j < node->n_inputs; j++)
        {
          const gssize input = node->inputs[j];

          if (input < (gssize) network->n_generator || !network->nodes[input].has_gradient)
            continue;

          slot->extra[j] = lm_workspace_take_tangent (self, &network->nodes[input].layer->output,
                                                      &memory);
          slot->dtx[j] = is_written[input] ? &slot->extra[j] : &tangents->slots[input].dty;
          is_written[input] = TRUE;
        }
    }
}

static LmTangents *
lm_workspace_new_tangents (LmWorkspace *self)
{
  const LmNetwork *network = self->network;
  const gsize size = lm_workspace_get_penalty_size (self);
  LmTangents *tangents = g_new0 (LmTangents, 1);

  tangents->slots = g_new0 (LmTangent, network->n_nodes + 1);
  for (gsize i = 0; i < network->n_nodes; i++)
    {
      tangents->slots[i].dtx = g_new0 (LmTensor *, network->nodes[i].n_inputs);
      tangents->slots[i].extra = g_new0 (LmTensor, network->nodes[i].n_inputs);
    }

  tangents->memory = lm_alloc (size);
  if (tangents->memory != NULL)
    {
      memset (tangents->memory, 0, size * sizeof (lm_real));
      lm_workspace_place_tangents (self, tangents);
    }

  return tangents;
}

gboolean
lm_workspace_init_penalty (LmWorkspace  *self,
                           GError      **error)
{
  gboolean is_complete = TRUE;

  if (!self->network->has_penalty || self->work != LM_WORK_TRAIN)
    return TRUE;

  for (gsize i = 0; i < self->n_shards; i++)
    {
      self->passes[i].tangents = lm_workspace_new_tangents (self);
      is_complete = is_complete && self->passes[i].tangents->memory != NULL;
    }
  if (is_complete)
    return TRUE;

  g_set_error_literal (error, LM_ERROR, LM_ERROR_MEMORY,
                       _("There is not enough memory for a gradient penalty: make the batch or the "
                         "discriminator smaller, or choose clipping"));

  return FALSE;
}

void
lm_workspace_clear_penalty (LmWorkspace *self)
{
  for (gsize i = 0; self->passes != NULL && i < self->n_shards; i++)
    {
      LmTangents *tangents = self->passes[i].tangents;

      if (tangents == NULL)
        continue;

      for (gsize j = 0; j < self->network->n_nodes; j++)
        {
          g_free (tangents->slots[j].dtx);
          g_free (tangents->slots[j].extra);
        }
      g_free (tangents->slots);
      lm_free (tangents->memory);
      g_free (tangents);
    }
}

/* --- the gradient at the places --- */

static void
lm_pass_set_tangent_rows (LmPass *self)
{
  const LmNetwork *network = self->workspace->network;
  LmTangents *tangents = self->tangents;

  lm_tensor_set_rows (&tangents->tx, self->n_rows);
  for (gsize i = network->n_generator; i < network->n_nodes; i++)
    {
      LmTangent *slot = &tangents->slots[i];

      lm_tensor_set_rows (&slot->ty, self->n_rows);
      lm_tensor_set_rows (&slot->dty, self->n_rows);
      for (gsize j = 0; j < network->nodes[i].n_inputs; j++)
        lm_tensor_set_rows (&slot->extra[j], self->n_rows);
    }
}

/* x = ε·data + (1 - ε)·made, one ε an example, uniform in [0, 1) */
static void
lm_pass_mix (LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const LmTensor data = lm_tensor_rows (&workspace->input, self->first_row, self->n_rows);
  const LmTensor *made = &self->slots[workspace->network->made].y;
  const gsize n = lm_shape_get_n_columns (&data.shape);

  for (gsize row = 0; row < self->n_rows; row++)
    {
      const LmRandom random = { self->state->seed,
                                lm_random_stream ("penalty") + workspace->stretch.draw,
                                (guint32) self->state->step, (guint32) (self->first_row + row) };
      lm_real share;

      lm_random_uniform (&random, &share, 1);
      for (gsize i = row * n; i < (row + 1) * n; i++)
        self->input.data[i] = share * data.data[i] + (1 - share) * made->data[i];
    }
}

/* Forward at the places, and back from a derivative of 1 for every answer. */
static void
lm_pass_find_slopes (LmPass *self)
{
  const LmNetwork *network = self->workspace->network;

  for (gsize i = network->n_generator; i < network->n_nodes; i++)
    {
      const LmOp forward = { LM_OP_FORWARD, i };

      if (!network->nodes[i].layer->bypassed)
        lm_pass_run_op (self, &forward);
    }

  lm_tensor_fill (&self->slots[network->loss_layer].dy, 1);
  for (gsize i = network->n_nodes; i-- > network->n_generator;)
    {
      const LmOp backward = { LM_OP_BACKWARD, i };

      if (network->nodes[i].has_gradient)
        lm_pass_run_op (self, &backward);
    }
}

/* v = 2λ / n·(|g| - 1)·g / |g|, where the directions begin. */
static void
lm_pass_set_directions (LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const LmTensor *slopes = &self->slots[workspace->network->made].dy;
  LmTensor *v = &self->tangents->tx;
  const gsize n = lm_shape_get_n_columns (&v->shape);

  for (gsize row = 0; row < self->n_rows; row++)
    {
      const lm_real *g = slopes->data + row * n;
      const double length = sqrt (lm_sum_squares (g, n, 0));
      const double factor = 2 * workspace->penalty / (double) self->batch_size * (length - 1) /
                            (length > 0 ? length : 1);

      self->result.fit += workspace->penalty * (length - 1) * (length - 1);
      self->result.gradient_norm += length;
      for (gsize i = 0; i < n; i++)
        v->data[row * n + i] = (lm_real) factor * g[i];
    }
}

static void
lm_workspace_find_directions (gpointer data,
                              gsize    index)
{
  LmPass *pass = &((LmWorkspace *) data)->passes[index];

  if (pass->n_rows == 0)
    return;

  lm_pass_set_tangent_rows (pass);
  lm_pass_mix (pass);
  lm_pass_find_slopes (pass);
  lm_pass_set_directions (pass);
}

/* --- its derivatives --- */

static void
lm_pass_run_tangent (LmPass *self,
                     gsize   index)
{
  const LmLayer *layer = self->workspace->network->nodes[index].layer;
  LmTangent *slot = &self->tangents->slots[index];

  self->layer = index;
  self->is_tangent = layer->klass->is_linear;
  if (layer->klass->is_linear)
    layer->klass->forward (layer, self, &slot->ty);
  else
    layer->klass->tangent (layer, self, &self->slots[index].y, &slot->ty);
  self->is_tangent = FALSE;
}

/* Backward for the answer, if what comes after makes it count. */
static void
lm_pass_run_answer_backward (LmPass *self,
                             gsize   index)
{
  const LmNetwork *network = self->workspace->network;
  const LmNode *node = &network->nodes[index];
  LmSlot *slot = &self->slots[index];

  if (node->is_bent)
    {
      node->layer->klass->backward (node->layer, self, &slot->y, &slot->dy);
      return;
    }

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      LmTensor *dx = lm_pass_get_input_grad (self, i);

      if (dx != NULL && network->nodes[node->inputs[i]].is_bent)
        lm_tensor_fill (dx, 0);
    }
}

/* Adds up what several readers say. */
static void
lm_pass_join_readers (LmPass *self,
                      gsize   index)
{
  const LmNetwork *network = self->workspace->network;
  const LmNode *node = &network->nodes[index];
  const LmSlot *slot = &self->slots[index];
  const LmTangent *tangent = &self->tangents->slots[index];

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      const gssize input = node->inputs[i];

      if (input < (gssize) network->n_generator)
        continue;
      if (slot->dx[i] == &slot->extra[i] && network->nodes[input].is_bent)
        lm_add (slot->extra[i].data, self->slots[input].dy.data, slot->extra[i].len);
      if (tangent->dtx[i] == &tangent->extra[i])
        lm_add (tangent->extra[i].data, self->tangents->slots[input].dty.data,
                tangent->extra[i].len);
    }
}

static void
lm_pass_run_tangent_backward (LmPass *self,
                              gsize   index)
{
  const LmLayer *layer = self->workspace->network->nodes[index].layer;
  const LmTangent *slot = &self->tangents->slots[index];

  self->layer = index;
  self->is_backward = TRUE;
  lm_pass_run_answer_backward (self, index);
  self->is_tangent = layer->klass->is_linear;
  if (layer->klass->is_linear)
    layer->klass->backward (layer, self, &slot->ty, &slot->dty);
  else
    layer->klass->tangent_backward (layer, self, &self->slots[index].y, &slot->dty);
  self->is_tangent = FALSE;
  lm_pass_join_readers (self, index);
}

static void
lm_workspace_derive_penalty (gpointer data,
                             gsize    index)
{
  const LmWorkspace *self = data;
  const LmNetwork *network = self->network;
  LmPass *pass = &self->passes[index];

  memset (pass->gradients + network->generator_size, 0,
          (network->block_size - network->generator_size) * sizeof (lm_real));
  if (pass->n_rows == 0)
    return;

  for (gsize i = network->n_generator; i < network->n_nodes; i++)
    {
      if (network->nodes[i].has_gradient)
        lm_pass_run_tangent (pass, i);
    }

  lm_tensor_fill (&pass->tangents->slots[network->loss_layer].dty, 1);
  for (gsize i = network->n_nodes; i-- > network->n_generator;)
    {
      if (network->nodes[i].has_gradient)
        lm_pass_run_tangent_backward (pass, i);
    }
}

void
lm_workspace_run_penalty (LmWorkspace      *self,
                          const LmState    *state,
                          const LmTraining *training,
                          double            weight,
                          guint32           draw,
                          gsize             n_rows,
                          LmResult         *result)
{
  const LmStretch stretch = { .first = self->network->n_generator, .end = self->network->n_nodes,
                              .input = &self->mix, .draw = draw };

  lm_workspace_begin_run (self, state, training, &stretch, n_rows, TRUE);
  self->penalty = weight;
  lm_pool_run (self->pool, lm_workspace_find_directions, self, self->n_shards);

  /* Nobody asks for the gradient at the places any more. */
  self->stretch.first_backward = self->network->n_generator;
  lm_pool_run (self->pool, lm_workspace_derive_penalty, self, self->n_shards);
  *result = *lm_workspace_add_results (self);
}
