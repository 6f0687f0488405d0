/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-style.h"

G_BEGIN_DECLS

/* What pictures inside @widget look like now: scheme, letters, text scale. The family is borrowed
 * from @widget: use the style at once. */
void lamina_widget_get_style  (GtkWidget   *widget,
                               LaminaStyle *style);

/* Gives the style sheets the colours of the pictures (@run_a, @past_bg…), and keeps them in step
 * with light, dark and high contrast. Once, at the start. */
void lamina_widget_style_init (GdkDisplay  *display);

G_END_DECLS
