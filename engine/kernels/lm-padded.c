/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-padded.h"

#include <string.h>

#include "lm-clones.h"
#include "lm-row.h"
#include "lm-tensor.h"

/* The pixels of a plane that are in one phase: where the first of them is in the plane, and where
 * it goes. */
typedef struct
{
  gsize n_rows, n_columns;
  gsize pixel, place;
} LmPhase;

/* Rows of numbers that are @stride apart, and the rows @step. */
typedef struct
{
  gsize step, stride;
} LmSteps;

void
lm_padded_plan (LmPadded *self,
                gsize     n_lanes)
{
  const LmSlide *y = &self->window.y, *x = &self->window.x;
  const gsize extent_y = lm_slide_get_extent (y), extent_x = lm_slide_get_extent (x);
  gsize last;

  self->n_phases_y = MIN (y->stride, extent_y);
  self->n_phases_x = MIN (x->stride, extent_x);
  self->n_rows = y->out + (extent_y - 1) / y->stride;
  self->n_columns = x->out + (extent_x - 1) / x->stride;

  self->n_run = lm_round_up ((y->out - 1) * self->n_columns + x->out, n_lanes);
  last = (self->n_phases_y * self->n_phases_x - 1) * self->n_rows * self->n_columns +
         (extent_y - 1) / y->stride * self->n_columns + (extent_x - 1) / x->stride;
  self->n_plane = lm_round_up (last + self->n_run, n_lanes);
}

/* Where a phase begins. */
static gsize
lm_padded_get_phase (const LmPadded *self,
                     gsize           y,
                     gsize           x)
{
  return (y * self->n_phases_x + x) * self->n_rows * self->n_columns;
}

gsize
lm_padded_get_offset (const LmPadded *self,
                      gsize           y,
                      gsize           x)
{
  const LmWindow *window = &self->window;

  y *= window->y.dilation;
  x *= window->x.dilation;

  return lm_padded_get_phase (self, y % window->y.stride, x % window->x.stride) +
         y / window->y.stride * self->n_columns + x / window->x.stride;
}

/* Of @n_places in a phase, the first that shows a pixel; @pixel: which one.
 * Returns: how many do */
static gsize
lm_slide_find_pixels (const LmSlide *self,
                      gsize          phase,
                      gsize          n_places,
                      gsize         *place,
                      gsize         *pixel)
{
  const gsize limit = self->before + self->in;
  const gsize end = limit > phase ? (limit - phase - 1) / self->stride + 1 : 0;

  *place = self->before > phase ? (self->before - phase - 1) / self->stride + 1 : 0;
  *pixel = *place * self->stride + phase - self->before;

  return MIN (end, n_places) > *place ? MIN (end, n_places) - *place : 0;
}

static LmPhase
lm_padded_find_phase (const LmPadded *self,
                      gsize           index)
{
  const gsize i = index / self->n_phases_x, j = index % self->n_phases_x;
  gsize y, x, row, column;
  LmPhase phase;

  phase.n_rows = lm_slide_find_pixels (&self->window.y, i, self->n_rows, &y, &row);
  phase.n_columns = lm_slide_find_pixels (&self->window.x, j, self->n_columns, &x, &column);
  phase.pixel = row * self->window.x.in + column;
  phase.place = lm_padded_get_phase (self, i, j) + y * self->n_columns + x;

  return phase;
}

LM_INLINE void
lm_copy_strided (const lm_real *restrict from,
                 gsize                   from_stride,
                 lm_real *restrict       to,
                 gsize                   to_stride,
                 gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    to[i * to_stride] = from[i * from_stride];
}

LM_CLONES static void
lm_phase_copy (const LmPhase *phase,
               const LmSteps *from_steps,
               const lm_real *from,
               const LmSteps *to_steps,
               lm_real       *to)
{
  const gsize n = phase->n_columns;

  for (gsize row = 0; row < phase->n_rows; row++, from += from_steps->step, to += to_steps->step)
    {
      if (from_steps->stride == 1 && to_steps->stride == 1)
        lm_row_copy (to, from, n);
      else if (from_steps->stride == 2 && to_steps->stride == 1)
        lm_copy_strided (from, 2, to, 1, n);
      else
        lm_copy_strided (from, from_steps->stride, to, to_steps->stride, n);
    }
}

void
lm_padded_clear (const LmPadded *self,
                 gsize           n_planes,
                 lm_real        *padded)
{
  const gsize n_pixels = self->window.y.in * self->window.x.in;
  const LmPhase first = lm_padded_find_phase (self, 0);
  /* Without padding and strides a plane is filled, but for its end. */
  const gboolean is_filled = self->n_columns == self->window.x.in && first.place == 0 &&
                             first.n_rows * first.n_columns == n_pixels;
  const gsize begin = is_filled ? n_pixels : 0;

  for (gsize i = 0; i < n_planes; i++)
    memset (padded + i * self->n_plane + begin, 0, (self->n_plane - begin) * sizeof *padded);
}

void
lm_padded_put (const LmPadded *self,
               gsize           n_planes,
               const lm_real  *x,
               lm_real        *padded)
{
  const LmWindow *window = &self->window;
  const LmSteps pixels = { window->y.stride * window->x.in, window->x.stride };
  const LmSteps places = { self->n_columns, 1 };

  for (gsize i = 0; i < self->n_phases_y * self->n_phases_x; i++)
    {
      const LmPhase phase = lm_padded_find_phase (self, i);

      for (gsize plane = 0; plane < n_planes; plane++)
        lm_phase_copy (&phase, &pixels, x + plane * window->y.in * window->x.in + phase.pixel,
                      &places, padded + plane * self->n_plane + phase.place);
    }
}

void
lm_padded_take (const LmPadded *self,
                gsize           n_planes,
                const lm_real  *padded,
                lm_real        *x)
{
  const LmWindow *window = &self->window;
  const LmSteps pixels = { window->y.stride * window->x.in, window->x.stride };
  const LmSteps places = { self->n_columns, 1 };
  gsize n_met = 0;

  for (gsize i = 0; i < self->n_phases_y * self->n_phases_x; i++)
    {
      const LmPhase phase = lm_padded_find_phase (self, i);

      n_met += phase.n_rows * phase.n_columns;
    }
  if (n_met < window->y.in * window->x.in)
    memset (x, 0, n_planes * window->y.in * window->x.in * sizeof *x);

  for (gsize i = 0; i < self->n_phases_y * self->n_phases_x; i++)
    {
      const LmPhase phase = lm_padded_find_phase (self, i);

      for (gsize plane = 0; plane < n_planes; plane++)
        lm_phase_copy (&phase, &places, padded + plane * self->n_plane + phase.place, &pixels,
                      x + plane * window->y.in * window->x.in + phase.pixel);
    }
}
