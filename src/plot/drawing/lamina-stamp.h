/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-draw.h"

G_BEGIN_DECLS

/* A pixel is so many places wide and high: a stamp stands an eighth of a pixel off at the most. */
#define LAMINA_STAMP_PLACES 4

/* Draws a mark around 0, 0. */
typedef void (*LaminaStampDraw) (cairo_t *cr, const LaminaStyle *style, gconstpointer what);

/* A mark that is drawn many times. Rasterising a path costs ten times what copying its picture
 * does: so it is drawn once for each place within a pixel, when that is met first. Where there are
 * no pixels (PDF, SVG) it is drawn each time.
 */
typedef struct
{
  LaminaStampDraw    draw;
  const LaminaStyle *style;
  gconstpointer      what;
  double             reach;  /* how far from its middle it may draw */
  double             scale;  /* pixels; 0: there are none */
  cairo_surface_t   *pictures[LAMINA_STAMP_PLACES * LAMINA_STAMP_PLACES];
} LaminaStamp;

/* Pixels of what @cr draws on to a unit; 0 where it has none, or is turned. */
double lamina_get_pixel_scale (cairo_t           *cr,
                               const LaminaStyle *style);

/* All is borrowed until lamina_stamp_clear(). */
void   lamina_stamp_init      (LaminaStamp       *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               LaminaStampDraw    draw,
                               gconstpointer      what,
                               double             reach);
/* The source is not kept. Nothing happens at a place that is not finite. */
void   lamina_stamp_put       (LaminaStamp       *self,
                               cairo_t           *cr,
                               double             x,
                               double             y);
void   lamina_stamp_clear     (LaminaStamp       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaStamp, lamina_stamp_clear)

G_END_DECLS
