/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once for each level of vector instructions, with LM_LEVEL its name. */

#include "lm-micro-kernel.h"

/* Vectors of sums, with the few more that are multiplied, just fill the registers. */
#if defined __AVX512F__
#define BYTES 64
#define ROWS 8
#define MANY_ROWS 12
#elif defined __AVX2__
#define BYTES 32
#define ROWS 4
#define MANY_ROWS 6
#else
#define BYTES 16
#define ROWS 4
#define MANY_ROWS 6
#endif
#define VECTORS 3
#define LANES (BYTES / sizeof (lm_real))

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_ (a, b)
#define INLINE static inline __attribute__ ((always_inline))

typedef lm_real Vector __attribute__ ((vector_size (BYTES), aligned (sizeof (lm_real)), may_alias));

INLINE void
multiply_tile (gsize          n_vectors,
               gsize          n,
               const lm_real *panel,
               const gsize   *offsets,
               const lm_real *b,
               gsize          step_b,
               gboolean       add,
               lm_real       *c,
               gsize          ldc,
               gsize          step_c)
{
  Vector sums[ROWS][VECTORS];

  for (gsize i = 0; i < ROWS; i++)
    {
      for (gsize j = 0; j < n_vectors; j++)
        sums[i][j] = add ? *(const Vector *) (c + i * ldc + j * step_c) : (Vector) { 0 };
    }

  for (gsize k = 0; k < n; k++, panel += ROWS)
    {
      Vector columns[VECTORS];

      for (gsize j = 0; j < n_vectors; j++)
        columns[j] = *(const Vector *) (b + offsets[k] + j * step_b);
      for (gsize i = 0; i < ROWS; i++)
        {
          for (gsize j = 0; j < n_vectors; j++)
            sums[i][j] += panel[i] * columns[j];
        }
    }

  for (gsize i = 0; i < ROWS; i++)
    {
      for (gsize j = 0; j < n_vectors; j++)
        *(Vector *) (c + i * ldc + j * step_c) = sums[i][j];
    }
}

static void
multiply (gsize          n_vectors,
          gsize          n,
          const lm_real *panel,
          const gsize   *offsets,
          const lm_real *b,
          gsize          step_b,
          gboolean       add,
          lm_real       *c,
          gsize          ldc,
          gsize          step_c)
{
  /* Four are two pairs: a single one would wait for its sums. */
  for (; n_vectors >= 3 && n_vectors != 4; n_vectors -= 3, b += 3 * step_b, c += 3 * step_c)
    multiply_tile (3, n, panel, offsets, b, step_b, add, c, ldc, step_c);
  for (; n_vectors >= 2; n_vectors -= 2, b += 2 * step_b, c += 2 * step_c)
    multiply_tile (2, n, panel, offsets, b, step_b, add, c, ldc, step_c);
  if (n_vectors == 1)
    multiply_tile (1, n, panel, offsets, b, step_b, add, c, ldc, step_c);
}

INLINE void
add_products_tile (gsize             n_rows,
                   gsize             n_vectors,
                   const LmProducts *table,
                   gsize             first_row,
                   const lm_real    *x,
                   const lm_real    *b,
                   lm_real          *c)
{
  const LmProductTerm *end = table->terms + table->n_terms;
  const lm_real *rows[MANY_ROWS];
  Vector sums[MANY_ROWS][2];

  for (gsize i = 0; i < n_rows; i++)
    {
      rows[i] = x + table->rows[first_row + i].from;
      for (gsize j = 0; j < n_vectors; j++)
        sums[i][j] = (Vector) { 0 };
    }

  for (const LmProductTerm *term = table->terms; term < end; term++)
    {
      const lm_real *columns = b + term->b;
      const gsize offset = term->x;

      for (gsize i = 0; i < n_rows; i++)
        {
          for (gsize j = 0; j < n_vectors; j++)
            sums[i][j] += rows[i][offset] * *(const Vector *) (columns + j * LANES);
        }
    }

  for (gsize i = 0; i < n_rows; i++)
    {
      for (gsize j = 0; j < n_vectors; j++)
        *(Vector *) (c + table->rows[first_row + i].to + j * LANES) += sums[i][j];
    }
}

INLINE void
add_products_vectors (gsize             n_vectors,
                      const LmProducts *table,
                      const lm_real    *x,
                      const lm_real    *b,
                      lm_real          *c)
{
  gsize row = 0;

  for (; row + MANY_ROWS <= table->n_rows; row += MANY_ROWS)
    add_products_tile (MANY_ROWS, n_vectors, table, row, x, b, c);
  for (; row + 4 <= table->n_rows; row += 4)
    add_products_tile (4, n_vectors, table, row, x, b, c);
  for (; row < table->n_rows; row++)
    add_products_tile (1, n_vectors, table, row, x, b, c);
}

static void
add_products (const LmProducts *table,
              gsize             n_vectors,
              const lm_real    *x,
              const lm_real    *b,
              lm_real          *c)
{
  if (n_vectors == 2)
    add_products_vectors (2, table, x, b, c);
  else
    add_products_vectors (1, table, x, b, c);
}

extern const LmMicroKernel PASTE (lm_micro_kernel_, LM_LEVEL);

const LmMicroKernel PASTE (lm_micro_kernel_, LM_LEVEL) = {
  .name = G_STRINGIFY (LM_LEVEL),
  .n_lanes = LANES,
  .n_rows = ROWS,
  .n_vectors = VECTORS,
  .multiply = multiply,
  .add_products = add_products,
};
