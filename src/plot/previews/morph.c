/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_ACROSS 6
#define N_DOWN 2

/* On the way from one picture to another everything between them is a picture too. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  static const gsize ends[N_DOWN][2] = { { 1, 3 }, { 9, 8 } };
  const double side = fmin ((height - 28) / N_DOWN, (width - 24) / N_ACROSS) - 4;
  lm_real from[LAMINA_PREVIEW_PIXELS], to[LAMINA_PREVIEW_PIXELS], between[LAMINA_PREVIEW_PIXELS];

  for (int i = 0; i < N_DOWN; i++)
    {
      lamina_preview_draw_garment (ends[i][0], 0, 0, 0.95, from);
      lamina_preview_draw_garment (ends[i][1], 0, 0, 0.95, to);
      for (int j = 0; j < N_ACROSS; j++)
        {
          const lm_real share = (lm_real) j / (N_ACROSS - 1);

          for (gsize k = 0; k < LAMINA_PREVIEW_PIXELS; k++)
            between[k] = (1 - share) * from[k] + share * to[k];
          lamina_preview_draw_grey (cr, between,
                                    width / 2 + (j - N_ACROSS / 2.0) * (side + 4) + 2,
                                    height / 2 + (i - N_DOWN / 2.0) * (side + 4) + 2, side);
        }
    }
}

const LaminaPreview lamina_morph_preview = {
  .ids = { "vae-dense" },
  .draw = draw,
};
