/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-project-peek.h"

G_BEGIN_DECLS

/* A project to go on with, as a button: loss curve, name, state, when. Its name for assistive
 * technology is the project's, its description the rest.
 * @path: it is opened through the window's "win.open-path"
 * @peek: (transfer full) */
GtkWidget *lamina_project_tile_new (const char        *path,
                                    LaminaProjectPeek *peek);

G_END_DECLS
