/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-file.h"

G_BEGIN_DECLS

/* safetensors, the exchange format of weights (huggingface.co/docs/safetensors):
 * the length of a JSON header, the header, the data. Types that #LaminaArray
 * lacks are widened: u16 to i32, u32 and u64 to i64, f16 and bf16 to f32; eight-bit
 * floats are refused. Blocking, errors: see lamina-file.h.
 */

/**
 * lamina_safetensors_read:
 * @metadata: (out) (optional): strings by strings; empty if there are none
 *
 * Returns: (transfer full) (nullable): arrays in the order of the data, see
 *   lamina_arrays_new()
 */
GPtrArray *lamina_safetensors_read  (const char             *path,
                                     GHashTable            **metadata,
                                     GCancellable           *cancellable,
                                     GFileProgressCallback   progress,
                                     gpointer                progress_data,
                                     GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lamina_safetensors_parse (GBytes                 *bytes,
                                     const char             *source,
                                     GHashTable            **metadata,
                                     GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* @arrays: named, no name twice, none called "__metadata__"; written in their types and order,
 * without gaps: put wide types before narrow ones where a reader wants its data aligned.
 * @metadata: (nullable): strings by strings, written sorted. The same content gives the same
 * bytes. Replaces @path as lamina_file_replace() does. */
gboolean   lamina_safetensors_write (const char             *path,
                                     const GPtrArray        *arrays,
                                     GHashTable             *metadata,
                                     GCancellable           *cancellable,
                                     GError                **error);

G_END_DECLS
