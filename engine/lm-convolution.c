/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution.h"

#include <string.h>

#include "lm-blas.h"
#include "lm-math.h"

/* Elements of a tile's columns, unless one row of places has more by itself. */
#define TILE_ELEMENTS ((gsize) 1 << 18)

gsize
lm_convolution_plan (LmConvolution *self)
{
  const LmWindow *window = &self->window;
  LmShape columns;

  self->n_column = self->n_channels / self->n_groups * window->y.kernel * window->x.kernel;
  self->n_rows = window->y.out;
  if (lm_window_is_trivial (window))
    return 0;

  columns = (LmShape) { 2, { self->n_column, window->x.out } };
  self->n_rows = CLAMP (TILE_ELEMENTS / lm_shape_get_n_elements (&columns), 1, window->y.out);
  columns = (LmShape) { 3, { self->n_column, self->n_rows, window->x.out } };

  return lm_shape_get_n_elements (&columns);
}

static gsize
lm_convolution_get_n_in (const LmConvolution *self)
{
  return self->n_channels / self->n_groups * self->window.y.in * self->window.x.in;
}

/* Columns [K, n places] of the output rows [first, first + n). */
static const lm_real *
lm_convolution_get_columns (const LmConvolution *self,
                            gsize                first,
                            gsize                n,
                            const lm_real       *x,
                            lm_real             *scratch)
{
  if (lm_window_is_trivial (&self->window))
    return x;

  lm_window_unfold (&self->window, self->n_channels / self->n_groups, first, n, x, scratch);

  return scratch;
}

void
lm_convolution_forward (const LmConvolution *self,
                        const lm_real       *x,
                        const lm_real       *weight,
                        gboolean             add,
                        lm_real             *y,
                        lm_real             *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize height = self->window.y.out, width = self->window.x.out;

  for (gsize group = 0; group < self->n_groups; group++)
    {
      for (gsize i = 0; i < height; i += self->n_rows)
        {
          const gsize n = MIN (self->n_rows, height - i);
          const lm_real *columns = lm_convolution_get_columns (self, i, n, x, scratch);

          lm_gemm_raw (LM_KEEP, LM_KEEP, n_filters, n * width, self->n_column,
                       1, weight, self->n_column, columns, n * width,
                       add ? 1 : 0, y + i * width, height * width); /* y += W·columns */
        }

      x += lm_convolution_get_n_in (self);
      weight += n_filters * self->n_column;
      y += n_filters * height * width;
    }
}

/* One tile of one group; the pointers are those of the group. */
static void
lm_convolution_backward_tile (const LmConvolution *self,
                              gsize                first,
                              const lm_real       *x,
                              const lm_real       *weight,
                              const lm_real       *dy,
                              lm_real             *dweight,
                              lm_real             *dx,
                              lm_real             *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize height = self->window.y.out, width = self->window.x.out;
  const gsize n = MIN (self->n_rows, height - first);
  const gboolean is_trivial = lm_window_is_trivial (&self->window);
  lm_real *dcolumns = is_trivial ? dx : scratch;

  if (dweight != NULL)
    lm_gemm_raw (LM_KEEP, LM_TRANSPOSE, n_filters, self->n_column, n * width,
                 1, dy + first * width, height * width,
                 lm_convolution_get_columns (self, first, n, x, scratch), n * width,
                 1, dweight, self->n_column); /* dW += dy·columnsᵀ */
  if (dx == NULL)
    return;

  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, self->n_column, n * width, n_filters,
               1, weight, self->n_column, dy + first * width, height * width,
               0, dcolumns, n * width); /* dcolumns = Wᵀ·dy */
  if (!is_trivial)
    lm_window_fold (&self->window, self->n_channels / self->n_groups, first, n, dcolumns, dx);
}

void
lm_convolution_backward (const LmConvolution *self,
                         const lm_real       *x,
                         const lm_real       *weight,
                         const lm_real       *dy,
                         lm_real             *dweight,
                         lm_real             *dx,
                         lm_real             *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups;
  const gsize height = self->window.y.out, width = self->window.x.out;
  const gsize n_in = lm_convolution_get_n_in (self);

  if (dx != NULL)
    memset (dx, 0, self->n_groups * n_in * sizeof *dx);

  for (gsize group = 0; group < self->n_groups; group++)
    {
      for (gsize i = 0; i < height; i += self->n_rows)
        lm_convolution_backward_tile (self, i, x, weight, dy, dweight, dx, scratch);

      weight += n_filters * self->n_column;
      dy += n_filters * height * width;
      if (dweight != NULL)
        {
          x += n_in;
          dweight += n_filters * self->n_column;
        }
      if (dx != NULL)
        dx += n_in;
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
