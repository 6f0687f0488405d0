/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-tensor.h"

#include <math.h>
#include <stdlib.h>

LmTensor
lm_tensor_init (lm_real       *data,
                const LmShape *shape)
{
  return (LmTensor) { data, lm_shape_get_n_elements (shape), *shape };
}

LmTensor
lm_tensor_rows (const LmTensor *self,
                gsize           first,
                gsize           n)
{
  const gsize n_columns = lm_shape_get_n_columns (&self->shape);
  LmTensor rows = { self->data + first * n_columns, n * n_columns, self->shape };

  rows.shape.dim[0] = n;

  return rows;
}

void
lm_tensor_set_rows (LmTensor *self,
                    gsize     n)
{
  self->shape.dim[0] = n;
  self->len = n * lm_shape_get_n_columns (&self->shape);
}

void
lm_tensor_fill (LmTensor *self,
                lm_real   value)
{
  for (gsize i = 0; i < self->len; i++)
    self->data[i] = value;
}

double
lm_tensor_max_abs (const LmTensor *self)
{
  double max = 0;

  for (gsize i = 0; i < self->len; i++)
    {
      const double value = fabs ((double) self->data[i]);

      if (isnan (value))
        return value;
      max = MAX (max, value);
    }

  return max;
}

LmBlob *
lm_blob_new (const LmShape *shape)
{
  lm_real *data = lm_alloc (lm_shape_get_n_elements (shape));
  LmBlob *self;

  if (data == NULL)
    return NULL;

  self = g_new (LmBlob, 1);
  self->tensor = lm_tensor_init (data, shape);
  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

LmBlob *
lm_blob_ref (LmBlob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_blob_unref (LmBlob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  lm_free (self->tensor.data);
  g_free (self);
}

lm_real *
lm_alloc (gsize n_elements)
{
  gsize size;

  if (!g_size_checked_mul (&size, n_elements, sizeof (lm_real)) ||
      !g_size_checked_add (&size, size, LM_ALIGNMENT))
    return NULL;

  return aligned_alloc (LM_ALIGNMENT, size & ~(gsize) (LM_ALIGNMENT - 1));
}

void
lm_free (gpointer memory)
{
  free (memory);
}
