/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include <math.h>

static double
get_moons (double x,
           double y)
{
  return tanh (3.2 * (y - 0.55 * sin (2.6 * x)));
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lamina_preview_draw_cloud (cr, style, get_moons, width, height);
}

const LaminaPreview lamina_moons_preview = {
  .ids = { "moon" },
  .draw = draw,
};
