/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once for each level of vector instructions, with LM_LEVEL its name. */

#include "lm-micro-kernel.h"

/* Vectors of sums, with the few more that are multiplied, just fill the registers. */
#if defined __AVX512F__
#define BYTES 64
#define ROWS 8
#define TAPS 12
#elif defined __AVX2__
#define BYTES 32
#define ROWS 4
#define TAPS 6
#else
#define BYTES 16
#define ROWS 4
#define TAPS 6
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
correlate_row (gsize          n_taps,
               gsize          n_vectors,
               const gsize   *offsets,
               gsize          n_columns,
               gsize          ldb,
               const lm_real *x,
               const lm_real *b,
               Vector         sums[TAPS][2])
{
  for (gsize column = 0; column < n_columns; column++, b += ldb)
    {
      for (gsize i = 0; i < n_taps; i++)
        {
          for (gsize j = 0; j < n_vectors; j++)
            sums[i][j] += x[offsets[i] + column] * *(const Vector *) (b + j * LANES);
        }
    }
}

INLINE void
correlate_tile (gsize          n_taps,
                gsize          n_vectors,
                const gsize   *offsets,
                const LmWalk  *walk,
                gsize          ldb,
                const lm_real *x,
                const lm_real *b,
                lm_real       *c)
{
  Vector sums[TAPS][2];

  for (gsize i = 0; i < n_taps; i++)
    {
      for (gsize j = 0; j < n_vectors; j++)
        sums[i][j] = (Vector) { 0 };
    }

  for (gsize plane = 0; plane < walk->n_planes; plane++, x += walk->plane_step)
    {
      for (gsize row = 0; row < walk->n_rows; row++, b += walk->n_columns * ldb)
        correlate_row (n_taps, n_vectors, offsets, walk->n_columns, ldb,
                       x + row * walk->row_step, b, sums);
    }

  for (gsize i = 0; i < n_taps; i++)
    {
      for (gsize j = 0; j < n_vectors; j++)
        *(Vector *) (c + i * ldb + j * LANES) += sums[i][j];
    }
}

/* All taps, for one or two vectors. */
INLINE void
correlate_taps (gsize          n_taps,
                gsize          n_vectors,
                const gsize   *offsets,
                const LmWalk  *walk,
                gsize          ldb,
                const lm_real *x,
                const lm_real *b,
                lm_real       *c)
{
  for (; n_taps >= TAPS; n_taps -= TAPS, offsets += TAPS, c += TAPS * ldb)
    correlate_tile (TAPS, n_vectors, offsets, walk, ldb, x, b, c);
  for (; n_taps >= 3; n_taps -= 3, offsets += 3, c += 3 * ldb)
    correlate_tile (3, n_vectors, offsets, walk, ldb, x, b, c);
  for (; n_taps > 0; n_taps--, offsets++, c += ldb)
    correlate_tile (1, n_vectors, offsets, walk, ldb, x, b, c);
}

static void
correlate (gsize          n_taps,
           gsize          n_vectors,
           const gsize   *offsets,
           const LmWalk  *walk,
           const lm_real *x,
           const lm_real *b,
           lm_real       *c)
{
  const gsize ldb = n_vectors * LANES;

  for (; n_vectors >= 2; n_vectors -= 2, b += 2 * LANES, c += 2 * LANES)
    correlate_taps (n_taps, 2, offsets, walk, ldb, x, b, c);
  if (n_vectors == 1)
    correlate_taps (n_taps, 1, offsets, walk, ldb, x, b, c);
}

extern const LmMicroKernel PASTE (lm_micro_kernel_, LM_LEVEL);

const LmMicroKernel PASTE (lm_micro_kernel_, LM_LEVEL) = {
  .name = G_STRINGIFY (LM_LEVEL),
  .n_lanes = LANES,
  .n_rows = ROWS,
  .n_vectors = VECTORS,
  .multiply = multiply,
  .correlate = correlate,
};
