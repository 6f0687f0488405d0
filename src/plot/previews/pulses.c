/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_PULSES 4
#define N_POINTS 240

/* Both kinds are as high and as long: one rises at once and fades, the other swells and stops. */
static double
get_pulse (double   t,
           gboolean swells)
{
  const double phase = N_PULSES * t - floor (N_PULSES * t);
  const double place = (phase - 0.2) / 0.55;

  if (place < 0 || place > 1)
    return 0;

  return swells ? place * place : (1 - place) * (1 - place);
}

static void
draw_row (cairo_t           *cr,
          const LaminaStyle *style,
          gboolean           swells,
          double             bottom,
          double             width,
          double             height)
{
  const LaminaColor color = swells ? LAMINA_COLOR_RUN_B : LAMINA_COLOR_RUN_A;

  cairo_new_path (cr);
  for (int i = 0; i <= N_POINTS; i++)
    {
      const double t = (double) i / N_POINTS;
      const double noise = 0.05 * lamina_preview_get_noise ((guint64) (i + (swells ? 5000 : 0)));

      cairo_line_to (cr, 14 + t * (width - 28), bottom - height * (get_pulse (t, swells) + noise));
    }
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, 1.8);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, width - 14, bottom);
  cairo_line_to (cr, 14, bottom);
  cairo_close_path (cr);
  lamina_style_set_source (style, cr, color, 0.18);
  cairo_fill (cr);
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  draw_row (cr, style, FALSE, 0.46 * height, width, 0.32 * height);
  draw_row (cr, style, TRUE, 0.9 * height, width, 0.32 * height);
}

const LaminaPreview lamina_pulses_preview = {
  .ids = { "lstm-stacked", "pulse" },
  .draw = draw,
};
