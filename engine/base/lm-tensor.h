/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-real.h"
#include "lm-shape.h"

G_BEGIN_DECLS

/* A view of numbers that somebody else owns: row-major, without gaps.
 * @len is the number of elements of @shape.
 */
typedef struct
{
  lm_real *data;
  gsize    len;
  LmShape  shape;
} LmTensor;

LmTensor lm_tensor_init    (lm_real        *data,
                            const LmShape  *shape);
/* A view of @n rows from @first. */
LmTensor lm_tensor_rows    (const LmTensor *self,
                            gsize           first,
                            gsize           n);
/* Of memory that has room for them. */
void     lm_tensor_set_rows (LmTensor       *self,
                             gsize           n);
void     lm_tensor_fill    (LmTensor       *self,
                            lm_real         value);
/* The largest absolute value; infinite or NaN where any element is. */
double   lm_tensor_max_abs (const LmTensor *self);

/* A tensor that owns its numbers and never changes once it is shared. */
typedef struct _LmBlob LmBlob;

struct _LmBlob
{
  LmTensor      tensor;
  gatomicrefcount ref_count;
};

/* @shape is trusted; the numbers are not initialised.
 * Returns: (transfer full) (nullable): %NULL if there is not so much memory */
LmBlob *lm_blob_new   (const LmShape *shape) G_GNUC_WARN_UNUSED_RESULT;
LmBlob *lm_blob_ref   (LmBlob        *self);
void    lm_blob_unref (LmBlob        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmBlob, lm_blob_unref)

/* The next multiple of @unit. */
static inline gsize
lm_round_up (gsize n,
             gsize unit)
{
  return (n + unit - 1) / unit * unit;
}

/* Aligned memory; %NULL if there is not so much. Freed with lm_free(). */
lm_real *lm_alloc (gsize n_elements) G_GNUC_WARN_UNUSED_RESULT G_GNUC_MALLOC;
void     lm_free  (gpointer memory);

G_END_DECLS
