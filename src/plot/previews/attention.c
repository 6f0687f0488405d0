/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_TOKENS 9

/* How much token @i looks at token @j: at itself, at the one before, and at one that matters. */
static double
get_share (int i,
           int j)
{
  const double near = exp (-0.9 * (i - j));
  const double grain = 0.1 * (1 + lamina_preview_get_noise ((guint64) (i * N_TOKENS + j)));

  return fmin (1, 0.6 * near + (j == 2 && i > 3 ? 0.75 : 0) + (j == 5 && i == 8 ? 0.5 : 0) + grain);
}

static void
draw_matrix (cairo_t           *cr,
             const LaminaStyle *style,
             double             x,
             double             y,
             double             side)
{
  const guint32 *map = lamina_style_get_map (style, LAMINA_MAP_VIRIDIS);
  const double cell = floor (side / N_TOKENS);

  for (int i = 0; i < N_TOKENS; i++)
    for (int j = 0; j <= i; j++)
      {
        const guint32 pixel = map[lamina_map_get_index (get_share (i, j), 1)];

        cairo_set_source_rgb (cr, ((pixel >> 16) & 0xff) / 255.0, ((pixel >> 8) & 0xff) / 255.0,
                              (pixel & 0xff) / 255.0);
        cairo_rectangle (cr, x + j * cell, y + i * cell, cell - 1, cell - 1);
        cairo_fill (cr);
      }
}

/* What the last token looks at: thicker where it looks more. */
static void
draw_links (cairo_t           *cr,
            const LaminaStyle *style,
            double             x,
            double             pitch,
            double             top,
            double             bottom)
{
  for (int j = 0; j < N_TOKENS; j++)
    {
      const double share = get_share (N_TOKENS - 1, j);

      cairo_move_to (cr, x + (N_TOKENS - 1) * pitch + pitch / 2, bottom);
      cairo_curve_to (cr, x + (N_TOKENS - 1) * pitch + pitch / 2, bottom - 22,
                      x + j * pitch + pitch / 2, top + 22, x + j * pitch + pitch / 2, top);
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.15 + 0.85 * share);
      cairo_set_line_width (cr, 0.6 + 3 * share);
      cairo_stroke (cr);
    }
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double side = height - 32, left = 18, pitch = (width - side - 54) / N_TOKENS;
  const double top = 26, bottom = height - 26;

  draw_links (cr, style, left, pitch, top, bottom);
  for (int i = 0; i < N_TOKENS; i++)
    {
      lamina_path_round_rect (cr, left + i * pitch + 1, top - 10, pitch - 3, 10, 2.5);
      lamina_path_round_rect (cr, left + i * pitch + 1, bottom, pitch - 3, 10, 2.5);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.6);
  cairo_fill (cr);
  draw_matrix (cr, style, width - side - 14, 16, side);
}

const LaminaPreview lamina_attention_preview = {
  .ids = { "transformer", "attention" },
  .draw = draw,
};
