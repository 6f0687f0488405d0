/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-snapshot-private.h"

#include <string.h>

static void
lm_probe_clear (gpointer probe)
{
  lm_blob_unref (((LmProbe *) probe)->input);
  g_free (((LmProbe *) probe)->lengths);
}

LmWatch *
lm_watch_new (void)
{
  LmWatch *self = g_new0 (LmWatch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->params = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->gradients = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->probes = g_array_new (FALSE, FALSE, sizeof (LmProbe));
  g_array_set_clear_func (self->probes, lm_probe_clear);

  return self;
}

LmWatch *
lm_watch_ref (LmWatch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_watch_unref (LmWatch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->params);
  g_array_unref (self->gradients);
  g_array_unref (self->probes);
  g_free (self);
}

void
lm_watch_add_params (LmWatch *self,
                     gsize    layer)
{
  g_array_append_val (self->params, layer);
}

void
lm_watch_add_gradients (LmWatch *self,
                        gsize    layer)
{
  g_array_append_val (self->gradients, layer);
}

void
lm_watch_add_probe (LmWatch  *self,
                    guint     id,
                    LmBlob   *input,
                    gboolean  all_layers)
{
  const LmProbe probe = { id, input, all_layers, NULL };

  g_array_append_val (self->probes, probe);
}

void
lm_watch_set_lengths (LmWatch       *self,
                      const guint32 *lengths)
{
  LmProbe *probe;

  g_return_if_fail (self->probes->len > 0);

  probe = &g_array_index (self->probes, LmProbe, self->probes->len - 1);
  g_free (probe->lengths);
  probe->lengths = g_memdup2 (lengths, probe->input->tensor.shape.dim[0] * sizeof *lengths);
}

gboolean
lm_watch_is_empty (const LmWatch *self)
{
  return self->params->len + self->gradients->len + self->probes->len == 0;
}

static void
lm_seen_clear (gpointer seen)
{
  lm_blob_unref (((LmSeen *) seen)->blob);
}

LmSnapshot *
lm_snapshot_new (LmNetwork *network,
                 guint64    step)
{
  LmSnapshot *self = g_new0 (LmSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->network = lm_network_ref (network);
  self->step = step;
  self->seen = g_array_new (FALSE, FALSE, sizeof (LmSeen));
  g_array_set_clear_func (self->seen, lm_seen_clear);

  return self;
}

lm_real *
lm_snapshot_add (LmSnapshot    *self,
                 LmSeen         seen,
                 const LmShape *shape)
{
  seen.blob = lm_blob_new (shape);
  if (seen.blob == NULL)
    return NULL;

  g_array_append_val (self->seen, seen);

  return seen.blob->tensor.data;
}

LmSnapshot *
lm_snapshot_ref (LmSnapshot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_snapshot_unref (LmSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->seen);
  lm_network_unref (self->network);
  g_free (self);
}

guint64
lm_snapshot_get_step (const LmSnapshot *self)
{
  return self->step;
}

LmNetwork *
lm_snapshot_get_network (const LmSnapshot *self)
{
  return self->network;
}

static const LmTensor *
lm_snapshot_find (const LmSnapshot *self,
                  LmSeenKind        kind,
                  gssize            layer,
                  const char       *name,
                  guint             probe)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      const LmSeen *seen = &g_array_index (self->seen, LmSeen, i);

      if (seen->kind == kind && seen->layer == layer && seen->probe == probe &&
          g_strcmp0 (seen->name, name) == 0)
        return &seen->blob->tensor;
    }

  return NULL;
}

const LmTensor *
lm_snapshot_get_param (const LmSnapshot *self,
                       gsize             layer,
                       const char       *name)
{
  return lm_snapshot_find (self, LM_SEEN_PARAM, (gssize) layer, name, 0);
}

const LmTensor *
lm_snapshot_get_gradient (const LmSnapshot *self,
                          gsize             layer,
                          const char       *name)
{
  return lm_snapshot_find (self, LM_SEEN_GRADIENT, (gssize) layer, name, 0);
}

const LmTensor *
lm_snapshot_get_value (const LmSnapshot *self,
                       guint             probe,
                       gssize            layer)
{
  return lm_snapshot_find (self, LM_SEEN_VALUE, layer, NULL, probe);
}

const LmTensor *
lm_snapshot_get_answer (const LmSnapshot *self,
                        guint             probe)
{
  return lm_snapshot_find (self, LM_SEEN_ANSWER, 0, NULL, probe);
}
