/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-thumbnail.h"

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-preview.h"

#include <math.h>
#include <string.h>

/* Cells of a drawn field, before smoothing. */
#define FIELD_COLUMNS 96
#define FIELD_ROWS 44
/* How much of the map a field uses: its points have the ends. */
#define FIELD_REACH 0.72
#define N_MAPS 8
#define N_SPIRAL_POINTS 26

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

/* --- a picture and its feature maps --- */

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

/* @grey: what the maps are made from */
static void
draw_picture_and_maps (cairo_t           *cr,
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

static void
draw_maps (cairo_t           *cr,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  lm_real pixels[LAMINA_PREVIEW_PIXELS];

  lamina_preview_draw_garment (LAMINA_GARMENT_BOOT, 0, 0, 0.95, pixels);
  draw_picture_and_maps (cr, style, pixels, 1, pixels, width, height);
}

/* A disc and a triangle in colour. */
static void
draw_shapes (cairo_t           *cr,
             const LaminaStyle *style,
             double             width,
             double             height)
{
  lm_real pixels[3 * LAMINA_PREVIEW_PIXELS], grey[LAMINA_PREVIEW_PIXELS];

  lamina_preview_draw_shapes (pixels);
  for (gsize i = 0; i < LAMINA_PREVIEW_PIXELS; i++)
    grey[i] = (pixels[i] + pixels[LAMINA_PREVIEW_PIXELS + i]) / 2;
  draw_picture_and_maps (cr, style, pixels, 3, grey, width, height);
}

/* --- the weights of one layer on pictures --- */

static void
smooth (lm_real *map)
{
  lm_real copy[LAMINA_PREVIEW_PIXELS];
  const gsize side = LAMINA_PREVIEW_SIDE;

  memcpy (copy, map, sizeof copy);
  for (gsize i = 1; i + 1 < side; i++)
    for (gsize j = 1; j + 1 < side; j++)
      map[i * side + j] = (lm_real) 0.25 * (copy[(i - 1) * side + j] + copy[(i + 1) * side + j] +
                                            copy[i * side + j - 1] + copy[i * side + j + 1]);
}

static void
draw_weights (cairo_t           *cr,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const gsize n_pixels = LAMINA_N_GARMENTS * LAMINA_PREVIEW_PIXELS;
  g_autofree lm_real *maps = g_new (lm_real, n_pixels);
  const LaminaMaps all = {
    .data = maps, .n_rows = LAMINA_PREVIEW_SIDE, .n_columns = LAMINA_PREVIEW_SIDE,
    .n_maps = LAMINA_N_GARMENTS,
  };
  LaminaAtlas atlas;

  for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
    lamina_preview_draw_garment (i, 0, 0, 0.95, maps + i * LAMINA_PREVIEW_PIXELS);

  /* What sets each one apart from their mean, with the grain of a short training. */
  for (gsize j = 0; j < LAMINA_PREVIEW_PIXELS; j++)
    {
      double mean = 0;

      for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
        mean += (double) maps[i * LAMINA_PREVIEW_PIXELS + j] / LAMINA_N_GARMENTS;
      for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
        {
          lm_real *value = &maps[i * LAMINA_PREVIEW_PIXELS + j];
          const double grain = mean > 0 ? 0.5 * lamina_preview_get_noise (i * 4096 + j) : 0;

          *value = (lm_real) ((double) *value - mean + grain * sqrt (mean));
        }
    }
  for (gsize i = 0; i < LAMINA_N_GARMENTS; i++)
    smooth (maps + i * LAMINA_PREVIEW_PIXELS);

  lamina_atlas_init (&atlas, LAMINA_N_GARMENTS, LAMINA_PREVIEW_SIDE, LAMINA_PREVIEW_SIDE,
                     width - 24, height - 20, 4, 0);
  atlas.x = floor ((width - atlas.width) / 2);
  atlas.y = floor ((height - atlas.height) / 2);
  lamina_atlas_draw (&atlas, cr, style, &all, LAMINA_MAP_DIVERGING, -0.75, 0.75);
}

/* --- fields over the plane --- */

/* x and y are -1 … 1 in the shorter direction. Returns: which class, -1 … 1 */
typedef double (*Field) (double x, double y);

static double
get_spirals (double x,
             double y)
{
  const double radius = sqrt (x * x + y * y);

  return tanh (2.2 * fmin (radius * 3, 1.2) * cos (atan2 (y, x) - 7.2 * radius + 0.6));
}

static double
get_xor (double x,
         double y)
{
  return tanh (2.4 * x) * tanh (2.4 * y);
}

static double
get_rings (double x,
           double y)
{
  return tanh (5 * (sqrt (x * x + y * y) - 0.6));
}

static double
get_moons (double x,
           double y)
{
  return tanh (3.2 * (y - 0.55 * sin (2.6 * x)));
}

static void
draw_field (cairo_t           *cr,
            const LaminaStyle *style,
            Field              field,
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

/* A point of class @class, in the coordinates of fields. */
static void
draw_point (cairo_t           *cr,
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

static void
draw_spirals (cairo_t           *cr,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  draw_field (cr, style, get_spirals, width, height);
  for (gsize i = 0; i < 2 * N_SPIRAL_POINTS; i++)
    {
      const double radius = 0.12 + 0.74 * (double) (i / 2) / N_SPIRAL_POINTS;
      const double angle = 7.2 * radius - 0.6 + (i % 2 == 0 ? 0 : G_PI);

      draw_point (cr, style, i % 2 == 0, radius * cos (angle), radius * sin (angle), 2.6,
                  width, height);
    }
}

static void
draw_xor (cairo_t           *cr,
          const LaminaStyle *style,
          double             width,
          double             height)
{
  draw_field (cr, style, get_xor, width, height);
  for (int i = 0; i < 4; i++)
    {
      const double x = i % 2 == 0 ? -0.9 : 0.9, y = i / 2 == 0 ? -0.46 : 0.46;

      draw_point (cr, style, x * y > 0, x, y, 6, width, height);
    }
}

/* Random points, where @field is sure. */
static void
draw_cloud (cairo_t           *cr,
            const LaminaStyle *style,
            Field              field,
            double             width,
            double             height)
{
  draw_field (cr, style, field, width, height);
  for (guint64 i = 0; i < 90; i++)
    {
      const double x = lamina_preview_get_noise (2 * i) * 1.5;
      const double y = lamina_preview_get_noise (2 * i + 1) * 0.9;
      const double value = field (x, y);

      if (fabs (value) > 0.6)
        draw_point (cr, style, value > 0, x, y, 2.6, width, height);
    }
}

static void
draw_rings (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  draw_cloud (cr, style, get_rings, width, height);
}

static void
draw_moons (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  draw_cloud (cr, style, get_moons, width, height);
}

/* --- curves and diagrams --- */

static double
get_curve (double x)
{
  return 0.55 * sin (3.1 * x) + 0.3 * cos (5.3 * x + 0.6);
}

static void
draw_function (cairo_t           *cr,
               const LaminaStyle *style,
               double             width,
               double             height)
{
  cairo_new_path (cr);
  for (guint64 i = 0; i < 60; i++)
    {
      const double x = 2 * ((double) i + 0.5) / 60 - 1;
      const double y = get_curve (x) + 0.14 * lamina_preview_get_noise (i + 500);

      lamina_path_mark (cr, 0, width / 2 + x * (width / 2 - 14), height / 2 - y * height * 0.42,
                        2.2);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.55);
  cairo_fill (cr);

  for (int i = 0; i <= 60; i++)
    {
      const double x = i / 30.0 - 1;

      cairo_line_to (cr, width / 2 + x * (width / 2 - 14),
                     height / 2 - get_curve (x) * height * 0.42);
    }
  lamina_set_line (cr, style, LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, 1);
  cairo_set_line_width (cr, 2.4);
  cairo_stroke (cr);
}

/* @n sheets; with arcs round every second one. */
static void
draw_sheets (cairo_t           *cr,
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

static void
draw_links (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  draw_sheets (cr, style, 5, TRUE, width, height);
}

/* A small table whose last column is coloured by class. */
static void
draw_table (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const double left = 0.14 * width, pitch_x = (width - 2 * left) / 5, pitch_y = (height - 24) / 5;

  for (int row = 0; row < 5; row++)
    for (int column = 0; column < 5; column++)
      {
        const double share = 0.5 + 0.45 * lamina_preview_get_noise ((guint64) (row * 5 + column));
        double rgb[3];

        if (column == 4)
          {
            lamina_style_get_class_color (style, (gsize) (row * 2 % 3), rgb);
            cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
          }
        else
          lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.35);
        lamina_path_round_rect (cr, left + column * pitch_x, 12 + row * pitch_y,
                                (pitch_x - 8) * (column == 4 ? 0.8 : share), pitch_y - 8, 3);
        cairo_fill (cr);
      }
}

typedef struct
{
  const char *part; /* what the id contains */
  void (*draw) (cairo_t *cr, const LaminaStyle *style, double width, double height);
} PreviewRow;

static const PreviewRow rows[] = {
  { "cnn-32", draw_shapes },
  { "cnn", draw_maps },
  { "resnet", draw_links },
  { "spiral", draw_spirals },
  { "xor", draw_xor },
  { "moon", draw_moons },
  { "ring", draw_rings },
  { "circle", draw_rings },
  { "dense", draw_weights },
  { "mlp", draw_weights },
  { "linear", draw_weights },
  { "softmax", draw_weights },
  { "function", draw_function },
  { "sine", draw_function },
  { "curve", draw_function },
  { "iris", draw_table },
  { "wine", draw_table },
  { "table", draw_table },
};

void
lamina_thumbnail_draw_template (cairo_t           *cr,
                                const LaminaStyle *style,
                                const char        *template_id,
                                double             width,
                                double             height)
{
  g_return_if_fail (template_id != NULL);

  if (width < 40 || height < 30)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strstr (template_id, rows[i].part) != NULL)
      {
        rows[i].draw (cr, style, width, height);
        cairo_restore (cr);
        return;
      }

  draw_sheets (cr, style, 3, FALSE, width, height);
  cairo_restore (cr);
}
