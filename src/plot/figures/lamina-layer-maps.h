/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-atlas.h"

G_BEGIN_DECLS

#define LAMINA_MAX_LAYER_MAPS 25

/* What one layer made of the example, as maps: the most active feature maps, the numbers of a
 * row as cells, a sequence from left to right. It points into itself: not to be copied.
 */
typedef struct
{
  gssize      layer;    /* -1: the example itself */
  gssize      docked;   /* the activation whose values they are, or @layer */
  LaminaMaps  maps;
  gboolean    is_cells; /* each map is one number, and all share a range */
  gsize       n_all;    /* maps there are */
  gsize       order[LAMINA_MAX_LAYER_MAPS];
  lm_real    *copy;     /* (nullable): owned */
  LaminaAtlas atlas;
} LaminaLayerMaps;

/* Returns: %FALSE if the frame has no such values; else lamina_layer_maps_clear() it */
gboolean lamina_layer_maps_init     (LaminaLayerMaps   *self,
                                     const LaminaFrame *frame,
                                     gssize             layer);
void     lamina_layer_maps_clear    (LaminaLayerMaps       *self);
/* Chooses up to @n_maps of the maps and places them; cells of numbers and sequences are all
 * shown. */
void     lamina_layer_maps_place    (LaminaLayerMaps *self,
                                     gsize            n_maps,
                                     double           width,
                                     double           height,
                                     double           gap);
/* @low and @high NaN: each map has its own range. */
void     lamina_layer_maps_draw     (const LaminaLayerMaps *self,
                                     cairo_t               *cr,
                                     const LaminaStyle     *style,
                                     LaminaMap              map,
                                     double                 low,
                                     double                 high);
/* Of all maps that are shown. */
gboolean lamina_layer_maps_get_range (const LaminaLayerMaps *self,
                                      double                *low,
                                      double                *high);
/* "map 5, row 3, column 7: 0.834". Returns: (transfer full) (nullable) */
char    *lamina_layer_maps_write_hit (const LaminaLayerMaps *self,
                                      double                 x,
                                      double                 y);

G_END_DECLS
