/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stamp.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "lm-layer.h"
#include "picture.h"

static void
test_glyph (void)
{
  g_auto(Picture) picture = { 0 };

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 52, 52);
  cairo_set_source_rgb (picture.cr, 0, 0, 0);
  /* A filled square, a disc, a line: in a square of 52 each unit is two pixels. */
  g_assert_true (lamina_draw_glyph (picture.cr, "M 1 1 L 9 1 L 9 9 L 1 9 Z O 20 5 3 M 2 20 L 24 20",
                                    0, 0, 52));
  g_assert_cmphex (picture_get (&picture, 10, 10), ==, 0x000000);
  g_assert_cmphex (picture_get (&picture, 40, 10), ==, 0x000000);
  g_assert_cmphex (picture_get (&picture, 26, 40), ==, 0x000000);
  g_assert_cmphex (picture_get (&picture, 26, 10), ==, 0xffffff);
  g_assert_cmphex (picture_get (&picture, 26, 45), ==, 0xffffff);
}

static void
test_glyph_of_every_layer (void)
{
  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      g_auto(Picture) picture = { 0 };

      picture_init (&picture, LAMINA_SCHEME_LIGHT, 26, 26);
      cairo_set_source_rgb (picture.cr, 0, 0, 0);
      g_test_message ("%s", lm_layer_class_nth (i)->id);
      g_assert_nonnull (lm_layer_class_nth (i)->glyph);
      g_assert_true (lamina_draw_glyph (picture.cr, lm_layer_class_nth (i)->glyph, 0, 0, 26));
      g_assert_cmpuint (picture_count (&picture, 0, 0, 26, 26), >, 20);
    }
}

static void
test_malformed_glyph (void)
{
  static const char *const glyphs[] = {
    "M",       "M 1",       "L 1 1", "C 1 2 3 4 5 6", "M 1 1 C 1 2 3",   "O 1 1", "O 1 1 -1",
    "M nan 1", "M 1e999 1", "X",     "m 1 1",         "M 1 1 L 2 2 foo",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (glyphs); i++)
    {
      g_auto(Picture) picture = { 0 };

      picture_init (&picture, LAMINA_SCHEME_LIGHT, 26, 26);
      g_test_message ("%s", glyphs[i]);
      g_assert_false (lamina_draw_glyph (picture.cr, glyphs[i], 0, 0, 26));
      g_assert_cmpint (cairo_status (picture.cr), ==, CAIRO_STATUS_SUCCESS);
    }
}

static void
test_text_is_cut (void)
{
  static const char *const strings[] = { "validation accuracy of everything", "验证集上的准确率与损失", "" };
  g_auto(Picture) picture = { 0 };

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 300, 40);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      const LaminaText whole = { .font = LAMINA_FONT_BODY };
      const LaminaText cut = { .font = LAMINA_FONT_BODY, .max_width = 60 };

      g_assert_cmpfloat (lamina_draw_text (picture.cr, &picture.style, &cut, 0, 20, strings[i]), <=,
                         61);
      g_assert_cmpfloat (lamina_measure_text (picture.cr, &picture.style, &whole, strings[i]), >=,
                         i == 2 ? 0 : 100);
    }
  /* What was cut left nothing beyond. */
  g_assert_cmpuint (picture_count (&picture, 62, 0, 238, 40), ==, 0);
}

/* Digits are as wide as each other, so that a value does not tremble while it changes. */
static void
test_digits_are_tabular (void)
{
  g_auto(Picture) picture = { 0 };
  const LaminaText text = { .font = LAMINA_FONT_VALUE };

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 10, 10);
  g_assert_cmpfloat_with_epsilon (lamina_measure_text (picture.cr, &picture.style, &text, "11111"),
                                  lamina_measure_text (picture.cr, &picture.style, &text, "88888"),
                                  0.1);
}

static void
test_alignment (void)
{
  g_auto(Picture) picture = { 0 };
  LaminaText text = { .font = LAMINA_FONT_BODY, .align = LAMINA_ALIGN_END };
  double width;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 200, 30);
  width = lamina_draw_text (picture.cr, &picture.style, &text, 100, 20, "MMM");
  g_assert_cmpuint (picture_count (&picture, 102, 0, 98, 30), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 100 - (int) width, 0, (int) width, 30), >, 0);

  text.align = LAMINA_ALIGN_MIDDLE;
  width = lamina_draw_text (picture.cr, &picture.style, &text, 160, 20, "MMM");
  g_assert_cmpuint (picture_count (&picture, 160 + (int) width / 2 + 2, 0, 10, 30), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 160, 0, 10, 30), >, 0);
}

static void
test_bar (void)
{
  g_auto(Picture) picture = { 0 };
  const LaminaBar bar = { .name = "", .value = "", .share = 0.5, .is_first = TRUE };
  const LaminaBar wild = { .name = "", .value = "", .share = 7 };

  picture_init (&picture, LAMINA_SCHEME_DARK, 120, 60);
  lamina_draw_bar (picture.cr, &picture.style, &bar, 10, 10, 100, 17);
  g_assert_cmphex (picture_get (&picture, 57, 18), ==, picture_color (&picture, LAMINA_COLOR_BAR));
  g_assert_cmphex (picture_get (&picture, 63, 18), ==,
                   picture_color (&picture, LAMINA_COLOR_TROUGH));
  lamina_draw_bar (picture.cr, &picture.style, &wild, 10, 40, 100, 17);
  g_assert_cmphex (picture_get (&picture, 100, 48), ==,
                   picture_color (&picture, LAMINA_COLOR_BAR_OTHER));
  g_assert_cmphex (picture_get (&picture, 115, 48), ==,
                   picture_color (&picture, LAMINA_COLOR_CARD));
}

static void
test_badge (void)
{
  g_auto(Picture) picture = { 0 };

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 80, 40);
  lamina_draw_badge (picture.cr, &picture.style, TRUE, 20, 20, 12);
  lamina_draw_badge (picture.cr, &picture.style, FALSE, 60, 20, 12);
  g_assert_cmphex (picture_get (&picture, 20, 11), ==,
                   picture_color (&picture, LAMINA_COLOR_RIGHT));
  g_assert_cmphex (picture_get (&picture, 60, 11), ==,
                   picture_color (&picture, LAMINA_COLOR_WRONG));
  /* Told apart by the mark too: the middle of ✕ is crossed, above that of ✓ there is none. */
  g_assert_cmphex (picture_get (&picture, 60, 20), ==, picture_color (&picture, LAMINA_COLOR_CARD));
  g_assert_cmphex (picture_get (&picture, 20, 16), ==,
                   picture_color (&picture, LAMINA_COLOR_RIGHT));
}

/* The read-out stays within the picture wherever the pointer is. */
static void
test_bubble_stays_within (void)
{
  for (int x = -10; x <= 210; x += 20)
    for (int y = -10; y <= 110; y += 20)
      {
        g_auto(Picture) picture = { 0 };

        picture_init (&picture, LAMINA_SCHEME_LIGHT, 260, 160);
        cairo_translate (picture.cr, 30, 30);
        lamina_draw_bubble (picture.cr, &picture.style, "step 2 600   train 0.371", x, y, 200, 100);
        g_assert_cmpuint (picture_count (&picture, 0, 0, 260, 29), ==, 0);
        g_assert_cmpuint (picture_count (&picture, 0, 131, 260, 29), ==, 0);
        g_assert_cmpuint (picture_count (&picture, 0, 0, 29, 160), ==, 0);
        g_assert_cmpuint (picture_count (&picture, 231, 0, 29, 160), ==, 0);
        g_assert_cmpuint (picture_count (&picture, 30, 30, 200, 100), >, 500);
      }
}

/* Values stay when it gets narrow, and nothing runs over the edge. */
static void
test_legend_gets_narrow (void)
{
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, "train", "0.323" },
    { LAMINA_LINE_DASHED, LAMINA_COLOR_RUN_A_STRONG, "validation", "0.340" },
  };

  for (int width = 40; width <= 400; width += 20)
    {
      g_auto(Picture) picture = { 0 };

      picture_init (&picture, LAMINA_SCHEME_LIGHT, 420, 40);
      lamina_draw_legend (picture.cr, &picture.style, items, 2, 0, 0, width);
      g_assert_cmpuint (picture_count (&picture, width + 1, 0, 419 - width, 40), ==, 0);
      g_assert_cmpuint (picture_count (&picture, 0, 0, 22, 30), >, 10);
    }
}

static void
draw_square (cairo_t           *cr,
             const LaminaStyle *style,
             gconstpointer      what)
{
  int *n_drawn = (int *) what;

  (*n_drawn)++;
  cairo_rectangle (cr, -2, -2, 4, 4);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_B, 1);
  cairo_fill (cr);
}

/* At quarters of a pixel a stamp is what drawing gives, also where units are larger. */
static void
test_stamp (void)
{
  for (int scale = 1; scale <= 2; scale++)
    {
      g_auto(Picture) drawn = { 0 }, stamped = { 0 };
      g_auto(LaminaStamp) stamp = { 0 };
      int n_drawn = 0, n_stamped = 0;
      gsize size;

      picture_init (&drawn, LAMINA_SCHEME_LIGHT, 80, 60);
      picture_init (&stamped, LAMINA_SCHEME_LIGHT, 80, 60);
      cairo_translate (drawn.cr, 3.5, 2.25);
      cairo_translate (stamped.cr, 3.5, 2.25);
      cairo_scale (drawn.cr, scale, scale);
      cairo_scale (stamped.cr, scale, scale);
      lamina_stamp_init (&stamp, stamped.cr, &stamped.style, draw_square, &n_stamped, 3);
      for (int i = 0; i < 8; i++)
        {
          const double x = 5 + 4.25 * i / scale, y = 5 + 2.75 * i / scale;

          lamina_stamp_put (&stamp, stamped.cr, x, y);
          cairo_save (drawn.cr);
          cairo_translate (drawn.cr, x, y);
          draw_square (drawn.cr, &drawn.style, &n_drawn);
          cairo_restore (drawn.cr);
        }
      lamina_stamp_put (&stamp, stamped.cr, NAN, 0);

      cairo_surface_flush (drawn.surface);
      cairo_surface_flush (stamped.surface);
      size = (gsize) cairo_image_surface_get_stride (drawn.surface) * 60;
      g_assert_cmpint (memcmp (cairo_image_surface_get_data (drawn.surface),
                               cairo_image_surface_get_data (stamped.surface), size), ==, 0);
      g_assert_cmpint (n_drawn, ==, 8);
      g_assert_cmpint (n_stamped, ==, 4);
    }
}

/* Paper has no pixels: a stamp there stays a path. */
static void
test_stamp_on_paper (void)
{
  cairo_surface_t *surface = cairo_svg_surface_create (NULL, 40, 40);
  cairo_t *cr = cairo_create (surface);
  g_auto(LaminaStamp) stamp = { 0 };
  LaminaStyle style;
  int n_drawn = 0;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, NULL);
  lamina_stamp_init (&stamp, cr, &style, draw_square, &n_drawn, 3);
  for (int i = 0; i < 5; i++)
    lamina_stamp_put (&stamp, cr, 10, 10);
  g_assert_cmpint (n_drawn, ==, 5);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw/glyph", test_glyph);
  g_test_add_func ("/draw/glyph-of-every-layer", test_glyph_of_every_layer);
  g_test_add_func ("/draw/malformed-glyph", test_malformed_glyph);
  g_test_add_func ("/draw/text-is-cut", test_text_is_cut);
  g_test_add_func ("/draw/digits-are-tabular", test_digits_are_tabular);
  g_test_add_func ("/draw/alignment", test_alignment);
  g_test_add_func ("/draw/bar", test_bar);
  g_test_add_func ("/draw/badge", test_badge);
  g_test_add_func ("/draw/bubble-stays-within", test_bubble_stays_within);
  g_test_add_func ("/draw/legend-gets-narrow", test_legend_gets_narrow);
  g_test_add_func ("/draw/stamp", test_stamp);
  g_test_add_func ("/draw/stamp-on-paper", test_stamp_on_paper);

  return g_test_run ();
}
