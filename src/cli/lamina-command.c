/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-command.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

G_DEFINE_QUARK (lamina-cli-error-quark, lamina_cli_error)

#define LAMINA_COMMAND(kind) extern const LaminaCommand lamina_##kind##_command;
#include "lamina-command-kinds.inc"
#undef LAMINA_COMMAND

static const LaminaCommand *const commands[] = {
#define LAMINA_COMMAND(kind) &lamina_##kind##_command,
#include "lamina-command-kinds.inc"
#undef LAMINA_COMMAND
};

gsize
lamina_command_get_n (void)
{
  return G_N_ELEMENTS (commands);
}

const LaminaCommand *
lamina_command_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (commands), NULL);

  return commands[index];
}

const LaminaCommand *
lamina_command_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i]->name, name))
        return commands[i];
    }

  return NULL;
}

static GOptionContext *
lamina_command_make_context (const LaminaCommand *self,
                             const GOptionEntry  *common)
{
  g_autofree char *usage = g_strdup_printf ("%s %s", self->name, _(self->arguments));
  GOptionContext *context = g_option_context_new (usage);

  g_option_context_set_summary (context, _(self->summary));
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  if (self->options != NULL)
    g_option_context_add_main_entries (context, self->options, GETTEXT_PACKAGE);

  return context;
}

static LaminaExit
lamina_command_fail_usage (const LaminaCommand *self,
                           const char          *message)
{
  g_printerr ("lamina-cli %s: %s\n", self->name, message);
  g_printerr (_("See “lamina-cli %s --help”."), self->name);
  g_printerr ("\n");

  return LAMINA_EXIT_USAGE;
}

static LaminaExit
lamina_command_check_arguments (const LaminaCommand *self,
                                guint                n)
{
  g_autofree char *message = NULL;

  if (n >= self->min_arguments && n <= self->max_arguments)
    return LAMINA_EXIT_DONE;

  if (n < self->min_arguments)
    message = g_strdup_printf (_("Arguments are missing: the command takes %s"),
                               _(self->arguments));
  else if (self->max_arguments == 0)
    message = g_strdup (_("Too many arguments: the command takes none"));
  else
    message = g_strdup_printf (_("Too many arguments: the command takes %s"), _(self->arguments));

  return lamina_command_fail_usage (self, message);
}

static LaminaExit
lamina_command_run (const LaminaCommand *self,
                    gboolean             is_json,
                    const char *const   *arguments)
{
  g_autoptr(LaminaReport) report = lamina_report_new (is_json);
  g_autoptr(GError) error = NULL;

  if (!self->run (report, arguments, &error))
    {
      if (g_error_matches (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE))
        return lamina_command_fail_usage (self, error->message);

      fflush (stdout);
      g_printerr ("lamina-cli: %s\n", error->message);
      return LAMINA_EXIT_FAILED;
    }

  if (!lamina_report_finish (report))
    {
      g_printerr ("lamina-cli: %s\n", _("The output could not be written"));
      return LAMINA_EXIT_FAILED;
    }

  return LAMINA_EXIT_DONE;
}

LaminaExit
lamina_command_execute (const LaminaCommand  *self,
                        int                   argc,
                        char                **argv)
{
  gboolean is_json = FALSE;
  g_auto(GStrv) arguments = NULL;
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, N_("Print one JSON object"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments, NULL, NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = lamina_command_make_context (self, common);
  g_autoptr(GError) error = NULL;
  const char *const none[] = { NULL };
  LaminaExit code;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    return lamina_command_fail_usage (self, error->message);

  code = lamina_command_check_arguments (self, arguments != NULL ? g_strv_length (arguments) : 0);
  if (code != LAMINA_EXIT_DONE)
    return code;

  return lamina_command_run (self, is_json,
                             arguments != NULL ? (const char *const *) arguments : none);
}
