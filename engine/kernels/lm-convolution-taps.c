/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution-taps.h"

#include <string.h>

#include "lm-math.h"

/* The scratch:
 *
 *   tables   of rows and of terms (LmProducts)
 *   panels   weights, as many side by side as two vectors hold
 *              forward:    [filters / width, taps, channels, width]
 *              of dx:      [channels / width, taps, filters, width]
 *            or sums of dW [K, filters]
 *   answers  sums of y [n_together, places, filters], of dx [n_together, pixels, channels];
 *            or turned dy [filters / width, n_together · places, width]
 *   copy     x with its padding [n_together, channels, pixels], where that is done
 */

/* Terms whose weights stay in the first cache. */
#define MAX_TERMS 256

/* Elements from one picture to the next, and from one pixel or place to the next. */
typedef struct
{
  gsize picture, next;
} LmStep;

/* From one picture of @y or @dy to the next, of all groups. */
static gsize
lm_taps_get_n_out (const LmConvolution *self)
{
  return self->n_filters * self->taps.n_places;
}

static LmProducts
lm_taps_get_tables (const LmConvolution *self,
                    lm_real             *scratch)
{
  gsize *table = (gsize *) (gpointer) scratch;
  const gsize n = self->taps.n_table;

  return (LmProducts) { .rows = (LmProductRow *) table,
                        .terms = (LmProductTerm *) (table + 2 * n) };
}

/* The table's sums, of @n_columns; panels of @b are @n_panel apart. */
static void
lm_taps_add_products (const LmConvolution *self,
                      const LmProducts    *table,
                      gsize                n_columns,
                      const lm_real       *x,
                      const lm_real       *b,
                      gsize                n_panel,
                      lm_real             *c)
{
  const gsize width = self->taps.width, n_lanes = self->kernel->n_lanes;

  for (gsize i = 0; i < table->n_terms; i += MAX_TERMS)
    {
      LmProducts block = *table;

      block.n_terms = MIN (MAX_TERMS, table->n_terms - i);
      block.terms += i;
      for (gsize column = 0; column < n_columns; column += width)
        self->kernel->add_products (&block, n_columns - column > n_lanes ? 2 : 1, x,
                                    b + column / width * n_panel, c + column);
    }
}

/* The pixels that a tap shows in @n pictures, and the places where it does. Returns: how many */
static gsize
lm_window_list_pixels (const LmWindow *self,
                       gsize           tap,
                       gsize           n,
                       LmStep          pixel,
                       gsize          *pixels,
                       LmStep          place,
                       gsize          *places)
{
  const LmSlide *y = &self->y, *x = &self->x;
  const gsize i = tap / x->kernel, j = tap % x->kernel;
  gsize top, bottom, left, right, n_found = 0;

  lm_slide_find_places (y, i, &top, &bottom);
  lm_slide_find_places (x, j, &left, &right);
  for (gsize picture = 0; picture < n; picture++)
    {
      for (gsize row = top; row < bottom; row++)
        {
          const gsize pixel_row = (row * y->stride + i * y->dilation - y->before) * x->in;

          for (gsize column = left; column < right; column++, n_found++)
            {
              pixels[2 * n_found] = picture * pixel.picture +
                                    (pixel_row + column * x->stride + j * x->dilation - x->before) *
                                      pixel.next;
              places[2 * n_found] = picture * place.picture + (row * x->out + column) * place.next;
            }
        }
    }

  return n_found;
}

/* From the first channel of one picture to that of the next, where x is read. */
static gsize
lm_taps_get_picture_step (const LmConvolution *self)
{
  return (self->taps.is_copied ? self->taps.n_channels : self->n_channels) * self->taps.n_pixels;
}

/* From a picture's first pixel to that which a tap shows of a channel, where taps go together. */
static gsize
lm_taps_get_offset (const LmConvolution *self,
                    gsize                channel,
                    gsize                tap)
{
  const LmWindow *view = &self->taps.view;

  return channel * self->taps.n_pixels +
         tap / view->x.kernel * view->y.dilation * view->x.in +
         tap % view->x.kernel * view->x.dilation;
}

/* Returns: how many taps go together */
static gsize
lm_taps_get_n_at_once (const LmConvolution *self)
{
  return self->taps.is_whole ? self->n_taps : 1;
}

/* Returns: @n pictures as they are read: with their padding, where there is a copy */
static const lm_real *
lm_taps_take_pictures (const LmConvolution *self,
                       gsize                n,
                       const lm_real       *x,
                       lm_real             *scratch)
{
  const LmSlide *rows = &self->window.y, *columns = &self->window.x;
  const gsize n_channels = self->taps.n_channels;
  const gsize n_pixels = self->taps.n_pixels, n_row = self->taps.view.x.in;
  lm_real *copy = scratch + self->taps.copy;

  if (!self->taps.is_copied)
    return x;

  memset (copy, 0, n * n_channels * n_pixels * sizeof *copy);
  for (gsize i = 0; i < n * n_channels; i++)
    {
      const gsize plane = i / n_channels * self->n_channels + i % n_channels;

      lm_copy_rows (rows->in, columns->in, x + plane * rows->in * columns->in, columns->in,
                    copy + i * n_pixels + rows->before * n_row + columns->before, n_row);
    }

  return copy;
}

void
lm_taps_pack_filters (const LmConvolution *self,
                      const lm_real       *weight,
                      lm_real             *panels)
{
  const gsize width = self->taps.width, n_channels = self->taps.n_channels;
  const gsize n_filters = self->taps.n_filters;

  for (gsize i = 0; i < n_filters; i += width, panels += self->n_column * width)
    {
      for (gsize channel = 0; channel < n_channels; channel++)
        lm_transpose (MIN (width, n_filters - i), self->n_taps,
                      weight + i * self->n_column + channel * self->n_taps, self->n_column,
                      panels + channel * width, n_channels * width);
    }
}

void
lm_taps_pack_channels (const LmConvolution *self,
                       const lm_real       *weight,
                       lm_real             *panels)
{
  const gsize width = self->taps.width, n_channels = self->taps.n_channels;
  const gsize n_filters = self->taps.n_filters, n_taps = self->n_taps;

  for (gsize i = 0; i < n_channels; i += width, panels += n_taps * n_filters * width)
    {
      for (gsize filter = 0; filter < n_filters; filter++)
        lm_transpose (MIN (width, n_channels - i), n_taps,
                      weight + filter * self->n_column + i * n_taps, n_taps,
                      panels + filter * width, n_filters * width);
    }
}

/* The sums of @n pictures. @table: its terms, and the rows of as many pictures as before */
static void
lm_taps_answer (const LmConvolution *self,
                gsize                n,
                LmProducts          *table,
                const lm_real       *x,
                const lm_real       *panels,
                lm_real             *scratch)
{
  const gsize n_places = self->taps.n_places;
  const gsize n_filters = self->taps.n_filters, n_wide = self->taps.wide_filters;
  const LmStep pixel = { lm_taps_get_picture_step (self), 1 };
  const LmStep place = { n_places * n_wide, n_wide };

  for (gsize tap = 0; tap < self->n_taps; tap += lm_taps_get_n_at_once (self))
    {
      if (!self->taps.is_whole || table->n_rows != n * n_places)
        table->n_rows = lm_window_list_pixels (&self->taps.view, tap, n, pixel, &table->rows->from,
                                               place, &table->rows->to);
      lm_taps_add_products (self, table, n_filters, x,
                            panels + tap * self->taps.n_channels * self->taps.width,
                            self->n_column * self->taps.width,
                            scratch + self->taps.answers);
    }
}

/* Rows of sums begin with the bias, or 0. */
static void
lm_taps_start (const lm_real *bias,
               gsize          n_columns,
               gsize          n_wide,
               gsize          n_rows,
               lm_real       *sums)
{
  if (bias == NULL)
    memset (sums, 0, n_rows * n_wide * sizeof *sums);
  for (gsize i = 0; bias != NULL && i < n_rows; i++)
    memcpy (sums + i * n_wide, bias, n_columns * sizeof *sums);
}

void
lm_taps_forward (const LmConvolution *self,
                 gsize                n_pictures,
                 const lm_real       *x,
                 const lm_real       *panels,
                 const lm_real       *bias,
                 lm_real             *y,
                 lm_real             *scratch)
{
  const gsize n_channels = self->taps.n_channels;
  const gsize n_filters = self->taps.n_filters, n_places = self->taps.n_places;
  const gsize n_in = self->n_channels * self->window.y.in * self->window.x.in;
  const gsize n_wide = self->taps.wide_filters;
  lm_real *answers = scratch + self->taps.answers;
  LmProducts table = lm_taps_get_tables (self, scratch);

  table.n_terms = lm_taps_get_n_at_once (self) * n_channels;
  for (gsize i = 0; i < table.n_terms; i++)
    table.terms[i] = (LmProductTerm) { lm_taps_get_offset (self, i % n_channels, i / n_channels),
                                       i * self->taps.width };

  for (gsize i = 0; i < n_pictures; i += self->taps.n_together)
    {
      const gsize n = MIN (self->taps.n_together, n_pictures - i);

      lm_taps_start (bias, n_filters, n_wide, n * n_places, answers);
      lm_taps_answer (self, n, &table, lm_taps_take_pictures (self, n, x + i * n_in, scratch),
                      panels, scratch);
      for (gsize j = 0; j < n; j++)
        lm_transpose (n_places, n_filters, answers + j * n_places * n_wide, n_wide,
                      y + (i + j) * lm_taps_get_n_out (self), n_places);
    }
}

/* The gradients of one picture's answers, turned so that filters are side by side. */
static void
lm_taps_turn (const LmConvolution *self,
              const lm_real       *dy,
              lm_real             *turned)
{
  const gsize n_filters = self->taps.n_filters, n_places = self->taps.n_places;
  const gsize width = self->taps.width;

  for (gsize i = 0; i < n_filters; i += width, turned += self->taps.n_together * n_places * width)
    lm_transpose (MIN (width, n_filters - i), n_places, dy + i * n_places, n_places, turned, width);
}

/* Adds to sums [K, filters] those of @n pictures. @table: its rows, and terms as before */
static void
lm_taps_meet (const LmConvolution *self,
              gsize                n,
              LmProducts          *table,
              const lm_real       *x,
              lm_real             *scratch)
{
  const gsize width = self->taps.width, n_places = self->taps.n_places;
  const gsize n_filters = self->taps.n_filters;
  const LmStep pixel = { lm_taps_get_picture_step (self), 1 };
  const LmStep place = { n_places * width, width };

  for (gsize tap = 0; tap < self->n_taps; tap += lm_taps_get_n_at_once (self))
    {
      if (!self->taps.is_whole || table->n_terms != n * n_places)
        table->n_terms = lm_window_list_pixels (&self->taps.view, tap, n, pixel, &table->terms->x,
                                                place, &table->terms->b);
      lm_taps_add_products (self, table, n_filters, x, scratch + self->taps.answers,
                            self->taps.n_together * n_places * width,
                            scratch + self->taps.panels + tap * self->taps.wide_filters);
    }
}

void
lm_taps_correlate (const LmConvolution *self,
                   gsize                n_pictures,
                   const lm_real       *x,
                   const lm_real       *dy,
                   lm_real             *dweight,
                   lm_real             *scratch)
{
  const gsize n_filters = self->taps.n_filters, width = self->taps.width;
  const gsize n_wide = self->taps.wide_filters, n_places = self->taps.n_places;
  const gsize n_in = self->n_channels * self->window.y.in * self->window.x.in;
  const gsize n_at_once = lm_taps_get_n_at_once (self);
  lm_real *sums = scratch + self->taps.panels;
  LmProducts table = lm_taps_get_tables (self, scratch);

  table.n_rows = n_at_once * self->taps.n_channels;
  for (gsize i = 0; i < table.n_rows; i++)
    table.rows[i] = (LmProductRow) {
      lm_taps_get_offset (self, i / n_at_once, i % n_at_once),
      (i / n_at_once * self->n_taps + i % n_at_once) * n_wide,
    };

  memset (sums, 0, self->n_column * n_wide * sizeof *sums);
  for (gsize i = 0; i < n_pictures; i += self->taps.n_together)
    {
      const gsize n = MIN (self->taps.n_together, n_pictures - i);

      for (gsize j = 0; j < n; j++)
        lm_taps_turn (self, dy + (i + j) * lm_taps_get_n_out (self),
                      scratch + self->taps.answers + j * n_places * width);
      lm_taps_meet (self, n, &table, lm_taps_take_pictures (self, n, x + i * n_in, scratch),
                    scratch);
    }

  lm_transpose_add (self->n_column, n_filters, sums, n_wide, dweight, self->n_column);
}

/* The sums of @n pictures' gradients [pixels, channels]: each tap adds its own where it read. */
static void
lm_taps_scatter (const LmConvolution *self,
                 gsize                n,
                 const lm_real       *panels,
                 const lm_real       *dy,
                 lm_real             *scratch)
{
  const gsize n_filters = self->taps.n_filters, n_channels = self->taps.n_channels;
  const gsize width = self->taps.width, n_wide = self->taps.wide_channels;
  const gsize n_pixels = self->window.y.in * self->window.x.in;
  const LmStep pixel = { n_pixels * n_wide, n_wide }, place = { lm_taps_get_n_out (self), 1 };
  LmProducts table = lm_taps_get_tables (self, scratch);

  table.n_terms = n_filters;
  for (gsize i = 0; i < n_filters; i++)
    {
      table.terms[i].x = i * self->taps.n_places;
      table.terms[i].b = i * width;
    }

  for (gsize tap = 0; tap < self->n_taps; tap++)
    {
      table.n_rows = lm_window_list_pixels (&self->window, tap, n,
                                            pixel, &table.rows->to, place, &table.rows->from);
      lm_taps_add_products (self, &table, n_channels, dy,
                            panels + tap * n_filters * width,
                            self->n_taps * n_filters * width, scratch + self->taps.answers);
    }
}

void
lm_taps_derive (const LmConvolution *self,
                gsize                n_pictures,
                const lm_real       *panels,
                const lm_real       *dy,
                lm_real             *dx,
                lm_real             *scratch)
{
  const gsize n_channels = self->taps.n_channels;
  const gsize n_wide = self->taps.wide_channels;
  const gsize n_pixels = self->window.y.in * self->window.x.in;
  lm_real *sums = scratch + self->taps.answers;

  for (gsize i = 0; i < n_pictures; i += self->taps.n_together)
    {
      const gsize n = MIN (self->taps.n_together, n_pictures - i);

      lm_taps_start (NULL, n_channels, n_wide, n * n_pixels, sums);
      lm_taps_scatter (self, n, panels, dy + i * lm_taps_get_n_out (self), scratch);
      for (gsize j = 0; j < n; j++)
        lm_transpose (n_pixels, n_channels, sums + j * n_pixels * n_wide, n_wide,
                      dx + (i + j) * self->n_channels * n_pixels, n_pixels);
    }
}
