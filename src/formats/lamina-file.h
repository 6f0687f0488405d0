/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What all readers and writers of this folder have in common.
 *
 * They block: call them on a thread of your own. Paths are in the encoding of
 * file names. @cancellable and @progress are optional; @progress is called on
 * the reading thread, a few hundred times at most, with how much is done of how
 * much (no unit). Errors are %LAMINA_ERROR: CANCELLED, IO (open, read, write, memory) or
 * FORMAT; the message names the file, the place and the remedy.
 */

/* Returns: the largest content that is read into memory: half the machine's memory */
gsize    lamina_file_get_max_bytes (void);

/**
 * lamina_file_read:
 * @max_bytes: a larger file is refused before memory is taken; 0 for
 *   lamina_file_get_max_bytes()
 *
 * Reads a regular file as a whole. Whatever its name, it is not unpacked.
 *
 * Returns: (transfer full) (nullable): the content
 */
GBytes  *lamina_file_read          (const char            *path,
                                    gsize                  max_bytes,
                                    GCancellable          *cancellable,
                                    GFileProgressCallback  progress,
                                    gpointer               progress_data,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Like lamina_file_read(), but unpacks gzip, known by its first bytes; @max_bytes limits
 * what comes out. */
GBytes  *lamina_file_read_unpacked (const char            *path,
                                    gsize                  max_bytes,
                                    GCancellable          *cancellable,
                                    GFileProgressCallback  progress,
                                    gpointer               progress_data,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * lamina_file_replace:
 * @path: a link is followed, not replaced; an existing file keeps its mode
 *
 * Writes a file so that @path holds the old or the new content, never a part:
 * a hidden file in the same folder, fsync, rename. On failure (a full disk, a
 * folder that cannot be written) the old file is untouched.
 */
gboolean lamina_file_replace       (const char            *path,
                                    GBytes                *bytes,
                                    GError               **error);
/* Returns: (transfer full) (nullable): the SHA-256 of the file's bytes, 64 hexadecimal digits */
char    *lamina_file_get_sha256    (const char            *path,
                                    GCancellable          *cancellable,
                                    GFileProgressCallback  progress,
                                    gpointer               progress_data,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same replacement, written piece by piece. Freed without a commit, it
 * leaves nothing behind.
 */
typedef struct _LaminaFileWriter LaminaFileWriter;

LaminaFileWriter *lamina_file_writer_new    (const char        *path,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          lamina_file_writer_write  (LaminaFileWriter  *self,
                                             gconstpointer      data,
                                             gsize              n_bytes,
                                             GError           **error);
/* The last call before free, once. */
gboolean          lamina_file_writer_commit (LaminaFileWriter  *self,
                                             GError           **error);
void              lamina_file_writer_free   (LaminaFileWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaFileWriter, lamina_file_writer_free)

G_END_DECLS
