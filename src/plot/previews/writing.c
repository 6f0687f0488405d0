/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview-draw.h"

/* What such a model writes at first, later, and in the end: English, as the text it reads. */
static const char *const lines[] = {
  "t e oae  thn sro i",
  "the sorce of the lin",
  "the licence of the work",
};

static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double pitch = (height - 28) / G_N_ELEMENTS (lines);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const LaminaText text = {
        .font = LAMINA_FONT_BODY,
        .alpha = 0.4 + 0.3 * (double) i,
        .max_width = width - 48,
      };
      const double y = 14 + (double) i * pitch;
      const double end = 24 + lamina_draw_text (cr, style, &text, 24,
                                                lamina_get_baseline (style, text.font, y, pitch),
                                                lines[i]);

      if (i + 1 < G_N_ELEMENTS (lines))
        continue;
      cairo_rectangle (cr, end + 3, y + pitch / 2 - 9, 2, 18);
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
      cairo_fill (cr);
    }
}

const LaminaPreview lamina_writing_preview = {
  .ids = { "char-lm" },
  .draw = draw,
};
