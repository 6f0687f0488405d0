/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>
#include <string.h>

static void
smooth (lm_real *map)
{
  lm_real copy[LAMINA_PREVIEW_PIXELS];
  const gsize side = LAMINA_PREVIEW_SIDE;

  memcpy (copy, map, sizeof copy);
  for (gsize i = 1; i + 1 < side; i++)
    for (gsize j = 1; j + 1 < side; j++)
      map[i * side + j] = (lm_real) 0.25 * (copy[(i - 1) * side + j] + copy[(i + 1) * side + j] +
                                            copy[i * side + j - 1] + copy[i * side + j + 1]);
}

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const gsize n_pixels = LAMINA_N_GARMENTS * LAMINA_PREVIEW_PIXELS;
  g_autofree lm_real *maps = g_new (lm_real, n_pixels);
  const LaminaMaps all = {
    .data = maps, .n_rows = LAMINA_PREVIEW_SIDE, .n_columns = LAMINA_PREVIEW_SIDE,
    .n_maps = LAMINA_N_GARMENTS,
  };
  LaminaAtlas atlas;

  for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
    lamina_preview_draw_garment (i, 0, 0, 0.95, maps + i * LAMINA_PREVIEW_PIXELS);

  /* What sets each one apart from their mean, with the grain of a short training. */
  for (gsize j = 0; j < LAMINA_PREVIEW_PIXELS; j++)
    {
      double mean = 0;

      for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
        mean += (double) maps[i * LAMINA_PREVIEW_PIXELS + j] / LAMINA_N_GARMENTS;
      for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
        {
          lm_real *value = &maps[i * LAMINA_PREVIEW_PIXELS + j];
          const double grain = mean > 0 ? 0.5 * lamina_preview_get_noise (i * 4096 + j) : 0;

          *value = (lm_real) ((double) *value - mean + grain * sqrt (mean));
        }
    }
  for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
    smooth (maps + i * LAMINA_PREVIEW_PIXELS);

  lamina_atlas_init (&atlas, LAMINA_N_GARMENTS, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE,
                     width - 24, height - 20, 4, 0);
  atlas.x = floor ((width - atlas.width) / 2);
  atlas.y = floor ((height - atlas.height) / 2);
  lamina_atlas_draw (&atlas, cr, style, &all, LAMINA_MAP_DIVERGING, -0.75, 0.75);
}

const LaminaPreview lamina_weights_preview = {
  .ids = { "dense", "mlp", "linear", "softmax" },
  .draw = draw,
};
