/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Norms and histograms: what a snapshot tells of numbers that it does not copy. */

#include "lm-camera-private.h"

#include <math.h>

#include "lm-math.h"
#include "lm-network-private.h"

static const LmCounted *
lm_camera_nth_counted (const LmCamera *self,
                       guint           index)
{
  return &g_array_index (self->watch->counted, LmCounted, index);
}

gboolean
lm_camera_is_counted (const LmCamera *self,
                      const LmProbe  *probe)
{
  for (guint i = 0; i < self->watch->counted->len; i++)
    {
      const LmCounted *counted = lm_camera_nth_counted (self, i);

      if (counted->quantity == LM_QUANTITY_VALUES && counted->probe == probe->id &&
          counted->layer < self->network->n_nodes)
        return TRUE;
    }

  return FALSE;
}

/* Elements that @probe needs to be counted, at the most. */
static gsize
lm_camera_get_n_values (const LmCamera *self,
                        const LmProbe  *probe)
{
  const gsize n = MIN (probe->input->tensor.shape.dim[0], LM_MAX_PROBE_BATCH);
  gsize most = 0;

  for (guint i = 0; i < self->watch->counted->len; i++)
    {
      const LmCounted *counted = lm_camera_nth_counted (self, i);

      if (counted->quantity == LM_QUANTITY_VALUES && counted->probe == probe->id &&
          counted->layer < self->network->n_nodes)
        most = MAX (most, n * lm_shape_get_n_columns (
                                lm_network_get_shape (self->network, (gssize) counted->layer)));
    }

  return most;
}

void
lm_camera_alloc_values (LmCamera *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->watch->probes->len; i++)
    n = MAX (n, lm_camera_get_n_values (self,
                                        &g_array_index (self->watch->probes, LmProbe, i)));

  if (n > 0)
    self->values = lm_alloc (n);
}

/* A parameter's numbers or gradients. */
static LmTensor
lm_camera_get_param (const LmState     *state,
                     LmWorkspace       *gradients,
                     const LmParamView *view,
                     LmQuantity         quantity)
{
  return quantity == LM_QUANTITY_WEIGHTS ? lm_state_get_view (state, view, 0)
                                         : lm_workspace_get_gradient (gradients, view);
}

void
lm_camera_add_norms (LmCamera      *self,
                     LmSnapshot    *snapshot,
                     const LmState *state,
                     LmWorkspace   *gradients)
{
  const gsize n = 2 * self->network->n_nodes;
  double *norms = g_new (double, n);

  /* What stays below 0 has a root that is no number. */
  for (gsize i = 0; i < n; i++)
    norms[i] = -1;

  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);

      for (LmQuantity j = LM_QUANTITY_WEIGHTS; j <= LM_QUANTITY_GRADIENTS; j++)
        {
          double *norm = &norms[2 * view->layer + j];
          LmTensor tensor;

          if (view->is_buffer || (j == LM_QUANTITY_GRADIENTS && gradients == NULL))
            continue;

          tensor = lm_camera_get_param (state, gradients, view, j);
          *norm = (*norm < 0 ? 0 : *norm) + lm_sum_squares (tensor.data, tensor.len, 0);
        }
    }

  for (gsize i = 0; i < n; i++)
    norms[i] = sqrt (norms[i]);
  snapshot->norms = norms;
  snapshot->has_gradient_norms = gradients != NULL;
}

static void
lm_camera_add_histogram (LmSnapshot      *snapshot,
                         const LmCounted *counted,
                         const LmTensor  *tensors,
                         gsize            n)
{
  LmSeenHistogram seen = { .counted = *counted };

  lm_histogram_init (&seen.histogram, tensors, n);
  g_array_append_val (snapshot->histograms, seen);
}

/* Biases would be a spike where they start. */
static gboolean
lm_camera_has_matrix (const LmLayer *layer)
{
  for (guint i = 0; i < layer->params->len; i++)
    {
      if (g_array_index (layer->params, LmParam, i).shape.rank >= 2)
        return TRUE;
    }

  return FALSE;
}

/* The tensors of a histogram. @tensors: (out): room for all views. Returns: how many */
static gsize
lm_camera_list_params (LmCamera        *self,
                       const LmState   *state,
                       LmWorkspace     *gradients,
                       const LmCounted *counted,
                       LmTensor        *tensors)
{
  gsize n = 0;

  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      const gsize least_rank =
        lm_camera_has_matrix (lm_network_get_layer (self->network, view->layer)) ? 2 : 0;

      if (view->layer == counted->layer && !view->is_buffer &&
          view->param->shape.rank >= least_rank)
        tensors[n++] = lm_camera_get_param (state, gradients, view, counted->quantity);
    }

  return n;
}

void
lm_camera_count_params (LmCamera      *self,
                        LmSnapshot    *snapshot,
                        const LmState *state,
                        LmWorkspace   *gradients)
{
  g_autofree LmTensor *tensors = NULL;

  for (guint i = 0; i < self->watch->counted->len; i++)
    {
      const LmCounted *counted = lm_camera_nth_counted (self, i);
      gsize n;

      if (counted->quantity == LM_QUANTITY_VALUES ||
          (counted->quantity == LM_QUANTITY_GRADIENTS && gradients == NULL))
        continue;

      if (tensors == NULL)
        tensors = g_new (LmTensor, lm_network_get_n_views (self->network) + 1);
      n = lm_camera_list_params (self, state, gradients, counted, tensors);
      if (n > 0)
        lm_camera_add_histogram (snapshot, counted, tensors, n);
    }
}

void
lm_camera_count_values (LmCamera      *self,
                        LmSnapshot    *snapshot,
                        const LmProbe *probe,
                        LmWorkspace   *workspace,
                        gsize          n)
{
  for (guint i = 0; self->values != NULL && i < self->watch->counted->len; i++)
    {
      const LmCounted *counted = lm_camera_nth_counted (self, i);
      LmShape shape;
      LmTensor tensor;

      if (counted->quantity != LM_QUANTITY_VALUES || counted->probe != probe->id ||
          counted->layer < probe->first ||
          counted->layer >= lm_probe_get_end (probe, self->network))
        continue;

      shape = *lm_network_get_shape (self->network, (gssize) counted->layer);
      shape.dim[0] = n;
      tensor = lm_tensor_init (self->values, &shape);
      lm_workspace_copy_values (workspace, (gssize) counted->layer, 0, n, self->values);
      lm_camera_add_histogram (snapshot, counted, &tensor, 1);
    }
}
