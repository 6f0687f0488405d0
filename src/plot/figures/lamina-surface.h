/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"

G_BEGIN_DECLS

/* Radius of an example's mark at a text scale of 1. */
#define LAMINA_SURFACE_POINT 3.4

/* What the surface's colours mean. */
typedef enum
{
  LAMINA_SURFACE_BINARY,  /* between two classes: the diverging map */
  LAMINA_SURFACE_CLASSES, /* more: each class's colour by its probability */
  LAMINA_SURFACE_NUMBER,  /* a value: the map of magnitudes */
} LaminaSurfaceKind;

typedef struct
{
  LaminaSurfaceKind     kind;
  const LmTensor *answers;
  gsize           n_answers;   /* a place */
  double          low, high;   /* of NUMBER; of one answer of BINARY: first and second class */
} LaminaSurface;

/* The frame has answers of %LAMINA_PROBE_SURFACE, and more than one row and column of them. */
void      lamina_surface_init       (LaminaSurface     *self,
                                     const LaminaFrame *frame);
LaminaMap lamina_surface_get_map    (const LaminaSurface *self,
                                     const LaminaFrame   *frame);
/* How much of that map is used, around its middle. */
double    lamina_surface_get_reach  (const LaminaSurface *self);
/* The plane of the frame's points, from @top on. */
void      lamina_surface_init_chart (LaminaChart         *chart,
                                     cairo_t             *cr,
                                     const LaminaFrame   *frame,
                                     const LaminaStyle   *style,
                                     double               top,
                                     double               width,
                                     double               height);
/* Moves the square into the middle of what room is left at its right. */
void      lamina_surface_centre     (LaminaChart         *chart,
                                     double               width);
/* Smooth; the outermost answers are at the very edges of the rectangle. */
void      lamina_surface_draw       (const LaminaSurface *self,
                                     cairo_t             *cr,
                                     const LaminaFrame   *frame,
                                     const LaminaStyle   *style,
                                     double               x,
                                     double               y,
                                     double               width,
                                     double               height);
/* An example of class @class, or of the target @value, as the path says that lamina_path_mark()
 * made. Training points are filled, validation points are rings. */
void      lamina_surface_draw_point (const LaminaSurface *self,
                                     cairo_t             *cr,
                                     const LaminaFrame   *frame,
                                     const LaminaStyle   *style,
                                     gssize               class,
                                     double               value,
                                     gboolean             is_ring);

/* What the colours and marks mean, in lines as the width allows or, if @is_column, each in its own;
 * what goes beyond @height is left out. */
double    lamina_surface_measure_legend (const LaminaSurface *self,
                                         cairo_t             *cr,
                                         const LaminaFrame   *frame,
                                         const LaminaStyle   *style,
                                         double               width);
void      lamina_surface_draw_legend    (const LaminaSurface *self,
                                         cairo_t             *cr,
                                         const LaminaFrame   *frame,
                                         const LaminaStyle   *style,
                                         gboolean             is_column,
                                         double               x,
                                         double               y,
                                         double               width,
                                         double               height);

G_END_DECLS
