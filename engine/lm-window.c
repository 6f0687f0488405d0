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

/* Where one position of the kernel meets the output rows [first, first + n) of a plane: the rows
 * [top, bottom) and columns [left, right) of the output, and the pixel of the first of them. From
 * the first @n_wide rows a whole vector may be copied, though they are shorter: what is too much is
 * inside of the plane, and where it goes the next rows are written.
 */
typedef struct
{
  gsize top, bottom, left, right;
  gsize pixel, row_step; /* offsets in the plane */
  gsize n_wide;
} LmMeeting;

#define WIDE 16

/* How many rows of length @step begin where there is room for a whole vector. */
static gsize
lm_count_wide_rows (gsize room,
                    gsize first,
                    gsize step)
{
  return first + WIDE <= room ? (room - WIDE - first) / step + 1 : 0;
}

static void
lm_meeting_find_wide_rows (LmMeeting      *self,
                           const LmWindow *window)
{
  const gsize n_rows = self->bottom - self->top;

  if (window->x.stride != 1 || self->right - self->left > WIDE)
    return;

  self->n_wide = MIN (lm_count_wide_rows (window->y.in * window->x.in, self->pixel, self->row_step),
                      lm_count_wide_rows (n_rows * window->x.out, self->left, window->x.out));
}

static LmMeeting
lm_window_meet (const LmWindow *self,
                gsize           ky,
                gsize           kx,
                gsize           first,
                gsize           n)
{
  LmMeeting meeting = { 0 };

  lm_slide_get_outputs (&self->y, ky, &meeting.top, &meeting.bottom);
  lm_slide_get_outputs (&self->x, kx, &meeting.left, &meeting.right);
  meeting.top = CLAMP (meeting.top, first, first + n);
  meeting.bottom = CLAMP (meeting.bottom, meeting.top, first + n);
  if (meeting.left == meeting.right)
    meeting.bottom = meeting.top;

  meeting.row_step = self->y.stride * self->x.in;
  meeting.pixel = (meeting.top * self->y.stride + ky * self->y.dilation - self->y.before) *
                    self->x.in +
                  meeting.left * self->x.stride + kx * self->x.dilation - self->x.before;
  if (meeting.top < meeting.bottom)
    lm_meeting_find_wide_rows (&meeting, self);

  return meeting;
}

/* Whether the rows that meet lie one after another, in the plane as in the columns. */
static gboolean
lm_window_is_even (const LmWindow *self)
{
  return self->x.stride == 1 && self->y.stride == 1 && self->x.out == self->x.in;
}

/* Rows are short: 16 numbers at a time, and the last 16 once more where that overlaps. */
static inline void
lm_copy_row (lm_real       *to,
             const lm_real *from,
             gsize          n)
{
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    memcpy (to + i, from + i, 16 * sizeof *to);
  if (i == n)
    return;

  if (n >= 16)
    memcpy (to + n - 16, from + n - 16, 16 * sizeof *to);
  else if (n >= 8)
    {
      memcpy (to, from, 8 * sizeof *to);
      memcpy (to + n - 8, from + n - 8, 8 * sizeof *to);
    }
  else if (n >= 4)
    {
      memcpy (to, from, 4 * sizeof *to);
      memcpy (to + n - 4, from + n - 4, 4 * sizeof *to);
    }
  else
    {
      for (; i < n; i++)
        to[i] = from[i];
    }
}

/* to += from, @width numbers from either end; what lies in both is added once. */
static inline void
lm_add_ends (lm_real       *to,
             const lm_real *from,
             gsize          n,
             gsize          width)
{
  lm_real first[16], last[16];

  for (gsize i = 0; i < width; i++)
    {
      first[i] = to[i] + from[i];
      last[i] = to[n - width + i] + from[n - width + i];
    }

  memcpy (to, first, width * sizeof *to);
  memcpy (to + n - width, last, width * sizeof *to);
}

static inline void
lm_add_row (lm_real *restrict       to,
            const lm_real *restrict from,
            gsize                   n)
{
  if (n >= 16 && n <= 32)
    lm_add_ends (to, from, n, 16);
  else if (n >= 8 && n < 16)
    lm_add_ends (to, from, n, 8);
  else if (n >= 4 && n < 8)
    lm_add_ends (to, from, n, 4);
  else
    {
      for (gsize i = 0; i < n; i++)
        to[i] += from[i];
    }
}

/* Sets to 0 what of the rows that meet lies in the padding at their ends. */
static void
lm_window_clear_ends (const LmWindow  *self,
                      const LmMeeting *meeting,
                      lm_real         *columns)
{
  const gsize width = self->x.out;

  if (meeting->left == 0 && meeting->right == width)
    return;

  for (gsize i = meeting->top; i < meeting->bottom; i++, columns += width)
    {
      for (gsize j = 0; j < meeting->left; j++)
        columns[j] = 0;
      for (gsize j = meeting->right; j < width; j++)
        columns[j] = 0;
    }
}

/* One position of the kernel over one plane: columns [n, out]. */
LM_CLONES static void
lm_window_unfold_position (const LmWindow  *self,
                           const LmMeeting *meeting,
                           gsize            first,
                           gsize            n,
                           const lm_real   *x,
                           lm_real         *columns)
{
  const gsize width = self->x.out, stride = self->x.stride;
  const gsize n_rows = meeting->bottom - meeting->top, n_row = meeting->right - meeting->left;
  const lm_real *row = x + meeting->pixel;
  lm_real *start = columns + (meeting->top - first) * width;

  if (n_rows < n)
    {
      memset (columns, 0, (meeting->top - first) * width * sizeof *columns);
      memset (start + n_rows * width, 0, (first + n - meeting->bottom) * width * sizeof *columns);
      if (n_rows == 0)
        return;
    }

  if (lm_window_is_even (self)) /* The ends get what is wrong, and are set to 0 below. */
    memcpy (start + meeting->left, row, ((n_rows - 1) * width + n_row) * sizeof *columns);
  else
    {
      for (gsize i = 0; i < n_rows; i++, row += meeting->row_step)
        {
          lm_real *to = start + i * width + meeting->left;

          if (i < meeting->n_wide)
            memcpy (to, row, WIDE * sizeof *to);
          else if (stride == 1)
            lm_copy_row (to, row, n_row);
          else
            {
              for (gsize j = 0; j < n_row; j++)
                to[j] = row[j * stride];
            }
        }
    }

  lm_window_clear_ends (self, meeting, start);
}

/* What @columns have in the padding is lost. */
LM_CLONES static void
lm_window_fold_position (const LmWindow  *self,
                         const LmMeeting *meeting,
                         gsize            first,
                         lm_real         *columns,
                         lm_real         *x)
{
  const gsize width = self->x.out, stride = self->x.stride;
  const gsize n_rows = meeting->bottom - meeting->top, n_row = meeting->right - meeting->left;
  lm_real *row, *from;

  if (n_rows == 0)
    return;

  row = x + meeting->pixel;
  from = columns + (meeting->top - first) * width + meeting->left;
  if (lm_window_is_even (self))
    {
      lm_window_clear_ends (self, meeting, from - meeting->left);
      for (gsize i = 0; i < (n_rows - 1) * width + n_row; i++)
        row[i] += from[i];
      return;
    }

  for (gsize i = 0; i < n_rows; i++, row += meeting->row_step, from += width)
    {
      if (stride == 1)
        lm_add_row (row, from, n_row);
      else
        {
          for (gsize j = 0; j < n_row; j++)
            row[j * stride] += from[j];
        }
    }
}

void
lm_window_unfold (const LmWindow *self,
                  gsize           n_planes,
                  gsize           first,
                  gsize           n,
                  const lm_real  *x,
                  gsize           n_row,
                  lm_real        *columns)
{
  const gsize n_plane = self->y.in * self->x.in, n_kernel = self->y.kernel * self->x.kernel;

  for (gsize k = 0; k < n_kernel; k++)
    {
      const LmMeeting meeting = lm_window_meet (self, k / self->x.kernel, k % self->x.kernel, first,
                                                n);

      for (gsize plane = 0; plane < n_planes; plane++)
        lm_window_unfold_position (self, &meeting, first, n, x + plane * n_plane,
                                   columns + (plane * n_kernel + k) * n_row);
    }
}

void
lm_window_fold (const LmWindow *self,
                gsize           n_planes,
                gsize           first,
                gsize           n,
                lm_real        *columns,
                gsize           n_row,
                lm_real        *x)
{
  const gsize n_plane = self->y.in * self->x.in, n_kernel = self->y.kernel * self->x.kernel;

  for (gsize k = 0; k < n_kernel; k++)
    {
      const LmMeeting meeting = lm_window_meet (self, k / self->x.kernel, k % self->x.kernel, first,
                                                n);

      for (gsize plane = 0; plane < n_planes; plane++)
        lm_window_fold_position (self, &meeting, first, columns + (plane * n_kernel + k) * n_row,
                                 x + plane * n_plane);
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
