/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

#include <math.h>

#define N_CLASSES 9
#define N_POINTS 26

/* Where each class of pictures comes to lie in the plane. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  for (guint64 class = 0; class < N_CLASSES; class++)
    {
      const double angle = 2.4 * (double) class, far = sqrt ((double) class / N_CLASSES);
      const double x = width / 2 + 0.36 * width * far * cos (angle);
      const double y = height / 2 + 0.34 * height * far * sin (angle);
      double rgb[3];

      lamina_style_get_class_color (style, class, rgb);
      cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
      for (guint64 i = 0; i < N_POINTS; i++)
        {
          const guint64 index = class * 1000 + 3 * i;
          const double spread = 0.5 + 0.5 * lamina_preview_get_noise (index + 2);

          lamina_path_mark (cr, 0, x + 0.1 * width * spread * lamina_preview_get_noise (index),
                            y + 0.15 * height * spread * lamina_preview_get_noise (index + 1), 1.8);
        }
      cairo_fill (cr);
    }
}

const LaminaPreview lamina_latent_map_preview = {
  .ids = { "vae-conv", "latent" },
  .draw = draw,
};
