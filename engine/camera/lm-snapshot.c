/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-snapshot-private.h"

#include <math.h>
#include <string.h>

static void
lm_probe_clear (gpointer data)
{
  LmProbe *probe = data;

  lm_blob_unref (probe->input);
  g_free (probe->lengths);
  g_clear_pointer (&probe->targets, lm_blob_unref);
  g_clear_pointer (&probe->layers, g_array_unref);
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
  self->counted = g_array_new (FALSE, FALSE, sizeof (LmCounted));
  self->traces = g_array_new (FALSE, FALSE, sizeof (LmTraced));
  self->free_runs = g_array_new (FALSE, FALSE, sizeof (LmFreeRun));
  g_array_set_clear_func (self->free_runs, (GDestroyNotify) lm_free_run_clear);

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
  g_array_unref (self->counted);
  g_array_unref (self->traces);
  g_array_unref (self->free_runs);
  g_free (self);
}

static void
lm_watch_add_layer (GArray *layers,
                    gsize   layer)
{
  for (guint i = 0; i < layers->len; i++)
    {
      if (g_array_index (layers, gsize, i) == layer)
        return;
    }

  g_array_append_val (layers, layer);
}

void
lm_watch_add_params (LmWatch *self,
                     gsize    layer)
{
  lm_watch_add_layer (self->params, layer);
}

void
lm_watch_add_gradients (LmWatch *self,
                        gsize    layer)
{
  lm_watch_add_layer (self->gradients, layer);
}

void
lm_watch_add_norms (LmWatch *self)
{
  self->has_norms = TRUE;
}

static gboolean
lm_counted_equal (const LmCounted *a,
                  const LmCounted *b)
{
  return a->quantity == b->quantity && a->layer == b->layer && a->probe == b->probe;
}

void
lm_watch_add_histogram (LmWatch    *self,
                        LmQuantity  quantity,
                        gsize       layer,
                        guint       probe)
{
  const LmCounted counted = { quantity, layer, probe };

  for (guint i = 0; i < self->counted->len; i++)
    {
      if (lm_counted_equal (&g_array_index (self->counted, LmCounted, i), &counted))
        return;
    }

  g_array_append_val (self->counted, counted);
}

void
lm_watch_add_probe (LmWatch  *self,
                    guint     id,
                    LmBlob   *input,
                    gboolean  all_layers)
{
  const LmProbe probe = { .id = id, .input = input, .all_layers = all_layers };

  for (self->last = 0; self->last < self->probes->len; self->last++)
    {
      LmProbe *other = &g_array_index (self->probes, LmProbe, self->last);

      if (other->id != id || other->input != input)
        continue;
      other->all_layers |= all_layers;
      lm_blob_unref (input);
      return;
    }

  g_array_append_val (self->probes, probe);
}

void
lm_free_run_copy (LmFreeRun       *self,
                  const LmFreeRun *other)
{
  const gsize n = other->input->tensor.shape.dim[0];

  *self = *other;
  lm_blob_ref (self->input);
  self->lengths = g_memdup2 (other->lengths, n * sizeof *other->lengths);
  self->temperatures = g_memdup2 (other->temperatures, n * sizeof *other->temperatures);
}

void
lm_free_run_clear (LmFreeRun *self)
{
  g_clear_pointer (&self->input, lm_blob_unref);
  g_clear_pointer (&self->lengths, g_free);
  g_clear_pointer (&self->temperatures, g_free);
}

void
lm_watch_add_free_run (LmWatch         *self,
                       const LmFreeRun *run)
{
  LmFreeRun copy;

  for (guint i = 0; i < self->free_runs->len; i++)
    {
      const LmFreeRun *other = &g_array_index (self->free_runs, LmFreeRun, i);

      if (other->id == run->id && other->input == run->input)
        return;
    }

  lm_free_run_copy (&copy, run);
  g_array_append_val (self->free_runs, copy);
}

void
lm_watch_set_lengths (LmWatch       *self,
                      const guint32 *lengths)
{
  LmProbe *probe;

  g_return_if_fail (self->probes->len > 0);

  probe = &g_array_index (self->probes, LmProbe, self->last);
  g_free (probe->lengths);
  probe->lengths = g_memdup2 (lengths, probe->input->tensor.shape.dim[0] * sizeof *lengths);
}

gboolean
lm_watch_is_empty (const LmWatch *self)
{
  return self->params->len + self->gradients->len + self->probes->len + self->counted->len +
             self->traces->len + self->free_runs->len == 0 &&
         !self->has_norms;
}

gboolean
lm_watch_has_gradients (const LmWatch *self)
{
  for (guint i = 0; i < self->counted->len; i++)
    {
      if (g_array_index (self->counted, LmCounted, i).quantity == LM_QUANTITY_GRADIENTS)
        return TRUE;
    }

  return self->has_norms || self->gradients->len > 0;
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
  self->histograms = g_array_new (FALSE, FALSE, sizeof (LmSeenHistogram));

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
  g_array_unref (self->histograms);
  g_free (self->norms);
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

const LmTensor *
lm_snapshot_get_trace (const LmSnapshot *self,
                       guint             probe,
                       gsize             layer,
                       const char       *name)
{
  return lm_snapshot_find (self, LM_SEEN_TRACE, (gssize) layer, name, probe);
}

const LmTensor *
lm_snapshot_get_free_run (const LmSnapshot *self,
                          guint             id,
                          guint64          *step)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      const LmSeen *seen = &g_array_index (self->seen, LmSeen, i);

      if (seen->kind != LM_SEEN_FREE_RUN || seen->probe != id)
        continue;
      if (step != NULL)
        *step = seen->step;
      return &seen->blob->tensor;
    }

  return NULL;
}

gboolean
lm_snapshot_has_norms (const LmSnapshot *self,
                       LmQuantity        quantity)
{
  return self->norms != NULL && (quantity == LM_QUANTITY_WEIGHTS ||
                                 (quantity == LM_QUANTITY_GRADIENTS && self->has_gradient_norms));
}

double
lm_snapshot_get_norm (const LmSnapshot *self,
                      LmQuantity        quantity,
                      gsize             layer)
{
  if (self->norms == NULL || quantity > LM_QUANTITY_GRADIENTS ||
      layer >= lm_network_get_n_layers (self->network))
    return NAN;

  return self->norms[2 * layer + quantity];
}

const LmHistogram *
lm_snapshot_get_histogram (const LmSnapshot *self,
                           LmQuantity        quantity,
                           gsize             layer,
                           guint             probe)
{
  const LmCounted counted = { quantity, layer, probe };

  for (guint i = 0; i < self->histograms->len; i++)
    {
      const LmSeenHistogram *seen = &g_array_index (self->histograms, LmSeenHistogram, i);

      if (lm_counted_equal (&seen->counted, &counted))
        return &seen->histogram;
    }

  return NULL;
}
