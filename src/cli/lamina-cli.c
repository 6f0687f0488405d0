/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>

#include "lamina-command.h"
#include "lamina-config.h"

static void
print_help (void)
{
  gsize width = 0;

  for (gsize i = 0; i < lamina_command_get_n (); i++)
    width = MAX (width, strlen (lamina_command_nth (i)->name));

  printf ("%s\n  lamina-cli %s\n\n%s\n", _("Usage:"), _("COMMAND [OPTION…] …"), _("Commands:"));

  for (gsize i = 0; i < lamina_command_get_n (); i++)
    {
      const LaminaCommand *command = lamina_command_nth (i);

      printf ("  %-*s  %s\n", (int) width, command->name, _(command->summary));
    }

  printf ("\n%s\n", _("“lamina-cli COMMAND --help” tells what a command takes."));
}

static void
set_up_language (void)
{
  const char *given = g_getenv ("LAMINA_LOCALE_DIR");

  setlocale (LC_ALL, "");
  /* Where no language is set, as in a service: arguments and files are UTF-8 all the same. */
  if (g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    setlocale (LC_CTYPE, "C.UTF-8");
  /* Other programs read our numbers. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE,
                  given != NULL && *given != '\0' ? given : LAMINA_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static LaminaExit
finish_output (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return LAMINA_EXIT_DONE;

  g_printerr ("lamina-cli: %s\n", _("The output could not be written"));

  return LAMINA_EXIT_FAILED;
}

int
main (int   argc,
      char *argv[])
{
  const LaminaCommand *command;

  set_up_language ();
  g_set_prgname ("lamina-cli");

  if (argc < 2)
    {
      g_printerr ("lamina-cli: %s\n", _("A command is missing: “lamina-cli --help” lists them"));
      return LAMINA_EXIT_USAGE;
    }

  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    {
      print_help ();
      return finish_output ();
    }

  if (g_str_equal (argv[1], "--version"))
    {
      printf ("lamina-cli %s\n", LAMINA_VERSION);
      return finish_output ();
    }

  command = lamina_command_find (argv[1]);
  if (command == NULL)
    {
      g_printerr ("lamina-cli: ");
      g_printerr (_("There is no command “%s”: “lamina-cli --help” lists those there are"),
                     argv[1]);
      g_printerr ("\n");
      return LAMINA_EXIT_USAGE;
    }

  return lamina_command_execute (command, argc - 1, argv + 1);
}
