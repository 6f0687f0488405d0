/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lamina_preview_draw_sheets (cr, style, 5, TRUE, width, height);
}

const LaminaPreview lamina_links_preview = {
  .ids = { "resnet" },
  .draw = draw,
};
