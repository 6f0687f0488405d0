/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"
#include "lm-real.h"

G_BEGIN_DECLS

/* Tiles of templates: previews/<name>.c defines lamina_<name>_preview, and
 * lamina-preview-kinds.inc gets a row. */
#define LAMINA_MAX_PREVIEW_IDS 6

typedef struct
{
  const char *ids[LAMINA_MAX_PREVIEW_IDS]; /* parts of the templates' ids; ends with %NULL */
  void (*draw) (cairo_t *cr, const LaminaStyle *style, double width, double height);
} LaminaPreview;

/* What several of them draw. All within 0, 0, width, height. */

/* @pixels: [n_channels, side, side]; @grey: what the feature maps are made from */
void lamina_preview_draw_picture_and_maps (cairo_t           *cr,
                                           const LaminaStyle *style,
                                           const lm_real     *pixels,
                                           gsize              n_channels,
                                           const lm_real     *grey,
                                           double             width,
                                           double             height);

/* x and y are -1 … 1 in the shorter direction. Returns: which class, -1 … 1 */
typedef double (*LaminaField) (double x, double y);

void lamina_preview_draw_field  (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 LaminaField        field,
                                 double             width,
                                 double             height);
/* A point of class @class, in the coordinates of fields. */
void lamina_preview_draw_point  (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 gboolean           class,
                                 double             x,
                                 double             y,
                                 double             radius,
                                 double             width,
                                 double             height);
/* A field, and random points where it is sure. */
void lamina_preview_draw_cloud  (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 LaminaField        field,
                                 double             width,
                                 double             height);
/* @n sheets; with arcs round every second one. */
void lamina_preview_draw_sheets (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 gsize              n,
                                 gboolean           has_links,
                                 double             width,
                                 double             height);
/* A grey picture, [LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE]. */
void lamina_preview_draw_grey   (cairo_t           *cr,
                                 const lm_real     *pixels,
                                 double             x,
                                 double             y,
                                 double             side);
/* An arrow to the right, whose tip is at @x. */
void lamina_preview_draw_arrow  (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 double             x,
                                 double             y);
G_END_DECLS
