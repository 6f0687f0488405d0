/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-template.h"

#define DEFAULT_TEMPLATE "cnn-28"

static struct
{
  char *template;
  GStrv settings;
} options;

static const GOptionEntry entries[] = {
  { "template", 0, 0, G_OPTION_ARG_STRING, &options.template,
    N_("What to start from (see “templates”); without it, cnn-28"), N_("NAME") },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
    N_("Change a setting: epochs=3, conv_1.filters=16, data.limit=1000"), N_("KEY=VALUE") },
  { NULL },
};

/* Files are found from wherever the project is opened later. */
static char *
get_value (LaminaSession *session,
           const char    *key,
           const char    *value)
{
  const LaminaDataConfig *data = lamina_session_get_document (session)->data;
  const LmField *field = g_str_has_prefix (key, "data.")
                           ? lamina_data_config_find (data, key + strlen ("data.")) : NULL;

  return field != NULL && field->flags & LM_FIELD_FILE && value[0] != '\0'
           ? lamina_cli_make_absolute (value) : g_strdup (value);
}

static gboolean
apply_settings (LaminaSession  *session,
                GError        **error)
{
  for (GStrv item = options.settings; item != NULL && *item != NULL; item++)
    {
      g_auto(GStrv) pair = g_strsplit (*item, "=", 2);
      g_autofree char *value = NULL;

      if (pair[0] == NULL || pair[1] == NULL)
        {
          g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                       _("“%s” is not of the form KEY=VALUE"), *item);
          return FALSE;
        }

      value = get_value (session, pair[0], pair[1]);
      if (!lamina_session_set (session, pair[0], value, error))
        {
          g_prefix_error (error, "%s: ", pair[0]);
          return FALSE;
        }
    }

  return TRUE;
}

/* Says so when a template's own data are not installed. */
static void
tell_fallback (LaminaSession        *session,
               const LaminaTemplate *template)
{
  const LaminaDataConfig *data = lamina_session_get_document (session)->data;
  g_auto(GStrv) wanted = g_strsplit (template->data_config, " ", -1);
  g_autoptr(LaminaDataConfig) own = lamina_data_config_new_from_list ((const char *const *) wanted,
                                                                      NULL);
  g_autoptr(GError) reason = NULL;

  if (own == NULL || lamina_data_config_check (own, &reason))
    return;

  g_printerr (_("%s. The project takes “%s” instead."), reason->message,
              _(lamina_data_config_get_kind (data)->title));
  g_printerr ("\n");
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  const char *id = options.template != NULL ? options.template : DEFAULT_TEMPLATE;
  g_autoptr(LaminaSession) session = NULL;
  LmNetwork *network;
  const LaminaProblem *problem;

  session = lamina_session_new (id, error);
  if (session == NULL || !apply_settings (session, error) ||
      !lamina_session_create_file (session, arguments[0], error))
    return FALSE;

  lamina_cli_wait_for_data (session);
  if (options.settings == NULL)
    tell_fallback (session, lamina_template_find (id));

  network = lamina_session_get_network (session);
  problem = lamina_session_get_problem (session);
  lamina_report_add_text (report, "file", arguments[0]);
  lamina_report_add_text (report, "template", id);
  lamina_report_add_int (report, "layers",
                         (gint64) lm_stack_get_n (lamina_session_get_document (session)->stack));
  lamina_report_add_text (report, "problem", problem != NULL ? problem->message : NULL);
  if (network != NULL)
    {
      lamina_report_add_int (report, "parameters", (gint64) lm_network_get_n_params (network));
      lamina_report_print (report, _("%s: made from “%s”, %zu parameters"), arguments[0], id,
                           lm_network_get_n_params (network));
    }
  else
    {
      lamina_report_add_null (report, "parameters");
      lamina_report_print (report, _("%s: made from “%s”; it cannot be trained yet: %s"),
                           arguments[0], id, problem != NULL ? problem->message : "");
    }

  return lamina_cli_close (session, error);
}

const LaminaCommand lamina_new_command = {
  .name = "new",
  .arguments = N_("FILE"),
  .summary = N_("Make a project"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
