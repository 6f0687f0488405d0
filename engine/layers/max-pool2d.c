/* SPDX-License-Identifier: GPL-3.0-or-later */

/* max-pool2d.c: y = the largest number of each patch of a plane
 *
 *   x [batch, channels, height, width]   y [batch, channels, out, out]
 *
 * Of equal numbers the first counts. NaN is larger than all, so that it is seen. Padding
 * never wins. Where the largest number was is kept for backward, but in the usual case:
 * patches of 2 × 2 side by side look again.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-pooling.h"

typedef struct
{
  LmPooling parent;

  gboolean  is_halving; /* patches of 2 × 2, side by side */
  gsize     places;     /* else: index of the kept memory: offsets in the plane, guint32 */
} LmMaxPool2d;

static gboolean
lm_slide_is_halving (const LmSlide *self)
{
  return self->kernel == 2 && self->stride == 2 && self->before == 0 && 2 * self->out <= self->in;
}

static gboolean
lm_max_pool2d_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  LmMaxPool2d *self = (LmMaxPool2d *) layer;

  G_STATIC_ASSERT (sizeof (guint32) <= sizeof (lm_real));

  if (!lm_pooling_configure (layer, x, n_inputs, y, error))
    return FALSE;

  if (x->dim[2] > G_MAXUINT32 / x->dim[3])
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A picture of %zu × %zu is too large to pool"),
                   x->dim[2], x->dim[3]);
      return FALSE;
    }

  self->is_halving = lm_slide_is_halving (&self->parent.window.y) &&
                     lm_slide_is_halving (&self->parent.window.x);
  if (self->is_halving)
    return TRUE;

  self->places = lm_layer_add_kept (layer, lm_shape_get_n_columns (y));
  lm_layer_set_scratch (layer, 2 * x->dim[3]);

  return TRUE;
}

LM_INLINE lm_real
lm_get_larger (lm_real a,
               lm_real b)
{
  return b > a || b != b ? b : a;
}

/* Rows are taken in pieces that fill a vector; the last may overlap the one before. */
#define PIECE 8
#define PAIRS 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7
#define SWAPPED 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14

#ifdef LM_REAL_IS_FLOAT
typedef gint32 LmMaskLane;
#else
typedef gint64 LmMaskLane;
#endif

/* Numbers of y, and those of x that they are made of. */
typedef lm_real LmHalf __attribute__ ((vector_size (PIECE * sizeof (lm_real)),
                                       aligned (sizeof (lm_real)), may_alias));
typedef lm_real LmWhole __attribute__ ((vector_size (2 * PIECE * sizeof (lm_real)),
                                        aligned (sizeof (lm_real)), may_alias));
typedef LmMaskLane LmMask __attribute__ ((vector_size (2 * PIECE * sizeof (lm_real)),
                                          aligned (sizeof (lm_real)), may_alias));

LM_INLINE void
lm_max_pool2d_halve_piece (const lm_real *restrict top,
                           const lm_real *restrict bottom,
                           gsize                   n,
                           lm_real *restrict       y)
{
  for (gsize i = 0; i < n; i++)
    y[i] = lm_get_larger (lm_get_larger (lm_get_larger (top[2 * i], top[2 * i + 1]), bottom[2 * i]),
                          bottom[2 * i + 1]);
}

/* Two rows become one of @n numbers. */
LM_CLONES static void
lm_max_pool2d_halve_rows (const lm_real *top,
                          const lm_real *bottom,
                          gsize          n,
                          lm_real       *y)
{
  for (gsize i = 0; i + PIECE <= n; i += PIECE)
    lm_max_pool2d_halve_piece (top + 2 * i, bottom + 2 * i, PIECE, y + i);

  if (n < PIECE)
    lm_max_pool2d_halve_piece (top, bottom, n, y);
  else if (n % PIECE > 0)
    lm_max_pool2d_halve_piece (top + 2 * (n - PIECE), bottom + 2 * (n - PIECE), PIECE,
                               y + n - PIECE);
}

static void
lm_max_pool2d_halve (const LmWindow *window,
                     const lm_real  *x,
                     lm_real        *y)
{
  const gsize width = window->x.in, n = window->x.out;

  for (gsize i = 0; i < window->y.out; i++)
    lm_max_pool2d_halve_rows (x + 2 * i * width, x + (2 * i + 1) * width, n, y + i * n);
}

/* The gradients of two rows that became one. */
typedef struct
{
  const lm_real *top, *bottom, *y, *dy;
  lm_real       *dtop, *dbottom;
} LmHalving;

/* Of a patch the first that is the largest gets the gradient: of the top ones the right one only if
 * the left one is not, of the bottom ones any only if no top one is. */
LM_INLINE void
lm_halving_run_piece (const LmHalving *self,
                      gsize            first)
{
  const LmMask is_right = { 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1 };
  const LmHalf y = *(const LmHalf *) (self->y + first), dy = *(const LmHalf *) (self->dy + first);
  const LmWhole largest = __builtin_shufflevector (y, y, PAIRS);
  const LmMask share = (LmMask) __builtin_shufflevector (dy, dy, PAIRS);
  const LmMask top = *(const LmWhole *) (self->top + 2 * first) == largest;
  const LmMask bottom = *(const LmWhole *) (self->bottom + 2 * first) == largest;
  const LmMask top_other = __builtin_shufflevector (top, top, SWAPPED);
  const LmMask bottom_other = __builtin_shufflevector (bottom, bottom, SWAPPED);

  *(LmMask *) (self->dtop + 2 * first) = share & top & ~(top_other & is_right);
  *(LmMask *) (self->dbottom + 2 * first) = share & bottom & ~(bottom_other & is_right) &
                                            ~(top | top_other);
}

LM_INLINE lm_real
lm_take (lm_real  x,
         lm_real  largest,
         lm_real *rest)
{
  const lm_real share = x == largest ? *rest : 0;

  *rest = x == largest ? 0 : *rest;

  return share;
}

/* One patch, in the same order. */
LM_INLINE void
lm_halving_run_patch (const LmHalving *self,
                      gsize            i)
{
  const lm_real largest = self->y[i];
  lm_real rest = self->dy[i];

  self->dtop[2 * i] = lm_take (self->top[2 * i], largest, &rest);
  self->dtop[2 * i + 1] = lm_take (self->top[2 * i + 1], largest, &rest);
  self->dbottom[2 * i] = lm_take (self->bottom[2 * i], largest, &rest);
  self->dbottom[2 * i + 1] = lm_take (self->bottom[2 * i + 1], largest, &rest);
}

LM_CLONES static void
lm_halving_run (const LmHalving *self,
                gsize            n)
{
  for (gsize i = 0; i + PIECE <= n; i += PIECE)
    lm_halving_run_piece (self, i);

  if (n >= PIECE && n % PIECE > 0)
    lm_halving_run_piece (self, n - PIECE);
  for (gsize i = 0; n < PIECE && i < n; i++)
    lm_halving_run_patch (self, i);
}

static void
lm_max_pool2d_halve_backward (const LmWindow *window,
                              const lm_real  *x,
                              const lm_real  *y,
                              const lm_real  *dy,
                              lm_real        *dx)
{
  const gsize width = window->x.in, n = window->x.out;
  const gsize n_seen = 2 * window->y.out * width;

  for (gsize i = 0; i < window->y.out; i++)
    {
      const gsize top = 2 * i * width, bottom = top + width;

      const LmHalving halving = { x + top, x + bottom, y + i * n, dy + i * n, dx + top,
                                  dx + bottom };

      lm_halving_run (&halving, n);
      if (2 * n < width)
        dx[top + width - 1] = dx[bottom + width - 1] = 0;
    }

  memset (dx + n_seen, 0, (window->y.in * width - n_seen) * sizeof *dx);
}

/* The largest of each column of @n rows, and the first row that has it. */
LM_CLONES static void
lm_max_pool2d_reduce_rows (const lm_real *x,
                           gsize          n,
                           gsize          width,
                           lm_real       *max,
                           guint32       *row)
{
  for (gsize j = 0; j < width; j++)
    {
      max[j] = x[j];
      row[j] = 0;
    }

  for (guint32 i = 1; i < n; i++)
    {
      const lm_real *next = x + i * width;

      for (gsize j = 0; j < width; j++)
        {
          const int is_better = next[j] > max[j] || next[j] != next[j];

          max[j] = is_better ? next[j] : max[j];
          row[j] = is_better ? i : row[j];
        }
    }
}

/* One row of a plane, reduced to one number a column: its offset in the plane, the largest
 * numbers and the rows that have them.
 */
typedef struct
{
  gsize    offset, width;
  lm_real *max;
  guint32 *row;
} LmReducedRow;

/* The largest of columns [first, end): its column. */
static gsize
lm_max_pool2d_find (const LmReducedRow *self,
                    gsize               first,
                    gsize               end)
{
  const lm_real *max = self->max;
  const guint32 *row = self->row;
  gsize best = first;

  for (gsize j = first + 1; j < end; j++)
    {
      const gboolean is_better = max[j] > max[best] || max[j] != max[j] ||
                                 (max[j] == max[best] && row[j] < row[best]);

      best = is_better ? j : best;
    }

  return best;
}

static void
lm_max_pool2d_reduce_patches (const LmReducedRow *self,
                              const LmSlide      *slide,
                              lm_real            *y,
                              guint32            *places)
{
  for (gsize j = 0; j < slide->out; j++)
    {
      gsize left, right, best;

      lm_slide_get_patch (slide, j, &left, &right);
      best = lm_max_pool2d_find (self, left, right);
      y[j] = self->max[best];
      places[j] = (guint32) (self->offset + self->row[best] * self->width + best);
    }
}

static void
lm_max_pool2d_forward_plane (const LmWindow *window,
                             const lm_real  *x,
                             lm_real        *y,
                             guint32        *places,
                             lm_real        *scratch)
{
  const LmSlide *slide = &window->x;
  LmReducedRow reduced = { 0, slide->in, scratch, (guint32 *) (scratch + slide->in) };

  for (gsize i = 0; i < window->y.out; i++, y += slide->out, places += slide->out)
    {
      gsize top, bottom;

      lm_slide_get_patch (&window->y, i, &top, &bottom);
      reduced.offset = top * slide->in;
      lm_max_pool2d_reduce_rows (x + reduced.offset, bottom - top, slide->in, reduced.max,
                                 reduced.row);
      lm_max_pool2d_reduce_patches (&reduced, slide, y, places);
    }
}

static void
lm_max_pool2d_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmMaxPool2d *self = (const LmMaxPool2d *) layer;
  const LmWindow *window = &self->parent.window;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_in = window->y.in * window->x.in, n_out = window->y.out * window->x.out;
  guint32 *places;

  if (self->is_halving)
    {
      for (gsize plane = 0; plane < y->len / n_out; plane++)
        lm_max_pool2d_halve (window, x->data + plane * n_in, y->data + plane * n_out);
      return;
    }

  places = (guint32 *) lm_pass_get_kept (pass, self->places);
  for (gsize plane = 0; plane < y->len / n_out; plane++)
    lm_max_pool2d_forward_plane (window, x->data + plane * n_in, y->data + plane * n_out,
                                 places + plane * n_out, lm_pass_get_scratch (pass));
}

static void
lm_max_pool2d_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmMaxPool2d *self = (const LmMaxPool2d *) layer;
  const LmWindow *window = &self->parent.window;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_in = window->y.in * window->x.in, n_out = window->y.out * window->x.out;
  const guint32 *places = self->is_halving ? NULL
                                           : (guint32 *) lm_pass_get_kept (pass, self->places);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  for (gsize first = 0; first < y->len; first += n_out)
    {
      const gsize plane = first / n_out * n_in;

      if (self->is_halving)
        {
          lm_max_pool2d_halve_backward (window, x->data + plane, y->data + first, dy->data + first,
                                        dx->data + plane);
          continue;
        }

      memset (dx->data + plane, 0, n_in * sizeof *dx->data);
      for (gsize i = first; i < first + n_out; i++)
        dx->data[plane + places[i]] += dy->data[i];
    }
}

static const LmField fields[] = {
  LM_POOLING_FIELDS,
  { NULL },
};

const LmLayerClass lm_max_pool2d_class = {
  .id = "max-pool2d",
  .stem = "pool",
  .title = N_("Max pool"),
  .summary = N_("Shrinks a picture: the largest number of each patch stays."),
  .keywords = N_("maximum pooling downsample subsample picture"),
  .group = LM_GROUP_COMMON,
  .glyph = "M 3 5 L 10 5 L 10 12 L 3 12 Z M 12 6 L 16 6 L 16 11 L 12 11 L 12 6 "
           "M 4 15 L 9 15 L 9 20 L 4 20 L 4 15 M 12 15 L 16 15 L 16 20 L 12 20 L 12 15 "
           "M 20 10 L 25 10 L 25 15 L 20 15 Z",
  .size = sizeof (LmMaxPool2d),
  .fields = fields,
  .configure = lm_max_pool2d_configure,
  .forward = lm_max_pool2d_forward,
  .backward = lm_max_pool2d_backward,
  .describe = lm_pooling_describe,
};
