/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution.h"

#include <string.h>

#include "lm-clones.h"
#include "lm-convolution-taps.h"
#include "lm-math.h"
#include "lm-row.h"

/* The scratch of one group of channels and filters:
 *
 *   offsets  of each of K in a padded picture, or of each filter's answers
 *   panels   weights, a few filters or channels side by side
 *   picture  [n_together, channels, n_plane], padded
 *   answers  [filters, n_together, n_run], their rows as far apart as the padded picture's
 *   sums     likewise, of a few filters, or of a few of K
 */

/* Of a group. */
static gsize
lm_convolution_get_n_channels (const LmConvolution *self)
{
  return self->n_channels / self->n_groups;
}

static gsize
lm_convolution_get_n_filters (const LmConvolution *self)
{
  return self->n_filters / self->n_groups;
}

static gsize
lm_convolution_get_n_places (const LmConvolution *self)
{
  return self->window.y.out * self->window.x.out;
}

/* From the first channel, or filter, of one picture to that of the next. */
static gsize
lm_convolution_get_n_in (const LmConvolution *self)
{
  return self->n_channels * self->window.y.in * self->window.x.in;
}

static gsize
lm_convolution_get_n_out (const LmConvolution *self)
{
  return self->n_filters * lm_convolution_get_n_places (self);
}

/* Elements of a padded picture. */
static gsize
lm_convolution_get_n_padded (const LmConvolution *self)
{
  return lm_convolution_get_n_channels (self) * self->padded.n_plane;
}

/* Returns: where the next ones begin; %G_MAXSIZE if that overflows */
static gsize
lm_convolution_reserve (gsize begin,
                        gsize n_rows,
                        gsize n_columns)
{
  const LmShape shape = { 2, { n_rows, n_columns } };
  const gsize n = lm_shape_get_n_elements (&shape);

  return n > G_MAXSIZE / 8 || begin > G_MAXSIZE / 8 ? G_MAXSIZE
                                                    : begin + lm_round_up (n, LM_ALIGNMENT);
}

gsize
lm_convolution_plan (LmConvolution *self)
{
  const gsize n_channels = lm_convolution_get_n_channels (self);
  const gsize n_filters = lm_convolution_get_n_filters (self);
  const LmMicroKernel *kernel = self->kernel != NULL ? self->kernel : lm_micro_kernel_nth (0);
  gsize n_side, n;

  self->kernel = kernel;
  self->padded.window = self->window;
  lm_padded_plan (&self->padded, kernel->n_lanes);
  self->n_taps = self->window.y.kernel * self->window.x.kernel;
  self->n_column = n_channels * self->n_taps;
  self->n_together = self->padded.n_run == kernel->n_lanes ? kernel->n_vectors : 1;

  self->panels = lm_convolution_reserve (0, self->n_column + n_filters,
                                         sizeof (gsize) / sizeof (lm_real));
  n_side = lm_round_up (n_filters, kernel->n_rows);
  self->picture = lm_convolution_reserve (self->panels,
                                          lm_round_up (self->n_column, kernel->n_rows), n_side);
  self->answers = lm_convolution_reserve (self->picture, n_channels,
                                          self->n_together * self->padded.n_plane);
  self->sums = lm_convolution_reserve (self->answers, n_filters,
                                       self->n_together * self->padded.n_run);
  n = lm_convolution_reserve (self->sums, kernel->n_rows, self->n_together * self->padded.n_run);

  n = MAX (n, lm_taps_plan (self));
  self->n_forward = self->taps.goes_forward ? self->n_column * self->taps.wide_filters
                                            : self->n_column * n_side;
  self->n_backward = self->taps.derives
                       ? self->n_taps * n_filters * self->taps.wide_channels
                       : lm_round_up (self->n_column, kernel->n_rows) * n_filters;

  return n;
}

gsize
lm_convolution_get_packed_size (const LmConvolution *self)
{
  const LmShape shape = { 2, { self->n_groups, self->n_forward + self->n_backward } };

  return lm_shape_get_n_elements (&shape);
}

/* Of each of K, where in a padded picture its run begins. */
static gsize *
lm_convolution_list_offsets (const LmConvolution *self,
                             lm_real             *scratch)
{
  gsize *offsets = (gsize *) (gpointer) scratch;

  for (gsize i = 0; i < self->n_taps; i++)
    offsets[i] = lm_padded_get_offset (&self->padded, i / self->window.x.kernel,
                                       i % self->window.x.kernel);
  for (gsize i = self->n_taps; i < self->n_column; i++)
    offsets[i] = offsets[i - self->n_taps] + self->padded.n_plane;

  return offsets;
}

/* Adds @bias to rows of answers, and puts them one behind the other. */
LM_CLONES static void
lm_convolution_close_up (const LmConvolution *self,
                         const lm_real       *answers,
                         lm_real              bias,
                         lm_real             *y)
{
  const gsize n_columns = self->window.x.out;

  for (gsize row = 0; row < self->window.y.out; row++)
    lm_row_shift (y + row * n_columns, answers + row * self->padded.n_columns, bias, n_columns);
}

/* @weight [filters, K] to panels [filters / n_rows, K, n_rows]; what is too much is 0. */
static void
lm_convolution_pack_filters (const LmConvolution *self,
                             const lm_real       *weight,
                             lm_real             *panels)
{
  const gsize n_filters = lm_convolution_get_n_filters (self), n_rows = self->kernel->n_rows;

  if (n_filters % n_rows != 0)
    memset (panels, 0, lm_round_up (n_filters, n_rows) * self->n_column * sizeof *panels);
  for (gsize first = 0; first < n_filters; first += n_rows)
    lm_transpose (MIN (n_rows, n_filters - first), self->n_column,
                  weight + first * self->n_column, self->n_column,
                  panels + first * self->n_column, n_rows);
}

/* From one picture to the next, of which each fills a vector; else from one vector to the next. */
static gsize
lm_convolution_get_picture_step (const LmConvolution *self)
{
  return self->n_together > 1 ? lm_convolution_get_n_padded (self) : self->kernel->n_lanes;
}

/* As many vectors as @n pictures fill. */
static gsize
lm_convolution_get_n_vectors (const LmConvolution *self,
                              gsize                n)
{
  return n * (self->padded.n_run / self->kernel->n_lanes);
}

/* What is around the pixels, in all pictures that there is room for. */
static void
lm_convolution_clear (const LmConvolution *self,
                      lm_real             *picture)
{
  for (gsize i = 0; i < self->n_together; i++)
    lm_padded_clear (&self->padded, lm_convolution_get_n_channels (self),
                     picture + i * lm_convolution_get_n_padded (self));
}

static void
lm_convolution_put (const LmConvolution *self,
                    gsize                n,
                    const lm_real       *x,
                    lm_real             *picture)
{
  for (gsize i = 0; i < n; i++)
    lm_padded_put (&self->padded, lm_convolution_get_n_channels (self),
                   x + i * lm_convolution_get_n_in (self),
                   picture + i * lm_convolution_get_n_padded (self));
}

/* The answers of @n pictures, which are in the scratch. */
static void
lm_convolution_answer (const LmConvolution *self,
                       gsize                n,
                       const gsize         *offsets,
                       const lm_real       *panels,
                       const lm_real       *bias,
                       lm_real             *y,
                       lm_real             *scratch)
{
  const LmMicroKernel *kernel = self->kernel;
  const gsize n_run = self->padded.n_run, n_row = self->n_together * n_run;
  lm_real *sums = scratch + self->sums;

  for (gsize filter = 0; filter < lm_convolution_get_n_filters (self); filter++)
    {
      const gsize row = filter % kernel->n_rows;

      if (row == 0)
        kernel->multiply (lm_convolution_get_n_vectors (self, n), self->n_column,
                          panels + filter * self->n_column, offsets,
                          scratch + self->picture, lm_convolution_get_picture_step (self), FALSE,
                          sums, n_row, kernel->n_lanes);
      for (gsize i = 0; i < n; i++)
        lm_convolution_close_up (self, sums + row * n_row + i * n_run,
                                 bias != NULL ? bias[filter] : 0,
                                 y + i * lm_convolution_get_n_out (self) +
                                   filter * lm_convolution_get_n_places (self));
    }
}

static void
lm_convolution_forward_group (const LmConvolution *self,
                              gsize                n_pictures,
                              const lm_real       *x,
                              const lm_real       *panels,
                              const lm_real       *bias,
                              lm_real             *y,
                              lm_real             *scratch)
{
  const gsize *offsets = lm_convolution_list_offsets (self, scratch);
  lm_real *picture = scratch + self->picture;

  lm_convolution_clear (self, picture);
  for (gsize i = 0; i < n_pictures; i += self->n_together)
    {
      const gsize n = MIN (self->n_together, n_pictures - i);

      lm_convolution_put (self, n, x + i * lm_convolution_get_n_in (self), picture);
      lm_convolution_answer (self, n, offsets, panels, bias,
                             y + i * lm_convolution_get_n_out (self), scratch);
    }
}

/* Packs the weights of one group. Returns: the panels, in the scratch */
static const lm_real *
lm_convolution_pack_group (const LmConvolution *self,
                           const lm_real       *weight,
                           gsize                group,
                           lm_real             *scratch)
{
  const gboolean is_turned = self->taps.goes_forward;
  lm_real *panels = scratch + (is_turned ? self->taps.panels : self->panels);

  (is_turned ? lm_taps_pack_filters : lm_convolution_pack_filters) (
    self, weight + group * lm_convolution_get_n_filters (self) * self->n_column, panels);

  return panels;
}

void
lm_convolution_pack_forward (const LmConvolution *self,
                             const lm_real       *weight,
                             lm_real             *packed)
{
  const gsize n_weights = lm_convolution_get_n_filters (self) * self->n_column;

  for (gsize group = 0; group < self->n_groups; group++)
    (self->taps.goes_forward ? lm_taps_pack_filters : lm_convolution_pack_filters) (
      self, weight + group * n_weights, packed + group * self->n_forward);
}

void
lm_convolution_forward (const LmConvolution *self,
                        gsize                n_pictures,
                        const lm_real       *x,
                        const lm_real       *weight,
                        const lm_real       *packed,
                        const lm_real       *bias,
                        lm_real             *y,
                        lm_real             *scratch)
{
  const gsize n_filters = lm_convolution_get_n_filters (self);
  const gsize n_in = lm_convolution_get_n_in (self) / self->n_groups;
  const gsize n_out = lm_convolution_get_n_out (self) / self->n_groups;

  for (gsize group = 0; group < self->n_groups; group++)
    {
      const lm_real *panels = packed != NULL ? packed + group * self->n_forward
                                             : lm_convolution_pack_group (self, weight, group,
                                                                          scratch);

      (self->taps.goes_forward ? lm_taps_forward : lm_convolution_forward_group) (
        self, n_pictures, x + group * n_in, panels, bias != NULL ? bias + group * n_filters : NULL,
        y + group * n_out, scratch);
    }
}

/* @weight [filters, K] to panels [K / n_rows, filters, n_rows]; what is too much is 0. */
static void
lm_convolution_pack_column (const LmConvolution *self,
                            const lm_real       *weight,
                            lm_real             *panels)
{
  const gsize n_filters = lm_convolution_get_n_filters (self), n_rows = self->kernel->n_rows;

  if (self->n_column % n_rows != 0)
    memset (panels + self->n_column / n_rows * n_rows * n_filters, 0,
            n_filters * n_rows * sizeof *panels);
  for (gsize first = 0; first < self->n_column; first += n_rows, panels += n_filters * n_rows)
    lm_copy_rows (n_filters, MIN (n_rows, self->n_column - first), weight + first, self->n_column,
                  panels, n_rows);
}

/* The gradients of @n pictures' answers, with as much between their rows as there is in a padded
 * picture. */
LM_CLONES static void
lm_convolution_spread (const LmConvolution *self,
                       gsize                n,
                       const lm_real       *dy,
                       lm_real             *answers)
{
  const gsize n_columns = self->window.x.out, n_filters = lm_convolution_get_n_filters (self);

  for (gsize i = 0; i < n * n_filters; i++)
    {
      const gsize picture = i / n_filters, filter = i % n_filters;
      const lm_real *from = dy + picture * lm_convolution_get_n_out (self) +
                            filter * lm_convolution_get_n_places (self);
      lm_real *to = answers + (filter * self->n_together + picture) * self->padded.n_run;

      for (gsize row = 0; row < self->window.y.out; row++)
        lm_row_copy (to + row * self->padded.n_columns, from + row * n_columns, n_columns);
    }
}

/* The gradients of @n pictures, from those of their answers, which are in the scratch: each of K
 * adds its own where it read. */
static void
lm_convolution_scatter (const LmConvolution *self,
                        gsize                n,
                        const gsize         *offsets,
                        const lm_real       *panels,
                        lm_real             *scratch)
{
  const LmMicroKernel *kernel = self->kernel;
  const gsize n_run = self->padded.n_run, n_row = self->n_together * n_run;
  const gsize n_padded = lm_convolution_get_n_padded (self);
  const gsize *filters = offsets + self->n_column;
  lm_real *picture = scratch + self->picture, *sums = scratch + self->sums;

  memset (picture, 0, n * n_padded * sizeof *picture);
  for (gsize k = 0; k < self->n_column; k++)
    {
      const gsize row = k % kernel->n_rows, n_filters = lm_convolution_get_n_filters (self);

      if (row == 0)
        kernel->multiply (lm_convolution_get_n_vectors (self, n), n_filters,
                          panels + k * n_filters, filters, scratch + self->answers,
                          kernel->n_lanes, FALSE, sums, n_row, kernel->n_lanes);
      for (gsize i = 0; i < n; i++)
        lm_add (sums + row * n_row + i * n_run, picture + i * n_padded + offsets[k], n_run);
    }
}

/* dx = Wᵀ·dy */
static void
lm_convolution_derive (const LmConvolution *self,
                       gsize                n_pictures,
                       const lm_real       *panels,
                       const lm_real       *dy,
                       lm_real             *dx,
                       lm_real             *scratch)
{
  const gsize n_filters = lm_convolution_get_n_filters (self);
  const gsize n_row = self->n_together * self->padded.n_run;
  gsize *offsets = lm_convolution_list_offsets (self, scratch);
  lm_real *answers = scratch + self->answers;

  for (gsize i = 0; i < n_filters; i++)
    offsets[self->n_column + i] = i * n_row;
  memset (answers, 0, n_filters * n_row * sizeof *answers);
  for (gsize i = 0; i < n_pictures; i += self->n_together)
    {
      const gsize n = MIN (self->n_together, n_pictures - i);

      lm_convolution_spread (self, n, dy + i * lm_convolution_get_n_out (self), answers);
      lm_convolution_scatter (self, n, offsets, panels, scratch);
      for (gsize j = 0; j < n; j++)
        lm_padded_take (&self->padded, lm_convolution_get_n_channels (self),
                        scratch + self->picture + j * lm_convolution_get_n_padded (self),
                        dx + (i + j) * lm_convolution_get_n_in (self));
    }
}

void
lm_convolution_pack_backward (const LmConvolution *self,
                              const lm_real       *weight,
                              lm_real             *packed)
{
  const gsize n_weights = lm_convolution_get_n_filters (self) * self->n_column;

  packed += self->n_groups * self->n_forward;
  for (gsize group = 0; group < self->n_groups; group++)
    (self->taps.derives ? lm_taps_pack_channels : lm_convolution_pack_column) (
      self, weight + group * n_weights, packed + group * self->n_backward);
}

static void
lm_convolution_derive_group (const LmConvolution *self,
                             gsize                n_pictures,
                             const lm_real       *weight,
                             const lm_real       *packed,
                             const lm_real       *dy,
                             lm_real             *dx,
                             lm_real             *scratch)
{
  lm_real *panels = scratch + (self->taps.derives ? self->taps.panels : self->panels);

  if (packed == NULL)
    (self->taps.derives ? lm_taps_pack_channels : lm_convolution_pack_column) (self, weight,
                                                                               panels);
  (self->taps.derives ? lm_taps_derive : lm_convolution_derive) (
    self, n_pictures, packed != NULL ? packed : panels, dy, dx, scratch);
}

void
lm_convolution_backward (const LmConvolution *self,
                         gsize                n_pictures,
                         const lm_real       *x,
                         const lm_real       *weight,
                         const lm_real       *packed,
                         const lm_real       *dy,
                         lm_real             *dweight,
                         lm_real             *dx,
                         lm_real             *scratch)
{
  const gsize n_in = lm_convolution_get_n_in (self) / self->n_groups;
  const gsize n_out = lm_convolution_get_n_out (self) / self->n_groups;
  const gsize n_weights = lm_convolution_get_n_filters (self) * self->n_column;

  for (gsize group = 0; group < self->n_groups; group++, dy += n_out)
    {
      if (dweight != NULL)
        lm_taps_correlate (self, n_pictures, x + group * n_in, dy, dweight + group * n_weights,
                           scratch);
      if (dx != NULL)
        lm_convolution_derive_group (self, n_pictures, weight + group * n_weights,
                                     packed != NULL ? packed + self->n_groups * self->n_forward +
                                                        group * self->n_backward
                                                    : NULL,
                                     dy, dx + group * n_in, scratch);
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

LM_CLONES void
lm_convolution_add_bias (const lm_real *dy,
                         gsize          n_plane,
                         LmTensor      *bias)
{
  for (gsize i = 0; i < bias->len; i++, dy += n_plane)
    {
      lm_real sums[16] = { 0 };
      gsize j = 0;

      for (; j + 16 <= n_plane; j += 16)
        {
          for (gsize k = 0; k < 16; k++)
            sums[k] += dy[j + k];
        }
      for (gsize k = 0; j + k < n_plane; k++)
        sums[k] += dy[j + k];
      for (gsize width = 8; width > 0; width /= 2)
        {
          for (gsize k = 0; k < width; k++)
            sums[k] += sums[k + width];
        }
      bias->data[i] += sums[0];
    }
}
