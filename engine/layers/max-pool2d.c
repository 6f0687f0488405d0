/* SPDX-License-Identifier: GPL-3.0-or-later */

/* max-pool2d.c: y = the largest number of each patch of a plane
 *
 *   x [batch, channels, height, width]   y [batch, channels, out, out]
 *
 * Kept is where it was, for backward; of equal numbers the first counts. NaN is
 * larger than all, so that it is seen. Padding never wins.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-pooling.h"

typedef struct
{
  LmPooling parent;

  gsize     places; /* index of the kept memory: offsets in the plane, guint32 */
} LmMaxPool2d;

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

  self->places = lm_layer_add_kept (layer, lm_shape_get_n_columns (y));
  lm_layer_set_scratch (layer, 2 * x->dim[3]);

  return TRUE;
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

/* The largest of each pair of columns: the usual case, without a branch. */
LM_CLONES static void
lm_max_pool2d_reduce_pairs (const LmReducedRow *self,
                            gsize               n,
                            lm_real *restrict   y,
                            guint32 *restrict   places)
{
  const lm_real *restrict max = self->max;
  const guint32 *restrict row = self->row;
  const guint32 offset = (guint32) self->offset, width = (guint32) self->width;

  for (gsize j = 0; j < n; j++)
    {
      const lm_real a = max[2 * j], b = max[2 * j + 1];
      const guint32 place_a = row[2 * j] * width, place_b = row[2 * j + 1] * width + 1;
      const int is_second = b > a || b != b;
      const guint32 first = MIN (place_a, place_b); /* of equal numbers */
      guint32 place = is_second ? place_b : place_a;

      place = b == a ? first : place;
      y[j] = is_second ? b : a;
      places[j] = offset + 2 * (guint32) j + place;
    }
}

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
  const gboolean has_pairs = slide->kernel == 2 && slide->stride == 2 && slide->before == 0;
  LmReducedRow reduced = { 0, slide->in, scratch, (guint32 *) (scratch + slide->in) };

  for (gsize i = 0; i < window->y.out; i++, y += slide->out, places += slide->out)
    {
      gsize top, bottom;

      lm_slide_get_patch (&window->y, i, &top, &bottom);
      reduced.offset = top * slide->in;
      lm_max_pool2d_reduce_rows (x + reduced.offset, bottom - top, slide->in, reduced.max,
                                 reduced.row);
      if (has_pairs)
        lm_max_pool2d_reduce_pairs (&reduced, slide->out, y, places);
      else
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
  guint32 *places = (guint32 *) lm_pass_get_kept (pass, self->places);

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
  const gsize n_in = window->y.in * window->x.in, n_out = window->y.out * window->x.out;
  const guint32 *places = (const guint32 *) lm_pass_get_kept (pass, self->places);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize plane = 0; plane < y->len / n_out; plane++)
    {
      for (gsize i = plane * n_out; i < (plane + 1) * n_out; i++)
        dx->data[plane * n_in + places[i]] += dy->data[i];
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
