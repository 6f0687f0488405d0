/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

/* A noisy picture, and the mask of what is in it. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const LmShape shape = { 4, { 1, 3, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE } };
  const LaminaScaling none = { 0 };
  const double side = height - 36, gap = 30;
  lm_real pixels[3 * LAMINA_PREVIEW_PIXELS], mask[LAMINA_PREVIEW_PIXELS];

  lamina_preview_draw_shapes (pixels);
  for (gsize i = 0; i < LAMINA_PREVIEW_PIXELS; i++)
    {
      const lm_real *rgb = pixels + i;

      mask[i] = fmax (rgb[0], fmax (rgb[LAMINA_PREVIEW_PIXELS], rgb[2 * LAMINA_PREVIEW_PIXELS])) >
                (lm_real) 0.45;
    }
  for (gsize i = 0; i < 3 * LAMINA_PREVIEW_PIXELS; i++)
    pixels[i] = (lm_real) CLAMP ((double) pixels[i] + 0.3 * lamina_preview_get_noise (i), 0, 1);

  lamina_draw_picture (cr, pixels, &shape, &none, width / 2 - gap / 2 - side, 18, side, side, 5);
  lamina_preview_draw_arrow (cr, style, width / 2 + 9, height / 2);
  lamina_preview_draw_grey (cr, mask, width / 2 + gap / 2, 18, side);
}

const LaminaPreview lamina_mask_preview = {
  .ids = { "unet", "segment" },
  .draw = draw,
};
