/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-window.h"

#include <string.h>

#include "lm-clones.h"

gsize
lm_slide_get_extent (const LmSlide *self)
{
  return self->dilation * (self->kernel - 1) + 1;
}

void
lm_slide_pad_same (LmSlide *self)
{
  const gsize n_out = (self->in - 1) / self->stride + 1;
  const gsize needed = (n_out - 1) * self->stride + lm_slide_get_extent (self);
  const gsize padding = needed > self->in ? needed - self->in : 0;

  self->before = padding / 2;
  self->after = padding - padding / 2;
}

gboolean
lm_slide_fit (LmSlide *self)
{
  const gsize room = self->before + self->in + self->after;
  const gsize extent = lm_slide_get_extent (self);

  if (extent > room)
    return FALSE;

  self->out = (room - extent) / self->stride + 1;

  return TRUE;
}

gboolean
lm_window_is_trivial (const LmWindow *self)
{
  return self->y.kernel == 1 && self->x.kernel == 1 && self->y.stride == 1 &&
         self->x.stride == 1 && self->y.out == self->y.in && self->x.out == self->x.in;
}

/* The output positions [first, end) at which position @k of the kernel meets the plane. */
static void
lm_slide_get_outputs (const LmSlide *self,
                      gsize          k,
                      gsize         *first,
                      gsize         *end)
{
  const gsize shift = k * self->dilation;
  const gsize limit = self->before + self->in;

  *first = shift < self->before ? (self->before - shift - 1) / self->stride + 1 : 0;
  *end = shift < limit ? (limit - shift - 1) / self->stride + 1 : 0;
  *end = MIN (*end, self->out);
  *first = MIN (*first, *end);
}

/* One position of the kernel over one plane: columns [n, out]. */
LM_CLONES static void
lm_window_unfold_position (const LmWindow *self,
                           gsize           ky,
                           gsize           kx,
                           gsize           first,
                           gsize           n,
                           const lm_real  *x,
                           lm_real        *columns)
{
  const gsize width = self->x.out, stride = self->x.stride;
  gsize top, bottom, left, right;

  lm_slide_get_outputs (&self->y, ky, &top, &bottom);
  lm_slide_get_outputs (&self->x, kx, &left, &right);

  for (gsize i = first; i < first + n; i++, columns += width)
    {
      const lm_real *row;

      if (i < top || i >= bottom || left == right)
        {
          memset (columns, 0, width * sizeof *columns);
          continue;
        }

      row = x + (i * self->y.stride + ky * self->y.dilation - self->y.before) * self->x.in +
            (left * stride + kx * self->x.dilation - self->x.before);
      for (gsize j = 0; j < left; j++)
        columns[j] = 0;
      if (stride == 1)
        {
          for (gsize j = left; j < right; j++)
            columns[j] = row[j - left];
        }
      else
        {
          for (gsize j = left; j < right; j++)
            columns[j] = row[(j - left) * stride];
        }
      for (gsize j = right; j < width; j++)
        columns[j] = 0;
    }
}

LM_CLONES static void
lm_window_fold_position (const LmWindow *self,
                         gsize           ky,
                         gsize           kx,
                         gsize           first,
                         gsize           n,
                         const lm_real  *columns,
                         lm_real        *x)
{
  const gsize width = self->x.out, stride = self->x.stride;
  gsize top, bottom, left, right;

  lm_slide_get_outputs (&self->y, ky, &top, &bottom);
  lm_slide_get_outputs (&self->x, kx, &left, &right);

  for (gsize i = first; i < first + n; i++, columns += width)
    {
      lm_real *row;

      if (i < top || i >= bottom || left == right)
        continue;

      row = x + (i * self->y.stride + ky * self->y.dilation - self->y.before) * self->x.in +
            (left * stride + kx * self->x.dilation - self->x.before);
      if (stride == 1)
        {
          for (gsize j = left; j < right; j++)
            row[j - left] += columns[j];
        }
      else
        {
          for (gsize j = left; j < right; j++)
            row[(j - left) * stride] += columns[j];
        }
    }
}

void
lm_window_unfold (const LmWindow *self,
                  gsize           n_planes,
                  gsize           first,
                  gsize           n,
                  const lm_real  *x,
                  lm_real        *columns)
{
  for (gsize plane = 0; plane < n_planes; plane++, x += self->y.in * self->x.in)
    {
      for (gsize ky = 0; ky < self->y.kernel; ky++)
        {
          for (gsize kx = 0; kx < self->x.kernel; kx++, columns += n * self->x.out)
            lm_window_unfold_position (self, ky, kx, first, n, x, columns);
        }
    }
}

void
lm_window_fold (const LmWindow *self,
                gsize           n_planes,
                gsize           first,
                gsize           n,
                const lm_real  *columns,
                lm_real        *x)
{
  for (gsize plane = 0; plane < n_planes; plane++, x += self->y.in * self->x.in)
    {
      for (gsize ky = 0; ky < self->y.kernel; ky++)
        {
          for (gsize kx = 0; kx < self->x.kernel; kx++, columns += n * self->x.out)
            lm_window_fold_position (self, ky, kx, first, n, columns, x);
        }
    }
}

char *
lm_pair_to_string (const LmPair *self)
{
  return g_strdup_printf ("%d × %d", self->height, self->width);
}

char *
lm_pair_to_short_string (const LmPair *self)
{
  if (self->height != self->width)
    return lm_pair_to_string (self);

  return g_strdup_printf ("%d", self->height);
}
