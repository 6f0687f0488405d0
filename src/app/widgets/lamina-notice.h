/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_NOTICE (lamina_notice_get_type ())

/* A sentence across the page that stays until its reason has gone, with the remedy as a button.
 * (libadwaita's banner is newer than what we build on.) Colours by style class: "error", "past". */
G_DECLARE_FINAL_TYPE (LaminaNotice, lamina_notice, LAMINA, NOTICE, GtkWidget)

GtkWidget *lamina_notice_new    (void);
/* @message: (nullable): %NULL hides it
 * @icon_name: (nullable)
 * @label, @action: (nullable): of the button; "win.save-elsewhere" */
void       lamina_notice_set    (LaminaNotice *self,
                                 const char   *message,
                                 const char   *icon_name,
                                 const char   *label,
                                 const char   *action);

G_END_DECLS
