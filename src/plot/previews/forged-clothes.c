/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#define N_ACROSS 4
#define N_DOWN 2

/* A garment with the flaws of a young forger; pure noise without a garment. */
static void
make (gint64   garment,
      guint64  seed,
      double   grain,
      lm_real *pixels)
{
  if (garment >= 0)
    lamina_preview_draw_garment ((gsize) garment, 0, 0, 0.9, pixels);
  for (gsize i = 0; i < LAMINA_PREVIEW_PIXELS; i++)
    {
      const double noise = lamina_preview_get_noise (seed * 4096 + i);
      const double value = garment >= 0 ? (double) pixels[i] : 0.5;

      pixels[i] = (lm_real) CLAMP (value + grain * noise * (garment < 0 || value > 0.02), 0, 1);
    }
}

/* From noise to clothes. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  static const gint64 garments[N_DOWN][N_ACROSS] = { { 2, 9, 1, 0 }, { 3, 8, 4, 7 } };
  const double side = (height - 42) / N_DOWN, left = width - N_ACROSS * (side + 4) - 14;
  lm_real pixels[LAMINA_PREVIEW_PIXELS];

  make (-1, 77, 0.5, pixels);
  lamina_preview_draw_grey (cr, pixels, 14, (height - side) / 2, side);
  lamina_preview_draw_arrow (cr, style, left - 8, height / 2);
  for (int i = 0; i < N_DOWN; i++)
    for (int j = 0; j < N_ACROSS; j++)
      {
        make (garments[i][j], (guint64) (i * N_ACROSS + j), 0.22, pixels);
        lamina_preview_draw_grey (cr, pixels, left + j * (side + 4),
                                  height / 2 - N_DOWN * (side + 4) / 2 + 2 + i * (side + 4), side);
      }
}

const LaminaPreview lamina_forged_clothes_preview = {
  .ids = { "gan" },
  .draw = draw,
};
