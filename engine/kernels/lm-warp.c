/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-warp.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const char *const lm_fill_ids[] = { "edge", "zero", NULL };
const char *const lm_fill_titles[] = { N_("Edge"), N_("Zero"), NULL };

/* The four pixels that one of the result is made of, and their shares. */
typedef struct
{
  gsize   place[4];
  lm_real share[4];
} Spot;

/* The matrix of a warp, found once a picture: [row, column] = origin + matrix·[i, j] */
typedef struct
{
  double cosine, sine, row, column;
  gsize  height, width;
  int    fill;
} Map;

static Map
lm_warp_get_map (const LmWarp  *self,
                 const LmShape *shape)
{
  const double centre_y = ((double) shape->dim[2] - 1) / 2;
  const double centre_x = ((double) shape->dim[3] - 1) / 2;
  Map map = {
    .cosine = cos (self->angle) / self->zoom,
    .sine = sin (self->angle) / self->zoom,
    .height = shape->dim[2],
    .width = shape->dim[3],
    .fill = self->fill,
  };

  map.row = centre_y - map.cosine * (centre_y + self->shift_y) -
            map.sine * (centre_x + self->shift_x);
  map.column = centre_x + map.sine * (centre_y + self->shift_y) -
               map.cosine * (centre_x + self->shift_x);

  return map;
}

static Spot
lm_warp_find (const Map *map,
              gsize      i,
              gsize      j)
{
  const double bottom = (double) map->height - 1, right = (double) map->width - 1;
  double row = map->row + map->cosine * (double) i + map->sine * (double) j;
  double column = map->column - map->sine * (double) i + map->cosine * (double) j;
  Spot spot;

  if (map->fill == LM_FILL_EDGE)
    {
      row = CLAMP (row, 0, bottom);
      column = CLAMP (column, 0, right);
    }

  for (gsize k = 0; k < 4; k++)
    {
      const double y = floor (row) + (double) (k / 2), x = floor (column) + (double) (k % 2);
      const double share = (1 - fabs (row - y)) * (1 - fabs (column - x));
      const gboolean is_inside = y >= 0 && y <= bottom && x >= 0 && x <= right;

      spot.share[k] = is_inside ? (lm_real) share : 0;
      spot.place[k] = is_inside ? (gsize) y * map->width + (gsize) x : 0;
    }

  return spot;
}

void
lm_warp_apply (const LmWarp  *self,
               const LmShape *shape,
               const lm_real *x,
               lm_real       *y)
{
  const Map map = lm_warp_get_map (self, shape);
  const gsize n_plane = map.height * map.width;

  for (gsize i = 0; i < n_plane; i++)
    {
      const Spot spot = lm_warp_find (&map, i / map.width, i % map.width);

      for (gsize plane = 0; plane < shape->dim[1] * n_plane; plane += n_plane)
        {
          lm_real sum = 0;

          for (gsize k = 0; k < 4; k++)
            sum += spot.share[k] * x[plane + spot.place[k]];
          y[plane + i] = sum;
        }
    }
}

void
lm_warp_derive (const LmWarp  *self,
                const LmShape *shape,
                const lm_real *dy,
                lm_real       *dx)
{
  const Map map = lm_warp_get_map (self, shape);
  const gsize n_plane = map.height * map.width;

  memset (dx, 0, shape->dim[1] * n_plane * sizeof *dx);
  for (gsize i = 0; i < n_plane; i++)
    {
      const Spot spot = lm_warp_find (&map, i / map.width, i % map.width);

      for (gsize plane = 0; plane < shape->dim[1] * n_plane; plane += n_plane)
        {
          for (gsize k = 0; k < 4; k++)
            dx[plane + spot.place[k]] += spot.share[k] * dy[plane + i];
        }
    }
}
