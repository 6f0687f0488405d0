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

/* Of OpenBLAS's kernels for small matrices: m·n·k at the most; rows below which they are slow; and
 * columns that fill their registers. */
#define MAX_PRODUCT 1000000
#define MIN_ROWS 24
#define COLUMNS 64

void
lm_gemm_in_pieces (gsize          m,
                   gsize          n,
                   gsize          k,
                   const lm_real *a,
                   gsize          lda,
                   const lm_real *b,
                   gsize          ldb,
                   double         beta,
                   lm_real       *c,
                   gsize          ldc)
{
  gsize n_rows = m, n_columns = n;

  if (m * n * k > MAX_PRODUCT && MAX_PRODUCT / (n * k) >= MIN_ROWS)
    n_rows = MAX_PRODUCT / (n * k);
  else if (m * n * k > MAX_PRODUCT && MAX_PRODUCT / (m * k) >= COLUMNS)
    n_columns = MAX_PRODUCT / (m * k) / COLUMNS * COLUMNS;

  for (gsize row = 0; row < m; row += n_rows)
    {
      for (gsize column = 0; column < n; column += n_columns)
        lm_gemm_raw (LM_KEEP, LM_KEEP, MIN (n_rows, m - row), MIN (n_columns, n - column), k, 1,
                     a + row * lda, lda, b + column, ldb, beta, c + row * ldc + column, ldc);
    }
}
