/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A part of a network by itself: the decoder from given numbers, the discriminator of data. */

#include "lm-network-private.h"
#include "lm-snapshot-private.h"

gboolean
lm_network_has_stretch (const LmNetwork *self,
                        gsize            first,
                        gsize            end,
                        const LmShape   *input)
{
  gssize from = first > 0 ? (gssize) self->n_nodes : -1;

  if (first >= end || end > self->n_nodes)
    return FALSE;

  for (gsize i = first; i < end; i++)
    {
      const LmNode *node = &self->nodes[i];

      for (gsize j = 0; j < node->n_inputs; j++)
        {
          if (node->inputs[j] >= (gssize) first)
            continue;
          if (from == (gssize) self->n_nodes)
            from = node->inputs[j];
          if (node->inputs[j] != from)
            return FALSE;
        }
    }

  return from < (gssize) self->n_nodes && lm_shape_equal (lm_network_get_shape (self, from), input);
}

/* The probe that was added last, or the one that is like it. */
static LmProbe *
lm_watch_get_probe (LmWatch *self)
{
  g_return_val_if_fail (self->last < self->probes->len, NULL);

  return &g_array_index (self->probes, LmProbe, self->last);
}

void
lm_watch_set_targets (LmWatch *self,
                      LmBlob  *targets)
{
  LmProbe *probe = lm_watch_get_probe (self);

  g_return_if_fail (targets->tensor.shape.dim[0] == probe->input->tensor.shape.dim[0]);

  lm_blob_ref (targets);
  g_clear_pointer (&probe->targets, lm_blob_unref);
  probe->targets = targets;
}

void
lm_watch_set_stretch (LmWatch *self,
                      gsize    first,
                      gsize    end)
{
  LmProbe *probe = lm_watch_get_probe (self);

  probe->first = first;
  probe->end = end;
}

void
lm_watch_add_values (LmWatch *self,
                     gsize    layer)
{
  LmProbe *probe = lm_watch_get_probe (self);

  if (probe->layers == NULL)
    probe->layers = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (guint i = 0; i < probe->layers->len; i++)
    {
      if (g_array_index (probe->layers, gsize, i) == layer)
        return;
    }

  g_array_append_val (probe->layers, layer);
}

gsize
lm_probe_get_end (const LmProbe   *self,
                  const LmNetwork *network)
{
  return self->end > 0 ? self->end : network->n_nodes;
}

gboolean
lm_probe_has_layer (const LmProbe   *self,
                    const LmNetwork *network,
                    gsize            layer)
{
  if (layer < self->first || layer >= lm_probe_get_end (self, network))
    return FALSE;

  for (guint i = 0; self->layers != NULL && i < self->layers->len; i++)
    {
      if (g_array_index (self->layers, gsize, i) == layer)
        return TRUE;
    }

  return self->all_layers;
}
