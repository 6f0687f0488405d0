/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-file.h"

G_BEGIN_DECLS

/* Plain text: UTF-8, with or without a byte order mark, packed by gzip or not. */

/**
 * lamina_text_read:
 * @max_bytes: a longer text is refused, unpacked; 0 for lamina_file_get_max_bytes()
 * @error: also if it is not UTF-8, or holds a zero byte: names the line and the byte
 *
 * Blocking, errors: see lamina-file.h.
 *
 * Returns: (transfer full) (nullable): UTF-8 without a byte order mark; every line end is an LF
 */
GBytes  *lamina_text_read  (const char            *path,
                            gsize                  max_bytes,
                            GCancellable          *cancellable,
                            GFileProgressCallback  progress,
                            gpointer               progress_data,
                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; @source: the name in messages. */
GBytes  *lamina_text_parse (GBytes                *bytes,
                            const char            *source,
                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a file's bytes are UTF-8 text. The message says on which line, counted from 1, and at
 * which byte, counted from 0, they are not. */
gboolean lamina_text_check (const char            *data,
                            gsize                  n_bytes,
                            const char            *source,
                            GError               **error);

G_END_DECLS
