/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "lamina-atlas.h"
#include "picture.h"

static guint32
get_color (Picture   *picture,
           LaminaMap  map,
           gsize      index)
{
  return lamina_style_get_map (&picture->style, map)[index];
}

/* Whatever has to be placed stays within, without empty rows, and no map is lost. */
static void
test_layouts (void)
{
  static const gsize counts[] = { 1, 2, 3, 7, 9, 32, 64, 100, 513, 2048 };
  static const gsize sides[][2] = { { 1, 1 },    { 3, 3 }, { 26, 26 },  { 28, 28 },
                                    { 64, 576 }, { 5, 1 }, { 300, 300 } };
  static const double sizes[][2] = { { 208, 104 }, { 40, 40 }, { 1800, 900 }, { 100, 400 } };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sides); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
        for (int gap = 0; gap <= 4; gap += 2)
          {
            LaminaAtlas atlas;

            lamina_atlas_init (&atlas, counts[i], sides[j][0], sides[j][1], sizes[k][0],
                               sizes[k][1], gap, 0);
            g_assert_cmpfloat (atlas.width, <=, sizes[k][0] + 1e-6);
            g_assert_cmpfloat (atlas.height, <=, sizes[k][1] + 1e-6);
            g_assert_cmpfloat (atlas.width, >, 0);
            g_assert_cmpuint (atlas.n_across * atlas.n_down, >=, counts[i]);
            g_assert_cmpuint (atlas.n_across * (atlas.n_down - 1), <, counts[i]);
            g_assert_cmpuint (atlas.block, >=, 1);
          }
}

static void
test_large_cells (void)
{
  LaminaAtlas atlas;

  /* 32 kernels of 3 × 3 in a card: 8 × 4 of them, whole pixels, lines of 2 pixels between. */
  lamina_atlas_init (&atlas, 32, 3, 3, 208, 104, 2, 0);
  g_assert_cmpuint (atlas.n_across, ==, 8);
  g_assert_cmpfloat (atlas.unit, ==, 1);
  g_assert_cmpuint (atlas.zoom, ==, 8);
  g_assert_cmpuint (atlas.pad, ==, 2);
  g_assert_cmpfloat (atlas.width, ==, 8 * 24 + 7 * 2);

  /* Cells of no whole pixels fill the room all the same. */
  lamina_atlas_init (&atlas, 9, 11, 11, 196, 196, 2, 0);
  g_assert_cmpfloat (atlas.width, >, 190);

  /* One map alone gets whole pixels, too. */
  lamina_atlas_init (&atlas, 1, 10, 10, 107, 203, 2, 0);
  g_assert_cmpfloat (atlas.width, ==, 100);

  /* A few cells do not fill a room. */
  lamina_atlas_init (&atlas, 1, 2, 2, 1000, 1000, 2, 0);
  g_assert_cmpfloat (atlas.width, ==, 72);
}

/* The middle of each map belongs to it; what is between belongs to nobody. */
static void
test_hits (void)
{
  static const double sizes[][2] = { { 210, 110 }, { 90, 300 }, { 1200, 500 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      LaminaAtlas atlas;
      gsize index, row, column;

      lamina_atlas_init (&atlas, 11, 5, 7, sizes[i][0], sizes[i][1], 4, 0);
      atlas.x = 12;
      atlas.y = 5;
      for (gsize j = 0; j < 11; j++)
        {
          double x, y, width, height;

          lamina_atlas_get_map (&atlas, j, &x, &y, &width, &height);
          for (gsize k = 0; k < 35; k++)
            {
              g_assert_true (lamina_atlas_hit (&atlas, x + ((double) (k % 7) + 0.5) * width / 7,
                                               y + ((double) (k / 7) + 0.5) * height / 5,
                                               &index, &row, &column));
              g_assert_cmpuint (index, ==, j);
              g_assert_cmpuint (row, ==, k / 7);
              g_assert_cmpuint (column, ==, k % 7);
            }
          g_assert_false (
            lamina_atlas_hit (&atlas, x + width + 0.5, y + 1, &index, &row, &column) && index == j);
        }
      g_assert_false (lamina_atlas_hit (&atlas, 11, 6, &index, &row, &column));
      g_assert_false (lamina_atlas_hit (&atlas, 1e9, 6, &index, &row, &column));
    }
}

/* Each cell has its colour, and its neighbour's begins at the very next pixel. */
static void
test_colors (void)
{
  const lm_real data[] = { -1, 0, 1, 0.5, NAN, INFINITY, -2, 2 };
  const LaminaMaps maps = { .data = data, .n_rows = 2, .n_columns = 2, .n_maps = 2 };
  g_auto(Picture) picture = { 0 };
  LaminaAtlas atlas;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 100, 50);
  lamina_atlas_init (&atlas, 2, 2, 2, 100, 50, 2, 20);
  g_assert_cmpfloat (atlas.width, ==, 82);
  lamina_atlas_draw (&atlas, picture.cr, &picture.style, &maps, LAMINA_MAP_DIVERGING, -1, 1);

  g_assert_cmphex (picture_get (&picture, 0, 0), ==, get_color (&picture, LAMINA_MAP_DIVERGING, 0));
  g_assert_cmphex (picture_get (&picture, 19, 19), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 0));
  g_assert_cmphex (picture_get (&picture, 20, 0), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 128));
  g_assert_cmphex (picture_get (&picture, 0, 20), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 255));
  g_assert_cmphex (picture_get (&picture, 25, 25), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 192));
  /* Between the maps. */
  g_assert_cmphex (picture_get (&picture, 40, 10), ==, picture_color (&picture, LAMINA_COLOR_CARD));
  g_assert_cmphex (picture_get (&picture, 41, 10), ==, picture_color (&picture, LAMINA_COLOR_CARD));
  /* What is no number is seen; what is beyond the ends has the ends' colours. */
  g_assert_cmpint (picture_compare (picture_get (&picture, 45, 5),
                                    picture_color (&picture, LAMINA_COLOR_WRONG)), <=, 1);
  g_assert_cmpint (picture_compare (picture_get (&picture, 75, 5),
                                    picture_color (&picture, LAMINA_COLOR_WRONG)), <=, 1);
  g_assert_cmphex (picture_get (&picture, 45, 25), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 0));
  g_assert_cmphex (picture_get (&picture, 75, 25), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 255));
}

/* Maps on their own scales: each has its brightest cell. */
static void
test_own_ranges (void)
{
  const lm_real data[] = { 0, 1, 0, 100, 0, 0 };
  const LaminaMaps maps = { .data = data, .n_rows = 1, .n_columns = 2, .n_maps = 3 };
  g_auto(Picture) picture = { 0 };
  LaminaAtlas atlas;

  picture_init (&picture, LAMINA_SCHEME_DARK, 200, 40);
  lamina_atlas_init (&atlas, 3, 1, 2, 200, 40, 2, 20);
  lamina_atlas_draw (&atlas, picture.cr, &picture.style, &maps, LAMINA_MAP_VIRIDIS, NAN, NAN);
  for (gsize i = 0; i < 3; i++)
    {
      double x, y, width, height;

      lamina_atlas_get_map (&atlas, i, &x, &y, &width, &height);
      g_assert_cmphex (picture_get (&picture, (int) x + 5, (int) y + 5), ==,
                       get_color (&picture, LAMINA_MAP_VIRIDIS, 0));
      /* The third one is empty. */
      g_assert_cmphex (picture_get (&picture, (int) x + 25, (int) y + 5), ==,
                       get_color (&picture, LAMINA_MAP_VIRIDIS, i == 2 ? 0 : 255));
    }
}

/* More numbers than pixels: signed ones keep the strongest, others the mean. */
static void
test_blocks (void)
{
  g_autofree lm_real *data = g_new0 (lm_real, 100 * 100);
  const LaminaMaps maps = { .data = data, .n_rows = 100, .n_columns = 100, .n_maps = 1 };
  g_auto(Picture) picture = { 0 };
  LaminaAtlas atlas;
  gsize index, row, column;

  data[0] = 1;
  data[1] = -0.5;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 25, 25);
  lamina_atlas_init (&atlas, 1, 100, 100, 25, 25, 2, 0);
  g_assert_cmpuint (atlas.block, ==, 4);
  lamina_atlas_draw (&atlas, picture.cr, &picture.style, &maps, LAMINA_MAP_DIVERGING, -1, 1);
  g_assert_cmphex (picture_get (&picture, 0, 0), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 255));
  g_assert_cmphex (picture_get (&picture, 1, 0), ==,
                   get_color (&picture, LAMINA_MAP_DIVERGING, 128));

  lamina_atlas_draw (&atlas, picture.cr, &picture.style, &maps, LAMINA_MAP_VIRIDIS, 0, 0.5 / 16);
  g_assert_cmphex (picture_get (&picture, 0, 0), ==, get_color (&picture, LAMINA_MAP_VIRIDIS, 255));

  g_assert_true (lamina_atlas_hit (&atlas, 24.5, 12.5, &index, &row, &column));
  g_assert_cmpuint (row, ==, 48);
  g_assert_cmpuint (column, ==, 96);
}

static void
test_choice (void)
{
  const lm_real data[] = { 1, 5, 0, -7, 2, 6, 3 };
  const LaminaMaps maps = { .data = data, .n_rows = 1, .n_columns = 1, .n_maps = 7 };
  gsize order[7];

  /* The strongest, in their own order. */
  g_assert_cmpuint (lamina_maps_choose (&maps, 3, order), ==, 3);
  g_assert_cmpuint (order[0], ==, 1);
  g_assert_cmpuint (order[1], ==, 3);
  g_assert_cmpuint (order[2], ==, 5);
  g_assert_cmpuint (lamina_maps_choose (&maps, 7, order), ==, 7);
  for (gsize i = 0; i < 7; i++)
    g_assert_cmpuint (order[i], ==, i);
}

static void
test_pictures (void)
{
  const lm_real grey[] = { 0, 0.5, 1, 2 };
  const lm_real color[] = { 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0 };
  const double scale[] = { 0.5 }, offset[] = { 0.25 };
  const LmShape grey_shape = { 4, { 1, 1, 2, 2 } }, color_shape = { 4, { 1, 3, 2, 2 } };
  const LaminaScaling none = { 0 }, scaling = { 1, scale, offset };
  g_auto(Picture) picture = { 0 };

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 60, 20);
  lamina_draw_picture (picture.cr, grey, &grey_shape, &none, 0, 0, 20, 20, 0);
  lamina_draw_picture (picture.cr, grey, &grey_shape, &scaling, 20, 0, 20, 20, 0);
  lamina_draw_picture (picture.cr, color, &color_shape, &none, 40, 0, 20, 20, 0);

  g_assert_cmphex (picture_get (&picture, 9, 9), ==, 0x000000);
  g_assert_cmphex (picture_get (&picture, 10, 9), ==, 0x808080);
  g_assert_cmphex (picture_get (&picture, 9, 10), ==, 0xffffff);
  g_assert_cmphex (picture_get (&picture, 10, 10), ==, 0xffffff);
  g_assert_cmphex (picture_get (&picture, 25, 5), ==, 0x404040);
  g_assert_cmphex (picture_get (&picture, 45, 5), ==, 0xff0000);
  g_assert_cmphex (picture_get (&picture, 55, 5), ==, 0x000000);
  g_assert_cmphex (picture_get (&picture, 45, 15), ==, 0x0000ff);
  g_assert_cmphex (picture_get (&picture, 55, 15), ==, 0xffff00);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/atlas/layouts", test_layouts);
  g_test_add_func ("/atlas/large-cells", test_large_cells);
  g_test_add_func ("/atlas/hits", test_hits);
  g_test_add_func ("/atlas/colors", test_colors);
  g_test_add_func ("/atlas/own-ranges", test_own_ranges);
  g_test_add_func ("/atlas/blocks", test_blocks);
  g_test_add_func ("/atlas/choice", test_choice);
  g_test_add_func ("/atlas/pictures", test_pictures);

  return g_test_run ();
}
