/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#define QUOTE_MAX_CHARS 40

G_DEFINE_QUARK (lamina-error-quark, lamina_error)

static const char *
lamina_error_get_remedy (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOENT:
    case ENOTDIR:
      return _("check the name and the folder");
    case EACCES:
    case EPERM:
      return _("ask for the permission or choose another place");
    case EISDIR:
      return _("choose a file, not a folder");
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return _("free some space or choose another place");
    case EROFS:
      return _("choose another place");
    case ENAMETOOLONG:
      return _("choose a shorter name");
    case EMFILE:
    case ENFILE:
      return _("close something else and try again");
    default:
      return _("check the disk and try again");
    }
}

void
lamina_error_set_unreadable (GError     **error,
                             const char  *path,
                             int          saved_errno)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO, _("“%s” cannot be read (%s): %s"),
               name, g_strerror (saved_errno), lamina_error_get_remedy (saved_errno));
}

void
lamina_error_set_unwritable (GError     **error,
                             const char  *path,
                             int          saved_errno)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO, _("“%s” cannot be written (%s): %s"),
               name, g_strerror (saved_errno), lamina_error_get_remedy (saved_errno));
}

void
lamina_error_set_no_memory (GError     **error,
                            const char  *source,
                            guint64      n_bytes)
{
  g_autofree char *size = g_format_size (n_bytes);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("“%s” needs %s of memory, which this computer cannot give: "
                 "close other programs or take a smaller file"),
               source, size);
}

void
lamina_error_set_cancelled (GError     **error,
                            const char  *source)
{
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED, _("“%s” was cancelled"), source);
}

char *
lamina_error_quote (const char *text,
                    gssize      n_bytes)
{
  const gsize n = n_bytes < 0 ? strlen (text) : (gsize) n_bytes;
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (n, QUOTE_MAX_CHARS * 8));
  GString *quoted = g_string_new (NULL);
  gsize n_chars = 0;
  const char *p = valid;

  for (; *p != '\0' && n_chars < QUOTE_MAX_CHARS; p = g_utf8_next_char (p), n_chars++)
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (quoted, "\\n");
      else if (!g_unichar_isprint (c))
        g_string_append_printf (quoted, "\\x%x", c);
      else
        g_string_append_unichar (quoted, c);
    }

  if (*p != '\0' || n > QUOTE_MAX_CHARS * 8)
    g_string_append (quoted, "…");

  return g_string_free (quoted, FALSE);
}
