/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shapes as distances: how far a point is outside (above 0) or inside (below 0),
 * in units in which a shape reaches from -1 to 1. So that a pixel's share of a shape,
 * and with it a smooth edge, is one subtraction.
 */
typedef enum
{
  LAMINA_SHAPE_DISC,
  LAMINA_SHAPE_RING,
  LAMINA_SHAPE_SQUARE,
  LAMINA_SHAPE_TRIANGLE,
  LAMINA_SHAPE_STAR,
  LAMINA_SHAPE_CROSS,
  LAMINA_SHAPE_CRESCENT,
  LAMINA_SHAPE_STRIPES, /* These fill a disc or a square. */
  LAMINA_SHAPE_CHECKS,
  LAMINA_SHAPE_DOTS,
  LAMINA_N_SHAPES,
} LaminaShape;

/* What differs within a class, each 0 … 1. */
typedef struct
{
  double weight; /* Of a ring, of a cross' arms, of a star's and a crescent's body. */
  double pitch;  /* How far stripes, checks and dots are apart. */
  double slide;  /* By how much of that they are moved. */
  gboolean is_square; /* What stripes, checks and dots fill. */
} LaminaShapeStyle;

/* Marked with N_(), ends with %NULL. */
extern const char *const lamina_shape_names[];

double lamina_shape_get_distance (LaminaShape             shape,
                                  const LaminaShapeStyle *style,
                                  double                  x,
                                  double                  y);

G_END_DECLS
