/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-heat.h"

#include <math.h>

#include "lamina-atlas.h"

/* So many numbers a side of a cell are looked at, at the most. */
#define MAX_SAMPLES 8

static double
get_number (const LaminaHeat *self,
            gsize             row,
            gsize             column)
{
  return (double) self->data[row * self->row_stride + column * self->column_stride];
}

/* What stands for the numbers of rows [@row, @end_row) and columns [@column, @end_column). */
static double
get_cell (const LaminaHeat *self,
          gsize             row,
          gsize             end_row,
          gsize             column,
          gsize             end_column)
{
  const gsize row_step = 1 + (end_row - row - 1) / MAX_SAMPLES;
  const gsize column_step = 1 + (end_column - column - 1) / MAX_SAMPLES;
  double sum = 0, strongest = 0;
  gsize n = 0;

  for (gsize i = row; i < end_row; i += row_step)
    for (gsize j = column; j < end_column; j += column_step)
      {
        const double value = get_number (self, i, j);

        sum += value;
        n++;
        if (fabs (value) > fabs (strongest))
          strongest = value;
      }

  return self->map == LAMINA_MAP_DIVERGING && isfinite (sum) ? strongest : sum / (double) n;
}

static guint32
get_error_color (const LaminaStyle *style)
{
  double rgb[3];

  lamina_style_get_color (style, LAMINA_COLOR_WRONG, rgb);

  return (guint32) (rgb[0] * 255) << 16 | (guint32) (rgb[1] * 255) << 8 | (guint32) (rgb[2] * 255);
}

static void
fill (const LaminaHeat  *self,
      const LaminaStyle *style,
      cairo_surface_t   *surface)
{
  const guint32 *colors = lamina_style_get_map (style, self->map);
  const guint32 bad = get_error_color (style);
  const gsize n_rows = (gsize) cairo_image_surface_get_height (surface);
  const gsize n_columns = (gsize) cairo_image_surface_get_width (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guchar *pixels = cairo_image_surface_get_data (surface);
  const double factor = self->high > self->low ? LAMINA_MAP_SIZE / (self->high - self->low) : 0;
  const double middle = self->map == LAMINA_MAP_DIVERGING && factor == 0 ? LAMINA_MAP_SIZE / 2 : 0;

  for (gsize i = 0; pixels != NULL && i < n_rows; i++)
    {
      guint32 *row = (guint32 *) (void *) (pixels + i * stride);

      for (gsize j = 0; j < n_columns; j++)
        {
          const double value = get_cell (self, i * self->n_rows / n_rows,
                                         (i + 1) * self->n_rows / n_rows,
                                         j * self->n_columns / n_columns,
                                         (j + 1) * self->n_columns / n_columns);
          const double place = (value - self->low) * factor + middle;

          row[j] = isfinite (value) ? colors[(gsize) CLAMP (place, 0, LAMINA_MAP_SIZE - 1)] : bad;
        }
    }
}

void
lamina_heat_draw (const LaminaHeat  *self,
                  cairo_t           *cr,
                  const LaminaStyle *style,
                  double             x,
                  double             y,
                  double             width,
                  double             height)
{
  const gsize n_columns = MIN (self->n_columns, (gsize) fmax (width, 1));
  const gsize n_rows = MIN (self->n_rows, (gsize) fmax (height, 1));
  cairo_surface_t *surface;

  if (self->n_columns == 0 || self->n_rows == 0 || width <= 0 || height <= 0)
    return;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) n_columns, (int) n_rows);
  fill (self, style, surface);
  cairo_surface_mark_dirty (surface);
  lamina_paint_surface (cr, surface, FALSE, x, y, width, height);
  cairo_surface_destroy (surface);
}

double
lamina_heat_get_most (const LaminaHeat *self)
{
  double most = 0;

  for (gsize i = 0; i < self->n_rows; i++)
    for (gsize j = 0; j < self->n_columns; j++)
      {
        const double value = fabs (get_number (self, i, j));

        if (value > most && isfinite (value))
          most = value;
      }

  return most;
}
