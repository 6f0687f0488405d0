/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-file.h"

#include "lamina-reader.h"

#include <unistd.h>

#define BLOCK_SIZE (256 * 1024)
#define SMALLEST_LIMIT ((gsize) 256 * 1024 * 1024)

gsize
lamina_file_get_max_bytes (void)
{
  const long n_pages = sysconf (_SC_PHYS_PAGES);
  const long page_size = sysconf (_SC_PAGESIZE);
  gsize memory;

  if (n_pages <= 0 || page_size <= 0
      || !g_size_checked_mul (&memory, (gsize) n_pages, (gsize) page_size))
    return SMALLEST_LIMIT;

  return MAX (memory / 2, SMALLEST_LIMIT);
}

static GBytes *
lamina_file_read_any (const char             *path,
                      gboolean                unpack,
                      gsize                   max_bytes,
                      GCancellable           *cancellable,
                      GFileProgressCallback   progress,
                      gpointer                progress_data,
                      GError                **error)
{
  g_autoptr(LaminaReader) reader = NULL;

  reader = lamina_reader_new_for_path (path, unpack, cancellable, progress, progress_data, error);

  if (reader == NULL)
    return NULL;

  return lamina_reader_read_all (reader, max_bytes > 0 ? max_bytes : lamina_file_get_max_bytes (),
                                 error);
}

GBytes *
lamina_file_read (const char             *path,
                  gsize                   max_bytes,
                  GCancellable           *cancellable,
                  GFileProgressCallback   progress,
                  gpointer                progress_data,
                  GError                **error)
{
  return lamina_file_read_any (path, FALSE, max_bytes, cancellable, progress, progress_data, error);
}

GBytes *
lamina_file_read_unpacked (const char             *path,
                           gsize                   max_bytes,
                           GCancellable           *cancellable,
                           GFileProgressCallback   progress,
                           gpointer                progress_data,
                           GError                **error)
{
  return lamina_file_read_any (path, TRUE, max_bytes, cancellable, progress, progress_data, error);
}

char *
lamina_file_get_sha256 (const char             *path,
                        GCancellable           *cancellable,
                        GFileProgressCallback   progress,
                        gpointer                progress_data,
                        GError                **error)
{
  g_autoptr(LaminaReader) reader = NULL;
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);
  gsize n;

  reader = lamina_reader_new_for_path (path, FALSE, cancellable, progress, progress_data, error);

  if (reader == NULL)
    return NULL;

  do
    {
      if (!lamina_reader_read (reader, block, BLOCK_SIZE, &n, error))
        return NULL;

      g_checksum_update (checksum, block, (gssize) n);
    }
  while (n > 0);

  return g_strdup (g_checksum_get_string (checksum));
}
