/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-text.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

gboolean
lamina_text_check (const char  *data,
                   gsize        n_bytes,
                   const char  *source,
                   GError     **error)
{
  const char *end;
  gsize line = 1;

  if (n_bytes >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” is UTF-16 text: save it again as UTF-8"), source);
      return FALSE;
    }

  if (g_utf8_validate_len (data, n_bytes, &end))
    return TRUE;

  for (const char *p = data; p < end; p++)
    line += *p == '\n';

  if (*end == '\0')
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, line %zu, byte %zu: a zero byte: this is not a text file, choose another"),
                 source, line, (gsize) (end - data));
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, line %zu, byte %zu: the text is not UTF-8: save the file again as UTF-8"),
                 source, line, (gsize) (end - data));

  return FALSE;
}

/* CR LF and a lone CR become LF. */
static GBytes *
lamina_text_unify_lines (const char  *data,
                         gsize        n_bytes,
                         const char  *source,
                         GError     **error)
{
  char *unified = g_try_malloc (MAX (n_bytes, 1));
  gsize n = 0;

  if (unified == NULL)
    {
      lamina_error_set_no_memory (error, source, n_bytes);
      return NULL;
    }

  for (gsize i = 0; i < n_bytes; i++)
    {
      if (data[i] == '\r' && i + 1 < n_bytes && data[i + 1] == '\n')
        continue;
      unified[n++] = data[i] == '\r' ? '\n' : data[i];
    }

  return g_bytes_new_take (unified, n);
}

GBytes *
lamina_text_parse (GBytes      *bytes,
                   const char  *source,
                   GError     **error)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  const gsize n_mark = n_bytes >= 3 && memcmp (data, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;

  if (n_bytes == 0)
    return g_bytes_ref (bytes);
  if (!lamina_text_check (data, n_bytes, source, error))
    return NULL;
  if (memchr (data, '\r', n_bytes) == NULL)
    return g_bytes_new_from_bytes (bytes, n_mark, n_bytes - n_mark);

  return lamina_text_unify_lines (data + n_mark, n_bytes - n_mark, source, error);
}

GBytes *
lamina_text_read (const char             *path,
                  gsize                   max_bytes,
                  GCancellable           *cancellable,
                  GFileProgressCallback   progress,
                  gpointer                progress_data,
                  GError                **error)
{
  g_autofree char *source = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = lamina_file_read_unpacked (path, max_bytes, cancellable, progress,
                                                       progress_data, error);

  return bytes != NULL ? lamina_text_parse (bytes, source, error) : NULL;
}
