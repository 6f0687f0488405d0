/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-curve.h"

#include <math.h>

#define HATCH_DISTANCE 4.5

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
      lamina_draw_mark (cr, style, self->run, TRUE, self->color, last, points[2 * i + 1],
                        MARK_RADIUS * sqrt (style->text_scale));
    }
  if (alpha < 1)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, alpha);
    }
  cairo_restore (cr);
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

  cairo_save (cr);
  cairo_clip (cr);
  for (double left = x - height; left < x + width; left += HATCH_DISTANCE)
    {
      cairo_move_to (cr, left, y + height);
      cairo_line_to (cr, left + height, y);
    }
  lamina_style_set_source (style, cr, color, 0.75);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);

  cairo_append_path (cr, path);
  cairo_path_destroy (path);
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
}
