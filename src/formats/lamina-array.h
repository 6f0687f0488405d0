/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LAMINA_ARRAY_MAX_RANK 8

/* How one item of an array is held in memory, always in the machine's byte order. */
typedef enum
{
  LAMINA_DTYPE_BOOL, /* One byte: 0 or 1. */
  LAMINA_DTYPE_U8,
  LAMINA_DTYPE_I8,
  LAMINA_DTYPE_I16,
  LAMINA_DTYPE_I32,
  LAMINA_DTYPE_I64,
  LAMINA_DTYPE_F32,
  LAMINA_DTYPE_F64,
} LaminaDtype;

#define LAMINA_N_DTYPES (LAMINA_DTYPE_F64 + 1)

/* An n-dimensional array as files hold it.
 *
 * Items lie in C order (the last dimension varies fastest), aligned for their
 * type. An array never changes after it was made, so any thread may read one;
 * the count of references is atomic. The members are for reading.
 */
typedef struct
{
  char        *name;  /* Nullable, UTF-8: what the file calls it. */
  LaminaDtype  dtype;
  gsize        rank;  /* 0 (a single number) to LAMINA_ARRAY_MAX_RANK. */
  gsize        shape[LAMINA_ARRAY_MAX_RANK];
  gsize        len;   /* The number of items: the product of the shape. */
  GBytes      *bytes; /* len x the size of an item. */
} LaminaArray;

/* Returns: the bytes of one item: 1, 2, 4 or 8 */
gsize        lamina_dtype_get_size      (LaminaDtype       dtype);
/* Returns: "bool", "u8", ... "f64" */
const char  *lamina_dtype_get_name      (LaminaDtype       dtype);

/* Multiplies a shape without overflow; @rank at most %LAMINA_ARRAY_MAX_RANK.
 *
 * @len: (out) (optional): the number of items
 * @n_bytes: (out) (optional): the number of bytes
 *
 * Returns: %FALSE if either does not fit half the address space
 */
gboolean     lamina_array_get_size      (LaminaDtype       dtype,
                                         gsize             rank,
                                         const gsize      *shape,
                                         gsize            *len,
                                         gsize            *n_bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): "[60000, 28, 28]" */
char        *lamina_shape_to_string     (gsize             rank,
                                         const gsize      *shape);

/**
 * lamina_array_new:
 * @name: (nullable): copied
 * @bytes: exactly the bytes of the shape, in the machine's order; referenced,
 *   or copied if they are not aligned for @dtype
 *
 * Makes an array. That the shape fits the bytes is the caller's duty (see
 * lamina_array_get_size()).
 *
 * Returns: (transfer full): the array
 */
LaminaArray *lamina_array_new           (const char       *name,
                                         LaminaDtype       dtype,
                                         gsize             rank,
                                         const gsize      *shape,
                                         GBytes           *bytes) G_GNUC_WARN_UNUSED_RESULT;
/* The same from a copy of @items, which are of @dtype. */
LaminaArray *lamina_array_new_copy      (const char       *name,
                                         LaminaDtype       dtype,
                                         gsize             rank,
                                         const gsize      *shape,
                                         gconstpointer     items) G_GNUC_WARN_UNUSED_RESULT;
LaminaArray *lamina_array_ref           (LaminaArray      *self);
void         lamina_array_unref         (LaminaArray      *self);

/* Returns: the items; never %NULL, even when there are none */
gconstpointer lamina_array_get_data     (const LaminaArray *self);
/* Rows along the first dimension; shares the bytes. @first + @n is at most shape[0].
 * Returns: (transfer full): an array of shape [n, ...] with the same name */
LaminaArray *lamina_array_get_rows      (LaminaArray       *self,
                                         gsize              first,
                                         gsize              n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * lamina_array_copy_float:
 * @first: the first item, @n: how many; inside the array
 * @values: (out caller-allocates): [n]
 * @error: %LAMINA_ERROR_FORMAT if a finite number is beyond the range of a float
 *
 * Converts items to float, rounding to nearest. NaN and infinity pass through.
 */
gboolean     lamina_array_copy_float    (const LaminaArray *self,
                                         gsize              first,
                                         gsize              n,
                                         float             *values,
                                         GError           **error);
/* Like lamina_array_copy_float(); any number fits, integers beyond 2^53 are rounded. */
void         lamina_array_copy_double   (const LaminaArray *self,
                                         gsize              first,
                                         gsize              n,
                                         double            *values);
/* The whole array; also %LAMINA_ERROR_IO if there is no memory. Free with g_free().
 * Returns: (transfer full) (nullable): [len] */
float       *lamina_array_to_float      (const LaminaArray *self,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
double      *lamina_array_to_double     (const LaminaArray *self,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whole numbers from 0 up to, not including, @n_classes, of whatever type (2.0 is a label, 2.5 not).
 * @error: %LAMINA_ERROR_FORMAT names the first item that is not one
 * Returns: (transfer full) (nullable): [len]; free with g_free() */
int         *lamina_array_to_labels     (const LaminaArray *self,
                                         int                n_classes,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Looks for NaN and infinity.
 * @index: (out) (optional): the first such item
 * Returns: whether all items are finite */
gboolean     lamina_array_is_finite     (const LaminaArray *self,
                                         gsize             *index);

/* Several named arrays, as NPZ and safetensors hold them, are a #GPtrArray of
 * #LaminaArray in the order of the file, which owns its elements.
 */
GPtrArray   *lamina_arrays_new          (void) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: whether all have a name and no two the same */
gboolean     lamina_arrays_have_names   (const GPtrArray   *arrays);
/* Returns: (transfer none) (nullable): the array called @name */
LaminaArray *lamina_arrays_find         (const GPtrArray   *arrays,
                                         const char        *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaArray, lamina_array_unref)

G_END_DECLS
