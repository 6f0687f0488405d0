/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"

static char *format;

static const GOptionEntry entries[] = {
  { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("safetensors or npz"), N_("FORMAT") },
  { NULL },
};

static const char *const formats[] = { "safetensors", "npz", NULL };

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LmState) state = NULL;

  if (format == NULL || !g_strv_contains (formats, format))
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                   _("--format is missing or unknown: it is safetensors or npz"));
      return FALSE;
    }

  if (!lamina_cli_check_output (arguments[0], arguments[1], error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL || (state = lamina_cli_need_state (session, error)) == NULL ||
      !lamina_session_export_weights (session, format, arguments[1], error))
    return FALSE;

  lamina_report_add_text (report, "format", format);
  lamina_report_add_text (report, "output", arguments[1]);
  lamina_report_add_int (report, "step", (gint64) lamina_session_get_step (session));
  lamina_report_add_int (report, "parameters",
                         (gint64) lm_network_get_n_params (state->network));
  lamina_report_print (report, _("%s: %zu parameters, after step %" PRIu64), arguments[1],
                       lm_network_get_n_params (state->network), state->step);

  return lamina_cli_close (session, error);
}

const LaminaCommand lamina_export_command = {
  .name = "export",
  .arguments = N_("FILE OUT"),
  .summary = N_("Write a project's weights for other programs"),
  .options = entries,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};
