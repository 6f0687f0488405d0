/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-surface.h"

#include <math.h>

#include "lamina-atlas.h"
#include "lamina-draw.h"

/* The surface keeps away from the ends of colours, so that points stand out: so much of the ground
 * shines through the classes, so much of the diverging map is used. */
#define CLASS_ALPHA 0.5
#define BINARY_REACH 0.72

void
lamina_surface_init (LaminaSurface     *self,
                     const LaminaFrame *frame)
{
  self->answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  self->n_answers = lm_shape_get_n_columns (&self->answers->shape);
  self->low = frame->target_low;
  self->high = frame->target_high;

  if (frame->target_kind == LAMINA_TARGET_NUMBERS)
    {
      const LaminaMaps all = {
        .data = self->answers->data, .n_rows = self->answers->len, .n_columns = 1, .n_maps = 1,
      };

      self->kind = LAMINA_SURFACE_NUMBER;
      if (!lamina_maps_get_range (&all, &self->low, &self->high))
        self->low = self->high = 0;
    }
  else
    self->kind = self->n_answers <= 2 ? LAMINA_SURFACE_BINARY : LAMINA_SURFACE_CLASSES;
}

void
lamina_surface_init_chart (LaminaChart       *chart,
                           cairo_t           *cr,
                           const LaminaFrame *frame,
                           const LaminaStyle *style,
                           double             top,
                           double             width,
                           double             height)
{
  const double x_min = lamina_scaling_apply (&frame->input_scaling, 0, frame->x_min);
  const double x_max = lamina_scaling_apply (&frame->input_scaling, 0, frame->x_max);
  const double y_min = lamina_scaling_apply (&frame->input_scaling, 1, frame->y_min);
  const double y_max = lamina_scaling_apply (&frame->input_scaling, 1, frame->y_max);
  const double ratio = fabs ((y_max - y_min) / (x_max - x_min));
  double spare;

  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR, x_min, x_max, y_min, y_max, FALSE, top,
                     width, height);

  /* Where both directions are alike, a circle is a circle. */
  if (!(ratio > 0.4 && ratio < 2.5))
    return;
  spare = (chart->right - chart->left) - (chart->bottom - chart->top) / ratio;
  if (spare > 0)
    chart->right = floor (chart->right - spare);
  else
    chart->bottom = floor (chart->top + (chart->right - chart->left) * ratio);
  chart->x.to = chart->right;
  chart->y.from = chart->bottom;
}

void
lamina_surface_centre (LaminaChart *chart,
                       double       width)
{
  const double shift = floor ((width - 2 - chart->right) / 2);

  if (!(shift > 0))
    return;

  chart->left += shift;
  chart->right += shift;
  chart->x.from += shift;
  chart->x.to += shift;
}

/* How far on the way from the first to the second, 0 … 1. */
static double
get_place (const LaminaSurface *self,
           gsize                index)
{
  const lm_real *answer = self->answers->data + index * self->n_answers;

  if (self->n_answers == 2)
    return (double) answer[1];
  if (self->high == self->low)
    return 0.5;

  return ((double) *answer - self->low) / (self->high - self->low);
}

static void
unpack (guint32 pixel,
        double  rgb[3])
{
  for (int i = 0; i < 3; i++)
    rgb[i] = ((pixel >> (16 - 8 * i)) & 0xff) / 255.0;
}

static guint32
mix (const double *color,
     const double *card,
     double        alpha)
{
  guint32 pixel = 0;

  for (int channel = 0; channel < 3; channel++)
    {
      const double value = card[channel] + (color[channel] - card[channel]) * alpha;

      pixel = pixel << 8 | (guint32) (CLAMP (value, 0, 1) * 255 + 0.5);
    }

  return pixel;
}

double
lamina_surface_get_reach (const LaminaSurface *self)
{
  return self->kind == LAMINA_SURFACE_BINARY ? BINARY_REACH : 1;
}

static guint32
blend_classes (const LaminaSurface *self,
               const LaminaStyle   *style,
               const double        *card,
               gsize                index)
{
  double mixed[3] = { 0, 0, 0 };
  double sum = 0;

  for (gsize i = 0; i < self->n_answers; i++)
    {
      const double share = fmax ((double) self->answers->data[index * self->n_answers + i], 0);
      double rgb[3];

      lamina_style_get_class_color (style, i, rgb);
      for (int channel = 0; channel < 3; channel++)
        mixed[channel] += share * rgb[channel];
      sum += share;
    }

  for (int channel = 0; channel < 3; channel++)
    mixed[channel] = sum > 0 ? mixed[channel] / sum : card[channel];

  return mix (mixed, card, CLASS_ALPHA);
}

static guint32
get_pixel (const LaminaSurface *self,
           const LaminaStyle   *style,
           const guint32       *map,
           const double        *card,
           gsize                index)
{
  double place;

  if (self->kind == LAMINA_SURFACE_CLASSES)
    return blend_classes (self, style, card, index);

  place = get_place (self, index);
  if (!isfinite (place))
    return 0x808080;

  return map[lamina_map_get_index (place, lamina_surface_get_reach (self))];
}

LaminaMap
lamina_surface_get_map (const LaminaSurface *self,
                        const LaminaFrame   *frame)
{
  return self->kind == LAMINA_SURFACE_BINARY ? LAMINA_MAP_DIVERGING : frame->options.map;
}

void
lamina_surface_draw (const LaminaSurface *self,
                     cairo_t             *cr,
                     const LaminaFrame   *frame,
                     const LaminaStyle   *style,
                     double               x,
                     double               y,
                     double               width,
                     double               height)
{
  const gsize n_columns = frame->n_surface_columns, n_rows = frame->n_surface_rows;
  const guint32 *map = lamina_style_get_map (style, lamina_surface_get_map (self, frame));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) n_columns,
                                                         (int) n_rows);
  guchar *data = cairo_image_surface_get_data (surface);
  const double step_x = width / (double) (n_columns - 1);
  const double step_y = height / (double) (n_rows - 1);
  double card[3];

  lamina_style_get_color (style, LAMINA_COLOR_CARD, card);
  for (gsize row = 0; data != NULL && row < n_rows; row++)
    {
      /* The first row is the lowest. */
      guint32 *pixels = (guint32 *) (void *)
                        (data + (n_rows - 1 - row) *
                                (gsize) cairo_image_surface_get_stride (surface));

      for (gsize column = 0; column < n_columns; column++)
        pixels[column] = get_pixel (self, style, map, card, row * n_columns + column);
    }
  cairo_surface_mark_dirty (surface);

  /* The outermost answers are of the very edge: half a pixel of the grid is outside. */
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  lamina_paint_surface (cr, surface, TRUE, x - step_x / 2, y - step_y / 2,
                        step_x * (double) n_columns, step_y * (double) n_rows);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The colour of a point that has the right answer @class, or the value @place. */
static void
get_point_color (const LaminaSurface *self,
                 const LaminaStyle   *style,
                 const LaminaFrame   *frame,
                 gssize               class,
                 double               place,
                 double               rgb[3])
{
  const guint32 *map = lamina_style_get_map (style, lamina_surface_get_map (self, frame));

  if (self->kind == LAMINA_SURFACE_CLASSES)
    {
      lamina_style_get_class_color (style, (gsize) MAX (class, 0), rgb);
      return;
    }

  if (self->kind == LAMINA_SURFACE_BINARY)
    place = class > 0 ? 1 : 0;
  unpack (map[lamina_map_get_index (place, 1)], rgb);
}

void
lamina_surface_draw_point (const LaminaSurface *self,
                           cairo_t             *cr,
                           const LaminaFrame   *frame,
                           const LaminaStyle   *style,
                           gssize               class,
                           double               value,
                           gboolean             is_ring)
{
  const double place = self->high > self->low ? (value - self->low) / (self->high - self->low)
                                              : 0.5;
  double rgb[3];

  get_point_color (self, style, frame, class, place, rgb);
  if (is_ring)
    {
      /* A light line under the coloured one, so that it is seen on its own colour. */
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.9);
      cairo_set_line_width (cr, 3.4);
      cairo_stroke_preserve (cr);
      cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
      cairo_set_line_width (cr, 1.6);
      cairo_stroke (cr);
      return;
    }

  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}
