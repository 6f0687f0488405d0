/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-curve.h"
#include "lamina-stamp.h"

#include <math.h>

#define HATCH_DISTANCE 4.5
#define HATCH_PERIOD (2 * HATCH_DISTANCE)

#define MARK_DISTANCE 18
#define MARK_RADIUS 3.2
/* A point of the line for so many pixels. */
#define POINT_DISTANCE 3

double
lamina_record_get (const LmRecord *record,
                   int             metric)
{
  return metric < 0 ? record->loss : (double) record->metrics[metric];
}

/* How many records are not after @step. */
static gsize
count_until (const GArray *records,
             double        step)
{
  gsize first = 0, end = records->len;

  while (first < end)
    {
      const gsize middle = (first + end) / 2;

      if ((double) g_array_index (records, LmRecord, middle).step <= step)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

const LmRecord *
lamina_marks_find (const GArray *records,
                   guint64       step)
{
  const gsize n = count_until (records, (double) step);

  return n > 0 ? &g_array_index (records, LmRecord, n - 1) : NULL;
}

/* The last record of every few pixels, as points. Returns: how many */
static gsize
collect_points (const LaminaMarks *self,
                double            *points)
{
  const LaminaAxis *x = self->x;
  const gsize n_columns = (gsize) (fabs (x->to - x->from) / POINT_DISTANCE) + 2;
  gsize last = count_until (self->records, x->min - 1);
  gsize n = 0;

  for (gsize i = 0; i < n_columns && last < self->records->len; i++)
    {
      const double pixel = fmin (x->from, x->to) + (double) (i + 1) * POINT_DISTANCE;
      const gsize end = count_until (self->records, lamina_axis_get_value (x, pixel));
      const LmRecord *record;
      double value;

      if (end == last)
        continue;
      last = end;
      record = &g_array_index (self->records, LmRecord, end - 1);
      value = lamina_record_get (record, self->metric);
      if (!isfinite (value))
        continue;
      points[2 * n] = lamina_axis_get_pixel (x, (double) record->step);
      points[2 * n++ + 1] = lamina_axis_get_pixel (self->y, value);
    }

  return n;
}

static void
draw_mark (cairo_t           *cr,
           const LaminaStyle *style,
           gconstpointer      what)
{
  const LaminaMarks *self = what;

  lamina_draw_mark (cr, style, self->run, TRUE, self->color, 0, 0,
                    MARK_RADIUS * sqrt (style->text_scale));
}

void
lamina_marks_draw (const LaminaMarks *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   double             alpha)
{
  const gsize n_columns = (gsize) (fabs (self->x->to - self->x->from) / POINT_DISTANCE) + 2;
  g_autofree double *points = g_new (double, 2 * n_columns);
  const gsize n = collect_points (self, points);
  double last = -HUGE_VAL;
  g_auto(LaminaStamp) stamp;

  lamina_stamp_init (&stamp, cr, style, draw_mark, self,
                     2 * MARK_RADIUS * sqrt (style->text_scale));
  cairo_save (cr);
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, points[2 * i], points[2 * i + 1]);
  lamina_set_line (cr, style, LAMINA_LINE_DASHED, self->color, alpha);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_stroke (cr);

  if (alpha < 1)
    cairo_push_group (cr);
  for (gsize i = 0; i < n; i++)
    {
      if (points[2 * i] - last < MARK_DISTANCE && i > 0)
        continue;
      last = points[2 * i];
      lamina_stamp_put (&stamp, cr, last, points[2 * i + 1]);
    }
  if (alpha < 1)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, alpha);
    }
  cairo_restore (cr);
}

/* Slanting lines with x + y = @sum and others from it, which cover the rectangle. */
static void
stroke_hatch (cairo_t           *cr,
              const LaminaStyle *style,
              LaminaColor        color,
              double             sum,
              double             x,
              double             y,
              double             width,
              double             height)
{
  cairo_new_path (cr);
  for (double left = sum - y - height; left < x + width; left += HATCH_DISTANCE)
    {
      cairo_move_to (cr, left, y + height);
      cairo_line_to (cr, left + height, y);
    }
  lamina_style_set_source (style, cr, color, 0.75);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* Fills the path with a picture of two lines that repeats itself: stroking all of them would cost
 * their length. Returns: %FALSE where pixels do not fit into it */
static gboolean
fill_hatch (cairo_t           *cr,
            const LaminaStyle *style,
            LaminaColor        color,
            double             sum)
{
  const double scale = lamina_get_pixel_scale (cr, style);
  const int side = (int) (HATCH_PERIOD * scale);
  double left = 0, top = 0;
  cairo_surface_t *tile;
  cairo_t *tile_cr;

  if (side == 0 || (double) side != HATCH_PERIOD * scale)
    return FALSE;

  cairo_device_to_user (cr, &left, &top);
  tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_surface_set_device_scale (tile, scale, scale);
  tile_cr = cairo_create (tile);
  stroke_hatch (tile_cr, style, color, fmod (sum - left - top, HATCH_PERIOD) - HATCH_PERIOD, -2,
                -2, HATCH_PERIOD + 4, HATCH_PERIOD + 4);
  cairo_destroy (tile_cr);
  cairo_set_source_surface (cr, tile, left, top);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_REPEAT);
  cairo_fill (cr);
  cairo_surface_destroy (tile);

  return TRUE;
}

void
lamina_draw_hatched (cairo_t           *cr,
                     const LaminaStyle *style,
                     LaminaColor        color,
                     double             x,
                     double             y,
                     double             width,
                     double             height)
{
  cairo_path_t *path = cairo_copy_path (cr);

  if (!fill_hatch (cr, style, color, x + y))
    {
      cairo_save (cr);
      cairo_clip (cr);
      stroke_hatch (cr, style, color, x + y, x, y, width, height);
      cairo_restore (cr);
    }

  cairo_append_path (cr, path);
  cairo_path_destroy (path);
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
}
