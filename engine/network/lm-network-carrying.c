/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A network that reads sequences, made to read longer ones piece by piece. */

#include "lm-network-private.h"

static gboolean
lm_network_can_carry (const LmNetwork *self)
{
  for (gsize i = 0; i < self->n_nodes; i++)
    {
      if (!self->nodes[i].is_aligned)
        return FALSE;
    }

  return self->n_nodes > 0 && !self->has_parts && lm_network_is_aligned (self, -1);
}

/* Returns: (transfer full) (nullable) */
static LmStack *
lm_network_copy_carrying (const LmNetwork *self)
{
  g_autoptr(LmStack) stack = lm_stack_new ();

  for (gsize i = 0; i < self->n_nodes; i++)
    {
      LmLayer *layer = lm_layer_copy (self->nodes[i].layer);
      const LmLayerClass *klass = layer->klass;

      lm_stack_take (stack, i, layer);
      if (klass->mixes_time && !layer->bypassed && (klass->carry == NULL || !klass->carry (layer)))
        return NULL;
    }

  return g_steal_pointer (&stack);
}

/* Whether a state of the one is a state of the other. */
static gboolean
lm_network_has_same_views (const LmNetwork *self,
                           const LmNetwork *other)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      const LmParam *a = lm_network_get_view (self, i)->param;
      const LmParam *b = lm_network_get_view (other, i)->param;

      if (a->offset != b->offset || !lm_shape_equal (&a->shape, &b->shape))
        return FALSE;
    }

  return TRUE;
}

LmNetwork *
lm_network_new_carrying (const LmNetwork *self,
                         gsize            n_steps)
{
  g_autoptr(LmNetwork) carrying = NULL;
  g_autoptr(LmStack) stack = NULL;
  LmShape input = self->input;

  if (lm_network_can_carry (self))
    stack = lm_network_copy_carrying (self);
  if (stack == NULL)
    return NULL;

  input.dim[1] = n_steps;
  carrying = lm_network_new (stack, &input, NULL, NULL, NULL, NULL);
  if (carrying == NULL || !lm_network_has_same_views (self, carrying))
    return NULL;

  carrying->loss_layer = self->loss_layer;

  return g_steal_pointer (&carrying);
}
