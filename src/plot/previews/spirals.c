/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include <math.h>

#define N_POINTS 26

static double
get_spirals (double x,
             double y)
{
  const double radius = sqrt (x * x + y * y);

  return tanh (2.2 * fmin (radius * 3, 1.2) * cos (atan2 (y, x) - 7.2 * radius + 0.6));
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  lamina_preview_draw_field (cr, style, get_spirals, width, height);
  for (gsize i = 0; i < 2 * N_POINTS; i++)
    {
      const double radius = 0.12 + 0.74 * (double) (i / 2) / N_POINTS;
      const double angle = 7.2 * radius - 0.6 + (i % 2 == 0 ? 0 : G_PI);

      lamina_preview_draw_point (cr, style, i % 2 == 0, radius * cos (angle), radius * sin (angle),
                                 2.6, width, height);
    }
}

const LaminaPreview lamina_spirals_preview = {
  .ids = { "spiral" },
  .draw = draw,
};
