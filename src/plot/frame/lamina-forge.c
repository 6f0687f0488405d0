/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-forge.h"

#include "lamina-frame.h"
#include "lm-generator.h"
#include "lm-latent.h"

/* 64 pictures in a square; of classes so many of each, for no more classes than have room. */
#define N_PICTURES 64
#define N_OF_CLASS 16
#define MAX_CLASSES 12
#define N_POINTS 400
#define N_GRID 25
/* How far the grid reaches: two deviations, or where a uniform distribution ends. */
#define NORMAL_REACH 2.0
#define UNIFORM_REACH 1.0
#define SEED 11
/* Samples that are kept as they become, and numbers of them all. */
#define N_KEPT 12
#define MAX_KEPT_NUMBERS 150000

/* The layer that draws the noise, if all of the generator goes back to it; -1: there is none. */
static gssize
find_latent (LmNetwork *network)
{
  const gssize layer = lm_network_find_latent (network);

  if (layer < 0 || !lm_network_has_stretch (network, (gsize) layer + 1,
                                            lm_network_get_n_generator (network),
                                            &lm_network_get_layer (network, (gsize) layer)->output))
    return -1;

  return layer;
}

static gboolean
reads_classes (LmNetwork *network)
{
  for (gsize i = 0; i < lm_network_get_n_generator (network); i++)
    {
      const LmLayer *layer = lm_network_get_layer (network, i);

      if (layer->n_classes > 0 && !layer->bypassed)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_uniform (const LmLayer *layer)
{
  const LmField *field = lm_fields_find (layer->klass->fields, "distribution");
  g_autofree char *id = field != NULL ? lm_field_get (field, layer) : NULL;

  return g_strcmp0 (id, lm_distribution_ids[LM_DISTRIBUTION_UNIFORM]) == 0;
}

/* Zeros in the shape of @example. */
static LmBlob *
new_rows (const LmShape *example,
          gsize          n)
{
  LmShape shape = *example;
  LmBlob *blob;

  shape.dim[0] = n;
  blob = lm_blob_new (&shape);
  if (blob != NULL)
    lm_tensor_fill (&blob->tensor, 0);

  return blob;
}

gsize
lamina_forge_get_row (const LaminaForge *self,
                      gsize              class,
                      gsize              index)
{
  return self->n_classes > 0 ? index * self->n_classes + class : index;
}

/* The same noise for every class. */
static void
draw_noise (const LaminaForge *self,
            LmNetwork         *network,
            guint              seed,
            LmBlob            *noise)
{
  for (gsize i = 0; i < self->n_samples; i++)
    lm_network_draw_latent (network, self->first - 1, SEED + seed,
                            i / MAX (self->n_classes, 1), 1, 1,
                            noise->tensor.data + i * self->n_latent);
}

LmBlob *
lamina_forge_draw (const LaminaForge *self,
                   LmNetwork         *network,
                   guint              seed)
{
  LmBlob *noise;

  if (self->n_latent == 0)
    return NULL;

  noise = lm_blob_new (&self->noise->tensor.shape);
  if (noise != NULL)
    draw_noise (self, network, seed, noise);

  return noise;
}

guint
lamina_forge_get_samples_probe (guint seed)
{
  return seed > 0 ? LAMINA_PROBE_OTHER_SAMPLES + seed : LAMINA_PROBE_SAMPLES;
}

gsize
lamina_forge_get_n_kept (const LaminaForge *self,
                         gsize              n_numbers)
{
  const gsize n = self->n_classes > 0 ? self->n_classes : N_KEPT;

  return CLAMP (MAX_KEPT_NUMBERS / MAX (n_numbers, 1), 1, MIN (n, self->n_samples));
}

static gboolean
make_grid (LaminaForge   *self,
           const LmShape *latent)
{
  const gsize n_rows = self->n_latent > 1 ? N_GRID : 1;

  self->grid = new_rows (latent, N_GRID * n_rows);
  if (self->grid == NULL)
    return FALSE;

  self->n_grid = N_GRID;
  for (gsize i = 0; i < N_GRID * n_rows; i++)
    for (gsize j = 0; j < MIN (self->n_latent, 2); j++)
      {
        const double place = (double) (j == 0 ? i % N_GRID : i / N_GRID) / (N_GRID - 1);

        self->grid->tensor.data[i * self->n_latent + j] = (lm_real) (self->reach * (2 * place - 1));
      }

  return TRUE;
}

static gboolean
make_noise (LaminaForge *self,
            LmNetwork   *network,
            gboolean     is_picture)
{
  const gssize latent = find_latent (network);
  const LmLayer *layer = latent >= 0 ? lm_network_get_layer (network, (gsize) latent) : NULL;

  self->noise = new_rows (layer != NULL ? &layer->output : lm_network_get_input (network),
                          self->n_samples);
  if (self->noise == NULL)
    return FALSE;
  if (layer == NULL)
    return TRUE;

  self->first = (gsize) latent + 1;
  self->n_latent = lm_shape_get_n_columns (&layer->output);
  self->reach = is_uniform (layer) ? UNIFORM_REACH : NORMAL_REACH;
  draw_noise (self, network, 0, self->noise);

  return is_picture || make_grid (self, &layer->output);
}

static void
set_class (LmBlob *classes,
           gsize   row,
           gsize   class)
{
  const gsize n_columns = lm_shape_get_n_columns (&classes->tensor.shape);

  if (n_columns == 1)
    classes->tensor.data[row] = (lm_real) class;
  else if (class < n_columns)
    classes->tensor.data[row * n_columns + class] = 1;
}

LmBlob *
lamina_forge_new_classes (const LaminaForge *self,
                          gsize              class,
                          gsize              n)
{
  LmBlob *classes = new_rows (&self->classes->tensor.shape, n);

  for (gsize i = 0; classes != NULL && i < n; i++)
    set_class (classes, i, class);

  return classes;
}

static gboolean
make_classes (LaminaForge *self,
              LmNetwork   *network)
{
  self->classes = new_rows (lm_network_get_target (network), self->n_samples);
  if (self->classes == NULL)
    return FALSE;

  for (gsize i = 0; i < self->n_samples; i++)
    set_class (self->classes, i, i % self->n_classes);

  return TRUE;
}

/* Whether the network can be told these. */
static gboolean
has_targets (LmNetwork    *network,
             const LmBlob *targets)
{
  LmShape shape;

  if (targets == NULL)
    return FALSE;

  shape = targets->tensor.shape;
  shape.dim[0] = 1;

  return lm_shape_equal (&shape, lm_network_get_target (network));
}

LaminaForge *
lamina_forge_new (LmNetwork *network,
                  LmBlob    *reals,
                  LmBlob    *real_targets,
                  gsize      n_classes,
                  gboolean   is_picture)
{
  g_autoptr(LaminaForge) self = g_new0 (LaminaForge, 1);

  self->reals = reals;
  if (has_targets (network, real_targets))
    self->real_targets = real_targets;
  else
    g_clear_pointer (&real_targets, lm_blob_unref);
  self->n_generator = lm_network_get_n_generator (network);
  if (n_classes > 0 && lm_network_get_target (network)->rank > 0 && reads_classes (network))
    self->n_classes = MIN (n_classes, MAX_CLASSES);
  self->n_samples = !is_picture ? N_POINTS
                    : self->n_classes > 0 ? self->n_classes * N_OF_CLASS : N_PICTURES;

  if (!make_noise (self, network, is_picture) ||
      (self->n_classes > 0 && !make_classes (self, network)))
    return NULL;
  if (reals != NULL)
    self->fakes = new_rows (lm_network_get_input (network), reals->tensor.shape.dim[0]);

  return g_steal_pointer (&self);
}

void
lamina_forge_free (LaminaForge *self)
{
  g_clear_pointer (&self->noise, lm_blob_unref);
  g_clear_pointer (&self->classes, lm_blob_unref);
  g_clear_pointer (&self->reals, lm_blob_unref);
  g_clear_pointer (&self->real_targets, lm_blob_unref);
  g_clear_pointer (&self->fakes, lm_blob_unref);
  g_clear_pointer (&self->grid, lm_blob_unref);
  g_free (self);
}
