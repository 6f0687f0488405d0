/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"

#include <pango/pangocairo.h>

/* Making a layout costs ten times what a short word does: each thread keeps one. */
static GPrivate layouts = G_PRIVATE_INIT (g_object_unref);

static PangoLayout *
get_layout (cairo_t           *cr,
            const LaminaStyle *style,
            const LaminaText  *text,
            const char        *string)
{
  PangoLayout *layout = g_private_get (&layouts);
  PangoFontDescription *font = lamina_style_get_font (style, text->font);

  if (layout == NULL)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      layout = pango_cairo_create_layout (cr);
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
      g_private_set (&layouts, layout);
    }
  else
    pango_cairo_update_layout (cr, layout);

  if (text->is_bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_layout_set_text (layout, string, -1);
  pango_layout_set_width (layout,
                          text->max_width > 0 ? (int) (text->max_width * PANGO_SCALE) : -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, text->max_width > 0 && !text->is_wrapped
                                        ? PANGO_ELLIPSIZE_END
                                        : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_alignment (layout, text->align == LAMINA_ALIGN_MIDDLE ? PANGO_ALIGN_CENTER
                                                                         : PANGO_ALIGN_LEFT);

  return layout;
}

/* The ink's box is narrower than max_width: alignment is ours. */
static void
get_extent (PangoLayout *layout,
            double      *left,
            double      *width)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  *left = (double) logical.x / PANGO_SCALE;
  *width = (double) logical.width / PANGO_SCALE;
}

double
lamina_draw_text (cairo_t           *cr,
                  const LaminaStyle *style,
                  const LaminaText  *text,
                  double             x,
                  double             baseline,
                  const char        *string)
{
  PangoLayout *layout = get_layout (cr, style, text, string);
  double left, width;

  get_extent (layout, &left, &width);
  if (text->align == LAMINA_ALIGN_MIDDLE)
    x -= width / 2;
  else if (text->align == LAMINA_ALIGN_END)
    x -= width;

  lamina_style_set_source (style, cr,
                           text->color == 0 ? LAMINA_COLOR_TEXT : text->color,
                           text->alpha == 0 ? 1 : text->alpha);
  cairo_move_to (cr, x - left,
                 baseline - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);

  return width;
}

cairo_t *
lamina_measure_begin (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);

  return cr;
}

void
lamina_measure_end (cairo_t *cr)
{
  cairo_destroy (cr);
}

double
lamina_measure_text (cairo_t           *cr,
                     const LaminaStyle *style,
                     const LaminaText  *text,
                     const char        *string)
{
  double left, width;

  get_extent (get_layout (cr, style, text, string), &left, &width);

  return width;
}

double
lamina_measure_height (cairo_t           *cr,
                       const LaminaStyle *style,
                       const LaminaText  *text,
                       const char        *string)
{
  int height;

  pango_layout_get_size (get_layout (cr, style, text, string), NULL, &height);

  return (double) height / PANGO_SCALE;
}

static double
get_font_pixels (const LaminaStyle *style,
                 LaminaFont         font)
{
  PangoFontDescription *description = lamina_style_get_font (style, font);
  const double pixels = (double) pango_font_description_get_size (description) / PANGO_SCALE;

  pango_font_description_free (description);

  return pixels;
}

double
lamina_get_line_height (const LaminaStyle *style,
                        LaminaFont         font)
{
  return 1.4 * get_font_pixels (style, font);
}

double
lamina_get_baseline (const LaminaStyle *style,
                     LaminaFont         font,
                     double             y,
                     double             height)
{
  /* Capitals are about 0.7 of the size in nearly all fonts. */
  return y + height / 2 + 0.35 * get_font_pixels (style, font);
}

void
lamina_draw_sentence (cairo_t           *cr,
                      const LaminaStyle *style,
                      const char        *sentence,
                      double             width,
                      double             height)
{
  const LaminaText text = {
    .font = LAMINA_FONT_LABEL,
    .color = LAMINA_COLOR_DIM,
    .align = LAMINA_ALIGN_MIDDLE,
    .max_width = MAX (20, MIN (width - 24, 420 * style->text_scale)),
    .is_wrapped = TRUE,
  };
  const double text_height = lamina_measure_height (cr, style, &text, sentence);
  const double line = lamina_get_line_height (style, text.font);

  lamina_draw_text (cr, style, &text, width / 2,
                    lamina_get_baseline (style, text.font, (height - text_height) / 2, line),
                    sentence);
}
