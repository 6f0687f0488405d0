/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-command.h"
#include "lamina-template.h"

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
      lamina_report_add_text (report, "target", _(template->target));
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
