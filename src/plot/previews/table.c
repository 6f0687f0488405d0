/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview.h"
#include "lamina-preview-draw.h"

/* A small table whose last column is coloured by class. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double left = 0.14 * width, pitch_x = (width - 2 * left) / 5, pitch_y = (height - 24) / 5;

  for (int row = 0; row < 5; row++)
    for (int column = 0; column < 5; column++)
      {
        const double share = 0.5 + 0.45 * lamina_preview_get_noise ((guint64) (row * 5 + column));
        double rgb[3];

        if (column == 4)
          {
            lamina_style_get_class_color (style, (gsize) (row * 2 % 3), rgb);
            cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
          }
        else
          lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.35);
        lamina_path_round_rect (cr, left + column * pitch_x, 12 + row * pitch_y,
                                (pitch_x - 8) * (column == 4 ? 0.8 : share), pitch_y - 8, 3);
        cairo_fill (cr);
      }
}

const LaminaPreview lamina_table_preview = {
  .ids = { "iris", "wine", "table" },
  .draw = draw,
};
