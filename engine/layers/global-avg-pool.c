/* SPDX-License-Identifier: GPL-3.0-or-later */

/* global-avg-pool.c: y = the mean of each feature map, or of each feature over time
 *
 *   x [batch, channels, height, width]   y [batch, channels]
 *   x [batch, time, features]            y [batch, features]
 *
 * Of a padded sequence only the steps that count are looked at.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-global-pooling.h"
#include "lm-math.h"

static void
lm_global_avg_pool_forward_planes (const LmTensor *x,
                                   LmTensor       *y)
{
  const gsize n = x->len / y->len;

  for (gsize i = 0; i < y->len; i++)
    y->data[i] = (lm_real) (lm_sum (x->data + i * n, n) / (double) n);
}

/* One example: x [n_steps, n], y [n] */
LM_CLONES static void
lm_global_avg_pool_forward_steps (const lm_real *x,
                                  gsize          n_steps,
                                  lm_real       *y,
                                  gsize          n)
{
  const lm_real share = (lm_real) (1 / (double) n_steps);

  memset (y, 0, n * sizeof *y);
  for (gsize i = 0; i < n_steps; i++)
    lm_add (x + i * n, y, n);
  for (gsize j = 0; j < n; j++)
    y[j] *= share;
}

static void
lm_global_avg_pool_forward (const LmLayer *layer,
                            LmPass        *pass,
                            LmTensor      *y)
{
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = y->shape.dim[1], n_columns = lm_shape_get_n_columns (&x->shape);

  if (x->shape.rank == 4)
    {
      lm_global_avg_pool_forward_planes (x, y);
      return;
    }

  for (gsize row = 0; row < x->shape.dim[0]; row++)
    lm_global_avg_pool_forward_steps (x->data + row * n_columns,
                                      lm_global_pooling_get_n_steps (pass, row),
                                      y->data + row * n, n);
}

static void
lm_global_avg_pool_backward_planes (const LmTensor *dy,
                                    LmTensor       *dx)
{
  const gsize n = dx->len / dy->len;

  for (gsize i = 0; i < dy->len; i++)
    {
      for (gsize j = 0; j < n; j++)
        dx->data[i * n + j] = dy->data[i] / (lm_real) n;
    }
}

static void
lm_global_avg_pool_backward (const LmLayer  *layer,
                             LmPass         *pass,
                             const LmTensor *y,
                             const LmTensor *dy)
{
  const gsize n = y->shape.dim[1];
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  if (dx->shape.rank == 4)
    {
      lm_global_avg_pool_backward_planes (dy, dx);
      return;
    }

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      const gsize n_steps = lm_global_pooling_get_n_steps (pass, row);
      lm_real *out = dx->data + row * lm_shape_get_n_columns (&dx->shape);

      for (gsize i = 0; i < n_steps * n; i++)
        out[i] = dy->data[row * n + i % n] / (lm_real) n_steps;
    }
}

const LmLayerClass lm_global_avg_pool_class = {
  .id = "global-avg-pool",
  .stem = "pool",
  .title = N_("Global average pool"),
  .summary = N_("Each feature map becomes one number, its mean; of a sequence each feature."),
  .keywords = N_("mean pooling picture sequence time flatten"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 6 L 16 6 L 16 19 L 3 19 L 3 6 O 21.5 12.5 2.5",
  .size = sizeof (LmLayer),
  .configure = lm_global_pooling_configure,
  .forward = lm_global_avg_pool_forward,
  .backward = lm_global_avg_pool_backward,
  .is_linear = TRUE,
};
