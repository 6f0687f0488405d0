/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-npy.h"

G_BEGIN_DECLS

/* NPZ, NumPy's file of several named arrays: a zip of NPY files, stored or
 * deflated; stored when written. Blocking, errors: see lamina-file.h.
 */

/* Returns: (transfer full) (nullable): arrays in the order of the file, see lamina_arrays_new() */
GPtrArray *lamina_npz_read  (const char             *path,
                             GCancellable           *cancellable,
                             GFileProgressCallback   progress,
                             gpointer                progress_data,
                             GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* From memory. @max_bytes: the arrays together may not have more; 0 for what the machine allows */
GPtrArray *lamina_npz_parse (GBytes                 *bytes,
                             const char             *source,
                             gsize                   max_bytes,
                             GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* @arrays: named, no name twice. The same arrays give the same bytes. Replaces @path as
 * lamina_file_replace() does. */
gboolean   lamina_npz_write (const char             *path,
                             const GPtrArray        *arrays,
                             GCancellable           *cancellable,
                             GError                **error);

G_END_DECLS
