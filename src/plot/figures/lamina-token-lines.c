/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-token-lines.h"

#include <pango/pangocairo.h>
#include <string.h>

/* Ends a line within a paragraph: Pango counts lines by the paragraph. */
#define LINE_SEPARATOR "\u2028"
/* Signs for what is not seen are weaker than what is. */
#define SIGN_ALPHA 0.55

void
lamina_token_lines_init (LaminaTokenLines       *self,
                         const LaminaTokenNames *names)
{
  *self = (LaminaTokenLines) {
    .names = names,
    .text = g_string_new (NULL),
    .attributes = pango_attr_list_new (),
    .ends = g_array_new (FALSE, FALSE, sizeof (gsize)),
  };
}

void
lamina_token_lines_clear (LaminaTokenLines *self)
{
  if (self->text == NULL)
    return;

  g_string_free (self->text, TRUE);
  pango_attr_list_unref (self->attributes);
  g_array_unref (self->ends);
  g_clear_object (&self->layout);
  *self = (LaminaTokenLines) { 0 };
}

static void
add_attribute (LaminaTokenLines *self,
               PangoAttribute   *attribute,
               gsize             start)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) self->text->len;
  pango_attr_list_insert (self->attributes, attribute);
}

static guint16
get_channel (double share)
{
  return (guint16) (CLAMP (share, 0, 1) * G_MAXUINT16);
}

static void
add_look (LaminaTokenLines      *self,
          const LaminaStyle     *style,
          const LaminaTokenLook *look,
          gsize                  start)
{
  double rgb[3];

  if (look->is_bold)
    add_attribute (self, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start);
  if (look->shade <= 0)
    return;

  lamina_style_get_color (style, look->ground, rgb);
  add_attribute (self,
                 pango_attr_background_new (get_channel (rgb[0]), get_channel (rgb[1]),
                                            get_channel (rgb[2])),
                 start);
  add_attribute (self, pango_attr_background_alpha_new (get_channel (look->shade)), start);
}

static gboolean
is_line_end (const char *token)
{
  return token != NULL && strcmp (token, "\n") == 0;
}

void
lamina_token_lines_add (LaminaTokenLines      *self,
                        const LaminaStyle     *style,
                        guint32                id,
                        const LaminaTokenLook *look,
                        gboolean               breaks)
{
  const LaminaTokenNames *names = self->names;
  const char *token = id < names->n ? names->texts[id] : "";
  const char *sign = id < names->n ? names->signs[id] : "?";
  const gboolean is_blank = strcmp (token, " ") == 0;
  gsize start;

  /* Several empty lines are one: only their signs tell how many there are. */
  if (breaks && is_line_end (self->before) && !is_line_end (token))
    g_string_append (self->text, LINE_SEPARATOR);
  if (names->are_apart != NULL && self->before != NULL && names->are_apart (self->before, token))
    g_string_append_c (self->text, ' ');

  start = self->text->len;
  g_string_append (self->text, is_blank ? token : sign);
  if (!is_blank && strcmp (token, sign) != 0)
    add_attribute (self, pango_attr_foreground_alpha_new (get_channel (SIGN_ALPHA)), start);
  add_look (self, style, look, start);
  self->before = token;
  g_array_append_val (self->ends, self->text->len);
}

void
lamina_token_lines_lay_out (LaminaTokenLines  *self,
                            cairo_t           *cr,
                            const LaminaStyle *style,
                            LaminaFont         font,
                            double             size,
                            double             width,
                            double             max_height)
{
  PangoFontDescription *description = lamina_style_get_font (style, font);
  int height;

  g_clear_object (&self->layout);
  self->layout = pango_cairo_create_layout (cr);
  pango_font_description_set_absolute_size (
    description, size * (double) pango_font_description_get_size (description));
  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);

  pango_layout_set_text (self->layout, self->text->str, (int) self->text->len);
  pango_layout_set_attributes (self->layout, self->attributes);
  pango_layout_set_width (self->layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  if (max_height > 0)
    {
      pango_layout_set_height (self->layout, (int) (max_height * PANGO_SCALE));
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }

  pango_layout_get_size (self->layout, NULL, &height);
  self->width = width;
  self->height = (double) height / PANGO_SCALE;
}

void
lamina_token_lines_draw (const LaminaTokenLines *self,
                         cairo_t                *cr,
                         const LaminaStyle      *style,
                         LaminaColor             color,
                         double                  x,
                         double                  y)
{
  lamina_style_set_source (style, cr, color, 1);
  cairo_move_to (cr, x, y);
  pango_cairo_update_layout (cr, self->layout);
  pango_cairo_show_layout (cr, self->layout);
  cairo_new_path (cr);
}

gssize
lamina_token_lines_hit (const LaminaTokenLines *self,
                        double                  x,
                        double                  y)
{
  int byte, trailing;

  if (x < 0 || y < 0 || x >= self->width || y >= self->height ||
      !pango_layout_xy_to_index (self->layout, (int) (x * PANGO_SCALE), (int) (y * PANGO_SCALE),
                                 &byte, &trailing))
    return -1;

  for (guint i = 0; i < self->ends->len; i++)
    {
      if ((gsize) byte < g_array_index (self->ends, gsize, i))
        return (gssize) i;
    }

  return -1;
}
