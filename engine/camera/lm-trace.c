/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers inside a layer, on their way to a view: a watch asks for them, the camera has them copied
 * from the layer's own memory, and a snapshot hands them out.
 */

#include <string.h>

#include "lm-camera-private.h"
#include "lm-workspace-private.h"

gssize
lm_layer_class_find_trace (const LmLayerClass *self,
                           const char         *name)
{
  for (gssize i = 0; self->traces != NULL && self->traces[i].name != NULL; i++)
    {
      if (strcmp (self->traces[i].name, name) == 0)
        return i;
    }

  return -1;
}

void
lm_watch_add_trace (LmWatch    *self,
                    guint       probe,
                    gsize       layer,
                    const char *name)
{
  const LmTraced traced = { probe, layer, g_intern_string (name) };

  for (guint i = 0; i < self->traces->len; i++)
    {
      const LmTraced *other = &g_array_index (self->traces, LmTraced, i);

      if (other->probe == probe && other->layer == layer && other->name == traced.name)
        return;
    }

  g_array_append_val (self->traces, traced);
}

void
lm_workspace_copy_trace (LmWorkspace *self,
                         gsize        layer,
                         gsize        trace,
                         lm_real     *out)
{
  const LmLayer *of = self->network->nodes[layer].layer;
  LmShape shape;

  g_return_if_fail (self->work == LM_WORK_TRACE && !of->bypassed);

  of->klass->get_trace_shape (of, trace, &shape);
  for (gsize i = 0; i < self->n_shards; i++)
    {
      LmPass *pass = &self->passes[i];

      pass->layer = layer;
      if (pass->n_rows > 0)
        of->klass->copy_trace (of, pass, trace,
                               out + pass->first_row * lm_shape_get_n_columns (&shape));
    }
}

/* Row @i of the watch in the network that there is now. Returns: the class' row, or -1 */
static gssize
lm_camera_find_trace (const LmCamera *self,
                      guint           i,
                      const LmProbe  *probe)
{
  const LmTraced *traced = &g_array_index (self->watch->traces, LmTraced, i);
  const LmLayer *layer;

  if (traced->probe != probe->id || traced->layer < probe->first ||
      traced->layer >= lm_probe_get_end (probe, self->network))
    return -1;

  layer = self->network->nodes[traced->layer].layer;

  return layer->bypassed ? -1 : lm_layer_class_find_trace (layer->klass, traced->name);
}

gboolean
lm_camera_is_traced (const LmCamera *self,
                     const LmProbe  *probe)
{
  for (guint i = 0; i < self->watch->traces->len; i++)
    {
      if (lm_camera_find_trace (self, i, probe) >= 0)
        return TRUE;
    }

  return FALSE;
}

/* The place for all of the probe is made with its first part. */
static void
lm_snapshot_copy_trace (LmSnapshot     *self,
                        const LmTraced *traced,
                        gsize           trace,
                        LmWorkspace    *workspace,
                        gsize           first,
                        gsize           n_rows)
{
  const LmLayer *layer = workspace->network->nodes[traced->layer].layer;
  const LmTensor *copy;
  LmShape shape;

  layer->klass->get_trace_shape (layer, trace, &shape);
  shape.dim[0] = n_rows;
  if (first == 0)
    lm_snapshot_add (self, (LmSeen) { LM_SEEN_TRACE, (gssize) traced->layer, traced->name,
                                      traced->probe }, &shape);

  copy = lm_snapshot_get_trace (self, traced->probe, traced->layer, traced->name);
  if (copy != NULL)
    lm_workspace_copy_trace (workspace, traced->layer, trace,
                             copy->data + first * lm_shape_get_n_columns (&shape));
}

void
lm_camera_copy_traces (LmCamera      *self,
                       LmSnapshot    *snapshot,
                       const LmProbe *probe,
                       LmWorkspace   *workspace,
                       gsize          first)
{
  for (guint i = 0; i < self->watch->traces->len; i++)
    {
      const gssize trace = lm_camera_find_trace (self, i, probe);

      if (trace >= 0)
        lm_snapshot_copy_trace (snapshot, &g_array_index (self->watch->traces, LmTraced, i),
                                (gsize) trace, workspace, first,
                                probe->input->tensor.shape.dim[0]);
    }
}
