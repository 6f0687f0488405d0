/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-preview-draw.h"

#define N_ROWS 4
#define N_WORDS 5

/* Of each word: its length, and which way it leans, -1 … 1. */
static const double lengths[N_ROWS][N_WORDS] = {
  { 18, 30, 24, 44, 16 }, { 34, 16, 40, 22, 20 }, { 22, 38, 14, 26, 34 }, { 28, 20, 46, 18, 22 },
};
static const double leanings[N_ROWS][N_WORDS] = {
  { 0, 0.2, 0, 1, 0.3 }, { 0, 0, -1, -0.3, 0 }, { 0.1, 0.8, 0, 0, 0.9 }, { 0, -0.6, -0.9, 0, 0 },
};

static void
draw_verdict (cairo_t           *cr,
              const LaminaStyle *style,
              gboolean           is_praise,
              double             x,
              double             y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 8, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, is_praise ? LAMINA_COLOR_RUN_A : LAMINA_COLOR_RUN_B, 1);
  cairo_fill (cr);
  cairo_rectangle (cr, x - 4, y - 1, 8, 2);
  if (is_praise)
    cairo_rectangle (cr, x - 1, y - 4, 2, 8);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_fill (cr);
}

/* Words that lean one way or the other, and what is said of the whole. */
static void
draw (cairo_t           *cr,
      const LaminaStyle *style,
      double             width,
      double             height)
{
  const double pitch = (height - 20) / N_ROWS, scale = (width - 90) / 176;

  for (int row = 0; row < N_ROWS; row++)
    {
      const double y = 10 + (row + 0.5) * pitch;
      double x = 20;

      for (int i = 0; i < N_WORDS; i++)
        {
          const double leaning = leanings[row][i];

          lamina_path_round_rect (cr, x, y - 5, lengths[row][i] * scale, 10, 3);
          lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.3);
          cairo_fill_preserve (cr);
          lamina_style_set_source (style, cr, leaning > 0 ? LAMINA_COLOR_RUN_A : LAMINA_COLOR_RUN_B,
                                   leaning > 0 ? leaning : -leaning);
          cairo_fill (cr);
          x += (lengths[row][i] + 6) * scale;
        }
      draw_verdict (cr, style, row % 2 == 0, width - 30, y);
    }
}

const LaminaPreview lamina_verdicts_preview = {
  .ids = { "sentiment" },
  .draw = draw,
};
