/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "picture.h"

#include <stdlib.h>

void
picture_init (Picture      *self,
              LaminaScheme  scheme,
              int           width,
              int           height)
{
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  self->cr = cairo_create (self->surface);
  lamina_style_init (&self->style, scheme, NULL);
  lamina_style_set_source (&self->style, self->cr, LAMINA_COLOR_CARD, 1);
  cairo_paint (self->cr);
}

void
picture_clear (Picture *self)
{
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
}

guint32
picture_get (Picture *self,
             int      x,
             int      y)
{
  const guchar *data;

  g_assert_cmpint (cairo_status (self->cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (x, >=, 0);
  g_assert_cmpint (y, >=, 0);
  g_assert_cmpint (x, <, cairo_image_surface_get_width (self->surface));
  g_assert_cmpint (y, <, cairo_image_surface_get_height (self->surface));

  cairo_surface_flush (self->surface);
  data = cairo_image_surface_get_data (self->surface);

  return *(const guint32 *) (const void *)
         (data + y * cairo_image_surface_get_stride (self->surface) + 4 * x) & 0xffffff;
}

guint32
picture_color (Picture     *self,
               LaminaColor  color)
{
  double rgb[3];

  lamina_style_get_color (&self->style, color, rgb);

  return (guint32) (rgb[0] * 255 + 0.5) << 16 | (guint32) (rgb[1] * 255 + 0.5) << 8 |
         (guint32) (rgb[2] * 255 + 0.5);
}

gsize
picture_count (Picture *self,
               int      x,
               int      y,
               int      width,
               int      height)
{
  const guint32 card = picture_color (self, LAMINA_COLOR_CARD);
  gsize n = 0;

  for (int i = y; i < y + height; i++)
    for (int j = x; j < x + width; j++)
      n += picture_compare (picture_get (self, j, i), card) > 2;

  return n;
}

int
picture_compare (guint32 a,
                 guint32 b)
{
  int largest = 0;

  for (int shift = 0; shift < 24; shift += 8)
    largest = MAX (largest, abs ((int) ((a >> shift) & 0xff) - (int) ((b >> shift) & 0xff)));

  return largest;
}
