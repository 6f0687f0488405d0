/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-examples.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_GRID (lamina_example_grid_get_type ())

/* Pictures or series of a split with what is to be answered, for a scrolled window. Only those that
 * are seen are drawn, however many there are. One has the cursor: arrow keys, Home, End, Page Up,
 * Page Down.
 */
G_DECLARE_FINAL_TYPE (LaminaExampleGrid, lamina_example_grid, LAMINA, EXAMPLE_GRID, GtkWidget)

G_END_DECLS
