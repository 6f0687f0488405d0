/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* Matrix products, single-threaded: many threads may call at once.
 * Matrices are row-major; ld* are the distances between rows.
 */
typedef enum
{
  LM_KEEP,
  LM_TRANSPOSE,
} LmTransposition;

/* Says once for the whole process that BLAS shall not make threads. */
void        lm_blas_init       (void);
/* Version and processor kernel, for the arithmetic's fingerprint. */
const char *lm_blas_get_config (void);

/* c = alpha·op(a)·op(b) + beta·c; tensors count as [first dimension, all others].
 * With @beta = 0 what @c held is not read. */
void        lm_gemm            (LmTransposition  transpose_a,
                                LmTransposition  transpose_b,
                                double           alpha,
                                const LmTensor  *a,
                                const LmTensor  *b,
                                double           beta,
                                LmTensor        *c);
/* The same on bare matrices: op(a) is [m, k], op(b) is [k, n], c is [m, n]. */
void        lm_gemm_raw        (LmTransposition  transpose_a,
                                LmTransposition  transpose_b,
                                gsize            m,
                                gsize            n,
                                gsize            k,
                                double           alpha,
                                const lm_real   *a,
                                gsize            lda,
                                const lm_real   *b,
                                gsize            ldb,
                                double           beta,
                                lm_real         *c,
                                gsize            ldc);

G_END_DECLS
