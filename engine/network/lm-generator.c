/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-generator.h"

#include <glib/gi18n-lib.h>

#include "lm-error.h"
#include "lm-network-private.h"

struct _LmGenerator
{
  LmNetwork   *network; /* referenced */
  LmWorkspace *workspace;
  gsize        latent, end; /* The layers between are those that run. */
  gsize        n_classes;
};

/* Layers that end what is made of latent numbers: those of the generator, or all. */
static gsize
lm_network_get_making_end (const LmNetwork *network)
{
  return network->has_parts ? network->n_generator : network->n_nodes;
}

gssize
lm_network_find_latent (const LmNetwork *network)
{
  for (gsize i = 0; i < lm_network_get_making_end (network); i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      if (layer->klass->draw_latent != NULL && !layer->bypassed)
        return (gssize) i;
    }

  return -1;
}

void
lm_network_draw_latent (const LmNetwork *network,
                        gsize            layer,
                        guint64          seed,
                        gsize            first,
                        gsize            n,
                        double           temperature,
                        lm_real         *z)
{
  const LmLayer *latent = lm_network_get_layer (network, layer);
  const gsize n_columns = lm_shape_get_n_columns (&latent->output);

  g_return_if_fail (latent->klass->draw_latent != NULL);

  for (gsize i = 0; i < n; i++)
    {
      const LmRandom random = { seed, lm_random_stream (latent->name), 0, (guint32) (first + i) };

      latent->klass->draw_latent (latent, &random, z + i * n_columns);
    }

  for (gsize i = 0; i < n * n_columns; i++)
    z[i] *= (lm_real) temperature;
}

static gboolean
lm_generator_check (const LmNetwork  *network,
                    gsize             layer,
                    gsize             end,
                    GError          **error)
{
  const LmLayer *latent = lm_network_get_layer (network, layer);

  if (lm_network_has_stretch (network, layer + 1, end, &latent->output))
    return TRUE;

  if (layer + 1 >= end)
    g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                 _("%s: Nothing is made of it: add layers after it"), latent->name);
  else
    g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                 _("%s: What comes after it also reads layers before it, so that nothing can be "
                   "made of it alone: remove these links"),
                 latent->name);

  return FALSE;
}

LmGenerator *
lm_generator_new (LmNetwork  *network,
                  gsize       layer,
                  LmPool     *pool,
                  gsize       capacity,
                  GError    **error)
{
  const gsize end = lm_network_get_making_end (network);
  LmWorkspace *workspace;
  LmGenerator *self;

  g_return_val_if_fail (layer < network->n_nodes, NULL);

  if (!lm_generator_check (network, layer, end, error))
    return NULL;

  workspace = lm_workspace_new (network, pool, capacity, LM_WORK_INFER, error);
  if (workspace == NULL)
    return NULL;

  self = g_new0 (LmGenerator, 1);
  self->network = lm_network_ref (network);
  self->workspace = workspace;
  self->latent = layer;
  self->end = end;
  for (gsize i = layer + 1; i < end; i++)
    self->n_classes = MAX (self->n_classes, network->nodes[i].layer->n_classes);

  return self;
}

void
lm_generator_free (LmGenerator *self)
{
  lm_workspace_free (self->workspace);
  lm_network_unref (self->network);
  g_free (self);
}

const LmShape *
lm_generator_get_latent (const LmGenerator *self)
{
  return lm_network_get_shape (self->network, (gssize) self->latent);
}

const LmShape *
lm_generator_get_made (const LmGenerator *self)
{
  return lm_network_get_shape (self->network, (gssize) self->end - 1);
}

gsize
lm_generator_get_n_classes (const LmGenerator *self)
{
  return self->n_classes;
}

/* Targets are the index of the class, or a number for each. */
static void
lm_generator_write_classes (LmGenerator   *self,
                            const guint32 *classes,
                            gsize          n)
{
  const LmTensor *target = lm_workspace_get_target (self->workspace);
  const gsize n_columns = target->data != NULL ? lm_shape_get_n_columns (&target->shape) : 0;

  for (gsize i = 0; self->n_classes > 0 && i < n; i++)
    {
      const guint32 label = classes != NULL && classes[i] < self->n_classes ? classes[i] : 0;

      for (gsize j = 0; j < n_columns; j++)
        target->data[i * n_columns + j] = n_columns == 1 ? (lm_real) label : j == label;
    }
}

void
lm_generator_run (LmGenerator      *self,
                  const LmState    *state,
                  const LmTraining *training,
                  const lm_real    *z,
                  const guint32    *classes,
                  gsize             n,
                  lm_real          *out)
{
  const gsize n_z = lm_shape_get_n_columns (lm_generator_get_latent (self));
  const gsize n_out = lm_shape_get_n_columns (lm_generator_get_made (self));
  LmShape shape = *lm_generator_get_latent (self);
  gsize n_rows;

  for (gsize first = 0; first < n; first += n_rows)
    {
      LmTensor input;

      n_rows = MIN (lm_workspace_get_capacity (self->workspace), n - first);
      shape.dim[0] = n_rows;
      input = lm_tensor_init ((lm_real *) z + first * n_z, &shape);
      lm_generator_write_classes (self, classes != NULL ? classes + first : NULL, n_rows);
      lm_workspace_infer_stretch (self->workspace, state, training, &input, self->latent + 1,
                                  self->end, n_rows);

      if (self->end == self->network->n_nodes)
        lm_workspace_copy_answers (self->workspace, 0, n_rows, out + first * n_out);
      else
        lm_workspace_copy_values (self->workspace, (gssize) self->end - 1, 0, n_rows,
                                  out + first * n_out);
    }
}
