/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-layer-maps.h"

#include "lamina-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A number alone may be larger than one of a picture. */
#define MAX_NUMBER_CELL 80

/* A sequence [time, features] with time from left to right. */
static lm_real *
turn (const LmTensor *value)
{
  const gsize n_steps = value->shape.dim[1], n_features = value->shape.dim[2];
  lm_real *copy = g_new (lm_real, n_steps * n_features);

  for (gsize i = 0; i < n_steps; i++)
    for (gsize j = 0; j < n_features; j++)
      copy[j * n_steps + i] = value->data[i * n_features + j];

  return copy;
}

/* The last layer's numbers are those that it stands for: probabilities. Returns: (nullable) */
static const LmTensor *
get_value (const LaminaFrame *frame,
           gssize             layer)
{
  const gboolean has_parts = frame->network != NULL && lm_network_has_parts (frame->network);
  const LmTensor *value = lamina_frame_get_value (frame, layer);
  const LmTensor *answer;

  /* What a discriminator reads on this way is what the generator has made. */
  if (layer < 0 && has_parts)
    return lamina_frame_get_value (frame, (gssize) lm_network_get_n_generator (frame->network) - 1);

  if (value == NULL || layer < 0 || (gsize) layer + 1 < lm_network_get_n_layers (frame->network))
    return value;

  answer = lamina_frame_get_answers (frame, LAMINA_PROBE_EXAMPLE);

  return answer != NULL && answer->len == value->len ? answer : value;
}

/* How numbers of @shape are laid out as maps. */
static void
set_layout (LaminaLayerMaps *self,
            const LmTensor  *value,
            const LmShape   *shape)
{
  switch (shape->rank)
    {
    case 4:
      self->maps.n_maps = shape->dim[1];
      self->maps.n_rows = shape->dim[2];
      self->maps.n_columns = shape->dim[3];
      break;

    case 3:
      self->maps.data = self->copy = turn (value);
      self->maps.n_maps = 1;
      self->maps.n_rows = shape->dim[2];
      self->maps.n_columns = shape->dim[1];
      break;

    default:
      self->is_cells = TRUE;
      self->maps.n_maps = lm_shape_get_n_columns (shape);
      self->maps.n_rows = self->maps.n_columns = 1;
      break;
    }
}

gboolean
lamina_layer_maps_init (LaminaLayerMaps   *self,
                        const LaminaFrame *frame,
                        gssize             layer)
{
  const gssize docked = lamina_frame_get_docked (frame, layer);
  const LmTensor *value = get_value (frame, docked);
  LmShape shape;

  if (value == NULL || value->len == 0)
    return FALSE;

  *self = (LaminaLayerMaps) { .layer = layer, .docked = docked, .maps.data = value->data };
  shape = value->shape;
  /* The example is a picture also where a dense layer reads it as a row. */
  if (layer < 0 && frame->picture.rank == 4 &&
      lm_shape_get_n_elements (&frame->picture) == lm_shape_get_n_columns (&shape))
    shape = frame->picture;

  set_layout (self, value, &shape);
  self->n_all = self->maps.n_maps;

  return TRUE;
}

void
lamina_layer_maps_clear (LaminaLayerMaps *self)
{
  g_clear_pointer (&self->copy, g_free);
}

void
lamina_layer_maps_place (LaminaLayerMaps *self,
                         gsize            n_maps,
                         double           width,
                         double           height,
                         double           gap)
{
  n_maps = MIN (n_maps, LAMINA_MAX_LAYER_MAPS);
  if (!self->is_cells)
    {
      self->maps.order = NULL;
      self->maps.n_maps = self->n_all;
      self->maps.n_maps = lamina_maps_choose (&self->maps, MIN (n_maps, self->n_all), self->order);
      self->maps.order = self->order;
    }
  lamina_atlas_init (&self->atlas, self->maps.n_maps, self->maps.n_rows, self->maps.n_columns,
                     width, height, self->is_cells ? 0 : gap, self->is_cells ? MAX_NUMBER_CELL : 0);
}

gboolean
lamina_layer_maps_get_range (const LaminaLayerMaps *self,
                             double                *low,
                             double                *high)
{
  return lamina_maps_get_range (&self->maps, low, high);
}

void
lamina_layer_maps_draw (const LaminaLayerMaps *self,
                        cairo_t               *cr,
                        const LaminaStyle     *style,
                        LaminaMap              map,
                        double                 low,
                        double                 high)
{
  if (self->is_cells && isnan (low))
    {
      if (!lamina_layer_maps_get_range (self, &low, &high))
        low = high = 0;
      low = fmin (low, 0);
    }

  lamina_atlas_draw (&self->atlas, cr, style, &self->maps, map, low, high);
}

char *
lamina_layer_maps_write_hit (const LaminaLayerMaps *self,
                             double                 x,
                             double                 y)
{
  g_autofree char *number = NULL;
  gsize index, row, column, map;

  if (!lamina_atlas_hit (&self->atlas, x, y, &index, &row, &column))
    return NULL;

  map = self->maps.order != NULL ? self->order[index] : index;
  number = lamina_format_exact ((double) self->maps.data[(map * self->maps.n_rows + row) *
                                                         self->maps.n_columns + column]);
  if (self->is_cells)
    return g_strdup_printf (_("unit %d: %s"), (int) map + 1, number);
  if (self->copy != NULL)
    return g_strdup_printf (_("step %d, feature %d: %s"), (int) column + 1, (int) row + 1, number);

  return g_strdup_printf (_("map %d, row %d, column %d: %s"),
                          (int) map + 1, (int) row + 1, (int) column + 1, number);
}
