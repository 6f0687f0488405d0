/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_HEAPS 8
#define N_POINTS 10

/* Points of the data in heaps, and what was made of noise: most of it there, some on the way. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double radius = 0.37 * height;

  for (int i = 0; i < N_HEAPS; i++)
    for (guint64 j = 0; j < N_POINTS; j++)
      {
        const guint64 index = (guint64) i * 100 + 4 * j;
        const double angle = 2 * G_PI * i / N_HEAPS;
        const double reach = j == 0 ? 0.72 : 1;

        lamina_draw_mark (cr, style, 0, FALSE, LAMINA_COLOR_RUN_A,
                          width / 2 + radius * cos (angle) + 5 * lamina_preview_get_noise (index),
                          height / 2 + radius * sin (angle) +
                            5 * lamina_preview_get_noise (index + 1), 2);
        if (j % 2 == 0)
          lamina_draw_mark (cr, style, 0, TRUE, LAMINA_COLOR_RUN_B,
                            width / 2 + reach * radius * cos (angle + (j == 0 ? 0.35 : 0)) +
                              8 * lamina_preview_get_noise (index + 2),
                            height / 2 + reach * radius * sin (angle + (j == 0 ? 0.35 : 0)) +
                              8 * lamina_preview_get_noise (index + 3), 2.4);
      }
}

const LaminaPreview lamina_forged_ring_preview = {
  .ids = { "gan-ring" },
  .draw = draw,
};
