/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-folder.h"

#define SUFFIX ".lamina"

char *
lamina_project_folder_get (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return g_build_filename (documents != NULL ? documents : g_get_home_dir (), "Lamina", NULL);
}

char *
lamina_project_folder_find_free (const char *name)
{
  g_autofree char *folder = lamina_project_folder_get ();
  g_autofree char *safe = g_strdelimit (g_strdup (name), G_DIR_SEPARATOR_S, '-');

  g_mkdir_with_parents (folder, 0755);

  for (guint i = 1;; i++)
    {
      g_autofree char *shown = i == 1 ? g_strconcat (safe, SUFFIX, NULL)
                                      : g_strdup_printf ("%s %u" SUFFIX, safe, i);
      g_autofree char *file = g_filename_from_utf8 (shown, -1, NULL, NULL, NULL);
      g_autofree char *path = g_build_filename (folder, file != NULL ? file : "project" SUFFIX,
                                                NULL);

      if (file == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

char *
lamina_project_folder_complete (const char *path)
{
  return g_str_has_suffix (path, SUFFIX) ? g_strdup (path) : g_strconcat (path, SUFFIX, NULL);
}
