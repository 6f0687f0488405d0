/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-draw.h"

#include <math.h>

/* Pixels of an enlarged picture at the most. */
#define MAX_ENLARGED 4e6

const lm_real *
lamina_maps_nth (const LaminaMaps *self,
                 gsize             index)
{
  const gsize stride = self->stride != 0 ? self->stride : self->n_rows * self->n_columns;

  return self->data + (self->order != NULL ? self->order[index] : index) * stride;
}

gboolean
lamina_maps_get_range (const LaminaMaps *self,
                       double           *low,
                       double           *high)
{
  *low = HUGE_VAL;
  *high = -HUGE_VAL;
  for (gsize i = 0; i < self->n_maps; i++)
    {
      const lm_real *map = lamina_maps_nth (self, i);

      for (gsize j = 0; j < self->n_rows * self->n_columns; j++)
        {
          const double value = (double) map[j];

          /* Comparisons with NaN are false. */
          if (value < *low && value > -HUGE_VAL)
            *low = value;
          if (value > *high && value < HUGE_VAL)
            *high = value;
        }
    }

  return *low <= *high;
}

/* Returns: (transfer full): [n_maps]: the sums of what the numbers are without their signs */
static double *
measure_activity (const LaminaMaps *self)
{
  double *activity = g_new0 (double, self->n_maps);

  for (gsize i = 0; i < self->n_maps; i++)
    {
      const lm_real *map = lamina_maps_nth (self, i);

      for (gsize j = 0; j < self->n_rows * self->n_columns; j++)
        activity[i] += fabs ((double) map[j]);
      if (isnan (activity[i]))
        activity[i] = HUGE_VAL; /* What went wrong has to be seen. */
    }

  return activity;
}

gsize
lamina_maps_choose (const LaminaMaps *self,
                    gsize             n_wanted,
                    gsize            *order)
{
  g_autofree double *activity = measure_activity (self);
  gsize n = 0;

  /* Insertion into a short list, the most active first. */
  for (gsize i = 0; i < self->n_maps; i++)
    {
      gsize place = MIN (n, n_wanted - 1);

      if (n == n_wanted && activity[i] <= activity[order[place]])
        continue;
      for (; place > 0 && activity[order[place - 1]] < activity[i]; place--)
        order[place] = order[place - 1];
      order[place] = i;
      n = MIN (n + 1, n_wanted);
    }

  /* In their own order, so that a map does not wander when another becomes a little stronger. */
  for (gsize i = 1; i < n; i++)
    {
      const gsize moved = order[i];
      gsize place = i;

      for (; place > 0 && order[place - 1] > moved; place--)
        order[place] = order[place - 1];
      order[place] = moved;
    }

  return n;
}

/* Whoever shows a PDF or an SVG smooths what is enlarged there: so it is enlarged before.
 * Returns: (transfer full): @surface elsewhere */
static cairo_surface_t *
enlarge (cairo_t         *cr,
         cairo_surface_t *surface,
         double           scale)
{
  const cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));
  const int columns = cairo_image_surface_get_width (surface);
  const int rows = cairo_image_surface_get_height (surface);
  const double most = sqrt (MAX_ENLARGED / ((double) columns * (double) rows));
  const int zoom = (int) fmin (ceil (2 * scale), most);
  cairo_surface_t *larger;
  cairo_t *larger_cr;

  if ((type != CAIRO_SURFACE_TYPE_PDF && type != CAIRO_SURFACE_TYPE_SVG) || scale < 1.01 ||
      zoom < 2)
    return cairo_surface_reference (surface);

  larger = cairo_image_surface_create (cairo_image_surface_get_format (surface), columns * zoom,
                                       rows * zoom);
  larger_cr = cairo_create (larger);
  cairo_scale (larger_cr, zoom, zoom);
  cairo_set_source_surface (larger_cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (larger_cr), CAIRO_FILTER_NEAREST);
  cairo_paint (larger_cr);
  cairo_destroy (larger_cr);

  return larger;
}

/* The good one looks at all pixels, and costs ten times as much: where four are all that meet in
 * one, they do without. */
static cairo_filter_t
get_reducing_filter (double scale)
{
  return scale < 0.5 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_BILINEAR;
}

/* Within corners of @radius: filling such a path costs much less than clipping by it. */
static void
paint_surface (cairo_t         *cr,
               cairo_surface_t *surface,
               gboolean         is_smooth,
               double           x,
               double           y,
               double           width,
               double           height,
               double           radius)
{
  const double scale = width / cairo_image_surface_get_width (surface);
  cairo_surface_t *source = is_smooth ? cairo_surface_reference (surface)
                                      : enlarge (cr, surface, scale);
  cairo_pattern_t *pattern;

  cairo_save (cr);
  lamina_path_round_rect (cr, x, y, width, height, radius);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width / cairo_image_surface_get_width (source),
               height / cairo_image_surface_get_height (source));
  cairo_set_source_surface (cr, source, 0, 0);
  pattern = cairo_get_source (cr);
  /* The edge is repeated, lest smoothing mixes in what is around it. */
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, is_smooth ? CAIRO_FILTER_BILINEAR
                                     : scale < 1 ? get_reducing_filter (scale)
                                                 : CAIRO_FILTER_NEAREST);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (source);
}

void
lamina_paint_surface (cairo_t         *cr,
                      cairo_surface_t *surface,
                      gboolean         is_smooth,
                      double           x,
                      double           y,
                      double           width,
                      double           height)
{
  paint_surface (cr, surface, is_smooth, x, y, width, height, 0);
}

/* A channel's numbers as bytes: number × scale + offset. */
typedef struct
{
  const lm_real *numbers;
  lm_real        scale, offset;
} Channel;

static Channel
get_channel (const lm_real       *numbers,
             gsize                index,
             const LaminaScaling *scaling)
{
  const double black = lamina_scaling_apply (scaling, index, 0);
  const double white = lamina_scaling_apply (scaling, index, 1);

  return (Channel) { numbers, (lm_real) (255 * (white - black)), (lm_real) (255 * black + 0.5) };
}

static inline guint32
get_byte (const Channel *channel,
          gsize          pixel)
{
  const lm_real value = channel->numbers[pixel] * channel->scale + channel->offset;

  /* What is not a number is not larger than 0. */
  return value > 0 ? (guint32) (value < 255 ? value : 255) : 0;
}

/* @stride: from row to row of @pixels */
static void
fill_picture (guint32             *pixels,
              gsize                stride,
              const lm_real       *numbers,
              const LmShape       *picture,
              const LaminaScaling *scaling)
{
  const gsize rows = picture->dim[2], columns = picture->dim[3], area = rows * columns;
  Channel channels[3];

  for (gsize i = 0; i < 3; i++)
    {
      const gsize channel = picture->dim[1] >= 3 ? i : 0;

      channels[i] = get_channel (numbers + channel * area, channel, scaling);
    }
  for (gsize row = 0; row < rows; row++, pixels += stride)
    for (gsize i = 0; i < columns; i++)
      {
        const gsize pixel = row * columns + i;

        pixels[i] = 0xff000000u | get_byte (&channels[0], pixel) << 16 |
                    get_byte (&channels[1], pixel) << 8 | get_byte (&channels[2], pixel);
      }
}

void
lamina_draw_picture (cairo_t             *cr,
                     const lm_real       *pixels,
                     const LmShape       *picture,
                     const LaminaScaling *scaling,
                     double               x,
                     double               y,
                     double               width,
                     double               height,
                     double               radius)
{
  cairo_surface_t *surface = cairo_image_surface_create (
    CAIRO_FORMAT_RGB24, (int) picture->dim[3], (int) picture->dim[2]);
  guint32 *data = (guint32 *) (void *) cairo_image_surface_get_data (surface);

  if (data != NULL)
    {
      fill_picture (data, (gsize) cairo_image_surface_get_stride (surface) / sizeof *data, pixels,
                    picture, scaling);
      cairo_surface_mark_dirty (surface);
      paint_surface (cr, surface, FALSE, x, y, width, height, radius);
    }

  cairo_surface_destroy (surface);
}

void
lamina_draw_pictures (cairo_t             *cr,
                      const LmTensor      *pictures,
                      const LaminaScaling *scaling,
                      gsize                n_across,
                      double               x,
                      double               y,
                      double               tile)
{
  const LmShape *shape = &pictures->shape;
  const gsize rows = shape->dim[2], columns = shape->dim[3], side = MAX (rows, columns);
  const gsize n = shape->dim[0], n_pixels = lm_shape_get_n_columns (shape);
  const gsize n_down = (n + n_across - 1) / n_across;
  cairo_surface_t *surface = cairo_image_surface_create (
    rows == columns ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, (int) (n_across * side),
    (int) (n_down * side));
  guint32 *data = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface) / sizeof *data;

  for (gsize i = 0; data != NULL && i < n; i++)
    {
      const gsize top = (n_down - 1 - i / n_across) * side + (side - rows) / 2;
      const gsize left = i % n_across * side + (side - columns) / 2;

      fill_picture (data + top * stride + left, stride, pictures->data + i * n_pixels, shape,
                    scaling);
    }
  if (data != NULL)
    {
      cairo_surface_mark_dirty (surface);
      paint_surface (cr, surface, FALSE, x, y, (double) n_across * tile, (double) n_down * tile, 0);
    }
  cairo_surface_destroy (surface);
}
