/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-style.h"

#include <math.h>
#include <string.h>

/* Relative luminance and contrast as the WCAG 2.1 define them. */
static double
get_luminance (const LaminaStyle *style,
               LaminaColor        color)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double rgb[3], sum = 0;

  lamina_style_get_color (style, color, rgb);
  for (int i = 0; i < 3; i++)
    sum += weights[i] * (rgb[i] <= 0.04045 ? rgb[i] / 12.92 : pow ((rgb[i] + 0.055) / 1.055, 2.4));

  return sum;
}

static double
get_contrast (const LaminaStyle *style,
              LaminaColor        a,
              LaminaColor        b)
{
  const double x = get_luminance (style, a), y = get_luminance (style, b);

  return (fmax (x, y) + 0.05) / (fmin (x, y) + 0.05);
}

static void
test_contrast (void)
{
  static const LaminaColor texts[] = {
    LAMINA_COLOR_TEXT, LAMINA_COLOR_DIM, LAMINA_COLOR_RUN_A, LAMINA_COLOR_RUN_A_STRONG,
    LAMINA_COLOR_RUN_B, LAMINA_COLOR_RUN_C, LAMINA_COLOR_RUN_D,
  };

  for (int scheme = 0; scheme < LAMINA_N_SCHEMES; scheme++)
    {
      LaminaStyle style;

      lamina_style_init (&style, (LaminaScheme) scheme, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          g_test_message ("scheme %d, colour %u: %.2f", scheme, texts[i],
                          get_contrast (&style, texts[i], LAMINA_COLOR_CARD));
          g_assert_cmpfloat (get_contrast (&style, texts[i], LAMINA_COLOR_CARD), >=,
                             lamina_style_is_contrast (&style) ? 7 : 4.5);
        }
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_TEXT, LAMINA_COLOR_BAR), >=, 4.5);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_TEXT, LAMINA_COLOR_BAR_OTHER), >=, 4.5);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_TEXT, LAMINA_COLOR_TROUGH), >=, 4.5);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_BUBBLE_TEXT, LAMINA_COLOR_BUBBLE), >=,
                         7);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_PAST_FG, LAMINA_COLOR_CARD), >=, 4.5);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_RIGHT, LAMINA_COLOR_CARD), >=, 4.5);
      g_assert_cmpfloat (get_contrast (&style, LAMINA_COLOR_WRONG, LAMINA_COLOR_CARD), >=, 4.5);
    }
}

static double
get_lightness (guint32 pixel)
{
  return 0.2126 * ((pixel >> 16) & 0xff) + 0.7152 * ((pixel >> 8) & 0xff) + 0.0722 * (pixel & 0xff);
}

static void
test_maps (void)
{
  LaminaStyle light, dark;
  const guint32 *map;

  lamina_style_init (&light, LAMINA_SCHEME_LIGHT, NULL);
  lamina_style_init (&dark, LAMINA_SCHEME_DARK, NULL);

  /* Ends and middle as published. */
  map = lamina_style_get_map (&light, LAMINA_MAP_VIRIDIS);
  g_assert_cmphex (map[0], ==, 0x440154);
  g_assert_cmphex (map[255], ==, 0xfde725);
  g_assert_cmphex (map[125], ==, 0x218e8d);
  map = lamina_style_get_map (&light, LAMINA_MAP_CIVIDIS);
  g_assert_cmphex (map[0], ==, 0x00224e);
  g_assert_cmphex (map[255], ==, 0xfee838);
  map = lamina_style_get_map (&light, LAMINA_MAP_GREY);
  g_assert_cmphex (map[0], ==, 0x000000);
  g_assert_cmphex (map[255], ==, 0xffffff);

  /* More is lighter, everywhere. */
  for (int i = LAMINA_MAP_VIRIDIS; i <= LAMINA_MAP_GREY; i++)
    for (gsize j = 5; j < LAMINA_MAP_SIZE; j++)
      g_assert_cmpfloat (get_lightness (lamina_style_get_map (&light, (LaminaMap) i)[j]), >=,
                         get_lightness (lamina_style_get_map (&light, (LaminaMap) i)[j - 5]));

  /* The middle recedes into the ground: the lightest on white, the darkest in the dark. */
  map = lamina_style_get_map (&light, LAMINA_MAP_DIVERGING);
  g_assert_cmphex (map[0], ==, 0x0a4a94);
  g_assert_cmphex (map[255], ==, 0x9a4300);
  for (gsize i = 0; i < LAMINA_MAP_SIZE; i++)
    g_assert_cmpfloat (get_lightness (map[i]), <=, get_lightness (map[128]) + 1.5);
  map = lamina_style_get_map (&dark, LAMINA_MAP_DIVERGING);
  for (gsize i = 0; i < LAMINA_MAP_SIZE; i++)
    g_assert_cmpfloat (get_lightness (map[i]), >=, get_lightness (map[128]) - 1.5);

  /* AUTO follows the style. */
  light.map = LAMINA_MAP_CIVIDIS;
  g_assert_true (lamina_style_get_map (&light, LAMINA_MAP_AUTO) ==
                 lamina_style_get_map (&light, LAMINA_MAP_CIVIDIS));
}

static void
test_css (void)
{
  g_autofree char *light = lamina_style_write_css (LAMINA_SCHEME_LIGHT);
  g_autofree char *dark = lamina_style_write_css (LAMINA_SCHEME_DARK);

  g_assert_nonnull (strstr (light, "@define-color run_a #1c71d8;\n"));
  g_assert_nonnull (strstr (light, "@define-color past_bg #f6eddc;\n"));
  g_assert_nonnull (strstr (dark, "@define-color wrong #ff7b78;\n"));
}

static void
test_fonts (void)
{
  LaminaStyle style;
  PangoFontDescription *font;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, "Cantarell");
  style.text_scale = 1.5;
  font = lamina_style_get_font (&style, LAMINA_FONT_CAPTION);
  g_assert_cmpstr (pango_font_description_get_family (font), ==, "Cantarell");
  g_assert_true (pango_font_description_get_size_is_absolute (font));
  g_assert_cmpint (pango_font_description_get_size (font), ==, 18 * PANGO_SCALE);
  pango_font_description_free (font);
  g_assert_cmpint (lamina_style_get_run_color (0), ==, LAMINA_COLOR_RUN_A);
  g_assert_cmpint (lamina_style_get_run_color (99), ==, LAMINA_COLOR_RUN_OTHER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/style/contrast", test_contrast);
  g_test_add_func ("/style/maps", test_maps);
  g_test_add_func ("/style/css", test_css);
  g_test_add_func ("/style/fonts", test_fonts);

  return g_test_run ();
}
