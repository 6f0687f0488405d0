/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"

#include <math.h>

void
lamina_path_round_rect (cairo_t *cr,
                        double   x,
                        double   y,
                        double   width,
                        double   height,
                        double   radius)
{
  radius = fmin (radius, fmin (width, height) / 2);
  if (radius <= 0)
    {
      cairo_rectangle (cr, x, y, width, height);
      return;
    }

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

void
lamina_draw_outline (cairo_t           *cr,
                     const LaminaStyle *style,
                     double             x,
                     double             y,
                     double             width,
                     double             height,
                     double             radius)
{
  lamina_path_round_rect (cr, x + 0.5, y + 0.5, width - 1, height - 1, radius);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
lamina_path_star (cairo_t *cr,
                  double   x,
                  double   y,
                  double   radius)
{
  for (int i = 0; i < 10; i++)
    {
      const double length = i % 2 == 0 ? radius : 0.42 * radius;
      const double angle = (i * 0.2 - 0.5) * G_PI;

      if (i == 0)
        cairo_move_to (cr, x + length * cos (angle), y + length * sin (angle));
      else
        cairo_line_to (cr, x + length * cos (angle), y + length * sin (angle));
    }
  cairo_close_path (cr);
}

void
lamina_set_line (cairo_t           *cr,
                 const LaminaStyle *style,
                 LaminaLine         line,
                 LaminaColor        color,
                 double             alpha)
{
  static const double dashes[] = { 5, 3 };

  lamina_style_set_source (style, cr, color, alpha);
  cairo_set_line_width (cr, (lamina_style_is_contrast (style) ? 2.2 : 1.6) *
                            sqrt (style->text_scale));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, dashes, line == LAMINA_LINE_DASHED ? 2 : 0, 0);
}

void
lamina_path_mark (cairo_t *cr,
                  gsize    run,
                  double   x,
                  double   y,
                  double   radius)
{
  switch (run % 4)
    {
    case 0:
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      break;

    case 1:
      cairo_rectangle (cr, x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
      break;

    case 2:
      cairo_move_to (cr, x, y - 1.2 * radius);
      cairo_line_to (cr, x + 1.1 * radius, y + 0.8 * radius);
      cairo_line_to (cr, x - 1.1 * radius, y + 0.8 * radius);
      cairo_close_path (cr);
      break;

    default:
      cairo_move_to (cr, x, y - 1.3 * radius);
      cairo_line_to (cr, x + 1.3 * radius, y);
      cairo_line_to (cr, x, y + 1.3 * radius);
      cairo_line_to (cr, x - 1.3 * radius, y);
      cairo_close_path (cr);
      break;
    }
}

void
lamina_draw_mark (cairo_t           *cr,
                  const LaminaStyle *style,
                  gsize              run,
                  gboolean           is_open,
                  LaminaColor        color,
                  double             x,
                  double             y,
                  double             radius)
{
  cairo_set_dash (cr, NULL, 0, 0);
  lamina_path_mark (cr, run, x, y, radius);
  lamina_style_set_source (style, cr, is_open ? LAMINA_COLOR_CARD : color, 1);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, lamina_style_is_contrast (style) ? 2 : 1.5);
  cairo_stroke (cr);
}

void
lamina_draw_bubble (cairo_t           *cr,
                    const LaminaStyle *style,
                    const char        *string,
                    double             x,
                    double             y,
                    double             width,
                    double             height)
{
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION,
    .color = LAMINA_COLOR_BUBBLE_TEXT,
    .max_width = fmax (20, width - 16),
  };
  const double box_width = lamina_measure_text (cr, style, &text, string) + 16;
  const double box_height = lamina_get_line_height (style, text.font) + 6;
  /* It stands above the pointer: so it may be moved sideways without hiding it. */
  const double left = round (fmax (0, fmin (x + 10, width - box_width)));
  double top = y - box_height - 6;

  if (top < 0)
    top = y + 14;
  top = round (fmax (0, fmin (top, height - box_height)));

  lamina_path_round_rect (cr, left, top, box_width, box_height, 4);
  lamina_style_set_source (style, cr, LAMINA_COLOR_BUBBLE, 0.95);
  cairo_fill (cr);
  lamina_draw_text (cr, style, &text, left + 8,
                    lamina_get_baseline (style, text.font, top, box_height), string);
}

void
lamina_draw_bar (cairo_t           *cr,
                 const LaminaStyle *style,
                 const LaminaBar   *bar,
                 double             x,
                 double             y,
                 double             width,
                 double             height)
{
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, y, height);
  const double pad = 4;
  LaminaText text = { .font = LAMINA_FONT_CAPTION, .is_bold = bar->is_bold };
  double value_width;

  lamina_path_round_rect (cr, x, y, width, height, 3);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TROUGH, 1);
  cairo_fill (cr);

  cairo_save (cr);
  lamina_path_round_rect (cr, x, y, width, height, 3);
  cairo_clip (cr);
  cairo_rectangle (cr, x, y, width * CLAMP (bar->share, 0, 1), height);
  lamina_style_set_source (style, cr,
                           bar->is_first ? LAMINA_COLOR_BAR : LAMINA_COLOR_BAR_OTHER, 1);
  cairo_fill (cr);
  cairo_restore (cr);

  if (lamina_style_is_contrast (style))
    lamina_draw_outline (cr, style, x, y, width, height, 3);

  text.align = LAMINA_ALIGN_END;
  value_width = lamina_draw_text (cr, style, &text, x + width - pad, baseline, bar->value);
  text.align = LAMINA_ALIGN_START;
  text.max_width = width - value_width - 3 * pad;
  if (text.max_width > 12)
    lamina_draw_text (cr, style, &text, x + pad, baseline, bar->name);
}

void
lamina_draw_badge (cairo_t           *cr,
                   const LaminaStyle *style,
                   gboolean           is_right,
                   double             x,
                   double             y,
                   double             radius)
{
  const double arm = 0.42 * radius;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius + 1.5, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_fill (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, is_right ? LAMINA_COLOR_RIGHT : LAMINA_COLOR_WRONG, 1);
  cairo_fill (cr);

  if (is_right)
    {
      cairo_move_to (cr, x - 1.15 * arm, y + 0.05 * arm);
      cairo_line_to (cr, x - 0.3 * arm, y + 0.9 * arm);
      cairo_line_to (cr, x + 1.2 * arm, y - 0.8 * arm);
    }
  else
    {
      cairo_move_to (cr, x - arm, y - arm);
      cairo_line_to (cr, x + arm, y + arm);
      cairo_move_to (cr, x + arm, y - arm);
      cairo_line_to (cr, x - arm, y + arm);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, radius * (lamina_style_is_contrast (style) ? 0.36 : 0.28));
  cairo_stroke (cr);
}

void
lamina_draw_arrow (cairo_t           *cr,
                   const LaminaStyle *style,
                   double             x,
                   double             y,
                   double             length)
{
  const double head = fmin (4, length / 2);

  y = floor (y) + 0.5;
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.8);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1.2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + length, y);
  cairo_move_to (cr, x + length - head, y - head);
  cairo_line_to (cr, x + length, y);
  cairo_line_to (cr, x + length - head, y + head);
  cairo_stroke (cr);
}
