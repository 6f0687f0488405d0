/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-camera-private.h"

#include <string.h>

#include "lm-network-private.h"

/* Between two free runs so many times their time passes, and no less than this. */
#define FREE_SHARE 19
#define FREE_INTERVAL_USEC (G_USEC_PER_SEC / 10)

/* Whether the input is of the network that is trained now. */
static gboolean
lm_camera_fits (const LmCamera *self,
                const LmProbe  *probe)
{
  const LmNetwork *network = self->network;
  LmShape shape = probe->input->tensor.shape;

  shape.dim[0] = 1;
  if (probe->input->tensor.shape.dim[0] == 0 ||
      !lm_network_has_stretch (network, probe->first, lm_probe_get_end (probe, network), &shape))
    return FALSE;
  if (probe->targets == NULL)
    return TRUE;

  shape = probe->targets->tensor.shape;
  shape.dim[0] = 1;

  return lm_shape_equal (&shape, lm_network_get_target (network));
}

/* Whether a workspace has to keep more than the answers, or the end of a stretch. */
static gboolean
lm_camera_has_values (const LmCamera *self,
                      const LmProbe  *probe)
{
  const gsize end = lm_probe_get_end (probe, self->network);

  if (probe->all_layers || lm_camera_is_counted (self, probe))
    return TRUE;

  for (gsize i = probe->first; i < end; i++)
    {
      if (lm_probe_has_layer (probe, self->network, i) &&
          (i + 1 < end || end == self->network->n_nodes))
        return TRUE;
    }

  return FALSE;
}

/* Returns: what a workspace has to keep for a probe */
static LmWork
lm_camera_get_work (const LmCamera *self,
                    const LmProbe  *probe)
{
  if (lm_camera_is_traced (self, probe))
    return LM_WORK_TRACE;

  return lm_camera_has_values (self, probe) ? LM_WORK_PROBE : LM_WORK_INFER;
}

LmCamera *
lm_camera_new (LmWatch   *watch,
               LmNetwork *network,
               LmPool    *pool)
{
  LmCamera *self = g_new0 (LmCamera, 1);

  self->watch = lm_watch_ref (watch);
  self->network = lm_network_ref (network);
  self->workspaces = g_new0 (LmWorkspace *, watch->probes->len + 1);

  for (guint i = 0; i < watch->probes->len; i++)
    {
      const LmProbe *probe = &g_array_index (watch->probes, LmProbe, i);
      const gsize n = probe->input->tensor.shape.dim[0];

      if (lm_camera_fits (self, probe))
        self->workspaces[i] = lm_workspace_new (network, pool, MIN (n, LM_MAX_PROBE_BATCH),
                                                lm_camera_get_work (self, probe), NULL);
    }
  lm_camera_alloc_values (self);

  self->runners = g_new0 (LmFreeRunner *, watch->free_runs->len + 1);
  self->due_usec = g_new0 (gint64, watch->free_runs->len + 1);
  for (guint i = 0; i < watch->free_runs->len; i++)
    self->runners[i] = lm_free_runner_new (&g_array_index (watch->free_runs, LmFreeRun, i), network,
                                           pool);

  return self;
}

void
lm_camera_free (LmCamera *self)
{
  for (guint i = 0; i < self->watch->probes->len; i++)
    g_clear_pointer (&self->workspaces[i], lm_workspace_free);
  for (guint i = 0; i < self->watch->free_runs->len; i++)
    g_clear_pointer (&self->runners[i], lm_free_runner_free);
  g_free (self->workspaces);
  g_free (self->runners);
  g_free (self->due_usec);
  lm_free (self->values);
  lm_watch_unref (self->watch);
  lm_network_unref (self->network);
  g_free (self);
}

static void
lm_camera_copy_params (LmCamera      *self,
                       LmSnapshot    *snapshot,
                       const LmState *state,
                       gsize          layer)
{
  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      const LmTensor value = lm_state_get_view (state, view, 0);
      lm_real *copy;

      if (view->layer != layer)
        continue;

      copy = lm_snapshot_add (snapshot,
                              (LmSeen) { LM_SEEN_PARAM, (gssize) layer, view->param->name },
                              &value.shape);
      if (copy != NULL)
        memcpy (copy, value.data, value.len * sizeof (lm_real));
    }
}

static void
lm_camera_copy_gradients (LmCamera    *self,
                          LmSnapshot  *snapshot,
                          LmWorkspace *gradients,
                          gsize        layer)
{
  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      LmTensor value;
      lm_real *copy;

      if (view->layer != layer || view->is_buffer)
        continue;

      value = lm_workspace_get_gradient (gradients, view);
      copy = lm_snapshot_add (snapshot,
                              (LmSeen) { LM_SEEN_GRADIENT, (gssize) layer, view->param->name },
                              &value.shape);
      if (copy != NULL)
        memcpy (copy, value.data, value.len * sizeof (lm_real));
    }
}

/* Places for what a probe gives: [0] the answers, then the layers; NULL: nobody asks. */
static lm_real **
lm_camera_add_places (LmCamera      *self,
                      LmSnapshot    *snapshot,
                      const LmProbe *probe)
{
  const gsize n_layers = self->network->n_nodes;
  lm_real **places = g_new0 (lm_real *, n_layers + 1);
  LmShape shape = *lm_network_get_output (self->network);

  shape.dim[0] = probe->input->tensor.shape.dim[0];
  if (lm_probe_get_end (probe, self->network) == n_layers)
    places[0] = lm_snapshot_add (snapshot, (LmSeen) { LM_SEEN_ANSWER, 0, NULL, probe->id },
                                 &shape);

  for (gsize i = 0; i < n_layers; i++)
    {
      if (!lm_probe_has_layer (probe, self->network, i))
        continue;
      shape = *lm_network_get_shape (self->network, (gssize) i);
      shape.dim[0] = probe->input->tensor.shape.dim[0];
      places[i + 1] = lm_snapshot_add (
        snapshot, (LmSeen) { LM_SEEN_VALUE, (gssize) i, NULL, probe->id }, &shape);
    }

  return places;
}

/* Sends rows [@first, @first + @n) through. */
static void
lm_camera_run_part (LmCamera         *self,
                    const LmProbe    *probe,
                    LmWorkspace      *workspace,
                    const LmState    *state,
                    const LmTraining *training,
                    gsize             first,
                    gsize             n)
{
  const LmBatch batch = lm_workspace_get_batch (workspace, probe->lengths != NULL);
  const LmTensor part = lm_tensor_rows (&probe->input->tensor, first, n);
  LmTensor targets;

  if (probe->lengths != NULL)
    memcpy (batch.lengths, probe->lengths + first, n * sizeof *batch.lengths);
  if (probe->targets != NULL)
    {
      targets = lm_tensor_rows (&probe->targets->tensor, first, n);
      memcpy (batch.y, targets.data, targets.len * sizeof (lm_real));
    }
  if (probe->first == 0)
    memcpy (batch.x, part.data, part.len * sizeof (lm_real));

  lm_workspace_infer_stretch (workspace, state, training, probe->first > 0 ? &part : NULL,
                              probe->first, lm_probe_get_end (probe, self->network), n);
}

static void
lm_camera_run_probe (LmCamera         *self,
                     LmSnapshot       *snapshot,
                     const LmProbe    *probe,
                     LmWorkspace      *workspace,
                     const LmState    *state,
                     const LmTraining *training)
{
  const LmNetwork *network = self->network;
  const gsize n_rows = probe->input->tensor.shape.dim[0];
  const LmSeen seen = { LM_SEEN_VALUE, -1, NULL, probe->id, lm_blob_ref (probe->input) };
  g_autofree lm_real **places = lm_camera_add_places (self, snapshot, probe);
  gsize n;

  for (gsize first = 0; first < n_rows; first += n)
    {
      n = MIN (lm_workspace_get_capacity (workspace), n_rows - first);
      lm_camera_run_part (self, probe, workspace, state, training, first, n);

      if (places[0] != NULL)
        lm_workspace_copy_answers (workspace, 0, n,
                                   places[0] + first * lm_shape_get_n_columns (
                                                         lm_network_get_output (network)));
      for (gsize i = 0; i < network->n_nodes; i++)
        {
          const gsize n_columns =
            lm_shape_get_n_columns (lm_network_get_shape (network, (gssize) i));

          if (places[i + 1] != NULL)
            lm_workspace_copy_values (workspace, (gssize) i, 0, n,
                                      places[i + 1] + first * n_columns);
        }
      lm_camera_copy_traces (self, snapshot, probe, workspace, first);
      if (first == 0)
        lm_camera_count_values (self, snapshot, probe, workspace, n);
    }

  g_array_append_val (snapshot->seen, seen);
}

gboolean
lm_camera_has_free_runs (const LmCamera *self)
{
  return self->watch->free_runs->len > 0;
}

gboolean
lm_camera_run_free (LmCamera               *self,
                    const LmState          *state,
                    const LmTraining       *training,
                    gboolean                at_once,
                    const _Atomic gboolean *stop)
{
  gboolean is_complete = TRUE;

  for (guint i = 0; i < self->watch->free_runs->len; i++)
    {
      const gint64 start = g_get_monotonic_time ();
      guint64 step;
      gint64 end;

      if (self->runners[i] == NULL)
        continue;
      /* At once also where the numbers of a step were put back to those of another. */
      if (!at_once && lm_free_runner_get_result (self->runners[i], &step) != NULL &&
          step == state->step)
        continue;

      if ((!at_once && start < self->due_usec[i]) ||
          !lm_free_runner_run (self->runners[i], state, training, stop))
        {
          is_complete = FALSE;
          continue;
        }

      end = g_get_monotonic_time ();
      self->due_usec[i] = end + MAX (FREE_SHARE * (end - start), FREE_INTERVAL_USEC);
    }

  return is_complete;
}

/* What the free runs gave when they were last gone. */
static void
lm_camera_add_free_runs (LmCamera   *self,
                         LmSnapshot *snapshot)
{
  for (guint i = 0; i < self->watch->free_runs->len; i++)
    {
      LmSeen seen = { .kind = LM_SEEN_FREE_RUN,
                      .probe = g_array_index (self->watch->free_runs, LmFreeRun, i).id };

      if (self->runners[i] == NULL)
        continue;

      seen.blob = lm_free_runner_get_result (self->runners[i], &seen.step);
      if (seen.blob != NULL)
        {
          lm_blob_ref (seen.blob);
          g_array_append_val (snapshot->seen, seen);
        }
    }
}

LmSnapshot *
lm_camera_take (LmCamera         *self,
                const LmState    *state,
                const LmTraining *training,
                LmWorkspace      *gradients)
{
  const LmWatch *watch = self->watch;
  LmSnapshot *snapshot = lm_snapshot_new (self->network, state->step);

  for (guint i = 0; i < watch->params->len; i++)
    lm_camera_copy_params (self, snapshot, state, g_array_index (watch->params, gsize, i));
  for (guint i = 0; gradients != NULL && i < watch->gradients->len; i++)
    lm_camera_copy_gradients (self, snapshot, gradients,
                              g_array_index (watch->gradients, gsize, i));
  if (watch->has_norms)
    lm_camera_add_norms (self, snapshot, state, gradients);
  lm_camera_count_params (self, snapshot, state, gradients);
  for (guint i = 0; i < watch->probes->len; i++)
    {
      if (self->workspaces[i] != NULL)
        lm_camera_run_probe (self, snapshot, &g_array_index (watch->probes, LmProbe, i),
                             self->workspaces[i], state, training);
    }
  lm_camera_add_free_runs (self, snapshot);

  return snapshot;
}

gboolean
lm_camera_wants_gradients (const LmCamera *self)
{
  return lm_watch_has_gradients (self->watch);
}
