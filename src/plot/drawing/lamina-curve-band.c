/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-curve-private.h"

#include <math.h>

/* The outline of a band goes in steps of so many. */
#define EDGE_COLUMNS 4

/* Top and bottom of a column of the band, in pixels. Returns: %FALSE if it has none */
static gboolean
get_span (const LaminaCurve        *self,
          const LaminaCurveColumns *columns,
          gsize                     column,
          double                   *top,
          double                   *bottom)
{
  double min, max, mean;
  gsize first, end;

  if (!lamina_curve_get_steps (columns, column, &first, &end) ||
      !lm_series_get_range (self->series, first, end, &min, &max, &mean))
    return FALSE;

  *top = lamina_axis_get_pixel (self->y, fmin (max, 1e300));
  /* Nearly a pixel at least, so that steady values are seen. */
  *bottom = fmax (lamina_axis_get_pixel (self->y, fmax (min, -1e300)), *top + 0.75);

  return TRUE;
}

/* For what is not made of pixels: a rectangle for each column, in one path. */
static void
fill_band_path (const LaminaCurve        *self,
                const LaminaCurveColumns *columns,
                cairo_t                  *cr)
{
  for (gsize i = 0; i < columns->n; i++)
    {
      double top, bottom;

      if (get_span (self, columns, i, &top, &bottom))
        cairo_rectangle (cr, columns->left + (double) i, top, 1, bottom - top);
    }
  cairo_fill (cr);
}

/* What a column covers, in rows of the mask. */
typedef struct
{
  float  *tops, *bottoms;
  gint16 *firsts, *ends; /* the rows that are covered wholly */
} Columns;

static void
columns_take (Columns *self,
              gsize    column,
              double   top,
              double   bottom,
              gsize    n_rows)
{
  self->tops[column] = (float) CLAMP (top, 0, (double) n_rows);
  self->bottoms[column] = (float) CLAMP (bottom, 0, (double) n_rows);
  self->firsts[column] = (gint16) ceilf (self->tops[column]);
  self->ends[column] = (gint16) floorf (self->bottoms[column]);
}

static void
columns_fill (const Columns *self,
              gsize          n_columns,
              gsize          n_rows,
              guchar        *pixels,
              gsize          stride)
{
  const gint16 *firsts = self->firsts, *ends = self->ends;

  for (gsize row = 0; row < n_rows; row++)
    {
      guchar *line = pixels + row * stride;
      const gint16 y = (gint16) row;

#pragma omp simd
      for (gsize i = 0; i < n_columns; i++)
        line[i] = (guchar) -((y >= firsts[i]) & (y < ends[i]));
    }

  /* How much is covered of the pixels at both ends. */
  for (gsize i = 0; i < n_columns; i++)
    {
      const float top = self->tops[i], bottom = self->bottoms[i];
      const gsize first = (gsize) top, last = (gsize) bottom;

      if (first == last && bottom > top)
        pixels[first * stride + i] = (guchar) ((bottom - top) * 255);
      if (first == last || !(bottom > top))
        continue;
      if (self->firsts[i] > (gint16) first)
        pixels[first * stride + i] = (guchar) (((float) first + 1 - top) * 255);
      if (last < n_rows)
        pixels[last * stride + i] = (guchar) ((bottom - (float) last) * 255);
    }
}

/* A path of noisy columns costs Cairo the square of their number; as pixels, their area. */
static void
fill_band_mask (const LaminaCurve        *self,
                const LaminaCurveColumns *columns,
                cairo_t                  *cr)
{
  const double top_edge = floor (fmin (self->y->from, self->y->to)) - 1;
  const gsize n_rows = (gsize) fmin (fabs (self->y->from - self->y->to) + 3, G_MAXINT16);
  g_autofree float *edges = g_new (float, 2 * columns->n);
  g_autofree gint16 *rows = g_new (gint16, 2 * columns->n);
  Columns covered = { edges, edges + columns->n, rows, rows + columns->n };
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) columns->n,
                                                      (int) n_rows);
  guchar *data = cairo_image_surface_get_data (mask);

  for (gsize i = 0; i < columns->n; i++)
    {
      double top, bottom;

      if (get_span (self, columns, i, &top, &bottom))
        columns_take (&covered, i, top - top_edge, bottom - top_edge, n_rows);
      else
        columns_take (&covered, i, 0, 0, n_rows);
    }
  if (data != NULL)
    columns_fill (&covered, columns->n, n_rows, data,
                  (gsize) cairo_image_surface_get_stride (mask));
  cairo_surface_mark_dirty (mask);
  cairo_mask_surface (cr, mask, columns->left, top_edge);
  cairo_surface_destroy (mask);
}

static void
fill_band (const LaminaCurve        *self,
           const LaminaCurveColumns *columns,
           cairo_t                  *cr)
{
  switch (cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      fill_band_path (self, columns, cr);
      break;

    default:
      if (columns->n > 0)
        fill_band_mask (self, columns, cr);
      break;
    }
}

/* Adds one edge of the band to the path, in steps of a few pixels. */
static void
path_edge (const LaminaCurve        *self,
           const LaminaCurveColumns *columns,
           cairo_t                  *cr,
           gboolean                  is_upper)
{
  cairo_new_sub_path (cr);
  for (gsize i = 0; i < columns->n; i += EDGE_COLUMNS)
    {
      const gsize last = MIN (i + EDGE_COLUMNS, columns->n) - 1;
      const double x = columns->left + (double) i;
      double min, max, mean, y;
      gsize first, end, unused;

      if (!lamina_curve_get_steps (columns, i, &first, &unused) ||
          !lamina_curve_get_steps (columns, last, &unused, &end) ||
          !lm_series_get_range (self->series, first, end, &min, &max, &mean))
        continue;
      y = floor (lamina_axis_get_pixel (self->y, is_upper ? max : min)) + 0.5;
      cairo_line_to (cr, x, y);
      cairo_line_to (cr, columns->left + (double) last + 1, y);
    }
}

/* Adds the steps themselves, where each has at least a pixel. */
static void
path_steps (const LaminaCurve        *self,
            const LaminaCurveColumns *columns,
            cairo_t                  *cr)
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
  const LaminaCurveColumns columns = lamina_curve_get_columns (self);

  cairo_save (cr);
  cairo_new_path (cr);
  lamina_style_set_source (style, cr, self->color, alpha);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  if (columns.per_column > LAMINA_CURVE_BAND_STEPS && lamina_style_is_contrast (style))
    {
      path_edge (self, &columns, cr, FALSE);
      path_edge (self, &columns, cr, TRUE);
      lamina_style_set_source (style, cr, self->color, fmin (1, 3 * alpha));
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  else if (columns.per_column > LAMINA_CURVE_BAND_STEPS)
    fill_band (self, &columns, cr);
  else if (self->window > 1)
    {
      path_steps (self, &columns, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
