/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-command.h"
#include "lamina-template.h"

static void
add_goal (LaminaReport     *report,
          const LaminaGoal *goal)
{
  lamina_report_begin_object (report, "goal");
  lamina_report_add_text (report, "metric", goal->metric);
  lamina_report_add_double (report, "value", goal->value);
  lamina_report_add_text (report, "split", goal->split);
  if (goal->epochs > 0)
    lamina_report_add_int (report, "epochs", goal->epochs);
  lamina_report_add_bool (report, "quick", goal->is_quick);
  if (goal->judge != NULL)
    lamina_report_add_text (report, "judge", goal->judge);
  lamina_report_end_object (report);
}

static gboolean
run (LaminaReport        *report,
     const char *const   *arguments,
     GError             **error)
{
  lamina_report_begin_array (report, "templates");
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const LaminaTemplate *template = lamina_template_nth (i);

      lamina_report_print (report, "%-22s %s (%s)", template->id, _(template->title),
                           _(template->data));
      lamina_report_begin_object (report, NULL);
      lamina_report_add_text (report, "id", template->id);
      lamina_report_add_text (report, "title", _(template->title));
      lamina_report_add_text (report, "family", _(template->family));
      lamina_report_add_text (report, "data", _(template->data));
      lamina_report_add_int (report, "parameters", (gint64) template->n_params);
      lamina_report_add_text (report, "target", _(template->target));
      add_goal (report, &template->goal);
      lamina_report_end_object (report);
    }
  lamina_report_end_array (report);

  return TRUE;
}

const LaminaCommand lamina_templates_command = {
  .name = "templates",
  .arguments = "",
  .summary = N_("List what a project can be started from"),
  .run = run,
};
