/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-math.h"

#include <math.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-row.h"

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

LM_CLONES void
lm_copy_rows (gsize          n_rows,
              gsize          n_columns,
              const lm_real *x,
              gsize          ldx,
              lm_real       *y,
              gsize          ldy)
{
  for (gsize i = 0; i < n_rows; i++)
    lm_row_copy (y + i * ldy, x + i * ldx, n_columns);
}

#define SIDE 4
#define STRIPE 16

typedef lm_real LmQuad __attribute__ ((vector_size (SIDE * sizeof (lm_real)),
                                       aligned (sizeof (lm_real)), may_alias));

/* A square of @SIDE rows and columns. */
LM_INLINE void
lm_transpose_square (const lm_real *x,
                     gsize          ldx,
                     gboolean       add,
                     lm_real       *y,
                     gsize          ldy)
{
  const LmQuad a = *(const LmQuad *) x, b = *(const LmQuad *) (x + ldx);
  const LmQuad c = *(const LmQuad *) (x + 2 * ldx), d = *(const LmQuad *) (x + 3 * ldx);
  const LmQuad ab_low = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  const LmQuad ab_high = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  const LmQuad cd_low = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  const LmQuad cd_high = __builtin_shufflevector (c, d, 2, 6, 3, 7);
  LmQuad columns[SIDE] = {
    __builtin_shufflevector (ab_low, cd_low, 0, 1, 4, 5),
    __builtin_shufflevector (ab_low, cd_low, 2, 3, 6, 7),
    __builtin_shufflevector (ab_high, cd_high, 0, 1, 4, 5),
    __builtin_shufflevector (ab_high, cd_high, 2, 3, 6, 7),
  };

  for (gsize i = 0; i < SIDE; i++, y += ldy)
    {
      if (add)
        columns[i] += *(const LmQuad *) y;
      *(LmQuad *) y = columns[i];
    }
}

#define WIDE_SIDE 8

typedef lm_real LmOctet __attribute__ ((vector_size (WIDE_SIDE * sizeof (lm_real)),
                                        aligned (sizeof (lm_real)), may_alias));

/* Likewise, of twice the side: neighbours change places one by one, in pairs, in fours. */
LM_INLINE void
lm_transpose_wide_square (const lm_real *x,
                          gsize          ldx,
                          gboolean       add,
                          lm_real       *y,
                          gsize          ldy)
{
  LmOctet rows[WIDE_SIDE], singles[WIDE_SIDE], pairs[WIDE_SIDE];

  for (gsize i = 0; i < WIDE_SIDE; i++)
    rows[i] = *(const LmOctet *) (x + i * ldx);
  for (gsize i = 0; i < WIDE_SIDE; i += 2)
    {
      singles[i] = __builtin_shufflevector (rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
      singles[i + 1] = __builtin_shufflevector (rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
  for (gsize i = 0; i < WIDE_SIDE; i += 4)
    {
      for (gsize j = i; j < i + 2; j++)
        {
          const LmOctet a = singles[j], b = singles[j + 2];

          pairs[2 * j - i] = __builtin_shufflevector (a, b, 0, 1, 8, 9, 4, 5, 12, 13);
          pairs[2 * j - i + 1] = __builtin_shufflevector (a, b, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
  for (gsize i = 0; i < WIDE_SIDE / 2; i++)
    {
      const LmOctet a = pairs[i], b = pairs[i + 4];

      rows[i] = __builtin_shufflevector (a, b, 0, 1, 2, 3, 8, 9, 10, 11);
      rows[i + 4] = __builtin_shufflevector (a, b, 4, 5, 6, 7, 12, 13, 14, 15);
    }
  for (gsize i = 0; i < WIDE_SIDE; i++, y += ldy)
    {
      if (add)
        rows[i] += *(const LmOctet *) y;
      *(LmOctet *) y = rows[i];
    }
}

/* In stripes of rows, so that whole lines of the cache are written. */
LM_INLINE void
lm_transpose_part (gsize          n_rows,
                   gsize          n_columns,
                   const lm_real *x,
                   gsize          ldx,
                   gboolean       add,
                   lm_real       *y,
                   gsize          ldy)
{
  const gsize whole_rows = n_rows / SIDE * SIDE, whole_columns = n_columns / SIDE * SIDE;

  for (gsize top = 0; top < whole_rows; top += STRIPE)
    {
      for (gsize j = 0; j < whole_columns; j += SIDE)
        {
          for (gsize i = top; i < MIN (top + STRIPE, whole_rows); i += SIDE)
            lm_transpose_square (x + i * ldx + j, ldx, add, y + j * ldy + i, ldy);
        }
    }

  for (gsize i = 0; i < n_rows; i++)
    {
      for (gsize j = i < whole_rows ? whole_columns : 0; j < n_columns; j++)
        y[j * ldy + i] = add ? y[j * ldy + i] + x[i * ldx + j] : x[i * ldx + j];
    }
}

LM_INLINE void
lm_transpose_all (gsize          n_rows,
                  gsize          n_columns,
                  const lm_real *x,
                  gsize          ldx,
                  gboolean       add,
                  lm_real       *y,
                  gsize          ldy)
{
  const gsize wide_rows = n_rows / WIDE_SIDE * WIDE_SIDE;
  const gsize wide_columns = n_columns / WIDE_SIDE * WIDE_SIDE;

  for (gsize top = 0; top < wide_rows; top += STRIPE)
    {
      for (gsize j = 0; j < wide_columns; j += WIDE_SIDE)
        {
          for (gsize i = top; i < MIN (top + STRIPE, wide_rows); i += WIDE_SIDE)
            lm_transpose_wide_square (x + i * ldx + j, ldx, add, y + j * ldy + i, ldy);
        }
    }

  lm_transpose_part (wide_rows, n_columns - wide_columns, x + wide_columns, ldx, add,
                     y + wide_columns * ldy, ldy);
  lm_transpose_part (n_rows - wide_rows, n_columns, x + wide_rows * ldx, ldx, add, y + wide_rows,
                     ldy);
}

LM_CLONES void
lm_transpose (gsize          n_rows,
              gsize          n_columns,
              const lm_real *x,
              gsize          ldx,
              lm_real       *y,
              gsize          ldy)
{
  lm_transpose_all (n_rows, n_columns, x, ldx, FALSE, y, ldy);
}

LM_CLONES void
lm_transpose_add (gsize          n_rows,
                  gsize          n_columns,
                  const lm_real *x,
                  gsize          ldx,
                  lm_real       *y,
                  gsize          ldy)
{
  lm_transpose_all (n_rows, n_columns, x, ldx, TRUE, y, ldy);
}

LM_CLONES lm_real
lm_max (const lm_real *x,
        gsize          n)
{
  lm_real largest[N_SUMS];
  gsize i = 0;

  for (gsize j = 0; j < N_SUMS; j++)
    largest[j] = x[0];
  for (; i + N_SUMS <= n; i += N_SUMS)
    {
      for (gsize j = 0; j < N_SUMS; j++)
        largest[j] = x[i + j] > largest[j] ? x[i + j] : largest[j];
    }
  for (; i < n; i++)
    largest[0] = x[i] > largest[0] ? x[i] : largest[0];
  for (gsize j = 1; j < N_SUMS; j++)
    largest[0] = largest[j] > largest[0] ? largest[j] : largest[0];

  return largest[0];
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
