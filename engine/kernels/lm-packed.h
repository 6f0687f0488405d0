/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-blas.h"
#include "lm-micro-kernel.h"

G_BEGIN_DECLS

/* A matrix B [k, n] that others are multiplied by, again and again. BLAS would copy it into panels of
 * columns for every product, which takes about as long as the product itself if that is not large:
 * here it is copied once. Small ones BLAS multiplies without a copy, and then it does.
 */
typedef struct
{
  gsize    k, n;
  const lm_real *b; /* where it is small: as it is, [k, n], */
  gboolean is_transposed; /* or [n, k] */
  gsize    ldb;

  /* Else: */
  const LmMicroKernel *kernel;
  gsize    width;
  gsize   *offsets;
  lm_real *panels; /* [n / width, k, width] */
  lm_real *rows;   /* room for some rows of what B is multiplied by, and for a corner of the product */
} LmPacked;

/* Elements of memory that such a matrix takes; %G_MAXSIZE if that overflows. */
gsize    lm_packed_get_size (gsize            k,
                             gsize            n);
/* B is @b, or its transpose; @ldb: elements from one row of @b to the next. It is multiplied by @m rows
 * at a time, @n_times. @memory is aligned as lm_alloc() does it, and belongs to one thread. */
LmPacked lm_packed_init     (gsize            m,
                             gsize            k,
                             gsize            n,
                             gsize            n_times,
                             LmTransposition  transpose_b,
                             const lm_real   *b,
                             gsize            ldb,
                             lm_real         *memory);
/* c [m, n] = a [m, k]·B, or += if @add. */
void     lm_packed_multiply (const LmPacked  *self,
                             gsize            m,
                             const lm_real   *a,
                             gsize            lda,
                             gboolean         add,
                             lm_real         *c,
                             gsize            ldc);

G_END_DECLS
