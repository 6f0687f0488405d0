/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-curve.h"

#include <math.h>
#include <stdlib.h>

/* A line's value is the mean of at least so many pixels' steps, and of that share of the width. */
#define SMOOTH_PIXELS 9
#define SMOOTH_SHARE 0.012
#define MAX_COLUMNS 4096
/* From so many steps a pixel on their extremes are drawn; else the steps. */
#define BAND_STEPS 1.5
/* The outline of a band goes in steps of so many. */
#define EDGE_COLUMNS 4
/* The share of columns whose extremes may leave the picture, at either end. */
#define RARE 0.03

/* Columns of pixels from the left. */
typedef struct
{
  gsize  n;      /* columns with steps */
  double n_visible; /* columns of the whole axis */
  gsize  n_steps;
  double left;   /* pixel of the first column */
  double width;  /* of a column: 1, or the distance of two steps if that is more */
  double per_column; /* steps in a column */
  double first;  /* step at @left */
} Columns;

static Columns
get_columns (const LaminaCurve *self)
{
  const LaminaAxis *x = self->x;
  const double per_pixel = (x->max - x->min) / fabs (x->to - x->from);
  Columns columns = {
    .n_steps = lm_series_get_n (self->series),
    .left = fmin (x->from, x->to),
    .width = fmax (1, 1 / per_pixel),
    .per_column = fmax (1, per_pixel),
    .first = x->min,
    .n_visible = fabs (x->to - x->from),
  };
  const double seen = fmin ((double) columns.n_steps, x->max) - x->min;

  if (seen > 0)
    columns.n = (gsize) CLAMP (ceil (seen / columns.per_column), 0, MAX_COLUMNS);

  return columns;
}

/* Indices of the steps of a column, the last of the column before it included, so that a band
 * has no gaps. Returns: %FALSE if it has none */
static gboolean
get_steps (const Columns *self,
           gsize          column,
           gsize         *first,
           gsize         *end)
{
  const double from = self->first + (double) column * self->per_column;
  const double to = from + self->per_column;

  *first = (gsize) fmax (0, floor (from - 1));
  *end = (gsize) fmin ((double) self->n_steps, ceil (to));

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
get_line_value (const LaminaCurve *self,
                const Columns     *columns,
                gsize              column,
                double            *step)
{
  const double pixels = self->window == 0 ? 1
                                          : fmax (SMOOTH_PIXELS, columns->n_visible * SMOOTH_SHARE);
  const gsize window = (gsize) fmax ((double) self->window,
                                     columns->per_column > BAND_STEPS
                                       ? columns->per_column * pixels : 1);
  const double middle = columns->first + ((double) column + 0.5) * columns->per_column;

  *step = CLAMP (floor (middle) + 1, 1, (double) columns->n_steps);

  return lamina_curve_get_value (self->series, (guint64) *step, window);
}

/* Adds a rectangle for each column to the path. */
static void
path_band (const LaminaCurve *self,
           const Columns     *columns,
           cairo_t           *cr)
{
  for (gsize i = 0; i < columns->n; i++)
    {
      const double x = columns->left + (double) i;
      double min, max, mean, top, bottom;
      gsize first, end;

      if (!get_steps (columns, i, &first, &end) ||
          !lm_series_get_range (self->series, first, end, &min, &max, &mean))
        continue;
      bottom = lamina_axis_get_pixel (self->y, fmax (min, -1e300));
      top = lamina_axis_get_pixel (self->y, fmin (max, 1e300));
      /* Nearly a pixel at least, so that steady values are seen. */
      cairo_rectangle (cr, x, fmin (top, bottom), 1, fmax (0.75, fabs (bottom - top)));
    }
}

/* Adds one edge of the band to the path, in steps of a few pixels. */
static void
path_edge (const LaminaCurve *self,
           const Columns     *columns,
           cairo_t           *cr,
           gboolean           is_upper)
{
  cairo_new_sub_path (cr);
  for (gsize i = 0; i < columns->n; i += EDGE_COLUMNS)
    {
      const gsize last = MIN (i + EDGE_COLUMNS, columns->n) - 1;
      const double x = columns->left + (double) i;
      double min, max, mean, y;
      gsize first, end, unused;

      if (!get_steps (columns, i, &first, &unused) || !get_steps (columns, last, &unused, &end) ||
          !lm_series_get_range (self->series, first, end, &min, &max, &mean))
        continue;
      y = floor (lamina_axis_get_pixel (self->y, is_upper ? max : min)) + 0.5;
      cairo_line_to (cr, x, y);
      cairo_line_to (cr, columns->left + (double) last + 1, y);
    }
}

/* Adds the steps themselves, where each has at least a pixel. */
static void
path_steps (const LaminaCurve *self,
            const Columns     *columns,
            cairo_t           *cr)
{
  const gsize first = (gsize) fmax (0, floor (columns->first - 1));
  const gsize end = MIN (columns->n_steps, (gsize) columns->first + columns->n + 1);

  for (gsize i = first; i < end; i++)
    {
      const double value = lm_series_nth (self->series, i);

      if (isfinite (value))
        cairo_line_to (cr, lamina_axis_get_pixel (self->x, (double) i + 1),
                       lamina_axis_get_pixel (self->y, value));
    }
}

void
lamina_curve_draw_band (const LaminaCurve *self,
                        cairo_t           *cr,
                        const LaminaStyle *style,
                        double             alpha)
{
  const Columns columns = get_columns (self);

  cairo_save (cr);
  cairo_new_path (cr);
  lamina_style_set_source (style, cr, self->color, alpha);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  if (columns.per_column > BAND_STEPS && lamina_style_is_contrast (style))
    {
      path_edge (self, &columns, cr, FALSE);
      path_edge (self, &columns, cr, TRUE);
      lamina_style_set_source (style, cr, self->color, fmin (1, 3 * alpha));
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  else if (columns.per_column > BAND_STEPS)
    {
      path_band (self, &columns, cr);
      cairo_fill (cr);
    }
  else if (self->window > 1)
    {
      path_steps (self, &columns, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

/* Adds the line to the path. Returns: whether there is anything; @left and @right: its ends */
static gboolean
path_line (const LaminaCurve *self,
           cairo_t           *cr,
           double            *left,
           double            *right)
{
  const Columns columns = get_columns (self);
  gboolean is_open = FALSE;
  gboolean has_any = FALSE;

  for (gsize i = 0; i < columns.n; i++)
    {
      double step;
      const double value = get_line_value (self, &columns, i, &step);
      const double x = lamina_axis_get_pixel (self->x, step);

      if (!isfinite (value))
        {
          is_open = FALSE;
          continue;
        }
      if (is_open)
        cairo_line_to (cr, x, lamina_axis_get_pixel (self->y, value));
      else
        cairo_move_to (cr, x, lamina_axis_get_pixel (self->y, value));
      if (!has_any)
        *left = x;
      *right = x;
      is_open = has_any = TRUE;
    }

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
  const Columns columns = get_columns (self);

  *min = HUGE_VAL;
  *max = -HUGE_VAL;
  for (gsize i = 0; i < columns.n; i++)
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
  const Columns columns = get_columns (self);
  g_autofree double *least = g_new (double, columns.n + 1);
  g_autofree double *most = g_new (double, columns.n + 1);
  gsize n = 0, n_rare;

  for (gsize i = 0; i < columns.n; i++)
    {
      double low, high, mean;
      gsize first, end;

      if (get_steps (&columns, i, &first, &end) &&
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
