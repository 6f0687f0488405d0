/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_PALETTE (lamina_palette_get_type ())

/* All kinds of layers, by group, with a search. From here they are dragged to the stack.
 *
 * Signal "insert" (char *kind): Enter, or a double click; in a compact one a click.
 * Properties: "compact" (gboolean, construct-only): for a popover: nothing is said below.
 */
G_DECLARE_FINAL_TYPE (LaminaPalette, lamina_palette, LAMINA, PALETTE, GtkWidget)

GtkWidget *lamina_palette_new    (gboolean       compact);
/* Whether the stack has one: only then does it make sense to insert what begins one. */
void       lamina_palette_set_has_generator (LaminaPalette *self,
                                             gboolean       has_generator);
/* Puts the cursor into the search. */
void       lamina_palette_search (LaminaPalette *self);

G_END_DECLS
