/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* Maps of numbers, all of one size: kernels, feature maps, weights. Borrows. */
typedef struct
{
  const lm_real *data;          /* map i: rows × columns elements from data + order[i] × stride */
  gsize          stride;        /* 0: rows × columns */
  gsize          n_rows, n_columns;
  gsize          n_maps;
  const gsize   *order;         /* (nullable): [n_maps]: which of them; %NULL: the first ones */
} LaminaMaps;

/* Where the maps stand: row after row, with cells as large as fit. */
typedef struct
{
  gsize  n_maps, n_rows, n_columns;
  gsize  n_across, n_down;
  gsize  block; /* so many cells a side are averaged into one: more than 1 for large maps */
  gsize  zoom;  /* a drawn cell's side in pixels of the image that is painted */
  gsize  pad;   /* pixels of the image that are left empty between maps */
  double unit;  /* a pixel of the image in pixels */
  double x, y;  /* of the whole: to be set */
  double width, height;
} LaminaAtlas;

/* Chooses the arrangement for @width × @height pixels; at least one map across.
 * @max_cell: no cell gets larger; 0: 36 */
void     lamina_atlas_init    (LaminaAtlas       *self,
                               gsize              n_maps,
                               gsize              n_rows,
                               gsize              n_columns,
                               double             width,
                               double             height,
                               double             gap,
                               double             max_cell);
/* The place of a map. */
void     lamina_atlas_get_map (const LaminaAtlas *self,
                               gsize              index,
                               double            *x,
                               double            *y,
                               double            *width,
                               double            *height);
/* Returns: %FALSE between the maps; @row and @column are those of the numbers */
gboolean lamina_atlas_hit     (const LaminaAtlas *self,
                               double             x,
                               double             y,
                               gsize             *index,
                               gsize             *row,
                               gsize             *column);
/* Paints all maps at once, without smoothing. Values from @low to @high; if both are NaN each map
 * has its own range, from 0 or its least value. What is not finite gets the colour of errors. */
void     lamina_atlas_draw    (const LaminaAtlas *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               const LaminaMaps  *maps,
                               LaminaMap          map,
                               double             low,
                               double             high);

const lm_real *lamina_maps_nth       (const LaminaMaps *self,
                                      gsize             index);
/* Of the finite numbers. Returns: %FALSE if there are none */
gboolean       lamina_maps_get_range (const LaminaMaps *self,
                                      double           *low,
                                      double           *high);
/* The most active maps (by mean absolute value) of @n_maps, in their order.
 * @order: (out): room for @n_wanted. Returns: how many */
gsize          lamina_maps_choose    (const LaminaMaps *self,
                                      gsize             n_wanted,
                                      gsize            *order);

/* An example's picture [channels, height, width] with pixels 0 … 1 after @scaling; crisp when
 * enlarged. */
void     lamina_draw_picture  (cairo_t             *cr,
                               const lm_real       *pixels,
                               const LmShape       *picture,
                               const LaminaScaling *scaling,
                               double               x,
                               double               y,
                               double               width,
                               double               height,
                               double               radius);
/* Such pictures [n, channels, height, width] at once, side by side in squares of @tile pixels: row
 * after row upwards, the first in the lower left corner. */
void     lamina_draw_pictures (cairo_t             *cr,
                               const LmTensor      *pictures,
                               const LaminaScaling *scaling,
                               gsize                n_across,
                               double               x,
                               double               y,
                               double               tile);
/* A surface of any pixels, scaled to the rectangle. */
void     lamina_paint_surface (cairo_t         *cr,
                               cairo_surface_t *surface,
                               gboolean         is_smooth,
                               double           x,
                               double           y,
                               double           width,
                               double           height);

G_END_DECLS
