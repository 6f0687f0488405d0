/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-session.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_PROJECT_POPOVER (lamina_project_popover_get_type ())

/* What can be done with the project as a file: another name, a copy, its folder. It opens with the
 * name ready to be typed over. */
G_DECLARE_FINAL_TYPE (LaminaProjectPopover, lamina_project_popover, LAMINA, PROJECT_POPOVER,
                      GtkPopover)

void lamina_project_popover_set_session (LaminaProjectPopover *self,
                                         LaminaSession        *session);

G_END_DECLS
