/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-packed.h"

#include <string.h>

#include "lm-math.h"

/* Rows that go through at once, so that panels are read once for all of them. */
#define ROWS 32
/* What is aligned begins at multiples of so many elements. */
#define UNIT (LM_ALIGNMENT / sizeof (lm_real))
/* Of BLAS' kernels for small matrices: m·n·k at the most. */
#define MAX_PRODUCT 1000000
/* So few rows in all do not pay for turning the matrix: row by row BLAS reads it as it is. */
#define FEW_ROWS 4

/* As wide as the kernel has it at once, unless a single vector would be left over. */
static gsize
lm_packed_choose_width (const LmMicroKernel *kernel,
                        gsize                n)
{
  const gsize n_vectors = (n + kernel->n_lanes - 1) / kernel->n_lanes;

  return (n_vectors % kernel->n_vectors == 1 ? kernel->n_vectors - 1 : kernel->n_vectors) *
         kernel->n_lanes;
}

gsize
lm_packed_get_size (gsize k,
                    gsize n)
{
  const LmMicroKernel *kernel = lm_micro_kernel_nth (0);
  const gsize width = lm_packed_choose_width (kernel, n);
  LmShape panels;
  gsize size;

  if (n > G_MAXSIZE / 8)
    return G_MAXSIZE;

  panels = (LmShape) { 2, { k, lm_round_up (n, width) + ROWS +
                                 sizeof (gsize) / sizeof (lm_real) } };
  size = lm_shape_get_n_elements (&panels);

  return size > G_MAXSIZE / 8 ? G_MAXSIZE : size + kernel->n_rows * width + 3 * UNIT;
}

static LmPacked
lm_packed_init_small (gsize            n_rows,
                      gsize            k,
                      gsize            n,
                      LmTransposition  transpose_b,
                      const lm_real   *b,
                      gsize            ldb,
                      lm_real         *memory)
{
  if (transpose_b == LM_KEEP || n_rows <= FEW_ROWS)
    return (LmPacked) { .k = k, .n = n, .b = b, .is_transposed = transpose_b == LM_TRANSPOSE,
                        .ldb = ldb };

  lm_transpose (n, k, b, ldb, memory, n);

  return (LmPacked) { .k = k, .n = n, .b = memory, .ldb = n };
}

LmPacked
lm_packed_init (gsize            m,
                gsize            k,
                gsize            n,
                gsize            n_times,
                LmTransposition  transpose_b,
                const lm_real   *b,
                gsize            ldb,
                lm_real         *memory)
{
  LmPacked self = { .k = k, .n = n, .kernel = lm_micro_kernel_nth (0) };

  if (m * n * k <= MAX_PRODUCT)
    return lm_packed_init_small (m * n_times, k, n, transpose_b, b, ldb, memory);

  self.width = lm_packed_choose_width (self.kernel, n);
  self.offsets = (gsize *) (gpointer) memory;
  self.panels = memory + lm_round_up (k * sizeof (gsize) / sizeof (lm_real), UNIT);
  self.rows = self.panels + lm_round_up (lm_round_up (n, self.width) * k, UNIT);
  for (gsize i = 0; i < k; i++)
    self.offsets[i] = i * self.width;

  for (gsize first = 0; first < n; first += self.width)
    {
      const gsize n_columns = MIN (self.width, n - first);
      lm_real *panel = self.panels + first * k;

      if (n_columns < self.width)
        memset (panel, 0, k * self.width * sizeof *panel);
      if (transpose_b == LM_TRANSPOSE)
        lm_transpose (n_columns, k, b + first * ldb, ldb, panel, self.width);
      else
        lm_copy_rows (k, n_columns, b + first, ldb, panel, self.width);
    }

  return self;
}

/* @n rows of @a as panels [n / n_rows, k, n_rows]; what is too much is 0. */
static void
lm_packed_take_rows (const LmPacked *self,
                     gsize           n,
                     const lm_real  *a,
                     gsize           lda)
{
  const gsize n_rows = self->kernel->n_rows, k = self->k;

  if (n % n_rows != 0)
    memset (self->rows + n / n_rows * n_rows * k, 0, k * n_rows * sizeof *self->rows);
  for (gsize i = 0; i < n; i += n_rows)
    lm_transpose (MIN (n_rows, n - i), k, a + i * lda, lda, self->rows + i * k, n_rows);
}

/* A few rows and columns of the product; where they are not whole, beside it first. */
static void
lm_packed_multiply_corner (const LmPacked *self,
                           const lm_real  *rows,
                           gsize           n_rows,
                           gsize           first_column,
                           gboolean        add,
                           lm_real        *c,
                           gsize           ldc)
{
  const LmMicroKernel *kernel = self->kernel;
  const gsize width = self->width, n = MIN (width, self->n - first_column);
  const gsize n_vectors = (n + kernel->n_lanes - 1) / kernel->n_lanes;
  const lm_real *panel = self->panels + first_column * self->k;
  lm_real *corner = self->rows + ROWS * self->k;

  if (n_rows == kernel->n_rows && n % kernel->n_lanes == 0)
    {
      kernel->multiply (n_vectors, self->k, rows, self->offsets, panel, kernel->n_lanes, add, c,
                        ldc, kernel->n_lanes);
      return;
    }

  kernel->multiply (n_vectors, self->k, rows, self->offsets, panel, kernel->n_lanes, FALSE, corner,
                    width, kernel->n_lanes);
  for (gsize i = 0; i < n_rows; i++)
    {
      for (gsize j = 0; j < n; j++)
        c[i * ldc + j] = add ? c[i * ldc + j] + corner[i * width + j] : corner[i * width + j];
    }
}

static void
lm_packed_multiply_small (const LmPacked *self,
                          gsize           m,
                          const lm_real  *a,
                          gsize           lda,
                          gboolean        add,
                          lm_real        *c,
                          gsize           ldc)
{
  const gsize n_rows = self->is_transposed ? 1 : m;

  for (gsize i = 0; i < m; i += n_rows)
    lm_gemm_raw (LM_KEEP, self->is_transposed ? LM_TRANSPOSE : LM_KEEP, n_rows, self->n, self->k, 1,
                 a + i * lda, lda, self->b, self->ldb, add ? 1 : 0, c + i * ldc, ldc);
}

void
lm_packed_multiply (const LmPacked *self,
                    gsize           m,
                    const lm_real  *a,
                    gsize           lda,
                    gboolean        add,
                    lm_real        *c,
                    gsize           ldc)
{
  if (self->b != NULL)
    {
      lm_packed_multiply_small (self, m, a, lda, add, c, ldc);
      return;
    }

  for (gsize first = 0; first < m; first += ROWS, a += ROWS * lda, c += ROWS * ldc)
    {
      const gsize n = MIN (ROWS, m - first), n_rows = self->kernel->n_rows;

      lm_packed_take_rows (self, n, a, lda);
      for (gsize column = 0; column < self->n; column += self->width)
        {
          for (gsize i = 0; i < n; i += n_rows)
            lm_packed_multiply_corner (self, self->rows + i * self->k, MIN (n_rows, n - i), column,
                                       add, c + i * ldc + column, ldc);
        }
    }
}
