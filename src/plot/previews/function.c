/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

static double
get_curve (double x)
{
  return 0.55 * sin (3.1 * x) + 0.3 * cos (5.3 * x + 0.6);
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  cairo_new_path (cr);
  for (guint64 i = 0; i < 60; i++)
    {
      const double x = 2 * ((double) i + 0.5) / 60 - 1;
      const double y = get_curve (x) + 0.14 * lamina_preview_get_noise (i + 500);

      lamina_path_mark (cr, 0, width / 2 + x * (width / 2 - 14), height / 2 - y * height * 0.42,
                        2.2);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.55);
  cairo_fill (cr);

  for (int i = 0; i <= 60; i++)
    {
      const double x = i / 30.0 - 1;

      cairo_line_to (cr, width / 2 + x * (width / 2 - 14),
                     height / 2 - get_curve (x) * height * 0.42);
    }
  lamina_set_line (cr, style, LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, 1);
  cairo_set_line_width (cr, 2.4);
  cairo_stroke (cr);
}

const LaminaPreview lamina_function_preview = {
  .ids = { "function", "sine", "curve" },
  .draw = draw,
};
