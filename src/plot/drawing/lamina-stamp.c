/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stamp.h"

#include <math.h>

/* Larger marks are rare: they are drawn. */
#define MAX_SIDE 128

double
lamina_get_pixel_scale (cairo_t           *cr,
                        const LaminaStyle *style)
{
  cairo_surface_t *target = cairo_get_target (cr);
  cairo_matrix_t matrix;
  double x_scale, y_scale;

  switch (cairo_surface_get_type (target))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return 0;

    default:
      break;
    }

  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (target, &x_scale, &y_scale);
  if (matrix.xy != 0 || matrix.yx != 0 || matrix.xx <= 0 ||
      matrix.xx * x_scale != matrix.yy * y_scale)
    return 0;

  return matrix.xx * x_scale * fmax (style->pixel_scale, 1);
}

void
lamina_stamp_init (LaminaStamp       *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   LaminaStampDraw    draw,
                   gconstpointer      what,
                   double             reach)
{
  *self = (LaminaStamp) {
    .draw = draw, .style = style, .what = what, .reach = reach,
    .scale = lamina_get_pixel_scale (cr, style),
  };
  if (2 * reach * self->scale > MAX_SIDE)
    self->scale = 0;
}

static void
draw_at (LaminaStamp *self,
         cairo_t     *cr,
         double       x,
         double       y)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_new_path (cr);
  self->draw (cr, self->style, self->what);
  cairo_restore (cr);
}

/* @middle: whole pixels from its edge to its middle, but for the place. */
static cairo_surface_t *
make_picture (LaminaStamp *self,
              int          middle,
              int          across,
              int          down)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 2 * middle + 1,
                                                         2 * middle + 1);
  cairo_t *cr;

  cairo_surface_set_device_scale (picture, self->scale, self->scale);
  cr = cairo_create (picture);
  draw_at (self, cr, (middle + (double) across / LAMINA_STAMP_PLACES) / self->scale,
           (middle + (double) down / LAMINA_STAMP_PLACES) / self->scale);
  cairo_destroy (cr);

  return picture;
}

/* Splits a number of pixels into whole ones and the nearest place. */
static double
split (double  pixels,
       int    *place)
{
  const double places = floor (pixels * LAMINA_STAMP_PLACES + 0.5);
  const double whole = floor (places / LAMINA_STAMP_PLACES);

  *place = (int) (places - whole * LAMINA_STAMP_PLACES);

  return whole;
}

void
lamina_stamp_put (LaminaStamp *self,
                  cairo_t     *cr,
                  double       x,
                  double       y)
{
  const int middle = (int) ceil (self->reach * self->scale);
  cairo_surface_t **picture;
  double left = 0, top = 0, x_pixel, y_pixel;
  int across, down;

  if (!isfinite (x) || !isfinite (y))
    return;
  if (self->scale <= 0)
    {
      draw_at (self, cr, x, y);
      return;
    }

  /* Pixels are counted from where the surface begins. */
  cairo_device_to_user (cr, &left, &top);
  x_pixel = split ((x - left) * self->scale, &across);
  y_pixel = split ((y - top) * self->scale, &down);
  picture = &self->pictures[down * LAMINA_STAMP_PLACES + across];
  if (*picture == NULL)
    *picture = make_picture (self, middle, across, down);

  cairo_set_source_surface (cr, *picture, left + (x_pixel - middle) / self->scale,
                            top + (y_pixel - middle) / self->scale);
  cairo_paint (cr);
}

void
lamina_stamp_clear (LaminaStamp *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    g_clear_pointer (&self->pictures[i], cairo_surface_destroy);
}
