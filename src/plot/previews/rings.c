/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include <math.h>

static double
get_rings (double x,
           double y)
{
  return tanh (5 * (sqrt (x * x + y * y) - 0.6));
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lamina_preview_draw_cloud (cr, style, get_rings, width, height);
}

const LaminaPreview lamina_rings_preview = {
  .ids = { "ring", "circle" },
  .draw = draw,
};
