/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-curve-private.h"

#include <math.h>
#include <stdlib.h>

/* A line's value is the mean of at least so many pixels' steps, and of that share of the width. */
#define SMOOTH_PIXELS 9
#define SMOOTH_SHARE 0.012
#define MAX_COLUMNS 4096
/* A column has at least so many grains. */
#define GRAINS 8
/* The share of columns whose extremes may leave the picture, at either end. */
#define RARE 0.03
/* A line may pass its points at this distance, in pixels. */
#define LINE_TOLERANCE 0.2

LaminaCurveColumns
lamina_curve_get_columns (const LaminaCurve *self)
{
  const LaminaAxis *x = self->x;
  const double per_pixel = (x->max - x->min) / fabs (x->to - x->from);
  LaminaCurveColumns columns = {
    .n_steps = lm_series_get_n (self->series),
    .left = fmin (x->from, x->to),
    .per_column = fmax (1, per_pixel),
    .first = x->min,
    .n_visible = fabs (x->to - x->from),
    .grain = 1,
  };
  const double seen = fmin ((double) columns.n_steps, x->max) - x->min;

  if (seen > 0)
    columns.n = (gsize) CLAMP (ceil (seen / columns.per_column), 0, MAX_COLUMNS);
  while ((double) columns.grain * GRAINS * LM_SERIES_FAN_OUT <= columns.per_column)
    columns.grain *= LM_SERIES_FAN_OUT;

  return columns;
}

gboolean
lamina_curve_get_steps (const LaminaCurveColumns *self,
                        gsize                     column,
                        gsize                    *first,
                        gsize                    *end)
{
  const double from = self->first + (double) column * self->per_column;
  const double to = from + self->per_column;

  *first = (gsize) fmax (0, floor (from - 1));
  *first -= *first % self->grain;
  *end = (gsize) ceil (to);
  *end = MIN (self->n_steps, *end + (self->grain - *end % self->grain) % self->grain);

  return *first < *end;
}

double
lamina_curve_get_value (const LmSeries *series,
                        guint64         step,
                        gsize           window)
{
  const gsize n = lm_series_get_n (series);
  /* As wide to both sides as there are steps before: the steep beginning stays steep. */
  const gsize half = step > 0 ? MIN (window / 2, step - 1) : 0;
  const gsize first = step > 0 ? (gsize) step - 1 - half : 0;
  const gsize end = MIN (n, (gsize) step + half);
  double min, max, mean;

  if (step == 0 || first >= end || !lm_series_get_range (series, first, end, &min, &max, &mean))
    return NAN;

  return mean;
}

/* The line's step and value in a column; NaN where there is none. */
static double
get_line_value (const LaminaCurve        *self,
                const LaminaCurveColumns *columns,
                gsize                     column,
                double                   *step)
{
  const double pixels = self->window == 0 ? 1
                                          : fmax (SMOOTH_PIXELS, columns->n_visible * SMOOTH_SHARE);
  const gsize window = (gsize) fmax ((double) self->window,
                                     columns->per_column > LAMINA_CURVE_BAND_STEPS
                                       ? columns->per_column * pixels : 1);
  const double middle = columns->first + ((double) column + 0.5) * columns->per_column;

  *step = CLAMP (floor (middle) + 1, 1, (double) columns->n_steps);

  return lamina_curve_get_value (self->series, (guint64) *step, window);
}

/* The column of the line's next point: a smooth line needs every second one and the last. */
static gsize
get_next (const LaminaCurve        *self,
          const LaminaCurveColumns *columns,
          gsize                     column)
{
  const gsize next = column +
                     (self->window > 0 && columns->per_column > LAMINA_CURVE_BAND_STEPS ? 2 : 1);

  return next >= columns->n && column + 1 < columns->n ? columns->n - 1 : next;
}

/* A line without the points that nobody misses: strokes cost by the point. */
typedef struct
{
  gsize  n;              /* points since the line began */
  double x0, y0;         /* the last one that was added */
  double x1, y1;         /* the last one that was seen */
  double least, most;    /* slopes from (x0, y0) that miss none of the points since */
} Line;

static void
line_end (Line    *self,
          cairo_t *cr)
{
  if (self->n > 1)
    cairo_line_to (cr, self->x1, self->y1);
  self->n = 0;
}

static void
line_add (Line    *self,
          cairo_t *cr,
          double   x,
          double   y)
{
  double slope;

  if (self->n++ == 0)
    {
      cairo_move_to (cr, x, y);
      *self = (Line) { 1, x, y, x, y, -HUGE_VAL, HUGE_VAL };
      return;
    }

  slope = (y - self->y0) / (x - self->x0);
  if (slope < self->least || slope > self->most)
    {
      cairo_line_to (cr, self->x1, self->y1);
      *self = (Line) { self->n, self->x1, self->y1, x, y, -HUGE_VAL, HUGE_VAL };
    }
  self->x1 = x;
  self->y1 = y;
  self->least = fmax (self->least, (y - LINE_TOLERANCE - self->y0) / (x - self->x0));
  self->most = fmin (self->most, (y + LINE_TOLERANCE - self->y0) / (x - self->x0));
}

/* Adds the line to the path. Returns: whether there is anything; @left and @right: its ends */
static gboolean
path_line (const LaminaCurve *self,
           cairo_t           *cr,
           double            *left,
           double            *right)
{
  const LaminaCurveColumns columns = lamina_curve_get_columns (self);
  Line line = { .n = 0 };
  gboolean has_any = FALSE;

  for (gsize i = 0; i < columns.n; i = get_next (self, &columns, i))
    {
      double step;
      const double value = get_line_value (self, &columns, i, &step);
      const double x = lamina_axis_get_pixel (self->x, step);

      if (!isfinite (value))
        {
          line_end (&line, cr);
          continue;
        }
      line_add (&line, cr, x, lamina_axis_get_pixel (self->y, value));
      if (!has_any)
        *left = x;
      *right = x;
      has_any = TRUE;
    }
  line_end (&line, cr);

  return has_any;
}

void
lamina_curve_draw_line (const LaminaCurve *self,
                        cairo_t           *cr,
                        const LaminaStyle *style,
                        double             alpha)
{
  double left, right;

  cairo_save (cr);
  cairo_new_path (cr);
  if (path_line (self, cr, &left, &right))
    {
      lamina_set_line (cr, style, LAMINA_LINE_SOLID, self->color, alpha);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      if (left == right)
        cairo_line_to (cr, left + 1.5, lamina_axis_get_pixel (self->y,
                                                             lm_series_nth (self->series, 0)));
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

void
lamina_curve_fill (const LaminaCurve *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   double             bottom,
                   double             alpha)
{
  double left, right;

  cairo_save (cr);
  cairo_new_path (cr);
  if (path_line (self, cr, &left, &right))
    {
      cairo_line_to (cr, right, bottom);
      cairo_line_to (cr, left, bottom);
      cairo_close_path (cr);
      lamina_style_set_source (style, cr, self->color, alpha);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static int
compare (const void *a,
         const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

gboolean
lamina_curve_get_line_extent (const LaminaCurve *self,
                              double            *min,
                              double            *max)
{
  const LaminaCurveColumns columns = lamina_curve_get_columns (self);

  *min = HUGE_VAL;
  *max = -HUGE_VAL;
  for (gsize i = 0; i < columns.n; i = get_next (self, &columns, i))
    {
      double step;
      const double value = get_line_value (self, &columns, i, &step);

      if (isfinite (value))
        {
          *min = fmin (*min, value);
          *max = fmax (*max, value);
        }
    }

  return *min <= *max;
}

/* The extremes of the columns, without the rarest at either end; of the line, too, if @has_line. */
static gboolean
get_usual_extent (const LaminaCurve *self,
                  double             rare,
                  gboolean           has_line,
                  double            *min,
                  double            *max)
{
  const LaminaCurveColumns columns = lamina_curve_get_columns (self);
  g_autofree double *least = g_new (double, columns.n + 1);
  g_autofree double *most = g_new (double, columns.n + 1);
  gsize n = 0, n_rare;

  for (gsize i = 0; i < columns.n; i++)
    {
      double low, high, mean;
      gsize first, end;

      if (lamina_curve_get_steps (&columns, i, &first, &end) &&
          lm_series_get_range (self->series, first, end, &low, &high, &mean) &&
          isfinite (low) && isfinite (high))
        {
          least[n] = low;
          most[n++] = high;
        }
    }
  if (n == 0)
    return FALSE;

  n_rare = (gsize) (rare * (double) n);
  qsort (least, n, sizeof *least, compare);
  qsort (most, n, sizeof *most, compare);
  *min = has_line ? fmin (*min, least[n_rare]) : least[n_rare];
  *max = has_line ? fmax (*max, most[n - 1 - n_rare]) : most[n - 1 - n_rare];

  return TRUE;
}

gboolean
lamina_curve_get_extent (const LaminaCurve *self,
                         double            *min,
                         double            *max)
{
  lamina_curve_get_line_extent (self, min, max);
  get_usual_extent (self, RARE, TRUE, min, max);

  return *min <= *max;
}

gboolean
lamina_curve_get_usual_extent (const LaminaCurve *self,
                               double            *min,
                               double            *max)
{
  return get_usual_extent (self, 2 * RARE, FALSE, min, max);
}
