/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview-draw.h"

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-preview.h"

#include <math.h>

/* Cells of a drawn field, before smoothing. */
#define FIELD_COLUMNS 96
#define FIELD_ROWS 44
/* How much of the map a field uses: its points have the ends. */
#define FIELD_REACH 0.72
#define N_MAPS 8

/* Edges, corners and blobs, as a first layer finds them. */
static const lm_real kernels[N_MAPS][9] = {
  { -0.6f, 0.2f, 1, -0.6f, 0.2f, 1, -0.6f, 0.2f, 1 },
  { 1, 1, 1, 0.2f, 0.2f, 0.2f, -0.8f, -0.8f, -0.8f },
  { 0.3f, 0.3f, 0.3f, 0.3f, 0.4f, 0.3f, 0.3f, 0.3f, 0.3f },
  { 0.1f, 0.9f, 0.9f, -0.9f, 0.1f, 0.9f, -0.9f, -0.9f, 0.1f },
  { 1, 0.3f, -0.5f, 1, 0.3f, -0.5f, 1, 0.3f, -0.5f },
  { -0.7f, -0.7f, -0.7f, 0.3f, 0.3f, 0.3f, 1, 1, 1 },
  { -0.8f, -0.8f, -0.8f, -0.8f, 8, -0.8f, -0.8f, -0.8f, -0.8f },
  { 1, 1, 0, 1, 0.4f, -0.6f, 0, -0.6f, -0.6f },
};

/* Where a preview stands in its tile. */
static void
get_margins (double  width,
             double  height,
             double *x,
             double *y)
{
  *x = round (0.055 * width);
  *y = round (0.17 * height);
}

void
lamina_preview_draw_picture_and_maps (cairo_t           *cr,
                                      const LaminaStyle *style,
                                      const lm_real     *pixels,
                                      gsize              n_channels,
                                      const lm_real     *grey,
                                      double             width,
                                      double             height)
{
  const LmShape shape = { 4, { 1, n_channels, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE } };
  const LaminaScaling none = { 0 };
  lm_real maps[N_MAPS * LAMINA_PREVIEW_PIXELS];
  const LaminaMaps all = {
    .data = maps, .n_rows = LAMINA_PREVIEW_SIDE, .n_columns = LAMINA_PREVIEW_SIDE, .n_maps = N_MAPS,
  };
  LaminaAtlas atlas;
  double x, y, side;

  get_margins (width, height, &x, &y);
  side = height - 2 * y;
  for (gsize i = 0; i < N_MAPS; i++)
    lamina_preview_convolve (grey, LAMINA_PREVIEW_SIDE, kernels[i],
                             maps + i * LAMINA_PREVIEW_PIXELS);

  lamina_draw_picture (cr, pixels, &shape, &none, x, y, side, side, 5);
  lamina_atlas_init (&atlas, N_MAPS, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE,
                     width - 2 * x - side - 6, side, 4, 0);
  atlas.x = x + side + 6;
  atlas.y = y + floor ((side - atlas.height) / 2);
  lamina_atlas_draw (&atlas, cr, style, &all, LAMINA_MAP_VIRIDIS, NAN, NAN);
}

void
lamina_preview_draw_field (cairo_t           *cr,
                           const LaminaStyle *style,
                           LaminaField        field,
                           double             width,
                           double             height)
{
  const guint32 *map = lamina_style_get_map (style, LAMINA_MAP_DIVERGING);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, FIELD_COLUMNS,
                                                         FIELD_ROWS);
  guchar *data = cairo_image_surface_get_data (surface);
  const double aspect = width / height;

  for (gsize i = 0; data != NULL && i < FIELD_ROWS; i++)
    {
      guint32 *row = (guint32 *) (void *)
                     (data + i * (gsize) cairo_image_surface_get_stride (surface));

      for (gsize j = 0; j < FIELD_COLUMNS; j++)
        {
          const double x = (2 * ((double) j + 0.5) / FIELD_COLUMNS - 1) * aspect;
          const double y = 1 - 2 * ((double) i + 0.5) / FIELD_ROWS;

          row[j] = map[lamina_map_get_index ((field (x, y) + 1) / 2, FIELD_REACH)];
        }
    }
  cairo_surface_mark_dirty (surface);
  lamina_paint_surface (cr, surface, TRUE, 0, 0, width, height);
  cairo_surface_destroy (surface);
}

void
lamina_preview_draw_point (cairo_t           *cr,
                           const LaminaStyle *style,
                           gboolean           class,
                           double             x,
                           double             y,
                           double             radius,
                           double             width,
                           double             height)
{
  const guint32 pixel = lamina_style_get_map (style, LAMINA_MAP_DIVERGING)
                          [class ? LAMINA_MAP_SIZE - 6 : 5];

  cairo_new_path (cr);
  cairo_arc (cr, width / 2 + x * height / 2, height / 2 - y * height / 2, radius, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, ((pixel >> 16) & 0xff) / 255.0, ((pixel >> 8) & 0xff) / 255.0,
                        (pixel & 0xff) / 255.0);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, radius > 4 ? 2 : 1);
  cairo_stroke (cr);
}

void
lamina_preview_draw_cloud (cairo_t           *cr,
                           const LaminaStyle *style,
                           LaminaField        field,
                           double             width,
                           double             height)
{
  lamina_preview_draw_field (cr, style, field, width, height);
  for (guint64 i = 0; i < 90; i++)
    {
      const double x = lamina_preview_get_noise (2 * i) * 1.5;
      const double y = lamina_preview_get_noise (2 * i + 1) * 0.9;
      const double value = field (x, y);

      if (fabs (value) > 0.6)
        lamina_preview_draw_point (cr, style, value > 0, x, y, 2.6, width, height);
    }
}

void
lamina_preview_draw_sheets (cairo_t           *cr,
                            const LaminaStyle *style,
                            gsize              n,
                            gboolean           has_links,
                            double             width,
                            double             height)
{
  const double pitch = (height - 20) / (double) n;
  const double sheet = fmin (104, width * 0.5), left = floor ((width - sheet) / 2);

  for (gsize i = 0; i < n; i++)
    {
      lamina_path_round_rect (cr, left, 12 + (double) i * pitch, sheet, pitch - 4, 2.5);
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, i % 2 == 0 && has_links ? 0.9 : 0.45);
      cairo_fill (cr);
    }

  for (gsize i = 0; has_links && i + 2 < n; i += 2)
    {
      const double x = left + sheet;
      const double from = 12 + ((double) i + 0.45) * pitch;
      const double to = 12 + ((double) i + 2.35) * pitch;

      cairo_move_to (cr, x, from);
      cairo_curve_to (cr, x + 34, from, x + 34, to, x + 5, to);
      lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
      cairo_set_line_width (cr, 1.6);
      cairo_stroke (cr);
      cairo_move_to (cr, x + 1, to);
      cairo_line_to (cr, x + 7, to - 3.5);
      cairo_line_to (cr, x + 7, to + 3.5);
      cairo_fill (cr);
    }
}

void
lamina_preview_draw_grey (cairo_t       *cr,
                          const lm_real *pixels,
                          double         x,
                          double         y,
                          double         side)
{
  const LmShape shape = { 4, { 1, 1, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE } };
  const LaminaScaling none = { 0 };

  lamina_draw_picture (cr, pixels, &shape, &none, x, y, side, side, 4);
}

void
lamina_preview_draw_arrow (cairo_t           *cr,
                           const LaminaStyle *style,
                           double             x,
                           double             y)
{
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_rectangle (cr, x - 16, y - 0.8, 11, 1.6);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - 6, y - 3.5);
  cairo_line_to (cr, x - 6, y + 3.5);
  cairo_close_path (cr);
  cairo_fill (cr);
}
