/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "lamina-application.h"
#include "lamina-config.h"

/* Before it is installed the program finds its translations beside itself. */
static char *
find_locale_dir (void)
{
  const char *given = g_getenv ("LAMINA_LOCALE_DIR");
  g_autofree char *program = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *built = NULL;

  if (given != NULL && *given != '\0')
    return g_strdup (given);

  program = g_file_read_link ("/proc/self/exe", NULL);
  if (program != NULL)
    {
      folder = g_path_get_dirname (program);
      built = g_build_filename (folder, "..", "..", "po", NULL);
      if (g_str_has_suffix (folder, "/src/app") && g_file_test (built, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&built);
    }

  return g_strdup (LAMINA_LOCALE_DIR);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *locale_dir = find_locale_dir ();
  g_autoptr(LaminaApplication) app = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Lamina");

  app = lamina_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
