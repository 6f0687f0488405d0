/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"

#include <math.h>

/* Pixels at a text scale of 1. */
#define SAMPLE_WIDTH 22
#define COLOR_BAR_WIDTH 120
#define COLOR_BAR_HEIGHT 7

double
lamina_get_legend_height (const LaminaStyle *style)
{
  return ceil (lamina_get_line_height (style, LAMINA_FONT_VALUE));
}

static gboolean
is_bar (const LaminaLegendItem *item)
{
  return item->line == LAMINA_LINE_FILLED || item->line == LAMINA_LINE_HATCHED;
}

static void
draw_bar (cairo_t                *cr,
          const LaminaStyle      *style,
          const LaminaLegendItem *item,
          double                  right,
          double                  y)
{
  const double width = 13 * style->text_scale, height = 9 * style->text_scale;
  const double x = floor (right - width), top = floor (y - height / 2);

  cairo_rectangle (cr, x + 0.8, top + 0.8, width - 1.6, height - 1.6);
  if (item->line == LAMINA_LINE_HATCHED)
    {
      lamina_draw_hatched (cr, style, item->color, x, top, width, height);
      return;
    }
  lamina_style_set_source (style, cr, item->color, LAMINA_FILLED_ALPHA);
  cairo_fill (cr);
}

/* How closely the items stand. */
typedef struct
{
  double   sample, gap;
  gboolean has_names; /* of items that have a value; the others are nothing without */
} Density;

static void
draw_sample (cairo_t                *cr,
             const LaminaStyle      *style,
             const LaminaLegendItem *item,
             double                  x,
             double                  y,
             double                  width)
{
  const gboolean has_line = item->line == LAMINA_LINE_SOLID || item->line == LAMINA_LINE_DASHED;

  if (is_bar (item))
    {
      draw_bar (cr, style, item, x + width, y);
      return;
    }
  if (has_line)
    {
      lamina_set_line (cr, style, item->line, item->color, 1);
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + width, y);
      cairo_stroke (cr);
    }
  if (item->line != LAMINA_LINE_SOLID)
    lamina_draw_mark (cr, style, 0, item->line != LAMINA_LINE_DOT, item->color,
                      has_line ? x + width / 2 : x + width - 4, y, 3.2 * sqrt (style->text_scale));
}

static gboolean
has_name (const LaminaLegendItem *item,
          const Density          *density)
{
  return density->has_names || item->value == NULL;
}

static double
measure_item (cairo_t                *cr,
              const LaminaStyle      *style,
              const LaminaLegendItem *item,
              const Density          *density)
{
  const LaminaText name = { .font = LAMINA_FONT_CAPTION };
  const LaminaText value = { .font = LAMINA_FONT_VALUE };
  double width = density->sample + 5;

  if (has_name (item, density))
    width += lamina_measure_text (cr, style, &name, item->name);
  if (item->value != NULL)
    width += lamina_measure_text (cr, style, &value, item->value) +
             (has_name (item, density) ? 6 : 0);

  return width;
}

static double
draw_item (cairo_t                *cr,
           const LaminaStyle      *style,
           const LaminaLegendItem *item,
           const Density          *density,
           double                  x,
           double                  y)
{
  const double height = lamina_get_legend_height (style);
  const LaminaText name = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const LaminaText value = { .font = LAMINA_FONT_VALUE };
  /* One line of text: both stand on the greater one's baseline. */
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_VALUE, y, height);

  draw_sample (cr, style, item, x, round (y + height / 2), density->sample);
  x += density->sample + 5;
  if (has_name (item, density))
    x += lamina_draw_text (cr, style, &name, x, baseline, item->name) +
         (item->value != NULL ? 6 : 0);
  if (item->value != NULL)
    x += lamina_draw_text (cr, style, &value, x, baseline, item->value);

  return x;
}

static gboolean
fits (cairo_t                *cr,
      const LaminaStyle      *style,
      const LaminaLegendItem *items,
      gsize                   n_items,
      const Density          *density,
      double                  width)
{
  double whole = -density->gap;

  for (gsize i = 0; i < n_items; i++)
    whole += measure_item (cr, style, &items[i], density) + density->gap;

  return whole <= width;
}

void
lamina_draw_legend (cairo_t                *cr,
                    const LaminaStyle      *style,
                    const LaminaLegendItem *items,
                    gsize                   n_items,
                    double                  x,
                    double                  y,
                    double                  width)
{
  static const Density densities[] = {
    { SAMPLE_WIDTH, 18, TRUE }, { 14, 9, TRUE }, { SAMPLE_WIDTH, 9, FALSE }, { 14, 8, FALSE },
  };
  const double right = x + width;
  Density density;
  gsize i = 0;

  do
    {
      density = densities[i];
      density.sample *= style->text_scale;
      density.gap *= style->text_scale;
    }
  while (!fits (cr, style, items, n_items, &density, width) && ++i < G_N_ELEMENTS (densities));

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, lamina_get_legend_height (style));
  cairo_clip (cr);
  for (i = 0; i < n_items; i++)
    {
      /* Rather one value less than half a value. */
      if (i > 0 && x + measure_item (cr, style, &items[i], &density) > right + 1)
        break;
      x = draw_item (cr, style, &items[i], &density, x, y) + density.gap;
    }
  cairo_restore (cr);
}

double
lamina_get_color_bar_height (const LaminaStyle *style)
{
  return ceil (lamina_get_line_height (style, LAMINA_FONT_CAPTION));
}

/* The map as a picture, one pixel high. */
static void
paint_map (cairo_t           *cr,
           const LaminaStyle *style,
           LaminaMap          map,
           double             reach,
           double             x,
           double             y,
           double             width,
           double             height)
{
  const guint32 *pixels = lamina_style_get_map (style, map);
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, 0, x + width, 0);

  for (gsize i = 0; i < LAMINA_MAP_SIZE; i += 15)
    {
      const double share = (double) i / (LAMINA_MAP_SIZE - 1);
      const guint32 pixel = pixels[lamina_map_get_index (share, reach)];

      cairo_pattern_add_color_stop_rgb (pattern, share, ((pixel >> 16) & 0xff) / 255.0,
                                        ((pixel >> 8) & 0xff) / 255.0, (pixel & 0xff) / 255.0);
    }
  lamina_path_round_rect (cr, x, y, width, height, 1.5);
  cairo_set_source (cr, pattern);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (pattern);

  if (lamina_style_is_contrast (style))
    {
      lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

void
lamina_draw_color_bar (cairo_t           *cr,
                       const LaminaStyle *style,
                       LaminaMap          map,
                       double             reach,
                       const char        *low,
                       const char        *high,
                       LaminaAlign        align,
                       double             x,
                       double             y,
                       double             width)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const double height = lamina_get_color_bar_height (style);
  const double baseline = lamina_get_baseline (style, text.font, y, height);
  const double low_width = lamina_measure_text (cr, style, &text, low) + 6;
  const double high_width = lamina_measure_text (cr, style, &text, high) + 6;
  const double bar = fmin (width - low_width - high_width, COLOR_BAR_WIDTH * style->text_scale);
  const double spare = width - low_width - high_width - bar;

  if (bar < 12)
    return;

  if (align == LAMINA_ALIGN_MIDDLE)
    x += spare / 2;
  else if (align == LAMINA_ALIGN_END)
    x += spare;

  lamina_draw_text (cr, style, &text, x, baseline, low);
  paint_map (cr, style, map, reach, x + low_width, y + (height - COLOR_BAR_HEIGHT) / 2, bar,
             COLOR_BAR_HEIGHT);
  lamina_draw_text (cr, style, &text, x + low_width + bar + 6, baseline, high);
}
