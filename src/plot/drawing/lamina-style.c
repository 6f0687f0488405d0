/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-style.h"

typedef struct
{
  const char *css;              /* (nullable): its name in the widgets' style sheet */
  guint32     rgb[LAMINA_N_SCHEMES];
} ColorRow;

/* Light, dark, light and dark with high contrast. */
static const ColorRow colors[LAMINA_N_COLORS] = {
  [LAMINA_COLOR_GROUND]       = { NULL,           { 0xfafafa, 0x242424, 0xffffff, 0x000000 } },
  [LAMINA_COLOR_CARD]         = { NULL,           { 0xffffff, 0x353535, 0xffffff, 0x000000 } },
  [LAMINA_COLOR_TEXT]         = { NULL,           { 0x2e2e32, 0xf6f6f6, 0x000000, 0xffffff } },
  [LAMINA_COLOR_DIM]          = { "plot_dim",     { 0x65656b, 0xa5a5ab, 0x000000, 0xffffff } },
  [LAMINA_COLOR_GRID]         = { "plot_grid",    { 0xe4e4e7, 0x4b4b50, 0x767676, 0x8a8a8a } },
  [LAMINA_COLOR_TROUGH]       = { NULL,           { 0xe9e9ec, 0x4a4a4e, 0xf0f0f0, 0x1c1c1c } },
  [LAMINA_COLOR_BAR]          = { NULL,           { 0x99bfed, 0x3b6dac, 0xbcd6f5, 0x1d4f86 } },
  [LAMINA_COLOR_BAR_OTHER]    = { NULL,           { 0xc9c9ce, 0x68686e, 0xc4c4c4, 0x555555 } },
  [LAMINA_COLOR_RUN_A]        = { "run_a",        { 0x1c71d8, 0x62a0ea, 0x0a4a94, 0xa6ceff } },
  [LAMINA_COLOR_RUN_A_STRONG] = { "run_a_strong", { 0x0b3f82, 0xcfe3fb, 0x000000, 0xffffff } },
  [LAMINA_COLOR_RUN_B]        = { "run_b",        { 0xc25400, 0xffa348, 0x8f3d00, 0xffc58a } },
  [LAMINA_COLOR_RUN_C]        = { "run_c",        { 0x0f7b6c, 0x4fd1bf, 0x0c6256, 0x72dacc } },
  [LAMINA_COLOR_RUN_D]        = { "run_d",        { 0x8f3f97, 0xdc8add, 0x723279, 0xe3a1e4 } },
  [LAMINA_COLOR_RUN_OTHER]    = { NULL,           { 0x8a8a90, 0x8a8a90, 0x505050, 0xb0b0b0 } },
  [LAMINA_COLOR_PAST_BG]      = { "past_bg",      { 0xf6eddc, 0x352d22, 0xf6eddc, 0x352d22 } },
  [LAMINA_COLOR_PAST_LINE]    = { "past_line",    { 0xa8762a, 0xa77c3c, 0x4a2d00, 0xffe0a8 } },
  [LAMINA_COLOR_PAST_FG]      = { "past_fg",      { 0x7a4b00, 0xf0c98a, 0x4a2d00, 0xffe0a8 } },
  [LAMINA_COLOR_FUTURE]       = { NULL,           { 0xefeff1, 0x2b2b2e, 0xe6e6e6, 0x1a1a1a } },
  [LAMINA_COLOR_RIGHT]        = { "right",        { 0x1b7a4b, 0x62cf9a, 0x1b7a4b, 0x62cf9a } },
  [LAMINA_COLOR_WRONG]        = { "wrong",        { 0xc01c28, 0xff7b78, 0xc01c28, 0xff7b78 } },
  [LAMINA_COLOR_BUBBLE]       = { NULL,           { 0x2e2e32, 0xe9e9ec, 0x000000, 0xffffff } },
  [LAMINA_COLOR_BUBBLE_TEXT]  = { NULL,           { 0xffffff, 0x1e1e20, 0xffffff, 0x000000 } },
};

typedef struct
{
  double      points;
  PangoWeight weight;
  gboolean    is_mono;
} FontRow;

static const FontRow fonts[LAMINA_N_FONTS] = {
  [LAMINA_FONT_CAPTION] = { 9, PANGO_WEIGHT_NORMAL },
  [LAMINA_FONT_LABEL]   = { 10, PANGO_WEIGHT_NORMAL },
  [LAMINA_FONT_BODY]    = { 11, PANGO_WEIGHT_NORMAL },
  [LAMINA_FONT_TITLE]   = { 10.5, PANGO_WEIGHT_BOLD },
  [LAMINA_FONT_VALUE]   = { 12, PANGO_WEIGHT_BOLD },
  [LAMINA_FONT_MONO]    = { 9, PANGO_WEIGHT_NORMAL, TRUE },
};

/* On light and on dark ground: neighbours differ in lightness, too. */
static const guint32 class_colors[2][10] = {
  { 0x1c71d8, 0xc25400, 0x0f7b6c, 0x8f3f97, 0x9a7b00, 0xc01c5a, 0x3c4a5c, 0x4c8c1f, 0x8a5a3c,
    0x2aa5c4 },
  { 0x62a0ea, 0xffa348, 0x4fd1bf, 0xdc8add, 0xf0cf4a, 0xff86a8, 0xb4c0d0, 0xa2d66a, 0xd2a07c,
    0x5cc8e6 },
};

static void
unpack (guint32 pixel,
        double  rgb[3])
{
  for (int i = 0; i < 3; i++)
    rgb[i] = ((pixel >> (16 - 8 * i)) & 0xff) / 255.0;
}

void
lamina_style_init (LaminaStyle  *self,
                   LaminaScheme  scheme,
                   const char   *family)
{
  g_return_if_fail (self != NULL && scheme < LAMINA_N_SCHEMES);

  *self = (LaminaStyle) {
    .scheme = scheme,
    .family = family,
    .text_scale = 1,
    .map = LAMINA_MAP_VIRIDIS,
    .pixel_scale = 1,
  };
}

gboolean
lamina_style_is_dark (const LaminaStyle *self)
{
  return self->scheme == LAMINA_SCHEME_DARK || self->scheme == LAMINA_SCHEME_DARK_CONTRAST;
}

gboolean
lamina_style_is_contrast (const LaminaStyle *self)
{
  return self->scheme >= LAMINA_SCHEME_LIGHT_CONTRAST;
}

void
lamina_style_get_color (const LaminaStyle *self,
                        LaminaColor        color,
                        double             rgb[3])
{
  g_return_if_fail (color < LAMINA_N_COLORS);

  unpack (colors[color].rgb[self->scheme], rgb);
}

void
lamina_style_set_source (const LaminaStyle *self,
                         cairo_t           *cr,
                         LaminaColor        color,
                         double             alpha)
{
  double rgb[3];

  lamina_style_get_color (self, color, rgb);
  cairo_set_source_rgba (cr, rgb[0], rgb[1], rgb[2], alpha);
}

LaminaColor
lamina_style_get_run_color (gsize index)
{
  static const LaminaColor runs[] = {
    LAMINA_COLOR_RUN_A, LAMINA_COLOR_RUN_B, LAMINA_COLOR_RUN_C, LAMINA_COLOR_RUN_D,
  };

  return index < G_N_ELEMENTS (runs) ? runs[index] : LAMINA_COLOR_RUN_OTHER;
}

void
lamina_style_get_class_color (const LaminaStyle *self,
                              gsize              index,
                              double             rgb[3])
{
  unpack (class_colors[lamina_style_is_dark (self)][index % 10], rgb);
}

double
lamina_style_get_pixels (const LaminaStyle *self,
                         double             points)
{
  return points * 96 / 72 * self->text_scale;
}

PangoFontDescription *
lamina_style_get_font (const LaminaStyle *self,
                       LaminaFont         font)
{
  PangoFontDescription *description = pango_font_description_new ();
  const FontRow *row = &fonts[font];
  const char *family = self->family != NULL ? self->family : "Sans";

  pango_font_description_set_family (description, row->is_mono ? "Monospace" : family);
  pango_font_description_set_weight (description, row->weight);
  pango_font_description_set_absolute_size (description,
                                            lamina_style_get_pixels (self, row->points) *
                                            PANGO_SCALE);

  return description;
}

char *
lamina_style_write_css (LaminaScheme scheme)
{
  GString *css = g_string_new (NULL);

  g_return_val_if_fail (scheme < LAMINA_N_SCHEMES, g_string_free (css, FALSE));

  for (gsize i = 0; i < LAMINA_N_COLORS; i++)
    if (colors[i].css != NULL)
      g_string_append_printf (css, "@define-color %s #%06x;\n",
                              colors[i].css, colors[i].rgb[scheme]);

  return g_string_free (css, FALSE);
}
