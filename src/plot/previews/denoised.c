/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#define N_PAIRS 3

/* Noisy pictures, and below them what is left without the noise. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  static const gsize garments[N_PAIRS] = { 0, 9, 1 };
  const double side = (height - 34) / 2, pitch = (width - 40) / N_PAIRS;
  lm_real clean[LAMINA_PREVIEW_PIXELS], noisy[LAMINA_PREVIEW_PIXELS];

  for (gsize i = 0; i < N_PAIRS; i++)
    {
      const double x = 20 + ((double) i + 0.5) * pitch - side / 2;

      lamina_preview_draw_garment (garments[i], 0, 0, 0.95, clean);
      for (gsize j = 0; j < LAMINA_PREVIEW_PIXELS; j++)
        noisy[j] = (lm_real) CLAMP ((double) clean[j] +
                                    0.7 * lamina_preview_get_noise (i * 4096 + j), 0, 1);
      lamina_preview_draw_grey (cr, noisy, x, 14, side);
      lamina_preview_draw_grey (cr, clean, x, height - 14 - side, side);
      cairo_move_to (cr, x + side / 2 - 4, height / 2 - 2);
      cairo_line_to (cr, x + side / 2 + 4, height / 2 - 2);
      cairo_line_to (cr, x + side / 2, height / 2 + 3);
      cairo_close_path (cr);
      lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
      cairo_fill (cr);
    }
}

const LaminaPreview lamina_denoised_preview = {
  .ids = { "denoising" },
  .draw = draw,
};
