/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-preview.h"

#include <math.h>

#include "lamina-draw.h"

/* A shape in a square of 26 as glyphs are written, and darker details on it. */
typedef struct
{
  const char *shape;
  const char *details;
  double      light;
} Garment;

static const Garment garments[LAMINA_N_GARMENTS] = {
  /* T-shirt */
  { "M 9 3 C 11 5 15 5 17 3 L 20 4 L 25 10 L 21 13 L 19 11 L 19 24 L 7 24 L 7 11 L 5 13 L 1 10 "
    "L 6 4 Z", "M 10 4 C 12 6 14 6 16 4", 0.8 },
  /* Trouser */
  { "M 8 1 L 18 1 L 19 12 L 19 25 L 14.5 25 L 13.4 9 L 12.6 9 L 11.5 25 L 7 25 L 7 12 Z",
    "M 8 3.5 L 18 3.5", 0.75 },
  /* Pullover */
  { "M 9 3 L 17 3 L 21 5 L 24 23 L 20.5 24 L 19 13 L 19 24 L 7 24 L 7 13 L 5.5 24 L 2 23 L 5 5 Z",
    "M 7 22 L 19 22", 0.85 },
  /* Dress */
  { "M 10 1 L 11 4 L 15 4 L 16 1 L 17.5 1 L 17 9 L 21 25 L 5 25 L 9 9 L 8.5 1 Z",
    "M 9 10 L 17 10", 0.7 },
  /* Coat */
  { "M 9 2 L 17 2 L 21 4 L 24 22 L 21 23 L 19.5 12 L 20 25 L 6 25 L 6.5 12 L 5 23 L 2 22 L 5 4 Z",
    "M 9 2 L 13 9 L 17 2 M 13 9 L 13 25 M 15 13 L 15 13.2 M 15 17 L 15 17.2 M 8 18 L 10.5 18",
    0.62 },
  /* Sandal */
  { "M 1 20 C 6 19 9 17 13 15 L 20 11 L 24 14 L 25 21 L 22 21 L 21 17 C 14 19 9 21 2 22 Z",
    "M 5 19 L 7 15 M 12 16 L 11 11 M 16 14 L 15 9", 0.9 },
  /* Shirt */
  { "M 9 2 L 13 4 L 17 2 L 21 4 L 24 16 L 20.5 17 L 19 11 L 19.5 25 L 6.5 25 L 7 11 L 5.5 17 "
    "L 2 16 L 5 4 Z", "M 13 4 L 13 25 M 9 2 L 13 7 L 17 2 M 15.5 10 L 17.5 10", 0.78 },
  /* Sneaker */
  { "M 1 17 C 6 17 9 14 11 11 L 14 12.5 C 16 12 18 10 21 9.5 C 24 10 25 14 25 20 L 1.5 20 Z",
    "M 1 18.6 L 25 18.6 M 10 14 L 12 15.5 M 12 12.5 L 14 14", 0.86 },
  /* Bag */
  { "M 3 10 L 23 10 L 24.5 23 L 1.5 23 Z M 8 10 C 8 0 18 0 18 10",
    "M 3 13 L 23 13 M 13 12 L 13 15", 0.66 },
  /* Ankle boot */
  { "M 14 3 L 24 4 C 23.5 9 24 15 25 22 L 20.5 22 L 20 20.5 L 16 20.5 L 15 22 L 1.5 22 "
    "C 1 19.5 2 18 4 17 C 8 15.5 10.5 14 12.5 11.5 Z", "M 1.5 20.2 L 15 20.2 M 14 8 L 18 8", 0.84 },
};

double
lamina_preview_get_noise (guint64 index)
{
  /* SplitMix64 (Guy Steele, Doug Lea and Christine Flood, 2014). */
  guint64 z = (index + 1) * 0x9e3779b97f4a7c15u;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;

  return (double) (z >> 11) / (double) (G_GUINT64_CONSTANT (1) << 52) - 1;
}

static void
paint_garment (cairo_t       *cr,
               const Garment *garment)
{
  const double side = LAMINA_PREVIEW_SIDE - 2;
  cairo_pattern_t *cloth = cairo_pattern_create_linear (2, 4, 26, 24);

  cairo_pattern_add_color_stop_rgba (cloth, 0, 1, 1, 1, garment->light);
  cairo_pattern_add_color_stop_rgba (cloth, 0.45, 1, 1, 1, 0.75 * garment->light);
  cairo_pattern_add_color_stop_rgba (cloth, 1, 1, 1, 1, garment->light);
  cairo_set_source (cr, cloth);
  lamina_draw_glyph (cr, garment->shape, 1, 1, side);
  cairo_pattern_destroy (cloth);

  cairo_set_operator (cr, CAIRO_OPERATOR_DEST_OUT);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.45);
  lamina_draw_glyph (cr, garment->details, 1, 1, side);
}

void
lamina_preview_draw_garment (gsize    garment,
                             double   dx,
                             double   dy,
                             double   scale,
                             lm_real *pixels)
{
  const int side = LAMINA_PREVIEW_SIDE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, side, side);
  cairo_t *cr = cairo_create (surface);
  const guchar *data;

  cairo_translate (cr, side / 2.0 + dx, side / 2.0 + dy);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -side / 2.0, -side / 2.0);
  paint_garment (cr, &garments[garment % LAMINA_N_GARMENTS]);
  cairo_destroy (cr);

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int i = 0; i < side; i++)
    for (int j = 0; j < side; j++)
      {
        const double grey = data[i * cairo_image_surface_get_stride (surface) + j] / 255.0;
        /* A weave, so that cloth is no even surface. */
        const double weave = 1 + 0.12 * lamina_preview_get_noise ((guint64) (i * side + j) +
                                                                  garment * 1000);

        pixels[i * side + j] = (lm_real) CLAMP (grey * weave, 0, 1);
      }
  cairo_surface_destroy (surface);
}

void
lamina_preview_draw_shapes (lm_real *pixels)
{
  const int side = LAMINA_PREVIEW_SIDE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.14, 0.2, 0.3);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.95, 0.62, 0.2);
  cairo_arc (cr, 18, 16, 7.5, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.31, 0.75, 0.6);
  lamina_draw_glyph (cr, "M 9 5 L 16 18 L 2 18 Z", 0, 0, 26);
  cairo_destroy (cr);

  cairo_surface_flush (surface);
  for (int i = 0; i < side * side; i++)
    {
      const guchar *row = cairo_image_surface_get_data (surface) +
                          i / side * cairo_image_surface_get_stride (surface);
      const guint32 pixel = ((const guint32 *) (const void *) row)[i % side];

      for (int channel = 0; channel < 3; channel++)
        pixels[channel * side * side + i] = (lm_real) ((pixel >> (16 - 8 * channel)) & 0xff) / 255;
    }
  cairo_surface_destroy (surface);
}

void
lamina_preview_convolve (const lm_real *pixels,
                         gsize          side,
                         const lm_real *kernel,
                         lm_real       *map)
{
  for (gsize i = 0; i < side; i++)
    for (gsize j = 0; j < side; j++)
      {
        lm_real sum = 0;

        for (gsize k = 0; k < 9; k++)
          {
            /* One too many: the border wraps below zero and is left out as too large. */
            const gsize row = i + k / 3 - 1, column = j + k % 3 - 1;

            if (row < side && column < side)
              sum += kernel[k] * pixels[row * side + column];
          }
        map[i * side + j] = sum > 0 ? sum : 0;
      }
}

void
lamina_preview_pool (const lm_real *pixels,
                     gsize          side,
                     lm_real       *map)
{
  const gsize half = side / 2;

  for (gsize i = 0; i < half; i++)
    for (gsize j = 0; j < half; j++)
      {
        const lm_real *corner = pixels + 2 * i * side + 2 * j;

        map[i * half + j] = MAX (MAX (corner[0], corner[1]), MAX (corner[side], corner[side + 1]));
      }
}
