/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"

G_BEGIN_DECLS

/* The items of an array as a file holds them, in either byte order: the inside
 * of the formats' readers.
 */
typedef enum
{
  LAMINA_RAW_BOOL, /* One byte, anything but 0 is true. */
  LAMINA_RAW_U8,
  LAMINA_RAW_I8,
  LAMINA_RAW_U16,  /* Becomes i32. */
  LAMINA_RAW_I16,
  LAMINA_RAW_U32,  /* Becomes i64. */
  LAMINA_RAW_I32,
  LAMINA_RAW_U64,  /* Becomes i64. */
  LAMINA_RAW_I64,
  LAMINA_RAW_F16,  /* Becomes f32. */
  LAMINA_RAW_BF16, /* Becomes f32. */
  LAMINA_RAW_F32,
  LAMINA_RAW_F64,
} LaminaRaw;

/* Returns: the bytes of one item in the file */
gsize        lamina_raw_get_item_size (LaminaRaw     raw);

/* Like lamina_array_get_size(), for the file and for the array alike. */
gboolean     lamina_raw_get_size      (LaminaRaw     raw,
                                       gsize         rank,
                                       const gsize  *shape,
                                       gsize        *n_bytes) G_GNUC_WARN_UNUSED_RESULT;
/**
 * lamina_raw_to_array:
 * @byte_order: %G_LITTLE_ENDIAN or %G_BIG_ENDIAN
 * @bytes: exactly the bytes of the shape; shared if nothing must be converted
 * @source: the file's name in messages
 * @error: %LAMINA_ERROR_FORMAT if a u64 is too large; %LAMINA_ERROR_IO without memory
 */
LaminaArray *lamina_raw_to_array      (LaminaRaw     raw,
                                       int           byte_order,
                                       const char   *name,
                                       gsize         rank,
                                       const gsize  *shape,
                                       GBytes       *bytes,
                                       const char   *source,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
