/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sees to it that keys reach @window again after each popover. When one closes whose page has been
 * turned (a submenu that slid over its menu), GTK 4.8 leaves the focus to an item inside, which nobody
 * sees, and no shortcut of the window hears of a key any more. Then whatever the popover belongs to
 * gets the focus. For as long as @window lives. */
void lamina_focus_return_install (GtkWindow *window);

G_END_DECLS
