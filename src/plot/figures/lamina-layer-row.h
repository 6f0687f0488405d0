/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-layer-maps.h"

G_BEGIN_DECLS

#define LAMINA_MAX_STAGES 16

/* One field of the row. */
typedef struct
{
  LaminaLayerMaps maps;
  gsize           line;
  double          x, width;
} LaminaRowStage;

/* The example, then the layers, from left to right, in as many lines as make them large. It points
 * into itself: not to be copied.
 */
typedef struct
{
  LaminaRowStage stages[LAMINA_MAX_STAGES];
  gsize          n;
  gsize          n_lines;
  gsize          n_maps; /* a layer */
  double         side;   /* height of the fields */
  double         top;    /* of the first line's fields */
  double         pitch;  /* from line to line */
  double         label;  /* height of a label above a field; 0: none */
  double         footer; /* height that is left below; 0: none */
} LaminaLayerRow;

void   lamina_layer_row_init    (LaminaLayerRow       *self,
                                 const LaminaFrame    *frame,
                                 const LaminaStyle    *style,
                                 double                width,
                                 double                height);
void   lamina_layer_row_clear   (LaminaLayerRow       *self);
/* Of a line's fields. */
double lamina_layer_row_get_top (const LaminaLayerRow *self,
                                 gsize                 line);
/* Up to @n_wanted layers that are worth showing. Returns: how many */
gsize  lamina_layer_row_choose  (const LaminaFrame    *frame,
                                 gssize               *layers,
                                 gsize                 n_wanted);

G_END_DECLS
