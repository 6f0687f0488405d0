/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-atlas.h"

G_BEGIN_DECLS

#define LAMINA_MAX_STAGE_MAPS 25

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
  gsize       order[LAMINA_MAX_STAGE_MAPS];
  lm_real    *copy;     /* (nullable): owned */
  LaminaAtlas atlas;
} LaminaStage;

/* Returns: %FALSE if the frame has no such values; else lamina_stage_clear() it */
gboolean lamina_stage_init     (LaminaStage       *self,
                                const LaminaFrame *frame,
                                gssize             layer);
void     lamina_stage_clear    (LaminaStage       *self);
/* Chooses up to @n_maps of the maps and places them; cells of numbers and sequences are all
 * shown. */
void     lamina_stage_place    (LaminaStage       *self,
                                gsize              n_maps,
                                double             width,
                                double             height,
                                double             gap);
/* @low and @high NaN: each map has its own range. */
void     lamina_stage_draw     (const LaminaStage *self,
                                cairo_t           *cr,
                                const LaminaStyle *style,
                                LaminaMap          map,
                                double             low,
                                double             high);
/* Of all maps that are shown. */
gboolean lamina_stage_get_range (const LaminaStage *self,
                                 double            *low,
                                 double            *high);
/* "map 5, row 3, column 7: 0.834". Returns: (transfer full) (nullable) */
char    *lamina_stage_write_hit (const LaminaStage *self,
                                 double             x,
                                 double             y);

G_END_DECLS
