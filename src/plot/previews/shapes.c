/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

/* A disc and a triangle in colour. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lm_real pixels[3 * LAMINA_PREVIEW_PIXELS], grey[LAMINA_PREVIEW_PIXELS];

  lamina_preview_draw_shapes (pixels);
  for (gsize i = 0; i < LAMINA_PREVIEW_PIXELS; i++)
    grey[i] = (pixels[i] + pixels[LAMINA_PREVIEW_PIXELS + i]) / 2;
  lamina_preview_draw_picture_and_maps (cr, style, pixels, 3, grey, width, height);
}

const LaminaPreview lamina_shapes_preview = {
  .ids = { "cnn-32" },
  .draw = draw,
};
