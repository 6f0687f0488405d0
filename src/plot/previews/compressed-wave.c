/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_POINTS 60

static void
draw_wave (cairo_t           *cr,
           const LaminaStyle *style,
           LaminaColor        color,
           double             grain,
           double             x,
           double             width,
           double             height)
{
  cairo_new_path (cr);
  for (int i = 0; i <= N_POINTS; i++)
    {
      const double t = (double) i / N_POINTS;

      cairo_line_to (cr, x + t * width,
                     height * (0.5 - 0.26 * sin (11 * t) - 0.08 * sin (27 * t)) +
                       grain * lamina_preview_get_noise ((guint64) i));
    }
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

/* Through a narrow place: @from and @to are heights. */
static void
path_funnel (cairo_t *cr,
             double   x,
             double   width,
             double   middle,
             double   from,
             double   to)
{
  cairo_move_to (cr, x, middle - from / 2);
  cairo_line_to (cr, x + width, middle - to / 2);
  cairo_line_to (cr, x + width, middle + to / 2);
  cairo_line_to (cr, x, middle + from / 2);
  cairo_close_path (cr);
}

/* A wave, what a few numbers keep of it, and the wave that they become again. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double wave = 0.3 * width, high = 0.62 * height, low = 0.2 * height;
  const double funnel = 0.11 * width;

  draw_wave (cr, style, LAMINA_COLOR_TEXT, 3, 14, wave, height);
  draw_wave (cr, style, LAMINA_COLOR_RUN_A, 0, width - 14 - wave, wave, height);
  path_funnel (cr, width / 2 - funnel - 6, funnel, height / 2, high, low);
  path_funnel (cr, width / 2 + 6, funnel, height / 2, low, high);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.35);
  cairo_fill (cr);
  lamina_path_round_rect (cr, width / 2 - 3.5, height / 2 - low / 2, 7, low, 2);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
  cairo_fill (cr);
}

const LaminaPreview lamina_compressed_wave_preview = {
  .ids = { "vae-32" },
  .draw = draw,
};
