/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-network-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ALIGNED_ELEMENTS (LM_ALIGNMENT / sizeof (lm_real))
#define MAX_DIM ((gsize) G_MAXINT32) /* BLAS counts with int. */

static void
lm_network_clear_node (LmNode *node)
{
  g_clear_pointer (&node->layer, lm_layer_free);
  g_free (node->inputs);
}

LmNetwork *
lm_network_ref (LmNetwork *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_network_unref (LmNetwork *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < self->n_nodes; i++)
    lm_network_clear_node (&self->nodes[i]);
  for (guint i = 0; i < self->views->len; i++)
    g_free (g_array_index (self->views, LmParamView, i).name);
  g_array_unref (self->views);
  g_free (self->nodes);
  g_free (self);
}

const LmShape *
lm_network_get_shape (const LmNetwork *self,
                      gssize           index)
{
  return index < 0 ? &self->input : &self->nodes[index].layer->output;
}

/* Whether every number of @shape can be counted, in memory and by BLAS. */
static gboolean
lm_network_check_size (const LmShape  *shape,
                       GError        **error)
{
  g_autofree char *text = NULL;
  gboolean fits = lm_shape_get_n_elements (shape) <= G_MAXSIZE / sizeof (double);

  for (gsize i = 0; i < shape->rank; i++)
    fits = fits && shape->dim[i] > 0 && shape->dim[i] <= MAX_DIM;

  if (fits)
    return TRUE;

  text = lm_shape_to_string (shape);
  g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
               _("%s is more than any machine can hold: make the layer smaller"), text);

  return FALSE;
}

static gboolean
lm_network_find_inputs (LmNetwork      *self,
                        const LmStack  *stack,
                        gsize           index,
                        LmShape        *shapes,
                        GError        **error)
{
  LmNode *node = &self->nodes[index];

  for (gsize i = 0; i < node->n_inputs; i++)
    {
      node->inputs[i] = lm_stack_get_input (stack, index, i);
      if (node->inputs[i] == G_MINSSIZE)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_NAME,
                       self->has_parts
                         ? _("It reads “%s”, but no layer above it in its part is called so")
                         : _("It reads “%s”, but no layer above it is called so"),
                       node->layer->inputs[i]);
          return FALSE;
        }
      shapes[i] = *lm_network_get_shape (self, node->inputs[i]);
    }

  return TRUE;
}

static gboolean
lm_network_check_n_inputs (const LmNode  *node,
                           GError       **error)
{
  const gsize min = MAX (1, node->layer->klass->min_inputs);
  const gsize max = MAX (1, node->layer->klass->max_inputs);

  if (node->n_inputs >= min && node->n_inputs <= max)
    return TRUE;

  if (node->n_inputs < min)
    g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                 _("It needs %zu inputs and has %zu: link another layer to it"),
                 min, node->n_inputs);
  else
    g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                 _("It takes %zu input, not %zu: remove a link, or join them with an add or concatenate layer"),
                 max, node->n_inputs);

  return FALSE;
}

static gboolean
lm_network_check_params (const LmLayer  *layer,
                         GError        **error)
{
  for (guint i = 0; i < layer->params->len; i++)
    {
      if (!lm_network_check_size (&g_array_index (layer->params, LmParam, i).shape, error))
        return FALSE;
    }

  return lm_network_check_size (&layer->output, error);
}

static gboolean
lm_network_add_node (LmNetwork      *self,
                     const LmStack  *stack,
                     gsize           index,
                     GError        **error)
{
  LmNode *node = &self->nodes[index];
  g_autofree LmShape *shapes = NULL;

  node->layer = lm_layer_copy (lm_stack_nth (stack, index));
  node->n_inputs = lm_stack_get_n_inputs (stack, index);
  node->inputs = g_new0 (gssize, node->n_inputs);
  self->n_nodes++;

  shapes = g_new0 (LmShape, node->n_inputs);
  if (!lm_network_find_inputs (self, stack, index, shapes, error))
    return FALSE;

  if (node->layer->bypassed)
    {
      node->layer->output = shapes[0];
      lm_network_align (self, node);
      return TRUE;
    }

  if (!lm_network_check_n_inputs (node, error) ||
      !node->layer->klass->configure (node->layer, shapes, node->n_inputs, &node->layer->output,
                                      error) ||
      !lm_network_check_params (node->layer, error))
    return FALSE;

  if (self->target.rank > 0 && node->layer->klass->check_target != NULL &&
      !node->layer->klass->check_target (node->layer, &self->target, error))
    return FALSE;

  lm_network_align (self, node);
  node->carried_offset = self->carried_size;
  self->carried_size += node->layer->carried;
  self->macs += node->layer->macs;
  if (node->layer->output.rank == 4)
    self->macs_pictures += node->layer->macs;

  return TRUE;
}

static char *
lm_network_make_view_name (const LmNetwork *self,
                           const LmLayer   *layer,
                           const LmParam   *param)
{
  return self->has_parts
           ? g_strdup_printf ("%s.%s.%s", lm_part_ids[layer->part], layer->name, param->name)
           : g_strdup_printf ("%s.%s", layer->name, param->name);
}

/* Gives the parameters (or buffers) of a layer their places in the flat block. */
static gboolean
lm_network_add_views (LmNetwork  *self,
                      gsize       index,
                      gboolean    is_buffer,
                      GError    **error)
{
  LmLayer *layer = self->nodes[index].layer;
  GArray *params = is_buffer ? layer->buffers : layer->params;
  gsize *size = is_buffer ? &self->buffers_size : &self->block_size;

  for (guint i = 0; i < params->len; i++)
    {
      LmParam *param = &g_array_index (params, LmParam, i);
      const gsize len = lm_shape_get_n_elements (&param->shape);
      const LmParamView view = { lm_network_make_view_name (self, layer, param), param, index,
                                 is_buffer };

      g_array_append_val (self->views, view);
      param->offset = *size;
      if (!g_size_checked_add (size, *size, len) || *size > G_MAXSIZE / 64)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                       _("It has more parameters than any machine can hold: make it smaller"));
          return FALSE;
        }
      *size = (*size + ALIGNED_ELEMENTS - 1) / ALIGNED_ELEMENTS * ALIGNED_ELEMENTS;
    }

  return TRUE;
}

/* Which layers take part in the backward pass: those that the loss depends on,
 * and that are trained themselves or read one that is. */
static void
lm_network_find_gradients (LmNetwork *self)
{
  if (self->loss_layer >= 0)
    self->nodes[self->loss_layer].is_needed = TRUE;

  for (gsize i = self->n_nodes; i-- > 0;)
    {
      const LmNode *node = &self->nodes[i];

      for (gsize j = 0; node->is_needed && j < node->n_inputs; j++)
        {
          if (node->inputs[j] >= 0 && !node->layer->klass->ignores_input)
            self->nodes[node->inputs[j]].is_needed = TRUE;
        }
    }

  for (gsize i = 0; i < self->n_nodes; i++)
    {
      LmNode *node = &self->nodes[i];

      node->has_gradient = node->layer->params->len > 0;
      for (gsize j = 0; j < node->n_inputs && !node->layer->klass->ignores_input; j++)
        node->has_gradient |= node->inputs[j] >= 0 && self->nodes[node->inputs[j]].has_gradient;
      node->has_gradient = node->has_gradient && node->is_needed && !node->layer->bypassed;
    }
}

static gboolean
lm_network_check_loss (LmNetwork     *self,
                       const LmLoss  *loss,
                       gssize        *wrong,
                       GError       **error)
{
  const char *fuses = loss->klass->fuses;

  if (self->block_size == 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   self->n_nodes == 0 ? _("The stack is empty: add a layer")
                                      : _("Nothing here can be trained: add a dense layer"));
      *wrong = self->last;
      return FALSE;
    }
  if (!lm_network_check_parts (self, loss, wrong, error))
    return FALSE;

  *wrong = self->last;
  if (fuses != NULL && self->last >= 0 &&
      strcmp (self->nodes[self->last].layer->klass->id, fuses) == 0)
    self->loss_layer = self->nodes[self->last].inputs[0];

  return loss->klass->check (loss, &self->answer_row, &self->target_row, error);
}

static gboolean
lm_network_build (LmNetwork      *self,
                  const LmStack  *stack,
                  const LmLoss   *loss,
                  gssize         *wrong,
                  GError        **error)
{
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      *wrong = (gssize) i;
      if (!lm_network_add_node (self, stack, i, error) ||
          !lm_network_add_views (self, i, FALSE, error))
        {
          /* Translators: what is wrong follows: "conv_1: …" */
          g_prefix_error (error, _("%s: "), lm_stack_nth (stack, i)->name);
          return FALSE;
        }
    }

  for (gsize i = 0; i < self->n_nodes; i++)
    {
      if (!lm_network_add_views (self, i, TRUE, error))
        return FALSE;
    }

  *wrong = (gssize) self->n_nodes - 1;
  self->last = *wrong;
  if (self->last >= 0 && self->nodes[self->last].layer->bypassed)
    self->last = self->nodes[self->last].inputs[0];
  self->loss_layer = self->last;
  lm_network_find_rows (self);

  if (loss != NULL && !lm_network_check_loss (self, loss, wrong, error))
    return FALSE;

  lm_network_find_gradients (self);

  return loss == NULL || !self->has_parts || lm_network_check_penalty (self, loss, wrong, error);
}

LmNetwork *
lm_network_new (const LmStack  *stack,
                const LmShape  *input,
                const LmShape  *target,
                const LmLoss   *loss,
                gssize         *wrong,
                GError        **error)
{
  LmNetwork *self = g_new0 (LmNetwork, 1);
  gssize ignored;

  g_return_val_if_fail (loss == NULL || target != NULL, NULL);

  if (wrong == NULL)
    wrong = &ignored;
  *wrong = -1;

  g_atomic_ref_count_init (&self->ref_count);
  self->input = *input;
  self->target = target != NULL ? *target : (LmShape) { 0 };
  self->nodes = g_new0 (LmNode, lm_stack_get_n (stack) + 1);
  self->views = g_array_new (FALSE, FALSE, sizeof (LmParamView));
  lm_network_find_parts (self, stack);

  if (!lm_network_check_size (input, error) || !lm_network_build (self, stack, loss, wrong, error))
    {
      lm_network_unref (self);
      return NULL;
    }

  return self;
}

const LmShape *
lm_network_get_input (const LmNetwork *self)
{
  return &self->input;
}

const LmShape *
lm_network_get_target (const LmNetwork *self)
{
  return &self->target;
}

const LmShape *
lm_network_get_output (const LmNetwork *self)
{
  return lm_network_get_shape (self, self->last);
}

gsize
lm_network_get_n_layers (const LmNetwork *self)
{
  return self->n_nodes;
}

const LmLayer *
lm_network_get_layer (const LmNetwork *self,
                      gsize            index)
{
  g_return_val_if_fail (index < self->n_nodes, NULL);

  return self->nodes[index].layer;
}

gssize
lm_network_get_loss_layer (const LmNetwork *self)
{
  return self->loss_layer;
}

gsize
lm_network_get_block_size (const LmNetwork *self)
{
  return self->block_size;
}

gsize
lm_network_get_buffers_size (const LmNetwork *self)
{
  return self->buffers_size;
}

gsize
lm_network_get_carried_size (const LmNetwork *self)
{
  return self->carried_size;
}

gsize
lm_network_get_n_params (const LmNetwork *self)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n_nodes; i++)
    n += lm_layer_get_n_params (self->nodes[i].layer);

  return n;
}

guint64
lm_network_get_macs (const LmNetwork *self)
{
  return self->macs;
}

gsize
lm_network_get_n_views (const LmNetwork *self)
{
  return self->views->len;
}

const LmParamView *
lm_network_get_view (const LmNetwork *self,
                     gsize            index)
{
  g_return_val_if_fail (index < self->views->len, NULL);

  return &g_array_index (self->views, LmParamView, index);
}

const LmParamView *
lm_network_find_view (const LmNetwork *self,
                      const char      *name)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      const LmParamView *view = &g_array_index (self->views, LmParamView, i);

      if (strcmp (view->name, name) == 0)
        return view;
    }

  return NULL;
}

gboolean
lm_network_has_pictures (const LmNetwork *self)
{
  return self->macs_pictures >= self->macs - self->macs_pictures;
}

gsize
lm_network_get_n_shards (const LmNetwork *self,
                         gsize            batch_size)
{
  const double flops = 6.0 * (double) self->macs; /* forward and backward, of one example */
  const gsize n_rows = lm_network_has_pictures (self) ? MAX (4, batch_size / 16)
                                                      : CLAMP (batch_size / 2, 16, 64);
  const double max_bytes = 24.0 * 1024 * 1024;
  gsize n_shards = 1;

  if ((double) batch_size * flops < 4e6)
    return 1;

  while (n_shards < LM_MAX_SHARDS && n_shards * n_rows < batch_size)
    n_shards *= 2;
  while (n_shards > 2 &&
         (double) n_shards * (double) self->block_size * sizeof (lm_real) > max_bytes)
    n_shards /= 2;

  return n_shards;
}
