/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lm_real pixels[LAMINA_PREVIEW_PIXELS];

  lamina_preview_draw_garment (LAMINA_GARMENT_BOOT, 0, 0, 0.95, pixels);
  lamina_preview_draw_picture_and_maps (cr, style, pixels, 1, pixels, width, height);
}

const LaminaPreview lamina_maps_preview = {
  .ids = { "cnn" },
  .draw = draw,
};
