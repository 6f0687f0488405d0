/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-template.h"

G_BEGIN_DECLS

/* An example to start from, as a button for "win.new-from-template": preview, title, and what it
 * is. Its name for assistive technology is the title.
 * @is_first: marked as the one to start with */
GtkWidget *lamina_template_tile_new (const LaminaTemplate *example,
                                     gboolean              is_first);

G_END_DECLS
