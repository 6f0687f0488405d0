/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-norm.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-math.h"

gboolean
lm_norm_check (gsize           n,
               const LmShape  *x,
               GError        **error)
{
  g_autofree char *shape = NULL;

  if (n > 1)
    return TRUE;

  shape = lm_shape_to_string (x);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("%s leaves one number to be compared with itself: it would always become 0. Put the norm where more numbers are taken together"),
               shape);

  return FALSE;
}

void
lm_norm_measure (const LmNormGroup *group,
                 const lm_real     *x,
                 double             eps,
                 lm_real           *mean,
                 lm_real           *scale)
{
  const double n = (double) (group->n_chunks * group->chunk);
  double sum = 0, squares = 0;

  for (gsize i = 0; i < group->n_chunks; i++)
    sum += lm_sum (x + i * group->stride, group->chunk);
  for (gsize i = 0; i < group->n_chunks; i++)
    squares += lm_sum_squares (x + i * group->stride, group->chunk, sum / n);

  *mean = (lm_real) (sum / n);
  *scale = (lm_real) (1 / sqrt (squares / n + eps));
}

/* dx = factor·dx - slope·(x - mean) - level */
LM_CLONES static void
lm_norm_derive_row (const lm_real *restrict x,
                    lm_real                 mean,
                    lm_real                 factor,
                    lm_real                 slope,
                    lm_real                 level,
                    lm_real       *restrict dx,
                    gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = factor * dx[i] - slope * (x[i] - mean) - level;
}

/* dx = scale·(g - Σ g / n - x̂·Σ (g·x̂) / n), x̂ = (x - mean)·scale */
void
lm_norm_derive (const LmNormGroup *group,
                const lm_real     *x,
                lm_real            mean,
                lm_real            scale,
                lm_real           *dx)
{
  const double n = (double) (group->n_chunks * group->chunk);
  const double factor = (double) scale;
  double sum = 0, product = 0;

  for (gsize i = 0; i < group->n_chunks; i++)
    {
      sum += lm_sum (dx + i * group->stride, group->chunk);
      product += lm_dot (dx + i * group->stride, x + i * group->stride, group->chunk);
    }
  product = (product - sum * (double) mean) * factor;

  for (gsize i = 0; i < group->n_chunks; i++)
    lm_norm_derive_row (x + i * group->stride, mean, scale,
                        (lm_real) (factor * factor * product / n), (lm_real) (factor * sum / n),
                        dx + i * group->stride, group->chunk);
}

LM_CLONES void
lm_norm_apply_row (const lm_real *x,
                   lm_real        mean,
                   lm_real        scale,
                   const lm_real *weight,
                   const lm_real *bias,
                   lm_real       *y,
                   gsize          n)
{
  if (weight == NULL)
    {
      for (gsize i = 0; i < n; i++)
        y[i] = (x[i] - mean) * scale;
      return;
    }

  for (gsize i = 0; i < n; i++)
    y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
}

LM_CLONES void
lm_norm_weigh_row (const lm_real *dy,
                   const lm_real *weight,
                   lm_real       *dx,
                   gsize          n)
{
  if (weight == NULL)
    {
      memcpy (dx, dy, n * sizeof *dx);
      return;
    }

  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * weight[i];
}

LM_CLONES void
lm_norm_add_row (const lm_real *restrict x,
                 lm_real                 mean,
                 lm_real                 scale,
                 const lm_real *restrict dy,
                 lm_real       *restrict dweight,
                 lm_real       *restrict dbias,
                 gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    {
      dweight[i] += dy[i] * ((x[i] - mean) * scale);
      dbias[i] += dy[i];
    }
}

LM_CLONES void
lm_norm_apply_plane (const lm_real *x,
                     lm_real        mean,
                     lm_real        scale,
                     lm_real        weight,
                     lm_real        bias,
                     lm_real       *y,
                     gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = (x[i] - mean) * scale * weight + bias;
}

LM_CLONES void
lm_norm_weigh_plane (const lm_real *dy,
                     lm_real        weight,
                     lm_real       *dx,
                     gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * weight;
}
