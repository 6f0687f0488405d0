/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-real.h"

G_BEGIN_DECLS

/* Which products are added up: c[to + column] of each row += Σ over the terms:
 * x[from + x] · b[b + column]. */
typedef struct
{
  gsize from, to;
} LmProductRow;

typedef struct
{
  gsize x, b;
} LmProductTerm;

typedef struct
{
  gsize          n_rows, n_terms;
  LmProductRow  *rows;
  LmProductTerm *terms;
} LmProducts;

/* The inner loops of convolution: sums of products that are kept in registers. They read the numbers
 * where they lie, at a table of offsets, so that no columns need to be written first. They are
 * compiled for several levels of vector instructions, and there products and sums are
 * contracted where a processor can: as with BLAS, bits depend on the processor.
 */
typedef struct
{
  const char *name;
  gsize       n_lanes; /* numbers of a vector */
  gsize       n_rows;  /* rows of a panel */

  gsize       n_vectors; /* that multiply() has at once */

  /* c [n_rows, n_vectors · n_lanes] = Σ_k panel[k, row] · b[offsets[k] + column], or += if @add.
   * @panel [n, n_rows]; rows of @c are @ldc apart, vectors of it and of @b @step_c and @step_b: more
   * than n_lanes where they belong to several pictures. */
  void (*multiply)  (gsize          n_vectors,
                     gsize          n,
                     const lm_real *panel,
                     const gsize   *offsets,
                     const lm_real *b,
                     gsize          step_b,
                     gboolean       add,
                     lm_real       *c,
                     gsize          ldc,
                     gsize          step_c);
  /* One or two vectors of each row's sums. */
  void (*add_products) (const LmProducts *table,
                        gsize             n_vectors,
                        const lm_real    *x,
                        const lm_real    *b,
                        lm_real          *c);
} LmMicroKernel;

/* Those that this processor runs, the fastest first. Returns: (nullable) */
const LmMicroKernel *lm_micro_kernel_nth (gsize index);

G_END_DECLS
