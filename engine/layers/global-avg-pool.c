/* SPDX-License-Identifier: GPL-3.0-or-later */

/* global-avg-pool.c: y = the mean of each plane
 *
 *   x [batch, channels, height, width]   y [batch, channels]
 */

#include <glib/gi18n-lib.h>

#include "lm-layer.h"
#include "lm-math.h"

static gboolean
lm_global_avg_pool_configure (LmLayer        *layer,
                              const LmShape  *x,
                              gsize           n_inputs,
                              LmShape        *y,
                              GError        **error)
{
  if (x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Global average pooling takes pictures, not %s: put it before the flatten layer"),
                   shape);
      return FALSE;
    }

  *y = (LmShape) { 2, { 1, x->dim[1] } };

  return TRUE;
}

static void
lm_global_avg_pool_forward (const LmLayer *layer,
                            LmPass        *pass,
                            LmTensor      *y)
{
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = x->len / y->len;

  for (gsize i = 0; i < y->len; i++)
    y->data[i] = (lm_real) (lm_sum (x->data + i * n, n) / (double) n);
}

static void
lm_global_avg_pool_backward (const LmLayer  *layer,
                             LmPass         *pass,
                             const LmTensor *y,
                             const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  gsize n;

  if (dx == NULL)
    return;

  n = dx->len / y->len;
  for (gsize i = 0; i < y->len; i++)
    {
      for (gsize j = 0; j < n; j++)
        dx->data[i * n + j] = dy->data[i] / (lm_real) n;
    }
}

const LmLayerClass lm_global_avg_pool_class = {
  .id = "global-avg-pool",
  .stem = "pool",
  .title = N_("Global average pool"),
  .summary = N_("Each feature map becomes one number: its mean."),
  .keywords = N_("mean pooling picture flatten"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 6 L 16 6 L 16 19 L 3 19 L 3 6 O 21.5 12.5 2.5",
  .size = sizeof (LmLayer),
  .configure = lm_global_avg_pool_configure,
  .forward = lm_global_avg_pool_forward,
  .backward = lm_global_avg_pool_backward,
};
