/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-paths.h"

#include <glib/gi18n-lib.h>

#include "lamina-error.h"

gboolean
lamina_data_check_path (const char  *path,
                        const char  *what,
                        GError     **error)
{
  g_autofree char *name = NULL;

  if (path == NULL || *path == '\0')
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED, _("Nothing is chosen yet: choose %s"),
                   what);
      return FALSE;
    }

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  name = g_filename_display_name (path);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("“%s” is not there: choose %s, or put it back"), name, what);

  return FALSE;
}

gboolean
lamina_data_check_file (const char  *path,
                        const char  *what,
                        GError     **error)
{
  g_autofree char *name = NULL;

  if (!lamina_data_check_path (path, what, error))
    return FALSE;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;

  name = g_filename_display_name (path);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("“%s” is a folder: choose %s in it"), name, what);

  return FALSE;
}

gboolean
lamina_data_check_folder (const char  *path,
                          const char  *what,
                          GError     **error)
{
  g_autofree char *name = NULL;

  if (!lamina_data_check_path (path, what, error))
    return FALSE;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;

  name = g_filename_display_name (path);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("“%s” is not a folder: choose %s"), name, what);

  return FALSE;
}
