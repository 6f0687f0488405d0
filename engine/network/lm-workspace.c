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
  if (tensor->data == NULL)
    return lm_workspace_lack_memory (error);

  lm_tensor_fill (tensor, 0); /* Targets that nobody writes are the first class. */

  return TRUE;
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

  lm_workspace_list_ops (self);
  if (!lm_workspace_plan (self, error) ||
      !lm_workspace_alloc_batch (&self->input, &network->input, self->capacity, error) ||
      !lm_workspace_alloc_batch (&self->answer, lm_network_get_output (network), self->capacity,
                                 error))
    return FALSE;

  if (network->target.rank > 0 &&
      !lm_workspace_alloc_batch (&self->target, &network->target, self->capacity, error))
    return FALSE;

  if (network->has_parts && self->work == LM_WORK_TRAIN &&
      !lm_workspace_alloc_batch (&self->verdict, &network->answer_row, self->capacity, error))
    return FALSE;

  if (network->has_penalty && self->work == LM_WORK_TRAIN &&
      (!lm_workspace_alloc_batch (&self->mix, &network->input, self->capacity, error) ||
       !lm_workspace_init_penalty (self, error)))
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
  lm_workspace_clear_penalty (self);
  lm_workspace_clear_plan (self);
  lm_workspace_clear_ops (self);
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
  lm_free (self->verdict.data);
  lm_free (self->mix.data);
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
  const gsize end = self->stretch.end;

  g_return_if_fail (self->work != LM_WORK_INFER ||
                    (end < self->network->n_nodes && layer + 1 == (gssize) end));

  if (layer >= 0 && self->network->nodes[layer].layer->bypassed)
    layer = self->network->nodes[layer].inputs[0];
  /* Of a stretch, what lies before it is its input. */
  if (layer < (gssize) self->stretch.first)
    layer = -1;

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
