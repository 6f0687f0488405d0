/* SPDX-License-Identifier: GPL-3.0-or-later */

/* global-max-pool.c: y = the largest number of each feature map, or of each feature over time
 *
 *   x [batch, channels, height, width]   y [batch, channels]
 *   x [batch, time, features]            y [batch, features]
 *
 * Kept is where it was, for backward; of equal numbers the first counts. NaN is larger than all,
 * so that it is seen. Of a padded sequence only the steps that count are looked at.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-global-pooling.h"

typedef struct
{
  LmLayer parent;

  gsize   places; /* index of the kept memory: offsets in the example, guint32 */
} LmGlobalMaxPool;

static gboolean
lm_global_max_pool_configure (LmLayer        *layer,
                              const LmShape  *x,
                              gsize           n_inputs,
                              LmShape        *y,
                              GError        **error)
{
  G_STATIC_ASSERT (sizeof (guint32) <= sizeof (lm_real));

  if (!lm_global_pooling_configure (layer, x, n_inputs, y, error))
    return FALSE;

  if (lm_shape_get_n_columns (x) > G_MAXUINT32)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE, _("%s is too large to pool"), shape);
      return FALSE;
    }

  ((LmGlobalMaxPool *) layer)->places = lm_layer_add_kept (layer, y->dim[1]);

  return TRUE;
}

/* The place of the largest of @n numbers from @first, @stride apart. */
static gsize
lm_global_max_pool_find (const lm_real *x,
                         gsize          first,
                         gsize          stride,
                         gsize          n)
{
  gsize best = first;

  for (gsize i = first; n > 0; i += stride, n--)
    best = x[i] > x[best] || x[i] != x[i] ? i : best;

  return best;
}

static void
lm_global_max_pool_forward (const LmLayer *layer,
                            LmPass        *pass,
                            LmTensor      *y)
{
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = y->shape.dim[1], n_columns = lm_shape_get_n_columns (&x->shape);
  guint32 *places = (guint32 *) lm_pass_get_kept (pass, ((const LmGlobalMaxPool *) layer)->places);

  for (gsize i = 0; i < y->len; i++)
    {
      const gsize row = i / n, feature = i % n;
      const lm_real *in = x->data + row * n_columns;
      gsize place;

      if (x->shape.rank == 4)
        place = lm_global_max_pool_find (in, feature * (n_columns / n), 1, n_columns / n);
      else
        place = lm_global_max_pool_find (in, feature, n, lm_global_pooling_get_n_steps (pass, row));
      places[i] = (guint32) place;
      y->data[i] = in[place];
    }
}

static void
lm_global_max_pool_backward (const LmLayer  *layer,
                             LmPass         *pass,
                             const LmTensor *y,
                             const LmTensor *dy)
{
  const LmGlobalMaxPool *self = (const LmGlobalMaxPool *) layer;
  const guint32 *places = (const guint32 *) lm_pass_get_kept (pass, self->places);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize i = 0; i < y->len; i++)
    dx->data[i / y->shape.dim[1] * lm_shape_get_n_columns (&dx->shape) + places[i]] = dy->data[i];
}

const LmLayerClass lm_global_max_pool_class = {
  .id = "global-max-pool",
  .stem = "pool",
  .title = N_("Global max pool"),
  .summary = N_("Each feature map becomes one number, its largest; of a sequence each feature."),
  .keywords = N_("maximum pooling picture sequence time flatten"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 6 L 16 6 L 16 19 L 3 19 L 3 6 M 19 10 L 24 10 L 24 15 L 19 15 Z",
  .size = sizeof (LmGlobalMaxPool),
  .configure = lm_global_max_pool_configure,
  .forward = lm_global_max_pool_forward,
  .backward = lm_global_max_pool_backward,
};
