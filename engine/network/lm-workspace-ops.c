/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which operations run in which order, and where shards meet. */

#include "lm-workspace-private.h"

static void
lm_workspace_add_op (LmWorkspace *self,
                     LmOpKind     kind,
                     gsize        layer,
                     gboolean     ends_segment)
{
  const LmOp op = { kind, layer };
  LmSegment *segment = &g_array_index (self->segments, LmSegment, self->segments->len - 1);

  g_array_append_val (self->ops, op);
  segment->n++;
  if (ends_segment)
    {
      const LmSegment next = { self->ops->len, 0 };

      g_array_append_val (self->segments, next);
    }
}

void
lm_workspace_list_ops (LmWorkspace *self)
{
  const LmNetwork *network = self->network;
  const gboolean is_training = self->work == LM_WORK_TRAIN;
  const LmSegment first = { 0, 0 };

  self->ops = g_array_new (FALSE, FALSE, sizeof (LmOp));
  self->segments = g_array_new (FALSE, FALSE, sizeof (LmSegment));
  g_array_append_val (self->segments, first);

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      if (layer->bypassed)
        continue;
      if (is_training && layer->klass->gather != NULL)
        lm_workspace_add_op (self, LM_OP_GATHER, i, TRUE);
      lm_workspace_add_op (self, LM_OP_FORWARD, i, FALSE);
    }

  lm_workspace_add_op (self, LM_OP_LOSS, 0, FALSE);

  for (gsize i = network->n_nodes; is_training && i-- > 0;)
    {
      if (!network->nodes[i].has_gradient)
        continue;
      if (network->nodes[i].layer->klass->gather_backward != NULL)
        lm_workspace_add_op (self, LM_OP_GATHER_BACKWARD, i, TRUE);
      lm_workspace_add_op (self, LM_OP_BACKWARD, i, FALSE);
    }
}

void
lm_workspace_clear_ops (LmWorkspace *self)
{
  g_clear_pointer (&self->ops, g_array_unref);
  g_clear_pointer (&self->segments, g_array_unref);
}
