/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include <math.h>

/* Of the width: what is known. */
#define NOW 0.66
#define N_POINTS 80

static double
get_y (double t,
       double height)
{
  return height * (0.5 - 0.27 * sin (14 * t) - 0.13 * sin (23 * t + 1));
}

static void
path_wave (cairo_t *cr,
           double   from,
           double   to,
           double   spread,
           double   width,
           double   height)
{
  for (int i = 0; i <= N_POINTS; i++)
    {
      const double t = from + (to - from) * i / N_POINTS;

      cairo_line_to (cr, 12 + t * (width - 24), get_y (t, height) + spread * (t - NOW));
    }
}

/* A curve, and how it goes on: the less sure the later. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  static const double dashes[] = { 5, 3 };

  cairo_new_path (cr);
  path_wave (cr, NOW, 1, 45, width, height);
  path_wave (cr, 1, NOW, -45, width, height);
  cairo_close_path (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.22);
  cairo_fill (cr);

  path_wave (cr, 0, NOW, 0, width, height);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 0.75);
  cairo_set_line_width (cr, 1.8);
  cairo_stroke (cr);

  path_wave (cr, NOW, 1, 0, width, height);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
  cairo_set_line_width (cr, 2.4);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

const LaminaPreview lamina_wave_preview = {
  .ids = { "rnn-series", "forecast" },
  .draw = draw,
};
