/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* Small pictures, each in the rectangle 0, 0, width, height. */

/* The card of layer @layer, -1 for the input: the most active maps of the frame's example; the
 * kind's glyph where there are no numbers. */
void lamina_thumbnail_draw_layer     (cairo_t            *cr,
                                      const LaminaFrame  *frame,
                                      const LaminaStyle  *style,
                                      gssize              layer,
                                      double              width,
                                      double              height);
/* A kind's glyph in the present text colour of @style. */
void lamina_thumbnail_draw_glyph     (cairo_t            *cr,
                                      const LaminaStyle  *style,
                                      const LmLayerClass *klass,
                                      double              width,
                                      double              height);
/* A loss curve of @n values in any unit, for recent projects. */
void lamina_thumbnail_draw_sparkline (cairo_t            *cr,
                                      const LaminaStyle  *style,
                                      const double       *values,
                                      gsize               n,
                                      double              width,
                                      double              height);
/* The tile of a template, drawn from computed data; a plain picture of layers for ids that it
 * does not know. */
void lamina_thumbnail_draw_template  (cairo_t            *cr,
                                      const LaminaStyle  *style,
                                      const char         *template_id,
                                      double              width,
                                      double              height);

G_END_DECLS
