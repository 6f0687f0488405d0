/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-batch-stats.h"

#include <string.h>

#include "lm-clones.h"
#include "lm-math.h"

#define N_ROWS 64

gsize
lm_batch_stats_get_size (gsize n)
{
  return 1 + 2 * n;
}

LmBatchStats
lm_batch_stats_view (gsize          n,
                     const lm_real *partial)
{
  return (LmBatchStats) { (double) partial[0], partial + 1, partial + 1 + n };
}

/* Features side by side: sums run down the columns. x [n_rows, n] */
LM_CLONES static void
lm_batch_stats_gather_columns (const lm_real *x,
                               gsize          n_rows,
                               gsize          n,
                               lm_real       *partial)
{
  lm_real *mean = partial + 1;
  lm_real *squares = partial + 1 + n;

  memset (partial, 0, lm_batch_stats_get_size (n) * sizeof *partial);
  partial[0] = (lm_real) n_rows;

  for (gsize i = 0; i < n_rows * n; i += n)
    {
      for (gsize j = 0; j < n; j++)
        mean[j] += x[i + j];
    }
  for (gsize j = 0; j < n; j++)
    mean[j] /= (lm_real) n_rows;
  for (gsize i = 0; i < n_rows * n; i += n)
    {
      for (gsize j = 0; j < n; j++)
        squares[j] += (x[i + j] - mean[j]) * (x[i + j] - mean[j]);
    }
}

#define N_SUMS 16

/* Numbers of one feature: planes of @n, @step from one to the next. Sums of short planes are taken
 * through all of them, and the partial ones meet once. */
typedef struct
{
  gsize n_planes, n, step;
} LmPlanes;

LM_INLINE double
lm_planes_fold (double *sums)
{
  for (gsize width = N_SUMS / 2; width > 0; width /= 2)
    {
      for (gsize i = 0; i < width; i++)
        sums[i] += sums[i + width];
    }

  return sums[0];
}

LM_CLONES static double
lm_planes_sum (const LmPlanes *self,
               const lm_real  *x)
{
  const gsize n_even = self->n - self->n % N_SUMS;
  double sums[N_SUMS] = { 0 };

  for (gsize plane = 0; plane < self->n_planes; plane++, x += self->step)
    {
      for (gsize i = 0; i < n_even; i += N_SUMS)
        {
          for (gsize j = 0; j < N_SUMS; j++)
            sums[j] += (double) x[i + j];
        }
      for (gsize i = n_even; i < self->n; i++)
        sums[i - n_even] += (double) x[i];
    }

  return lm_planes_fold (sums);
}

/* Σ (x - mean)·(y - mean); @mean is 0 if @y is not @x. */
LM_CLONES static double
lm_planes_sum_products (const LmPlanes *self,
                        const lm_real  *x,
                        const lm_real  *y,
                        double          mean)
{
  const gsize n_even = self->n - self->n % N_SUMS;
  double sums[N_SUMS] = { 0 };

  for (gsize plane = 0; plane < self->n_planes; plane++, x += self->step, y += self->step)
    {
      for (gsize i = 0; i < n_even; i += N_SUMS)
        {
          for (gsize j = 0; j < N_SUMS; j++)
            sums[j] += ((double) x[i + j] - mean) * ((double) y[i + j] - mean);
        }
      for (gsize i = n_even; i < self->n; i++)
        sums[i - n_even] += ((double) x[i] - mean) * ((double) y[i] - mean);
    }

  return lm_planes_fold (sums);
}

static void
lm_batch_stats_gather_planes (const LmTensor *x,
                              gsize           n,
                              gsize           plane,
                              lm_real        *mean,
                              lm_real        *squares)
{
  const LmPlanes planes = { x->len / (n * plane), plane, n * plane };

  for (gsize j = 0; j < n; j++)
    {
      const lm_real *first = x->data + j * plane;

      mean[j] = (lm_real) (lm_planes_sum (&planes, first) / (double) (x->len / n));
      squares[j] = (lm_real) lm_planes_sum_products (&planes, first, first, (double) mean[j]);
    }
}

void
lm_batch_stats_combine (gsize          n,
                        lm_real       *into,
                        const lm_real *other)
{
  const LmBatchStats b = lm_batch_stats_view (n, other);
  const double count_a = (double) into[0];
  const double count = count_a + b.count;
  lm_real *mean = into + 1;
  lm_real *squares = into + 1 + n;

  if (b.count == 0)
    return;

  for (gsize i = 0; i < n; i++)
    {
      const double delta = (double) b.mean[i] - (double) mean[i];

      mean[i] = (lm_real) ((double) mean[i] + delta * b.count / count);
      squares[i] = (lm_real) ((double) squares[i] + (double) b.squares[i] +
                              delta * delta * count_a * b.count / count);
    }
  into[0] = (lm_real) count;
}

/* Columns are summed a few rows at a time, and these merged: no sum gets long. */
void
lm_batch_stats_gather (const LmTensor *x,
                       gsize           n,
                       gsize           plane,
                       lm_real        *partial,
                       lm_real        *scratch)
{
  const gsize n_rows = x->shape.dim[0];

  if (plane > 1)
    {
      partial[0] = (lm_real) (x->len / n);
      lm_batch_stats_gather_planes (x, n, plane, partial + 1, partial + 1 + n);
      return;
    }

  lm_batch_stats_gather_columns (x->data, MIN (N_ROWS, n_rows), n, partial);
  for (gsize i = N_ROWS; i < n_rows; i += N_ROWS)
    {
      lm_batch_stats_gather_columns (x->data + i * n, MIN (N_ROWS, n_rows - i), n, scratch);
      lm_batch_stats_combine (n, partial, scratch);
    }
}

LM_CLONES void
lm_batch_stats_normalise (gsize           n,
                          gsize           plane,
                          const LmTensor *x,
                          const lm_real  *mean,
                          const lm_real  *scale,
                          const lm_real  *weight,
                          const lm_real  *bias,
                          LmTensor       *y)
{
  const lm_real *in = x->data;
  lm_real *out = y->data;

  if (plane == 1)
    {
      for (; in < x->data + x->len; in += n, out += n)
        {
          for (gsize j = 0; j < n; j++)
            out[j] = (in[j] - mean[j]) * (scale[j] * weight[j]) + bias[j];
        }
      return;
    }

  for (gsize j = 0; in < x->data + x->len; j = (j + 1) % n, in += plane, out += plane)
    {
      const lm_real shift = mean[j], factor = scale[j] * weight[j], offset = bias[j];

      for (gsize i = 0; i < plane; i++)
        out[i] = (in[i] - shift) * factor + offset;
    }
}

LM_CLONES static void
lm_batch_stats_sum_columns (gsize           n,
                            const LmTensor *x,
                            const LmTensor *dy,
                            const lm_real  *mean,
                            const lm_real  *scale,
                            lm_real        *sum_dy,
                            lm_real        *sum_dy_x)
{
  memset (sum_dy, 0, n * sizeof *sum_dy);
  memset (sum_dy_x, 0, n * sizeof *sum_dy_x);

  for (gsize i = 0; i < x->len; i += n)
    {
      for (gsize j = 0; j < n; j++)
        {
          sum_dy[j] += dy->data[i + j];
          sum_dy_x[j] += dy->data[i + j] * ((x->data[i + j] - mean[j]) * scale[j]);
        }
    }
}

void
lm_batch_stats_sum_gradient (gsize           n,
                             gsize           plane,
                             const LmTensor *x,
                             const LmTensor *dy,
                             const lm_real  *mean,
                             const lm_real  *scale,
                             lm_real        *sum_dy,
                             lm_real        *sum_dy_x)
{
  const LmPlanes planes = { x->len / (n * plane), plane, n * plane };

  if (plane == 1)
    {
      lm_batch_stats_sum_columns (n, x, dy, mean, scale, sum_dy, sum_dy_x);
      return;
    }

  for (gsize j = 0; j < n; j++)
    {
      const double sum = lm_planes_sum (&planes, dy->data + j * plane);
      const double product = lm_planes_sum_products (&planes, dy->data + j * plane,
                                                     x->data + j * plane, 0);

      sum_dy[j] = (lm_real) sum;
      sum_dy_x[j] = (lm_real) ((product - sum * (double) mean[j]) * (double) scale[j]);
    }
}

LM_CLONES void
lm_batch_stats_derive (gsize           n,
                       gsize           plane,
                       const LmTensor *x,
                       const LmTensor *dy,
                       const lm_real  *mean,
                       const lm_real  *scale,
                       const lm_real  *weight,
                       const lm_real  *sum_dy,
                       const lm_real  *sum_dy_x,
                       double          count,
                       LmTensor       *dx)
{
  const lm_real share = (lm_real) (1 / count);

  if (plane == 1)
    {
      for (gsize i = 0; i < x->len; i += n)
        {
          for (gsize j = 0; j < n; j++)
            dx->data[i + j] = weight[j] * scale[j] *
                              (dy->data[i + j] - sum_dy[j] * share -
                               (x->data[i + j] - mean[j]) * scale[j] * sum_dy_x[j] * share);
        }
      return;
    }

  for (gsize i = 0, j = 0; i < x->len; i += plane, j = (j + 1) % n)
    {
      const lm_real factor = weight[j] * scale[j], shift = mean[j];
      const lm_real level = sum_dy[j] * share, slope = scale[j] * sum_dy_x[j] * share;
      const lm_real *in = x->data + i, *din = dy->data + i;
      lm_real *out = dx->data + i;

      for (gsize k = 0; k < plane; k++)
        out[k] = factor * (din[k] - level - (in[k] - shift) * slope);
    }
}
