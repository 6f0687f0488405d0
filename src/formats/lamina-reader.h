/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a file, or bytes in memory, once from front to back, unpacking gzip on
 * the way: the inside of the formats' readers. Blocking, errors: see
 * lamina-file.h; a damaged or truncated gzip is %LAMINA_ERROR_FORMAT.
 */
typedef struct _LaminaReader LaminaReader;

/* @unpack: whether a file that begins like gzip is unpacked */
LaminaReader *lamina_reader_new_for_path  (const char             *path,
                                           gboolean                unpack,
                                           GCancellable           *cancellable,
                                           GFileProgressCallback   progress,
                                           gpointer                progress_data,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* @source: the name in messages */
LaminaReader *lamina_reader_new_for_bytes (GBytes                 *bytes,
                                           const char             *source,
                                           gboolean                unpack,
                                           GCancellable           *cancellable,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_reader_free          (LaminaReader           *self);

/* Returns: the name of the file without its folder, in UTF-8 */
const char   *lamina_reader_get_source    (LaminaReader           *self);
/* Returns: whether what is read is unpacked on the way */
gboolean      lamina_reader_is_packed     (LaminaReader           *self);
/* Returns: more than this cannot come out of the whole file: its size, or what gzip can make of it */
guint64       lamina_reader_get_max_len   (LaminaReader           *self);

/* Fills @buffer; less than @n_bytes come only at the end of the file.
 * @n_read: (out): how many came */
gboolean      lamina_reader_read          (LaminaReader           *self,
                                           gpointer                buffer,
                                           gsize                   n_bytes,
                                           gsize                  *n_read,
                                           GError                **error);
/* Reads up to @n_bytes, taking memory as they come: a lying size costs nothing.
 * Returns: (transfer full) (nullable): fewer only at the end of the file */
GBytes       *lamina_reader_read_bytes    (LaminaReader           *self,
                                           gsize                   n_bytes,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads to the end; more than @max_bytes is %LAMINA_ERROR_FORMAT. */
GBytes       *lamina_reader_read_all      (LaminaReader           *self,
                                           gsize                   max_bytes,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaReader, lamina_reader_free)

G_END_DECLS
