/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-math.h"

#include <math.h>
#include <string.h>

#include "lm-clones.h"

#define N_SUMS 16

void
lm_set_rows (LmTensor       *y,
             const LmTensor *row)
{
  for (gsize i = 0; i < y->len; i += row->len)
    memcpy (y->data + i, row->data, row->len * sizeof (lm_real));
}

void
lm_add_rows (const LmTensor *x,
             LmTensor       *row)
{
  for (gsize i = 0; i < x->len; i += row->len)
    lm_add (x->data + i, row->data, row->len);
}

LM_CLONES void
lm_add (const lm_real *restrict x,
        lm_real       *restrict y,
        gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    y[i] += x[i];
}

#define TILE 16

void
lm_transpose (const lm_real *restrict x,
              lm_real       *restrict y,
              gsize                   n_rows,
              gsize                   n_columns)
{
  for (gsize top = 0; top < n_rows; top += TILE)
    {
      const gsize n_tall = MIN (TILE, n_rows - top);

      for (gsize left = 0; left < n_columns; left += TILE)
        {
          const gsize n_wide = MIN (TILE, n_columns - left);

          for (gsize j = 0; j < n_wide; j++)
            {
              for (gsize i = 0; i < n_tall; i++)
                y[(left + j) * n_rows + top + i] = x[(top + i) * n_columns + left + j];
            }
        }
    }
}

/* The partial sums always meet in the same order. */
static double
lm_fold (const double *sums)
{
  double folded[N_SUMS];

  memcpy (folded, sums, sizeof folded);
  for (gsize width = N_SUMS / 2; width > 0; width /= 2)
    {
      for (gsize i = 0; i < width; i++)
        folded[i] += folded[i + width];
    }

  return folded[0];
}

LM_CLONES double
lm_sum (const lm_real *x,
        gsize          n)
{
  const gsize n_even = n - n % N_SUMS;
  double sums[N_SUMS] = { 0 };

  for (gsize i = 0; i < n_even; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        sums[j] += (double) x[i + j];
    }
  for (gsize i = n_even; i < n; i++)
    sums[i - n_even] += (double) x[i];

  return lm_fold (sums);
}

LM_CLONES double
lm_sum_squares (const lm_real *x,
                gsize          n,
                double         mean)
{
  const gsize n_even = n - n % N_SUMS;
  double sums[N_SUMS] = { 0 };

  for (gsize i = 0; i < n_even; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        sums[j] += ((double) x[i + j] - mean) * ((double) x[i + j] - mean);
    }
  for (gsize i = n_even; i < n; i++)
    sums[i - n_even] += ((double) x[i] - mean) * ((double) x[i] - mean);

  return lm_fold (sums);
}

LM_CLONES double
lm_dot (const lm_real *x,
        const lm_real *y,
        gsize          n)
{
  const gsize n_even = n - n % N_SUMS;
  double sums[N_SUMS] = { 0 };

  for (gsize i = 0; i < n_even; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        sums[j] += (double) x[i + j] * (double) y[i + j];
    }
  for (gsize i = n_even; i < n; i++)
    sums[i - n_even] += (double) x[i] * (double) y[i];

  return lm_fold (sums);
}

/* x - x is 0, or NaN where x is infinite or NaN. */
LM_CLONES gboolean
lm_is_finite (const lm_real *x,
              gsize          n)
{
  const gsize n_even = n - n % N_SUMS;
  lm_real sums[N_SUMS] = { 0 };
  lm_real sum = 0;

  for (gsize i = 0; i < n_even; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        sums[j] += x[i + j] - x[i + j];
    }
  for (gsize i = n_even; i < n; i++)
    sums[i - n_even] += x[i] - x[i];
  for (gsize j = 0; j < N_SUMS; j++)
    sum += sums[j];

  return sum == 0;
}
