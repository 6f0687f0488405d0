/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>

#include "lm-tensor.h"

G_BEGIN_DECLS

/* The square root of one number; loops of it are vectorised. */
#ifdef LM_REAL_IS_FLOAT
#define LM_SQRT sqrtf
#else
#define LM_SQRT sqrt
#endif

/* Loops over numbers that are neither a matrix product nor a layer of their
 * own. Sums are taken in 16 fixed partial sums: the same bits in every build.
 */

/* Every row of @y becomes @row. */
void   lm_set_rows      (LmTensor       *y,
                         const LmTensor *row);
/* @row += Σ of the rows of @x. */
void   lm_add_rows      (const LmTensor *x,
                         LmTensor       *row);
/* @y += @x, elementwise. */
void   lm_add           (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
/* @x [rows, columns] to @y; @ldx, @ldy: elements from one row to the next. */
void   lm_copy_rows     (gsize           n_rows,
                         gsize           n_columns,
                         const lm_real  *x,
                         gsize           ldx,
                         lm_real        *y,
                         gsize           ldy);
/* @x [rows, columns] to @y [columns, rows], or added to it. */
void   lm_transpose     (gsize           n_rows,
                         gsize           n_columns,
                         const lm_real  *x,
                         gsize           ldx,
                         lm_real        *y,
                         gsize           ldy);
void   lm_transpose_add (gsize           n_rows,
                         gsize           n_columns,
                         const lm_real  *x,
                         gsize           ldx,
                         lm_real        *y,
                         gsize           ldy);
double lm_sum           (const lm_real  *x,
                         gsize           n);
/* Σ (x - mean)² */
double lm_sum_squares   (const lm_real  *x,
                         gsize           n,
                         double          mean);
double lm_dot           (const lm_real  *x,
                         const lm_real  *y,
                         gsize           n);
/* The largest; what is not a number may be passed over. */
lm_real lm_max          (const lm_real  *x,
                         gsize           n);
gboolean lm_is_finite   (const lm_real  *x,
                         gsize           n);

/* Elementwise, @y may be @x. Relative error below 2e-7 in the float build;
 * exact to rounding in the double build. */
void   lm_exp           (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
void   lm_tanh          (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
void   lm_sigmoid       (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
void   lm_erf           (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
/* y = log (1 + exp (x)) */
void   lm_softplus      (const lm_real  *x,
                         lm_real        *y,
                         gsize           n);
/* log Σ exp (x), where neither overflows. */
double lm_log_sum_exp   (const lm_real  *x,
                         gsize           n);
/* Rows of @n numbers: y = exp (x - max) / Σ exp (x - max). */
void   lm_softmax       (const lm_real  *x,
                         lm_real        *y,
                         gsize           n_rows,
                         gsize           n);

G_END_DECLS
