/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-blas.h"

#include <cblas.h>
#include <pthread.h>

static void
lm_blas_make_single_threaded (void)
{
  openblas_set_num_threads (1);
}

void
lm_blas_init (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;

  pthread_once (&once, lm_blas_make_single_threaded);
}

const char *
lm_blas_get_config (void)
{
  static char *config;

  if (g_once_init_enter (&config))
    g_once_init_leave (&config, g_strdup_printf ("%s; %s", openblas_get_config (),
                                                 openblas_get_corename ()));

  return config;
}

void
lm_gemm (LmTransposition  transpose_a,
         LmTransposition  transpose_b,
         double           alpha,
         const LmTensor  *a,
         const LmTensor  *b,
         double           beta,
         LmTensor        *c)
{
  const gsize lda = lm_shape_get_n_columns (&a->shape);
  const gsize ldb = lm_shape_get_n_columns (&b->shape);
  const gsize n = lm_shape_get_n_columns (&c->shape);

  lm_gemm_raw (transpose_a, transpose_b,
               c->shape.dim[0], n, transpose_a == LM_KEEP ? lda : a->shape.dim[0],
               alpha, a->data, lda, b->data, ldb, beta, c->data, n);
}

void
lm_gemm_raw (LmTransposition  transpose_a,
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
             gsize            ldc)
{
  const CBLAS_TRANSPOSE ta = transpose_a == LM_TRANSPOSE ? CblasTrans : CblasNoTrans;
  const CBLAS_TRANSPOSE tb = transpose_b == LM_TRANSPOSE ? CblasTrans : CblasNoTrans;

  if (m == 0 || n == 0)
    return;

#ifdef LM_REAL_IS_DOUBLE
  cblas_dgemm (CblasRowMajor, ta, tb, (int) m, (int) n, (int) k,
               alpha, a, (int) lda, b, (int) ldb, beta, c, (int) ldc);
#else
  cblas_sgemm (CblasRowMajor, ta, tb, (int) m, (int) n, (int) k,
               (float) alpha, a, (int) lda, b, (int) ldb, (float) beta, c, (int) ldc);
#endif
}
