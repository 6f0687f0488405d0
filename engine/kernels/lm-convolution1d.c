/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution1d.h"

#include <string.h>

#include "lm-blas.h"
#include "lm-math.h"

/* Elements of a tile's columns, unless one step has more by itself. */
#define TILE_ELEMENTS ((gsize) 1 << 16)

gsize
lm_convolution1d_plan (LmConvolution1d *self)
{
  LmShape weights, columns;
  gsize n;

  self->n_column = self->n_channels / self->n_groups * self->slide.kernel;
  self->n_steps = MAX (1, TILE_ELEMENTS / self->n_column);
  weights = (LmShape) { 3, { 2, self->n_filters, self->n_column } };
  columns = (LmShape) { 2, { self->n_steps, self->n_column } };
  if (!g_size_checked_add (&n, lm_shape_get_n_elements (&weights),
                           lm_shape_get_n_elements (&columns)))
    return G_MAXSIZE;

  return n;
}

static gsize
lm_convolution1d_get_n_weights (const LmConvolution1d *self)
{
  return self->n_filters * self->n_column;
}

/* @arranged [filters, kernel, channels / groups] of @weight. */
static void
lm_convolution1d_arrange (const LmConvolution1d *self,
                          const lm_real         *weight,
                          lm_real               *arranged)
{
  const gsize kernel = self->slide.kernel, n = self->n_channels / self->n_groups;

  for (gsize i = 0; i < lm_convolution1d_get_n_weights (self); i += n * kernel)
    {
      for (gsize k = 0; k < kernel; k++)
        {
          for (gsize j = 0; j < n; j++)
            arranged[i + k * n + j] = weight[i + j * kernel + k];
        }
    }
}

/* The reverse: adds. */
static void
lm_convolution1d_add_arranged (const LmConvolution1d *self,
                               const lm_real         *arranged,
                               lm_real               *weight)
{
  const gsize kernel = self->slide.kernel, n = self->n_channels / self->n_groups;

  for (gsize i = 0; i < lm_convolution1d_get_n_weights (self); i += n * kernel)
    {
      for (gsize k = 0; k < kernel; k++)
        {
          for (gsize j = 0; j < n; j++)
            weight[i + j * kernel + k] += arranged[i + k * n + j];
        }
    }
}

/* The features of one group that position @k of the kernel sees at step @step of all rows, or
 * %NULL in the padding. */
static lm_real *
lm_convolution1d_see (const LmConvolution1d *self,
                      const guint32         *lengths,
                      gsize                  group,
                      gsize                  step,
                      gsize                  k,
                      const lm_real         *x)
{
  const LmSlide *slide = &self->slide;
  const gsize row = step / slide->out;
  const gsize from = step % slide->out * slide->stride + k * slide->dilation;
  const gsize end = lengths != NULL ? lengths[row] : slide->in;

  if (from < slide->before || from - slide->before >= end)
    return NULL;

  return (lm_real *) x + (row * slide->in + from - slide->before) * self->n_channels +
         group * (self->n_channels / self->n_groups);
}

static void
lm_convolution1d_unfold (const LmConvolution1d *self,
                         const guint32         *lengths,
                         gsize                  group,
                         gsize                  first,
                         gsize                  n_steps,
                         const lm_real         *x,
                         lm_real               *columns)
{
  const gsize n = self->n_channels / self->n_groups;

  for (gsize step = first; step < first + n_steps; step++)
    {
      for (gsize k = 0; k < self->slide.kernel; k++, columns += n)
        {
          const lm_real *seen = lm_convolution1d_see (self, lengths, group, step, k, x);

          if (seen != NULL)
            memcpy (columns, seen, n * sizeof *columns);
          else
            memset (columns, 0, n * sizeof *columns);
        }
    }
}

static void
lm_convolution1d_fold (const LmConvolution1d *self,
                       const guint32         *lengths,
                       gsize                  group,
                       gsize                  first,
                       gsize                  n_steps,
                       const lm_real         *columns,
                       lm_real               *dx)
{
  const gsize n = self->n_channels / self->n_groups;

  for (gsize step = first; step < first + n_steps; step++)
    {
      for (gsize k = 0; k < self->slide.kernel; k++, columns += n)
        {
          lm_real *seen = lm_convolution1d_see (self, lengths, group, step, k, dx);

          if (seen != NULL)
            lm_add (columns, seen, n);
        }
    }
}

void
lm_convolution1d_forward (const LmConvolution1d *self,
                          gsize                  n_rows,
                          const guint32         *lengths,
                          const lm_real         *x,
                          const lm_real         *weight,
                          gboolean               add,
                          lm_real               *y,
                          lm_real               *scratch)
{
  const gsize n_filters = self->n_filters / self->n_groups, n_column = self->n_column;
  const gsize n_steps = n_rows * self->slide.out;
  lm_real *arranged = scratch;
  lm_real *columns = scratch + 2 * lm_convolution1d_get_n_weights (self);

  lm_convolution1d_arrange (self, weight, arranged);
  for (gsize i = 0; i < n_steps; i += self->n_steps)
    {
      const gsize n = MIN (self->n_steps, n_steps - i);

      for (gsize group = 0; group < self->n_groups; group++)
        {
          lm_convolution1d_unfold (self, lengths, group, i, n, x, columns);
          lm_gemm_raw (LM_KEEP, LM_TRANSPOSE, n, n_filters, n_column, 1, columns, n_column,
                       arranged + group * n_filters * n_column, n_column, add ? 1 : 0,
                       y + i * self->n_filters + group * n_filters, self->n_filters);
        }                                                       /* y += columns·Wᵀ */
    }
}

/* One tile of one group: the arranged weights are those of the group. */
static void
lm_convolution1d_backward_tile (const LmConvolution1d *self,
                                const guint32         *lengths,
                                gsize                  group,
                                gsize                  first,
                                gsize                  n,
                                const lm_real         *x,
                                const lm_real         *arranged,
                                const lm_real         *dy,
                                lm_real               *darranged,
                                lm_real               *dx,
                                lm_real               *columns)
{
  const gsize n_filters = self->n_filters / self->n_groups, n_column = self->n_column;
  const lm_real *out = dy + first * self->n_filters + group * n_filters;

  lm_convolution1d_unfold (self, lengths, group, first, n, x, columns);
  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, n_filters, n_column, n, 1, out, self->n_filters,
               columns, n_column, 1, darranged, n_column); /* dW += dyᵀ·columns */
  if (dx == NULL)
    return;

  lm_gemm_raw (LM_KEEP, LM_KEEP, n, n_column, n_filters, 1, out, self->n_filters,
               arranged, n_column, 0, columns, n_column);  /* dcolumns = dy·W */
  lm_convolution1d_fold (self, lengths, group, first, n, columns, dx);
}

void
lm_convolution1d_backward (const LmConvolution1d *self,
                           gsize                  n_rows,
                           const guint32         *lengths,
                           const lm_real         *x,
                           const lm_real         *weight,
                           const lm_real         *dy,
                           lm_real               *dweight,
                           lm_real               *dx,
                           lm_real               *scratch)
{
  const gsize n_weights = lm_convolution1d_get_n_weights (self);
  const gsize n_steps = n_rows * self->slide.out;
  lm_real *arranged = scratch, *darranged = scratch + n_weights;
  lm_real *columns = scratch + 2 * n_weights;

  lm_convolution1d_arrange (self, weight, arranged);
  memset (darranged, 0, n_weights * sizeof *darranged);
  if (dx != NULL)
    memset (dx, 0, n_rows * self->slide.in * self->n_channels * sizeof *dx);

  for (gsize i = 0; i < n_steps; i += self->n_steps)
    {
      for (gsize group = 0; group < self->n_groups; group++)
        {
          const gsize place = group * n_weights / self->n_groups;

          lm_convolution1d_backward_tile (self, lengths, group, i, MIN (self->n_steps, n_steps - i),
                                          x, arranged + place, dy, darranged + place, dx, columns);
        }
    }
  lm_convolution1d_add_arranged (self, darranged, dweight);
}
