/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"

G_BEGIN_DECLS

/* The latent map in a rectangle from 0, 0: where everything stands. */
typedef struct
{
  LaminaChart chart;
  double      tile;                     /* side of a decoded place */
  double      walk_y, walk;             /* top and side of the walk's pictures; 0: none */
  double      panel_x, panel_y, panel;  /* of the hand's picture; side 0: none */
  double      limit;                    /* of numbers that are no picture */
} LaminaLatentMap;

/* The frame has a latent map, and a snapshot with the codes. */
void   lamina_latent_map_init      (LaminaLatentMap       *self,
                                    cairo_t               *cr,
                                    const LaminaFrame     *frame,
                                    const LaminaStyle     *style,
                                    double                 width,
                                    double                 height);
/* The decoded grid, the examples on it, the ends of the walk and the walk. */
void   lamina_latent_map_draw      (const LaminaLatentMap *self,
                                    cairo_t               *cr,
                                    const LaminaFrame     *frame,
                                    const LaminaStyle     *style,
                                    double                 width);
/* The example under the pointer. Returns: its row, or -1 */
gssize lamina_latent_map_hit       (const LaminaLatentMap *self,
                                    const LaminaFrame     *frame,
                                    double                 x,
                                    double                 y);
/* "Sandal, example 12", or "0.52, −0.31". Returns: (transfer full) */
char  *lamina_latent_map_write_end (const LaminaFrame     *frame,
                                    gsize                  which) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
