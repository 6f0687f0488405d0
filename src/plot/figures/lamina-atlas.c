/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"

#include <math.h>
#include <string.h>

#define MAX_CELL 36
/* From here on the cells of a single map get whole pixels, all of the same size. */
#define LEAST_WHOLE_CELL 5

static gsize
divide_up (gsize a,
           gsize b)
{
  return (a + b - 1) / b;
}

/* The cell's side if @n_across maps stand in a row. */
static double
get_cell (const LaminaAtlas *self,
          gsize              n_across,
          double             width,
          double             height,
          double             gap)
{
  const gsize n_down = divide_up (self->n_maps, n_across);
  const double across = (width - gap * (double) (n_across - 1)) /
                        (double) (n_across * self->n_columns);
  const double down = (height - gap * (double) (n_down - 1)) /
                      (double) (n_down * self->n_rows);

  return fmin (across, down);
}

/* Pixels of the image that a map takes, without the empty ones after it. */
static gsize
get_columns (const LaminaAtlas *self)
{
  return divide_up (self->n_columns, self->block) * self->zoom;
}

static gsize
get_rows (const LaminaAtlas *self)
{
  return divide_up (self->n_rows, self->block) * self->zoom;
}

/* Chooses what a pixel of the image is. Large cells have sides of whole pixels, the image as few
 * as the gaps allow; small ones are cells themselves, and a gap is an empty cell.
 */
static void
choose_unit (LaminaAtlas *self,
             double       cell,
             double       gap)
{
  self->zoom = 1;
  self->unit = cell;
  self->pad = 1;

  if (self->n_maps == 1 || gap <= 0)
    {
      self->pad = 0;
      if (cell >= LEAST_WHOLE_CELL)
        self->unit = floor (cell);
    }
  else if (cell >= 8 * gap)
    {
      self->zoom = (gsize) (cell / gap);
      self->unit = gap;
    }
  else if (cell >= 4 * gap)
    {
      self->zoom = (gsize) cell;
      self->unit = 1;
      self->pad = (gsize) gap;
    }
  else if (cell >= 2 * gap)
    {
      self->zoom = (gsize) round (cell / gap);
      self->unit = cell / (double) self->zoom;
    }
  else
    self->pad = (gsize) fmax (1, round (gap / cell));
}

void
lamina_atlas_init (LaminaAtlas *self,
                   gsize        n_maps,
                   gsize        n_rows,
                   gsize        n_columns,
                   double       width,
                   double       height,
                   double       gap,
                   double       max_cell)
{
  double best = -HUGE_VAL, shrink;

  g_return_if_fail (n_maps > 0 && n_rows > 0 && n_columns > 0);

  *self = (LaminaAtlas) {
    .n_maps = n_maps, .n_rows = n_rows, .n_columns = n_columns, .block = 1,
  };

  for (gsize i = 1; i <= n_maps && ((double) i <= width || i == 1); i++)
    {
      /* Only arrangements without empty rows. */
      const gsize n_down = divide_up (n_maps, i);
      const double cell = divide_up (n_maps, n_down) == i ? get_cell (self, i, width, height, gap)
                                                          : 0;

      if (cell > best)
        {
          best = cell;
          self->n_across = i;
        }
    }

  self->n_down = divide_up (n_maps, self->n_across);
  best = fmax (best, 1e-3);
  if (best < 1)
    self->block = (gsize) ceil (fmin (1 / best, (double) MAX (n_rows, n_columns)));
  choose_unit (self, fmin (best * (double) self->block, max_cell > 0 ? max_cell : MAX_CELL), gap);

  self->width = (double) (self->n_across * (get_columns (self) + self->pad) - self->pad) *
                self->unit;
  self->height = (double) (self->n_down * (get_rows (self) + self->pad) - self->pad) * self->unit;
  /* Empty cells may be wider than the gap that was planned for. */
  shrink = fmin (1, fmin (width / self->width, height / self->height));
  self->unit *= shrink;
  self->width *= shrink;
  self->height *= shrink;
}

void
lamina_atlas_get_map (const LaminaAtlas *self,
                      gsize              index,
                      double            *x,
                      double            *y,
                      double            *width,
                      double            *height)
{
  const gsize across = index % self->n_across;
  const gsize down = index / self->n_across;

  *x = self->x + (double) (across * (get_columns (self) + self->pad)) * self->unit;
  *y = self->y + (double) (down * (get_rows (self) + self->pad)) * self->unit;
  *width = (double) get_columns (self) * self->unit;
  *height = (double) get_rows (self) * self->unit;
}

gboolean
lamina_atlas_hit (const LaminaAtlas *self,
                  double             x,
                  double             y,
                  gsize             *index,
                  gsize             *row,
                  gsize             *column)
{
  const gsize columns = get_columns (self) + self->pad;
  const gsize rows = get_rows (self) + self->pad;
  const double across = (x - self->x) / self->unit;
  const double down = (y - self->y) / self->unit;
  gsize i, j;

  if (across < 0 || down < 0 || x - self->x >= self->width || y - self->y >= self->height)
    return FALSE;

  i = (gsize) across;
  j = (gsize) down;
  *index = j / rows * self->n_across + i / columns;
  *row = j % rows / self->zoom * self->block;
  *column = i % columns / self->zoom * self->block;

  return *index < self->n_maps && *row < self->n_rows && *column < self->n_columns;
}

/* Colours of one map of the atlas. */
typedef struct
{
  const guint32 *colors;
  guint32        bad;
  gboolean       is_signed;   /* around 0 */
  double         low, factor; /* color = (value - low) × factor */
} Scale;

static guint32
get_pixel (const Scale *scale,
           double       value)
{
  const double place = (value - scale->low) * scale->factor;

  if (!isfinite (value))
    return scale->bad;

  /* A signed map has 0 in its middle, also where there is nothing else. */
  if (scale->factor == 0)
    return 0xff000000u | scale->colors[scale->is_signed ? LAMINA_MAP_SIZE / 2 : 0];

  return 0xff000000u | scale->colors[(gsize) CLAMP (place, 0, LAMINA_MAP_SIZE - 1)];
}

/* The mean; of signed values the strongest, since those would cancel out. */
static double
get_block_value (const LaminaAtlas *self,
                 const lm_real     *map,
                 gboolean           is_signed,
                 gsize              row,
                 gsize              column)
{
  const gsize end_row = MIN (row + self->block, self->n_rows);
  const gsize end_column = MIN (column + self->block, self->n_columns);
  double sum = 0, strongest = 0;

  for (gsize i = row; i < end_row; i++)
    for (gsize j = column; j < end_column; j++)
      {
        const double value = (double) map[i * self->n_columns + j];

        sum += value;
        if (fabs (value) > fabs (strongest))
          strongest = value;
      }

  if (is_signed && isfinite (sum))
    return strongest;

  return sum / (double) ((end_row - row) * (end_column - column));
}

static void
fill_map (const LaminaAtlas *self,
          const lm_real     *map,
          const Scale       *scale,
          guint32           *pixels,
          gsize              stride)
{
  for (gsize row = 0; row < self->n_rows; row += self->block)
    {
      guint32 *pixel = pixels;

      for (gsize column = 0; column < self->n_columns; column += self->block)
        {
          const double value = self->block == 1
                                 ? (double) map[row * self->n_columns + column]
                                 : get_block_value (self, map, scale->is_signed, row, column);
          const guint32 color = get_pixel (scale, value);

          for (gsize i = 0; i < self->zoom; i++)
            *pixel++ = color;
        }
      for (gsize i = 1; i < self->zoom; i++)
        memcpy (pixels + i * stride, pixels, (gsize) (pixel - pixels) * sizeof *pixels);
      pixels += self->zoom * stride;
    }
}

/* Sets low and factor for the values @low to @high. */
static void
set_range (Scale  *scale,
           double  low,
           double  high)
{
  scale->low = low;
  scale->factor = high > low ? LAMINA_MAP_SIZE / (high - low) : 0;
}

static void
set_own_range (Scale            *scale,
               const LaminaMaps *maps,
               gsize             index)
{
  const LaminaMaps one = {
    .data = lamina_maps_nth (maps, index),
    .n_rows = maps->n_rows, .n_columns = maps->n_columns, .n_maps = 1,
  };
  double low, high;

  if (!lamina_maps_get_range (&one, &low, &high))
    low = high = 0;
  if (scale->is_signed)
    set_range (scale, -fmax (-low, high), fmax (-low, high));
  else
    set_range (scale, fmin (low, 0), high);
}

void
lamina_atlas_draw (const LaminaAtlas *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   const LaminaMaps  *maps,
                   LaminaMap          map,
                   double             low,
                   double             high)
{
  const gsize columns = get_columns (self) + self->pad;
  const gsize rows = get_rows (self) + self->pad;
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (self->n_across * columns - self->pad),
                                (int) (self->n_down * rows - self->pad));
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface) / sizeof *pixels;
  Scale scale = {
    .colors = lamina_style_get_map (style, map), .is_signed = map == LAMINA_MAP_DIVERGING,
  };
  double rgb[3];

  if (pixels == NULL)
    {
      cairo_surface_destroy (surface);
      return;
    }

  lamina_style_get_color (style, LAMINA_COLOR_WRONG, rgb);
  scale.bad = 0xff000000u | (guint32) (rgb[0] * 255) << 16 | (guint32) (rgb[1] * 255) << 8 |
              (guint32) (rgb[2] * 255);
  set_range (&scale, low, high);

  for (gsize i = 0; i < MIN (self->n_maps, maps->n_maps); i++)
    {
      if (isnan (low))
        set_own_range (&scale, maps, i);
      fill_map (self, lamina_maps_nth (maps, i), &scale,
                pixels + i / self->n_across * rows * stride + i % self->n_across * columns, stride);
    }

  cairo_surface_mark_dirty (surface);
  lamina_paint_surface (cr, surface, FALSE, self->x, self->y, self->width, self->height);
  cairo_surface_destroy (surface);
}
