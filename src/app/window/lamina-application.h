/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_APPLICATION (lamina_application_get_type ())

/* The program: its windows, its keys, its menus. Actions: app.quit, app.new-window,
 * app.about, app.color-scheme (s). */
G_DECLARE_FINAL_TYPE (LaminaApplication, lamina_application, LAMINA, APPLICATION, AdwApplication)

LaminaApplication *lamina_application_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* The primary menu, for every header bar. Borrowed. */
GMenuModel        *lamina_application_get_menu (void);

G_END_DECLS
