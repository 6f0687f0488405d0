/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include <math.h>

static double
get_xor (double x,
         double y)
{
  return tanh (2.4 * x) * tanh (2.4 * y);
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lamina_preview_draw_field (cr, style, get_xor, width, height);
  for (int i = 0; i < 4; i++)
    {
      const double x = i % 2 == 0 ? -0.9 : 0.9, y = i / 2 == 0 ? -0.46 : 0.46;

      lamina_preview_draw_point (cr, style, x * y > 0, x, y, 6, width, height);
    }
}

const LaminaPreview lamina_xor_preview = {
  .ids = { "xor" },
  .draw = draw,
};
