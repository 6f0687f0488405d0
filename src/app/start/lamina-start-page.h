/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_START_PAGE (lamina_start_page_get_type ())

/* What is seen before a project is open: projects to continue, examples to start from. It acts
 * through the window's actions. */
G_DECLARE_FINAL_TYPE (LaminaStartPage, lamina_start_page, LAMINA, START_PAGE, GtkWidget)

/* Looks again for the projects that can be continued. */
void lamina_start_page_reload (LaminaStartPage *self);
/* Opens the search. */
void lamina_start_page_search (LaminaStartPage *self);

G_END_DECLS
