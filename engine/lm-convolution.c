/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution.h"

#include <string.h>

#include "lm-blas.h"
#include "lm-math.h"

/* Elements of a tile's columns, unless one row of places has more by itself. */
#define TILE_ELEMENTS ((gsize) 1 << 18)
/* Places that a product of matrices should have at least, and pictures to get them from. */
#define ENOUGH_PLACES 64
#define MAX_TOGETHER 16

/* The pictures [first, first + n) and of each of them the output rows [top, top + n_rows), in one
 * group of channels and filters; x, y and their gradients begin with the group's first. */
typedef struct
{
  gsize n, top, n_rows;
} LmTile;

static gsize
lm_convolution_get_n_places (const LmConvolution *self,
                             const LmTile        *tile)
{
  return tile->n_rows * self->window.x.out;
}

gsize
lm_convolution_plan (LmConvolution *self)
{
  const LmWindow *window = &self->window;
  const gsize n_filters = self->n_filters / self->n_groups;
  LmShape scratch;

  self->n_column = self->n_channels / self->n_groups * window->y.kernel * window->x.kernel;
  self->n_rows = window->y.out;
  self->n_together = 1;
  if (lm_window_is_trivial (window))
    return 0;

  scratch = (LmShape) { 2, { self->n_column, window->x.out } };
  self->n_rows = CLAMP (TILE_ELEMENTS / lm_shape_get_n_elements (&scratch), 1, window->y.out);
  if (self->n_rows == window->y.out)
    self->n_together = CLAMP (ENOUGH_PLACES / (window->y.out * window->x.out), 1, MAX_TOGETHER);

  /* Columns, and the answers of several pictures side by side. */
  scratch = (LmShape) { 3, { self->n_column + (self->n_together > 1 ? n_filters : 0),
                             self->n_rows * self->n_together, window->x.out } };

  return lm_shape_get_n_elements (&scratch);
}

/* Elements of all channels of a picture, and of all filters. */
static gsize
lm_convolution_get_n_in (const LmConvolution *self)
{
  return self->n_channels * self->window.y.in * self->window.x.in;
}

static gsize
lm_convolution_get_n_out (const LmConvolution *self)
{
  return self->n_filters * self->window.y.out * self->window.x.out;
}

/* Columns [K, pictures · places]. */
static const lm_real *
lm_convolution_get_columns (const LmConvolution *self,
                            const LmTile        *tile,
                            const lm_real       *x,
                            lm_real             *scratch)
{
  const gsize n_places = lm_convolution_get_n_places (self, tile);

  if (lm_window_is_trivial (&self->window))
    return x;

  for (gsize i = 0; i < tile->n; i++)
    lm_window_unfold (&self->window, self->n_channels / self->n_groups, tile->top, tile->n_rows,
                      x + i * lm_convolution_get_n_in (self), tile->n * n_places,
                      scratch + i * n_places);

  return scratch;
}

/* Where the answers of several pictures lie side by side, [filters, pictures · places]. */
static lm_real *
lm_convolution_get_side_by_side (const LmConvolution *self,
                                 const LmTile        *tile,
                                 lm_real             *scratch)
{
  return scratch + self->n_column * tile->n * lm_convolution_get_n_places (self, tile);
}

static void
lm_convolution_forward_tile (const LmConvolution *self,
                             const LmTile        *tile,
                             const lm_real       *x,
                             const lm_real       *weight,
                             gboolean             add,
                             lm_real             *y,
                             lm_real             *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize n_plane = self->window.y.out * self->window.x.out;
  const gsize n_places = lm_convolution_get_n_places (self, tile);
  const lm_real *columns = lm_convolution_get_columns (self, tile, x, scratch);
  lm_real *answers = lm_convolution_get_side_by_side (self, tile, scratch);

  if (tile->n == 1)
    {
      lm_gemm_raw (LM_KEEP, LM_KEEP, n_filters, n_places, self->n_column, 1, weight, self->n_column,
                   columns, n_places, add ? 1 : 0, y + tile->top * self->window.x.out,
                   n_plane); /* y += W·columns */
      return;
    }

  lm_gemm_raw (LM_KEEP, LM_KEEP, n_filters, tile->n * n_places, self->n_column,
               1, weight, self->n_column, columns, tile->n * n_places,
               0, answers, tile->n * n_places);
  for (gsize i = 0; i < tile->n; i++, y += lm_convolution_get_n_out (self))
    {
      for (gsize filter = 0; filter < n_filters; filter++)
        {
          const lm_real *from = answers + (filter * tile->n + i) * n_places;
          lm_real *to = y + filter * n_places;

          for (gsize j = 0; j < n_places; j++)
            to[j] = add ? to[j] + from[j] : from[j];
        }
    }
}

void
lm_convolution_forward (const LmConvolution *self,
                        gsize                n_pictures,
                        const lm_real       *x,
                        const lm_real       *weight,
                        gboolean             add,
                        lm_real             *y,
                        lm_real             *scratch)
{
  const gsize n_in = lm_convolution_get_n_in (self), n_out = lm_convolution_get_n_out (self);
  LmTile tile;

  for (gsize i = 0; i < n_pictures; i += tile.n)
    {
      tile.n = MIN (self->n_together, n_pictures - i);
      for (gsize group = 0; group < self->n_groups; group++)
        {
          for (tile.top = 0; tile.top < self->window.y.out; tile.top += tile.n_rows)
            {
              tile.n_rows = MIN (self->n_rows, self->window.y.out - tile.top);
              lm_convolution_forward_tile (self, &tile,
                                           x + i * n_in + group * (n_in / self->n_groups),
                                           weight + group * self->n_filters / self->n_groups *
                                                      self->n_column,
                                           add, y + i * n_out + group * (n_out / self->n_groups),
                                           scratch);
            }
        }
    }
}

/* The gradients of the answers, [filters, pictures · places]; @n_row: elements from one row to the
 * next. */
static const lm_real *
lm_convolution_get_gradients (const LmConvolution *self,
                              const LmTile        *tile,
                              const lm_real       *dy,
                              lm_real             *scratch,
                              gsize               *n_row)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize n_places = lm_convolution_get_n_places (self, tile);
  lm_real *gradients = lm_convolution_get_side_by_side (self, tile, scratch);

  if (tile->n == 1)
    {
      *n_row = self->window.y.out * self->window.x.out;
      return dy + tile->top * self->window.x.out;
    }

  *n_row = tile->n * n_places;
  for (gsize i = 0; i < tile->n; i++, dy += lm_convolution_get_n_out (self))
    {
      for (gsize filter = 0; filter < n_filters; filter++)
        memcpy (gradients + (filter * tile->n + i) * n_places, dy + filter * n_places,
                n_places * sizeof *dy);
    }

  return gradients;
}

static void
lm_convolution_backward_tile (const LmConvolution *self,
                              const LmTile        *tile,
                              const lm_real       *x,
                              const lm_real       *weight,
                              const lm_real       *dy,
                              lm_real             *dweight,
                              lm_real             *dx,
                              lm_real             *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize n_places = lm_convolution_get_n_places (self, tile), n = tile->n * n_places;
  const gboolean is_trivial = lm_window_is_trivial (&self->window);
  lm_real *dcolumns = is_trivial ? dx : scratch;
  gsize n_row;
  const lm_real *gradients = lm_convolution_get_gradients (self, tile, dy, scratch, &n_row);

  if (dweight != NULL)
    lm_gemm_raw (LM_KEEP, LM_TRANSPOSE, n_filters, self->n_column, n, 1, gradients, n_row,
                 lm_convolution_get_columns (self, tile, x, scratch), n,
                 1, dweight, self->n_column); /* dW += dy·columnsᵀ */
  if (dx == NULL)
    return;

  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, self->n_column, n, n_filters, 1, weight, self->n_column,
               gradients, n_row, 0, dcolumns, n); /* dcolumns = Wᵀ·dy */
  for (gsize i = 0; i < tile->n && !is_trivial; i++)
    lm_window_fold (&self->window, self->n_channels / self->n_groups, tile->top, tile->n_rows,
                    dcolumns + i * n_places, n, dx + i * lm_convolution_get_n_in (self));
}

void
lm_convolution_backward (const LmConvolution *self,
                         gsize                n_pictures,
                         const lm_real       *x,
                         const lm_real       *weight,
                         const lm_real       *dy,
                         lm_real             *dweight,
                         lm_real             *dx,
                         lm_real             *scratch)
{
  const gsize n_in = lm_convolution_get_n_in (self), n_out = lm_convolution_get_n_out (self);
  LmTile tile;

  if (dx != NULL && !lm_window_is_trivial (&self->window))
    memset (dx, 0, n_pictures * n_in * sizeof *dx);

  for (gsize i = 0; i < n_pictures; i += tile.n)
    {
      tile.n = MIN (self->n_together, n_pictures - i);
      for (gsize group = 0; group < self->n_groups; group++)
        {
          const gsize from = i * n_in + group * (n_in / self->n_groups);
          const gsize filters = group * self->n_filters / self->n_groups * self->n_column;

          for (tile.top = 0; tile.top < self->window.y.out; tile.top += tile.n_rows)
            {
              tile.n_rows = MIN (self->n_rows, self->window.y.out - tile.top);
              lm_convolution_backward_tile (self, &tile, x != NULL ? x + from : NULL,
                                            weight + filters,
                                            dy + i * n_out + group * (n_out / self->n_groups),
                                            dweight != NULL ? dweight + filters : NULL,
                                            dx != NULL ? dx + from : NULL, scratch);
            }
        }
    }
}

void
lm_convolution_set_bias (const LmTensor *bias,
                         gsize           n_plane,
                         lm_real        *y)
{
  for (gsize i = 0; i < bias->len; i++, y += n_plane)
    {
      for (gsize j = 0; j < n_plane; j++)
        y[j] = bias->data[i];
    }
}

void
lm_convolution_shift (const LmTensor *bias,
                      gsize           n_plane,
                      lm_real        *y)
{
  for (gsize i = 0; i < bias->len; i++, y += n_plane)
    {
      for (gsize j = 0; j < n_plane; j++)
        y[j] += bias->data[i];
    }
}

void
lm_convolution_add_bias (const lm_real *dy,
                         gsize          n_plane,
                         LmTensor      *bias)
{
  for (gsize i = 0; i < bias->len; i++, dy += n_plane)
    bias->data[i] += (lm_real) lm_sum (dy, n_plane);
}
