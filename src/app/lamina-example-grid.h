/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-data-set.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_GRID (lamina_example_grid_get_type ())

/* The pictures of a split with their classes, for a scrolled window. Only those that are seen are
 * drawn, however many there are. One has the cursor: arrow keys, Home, End, Page Up, Page Down.
 *
 * Signal "chosen": another one has the cursor.
 */
G_DECLARE_FINAL_TYPE (LaminaExampleGrid, lamina_example_grid, LAMINA, EXAMPLE_GRID, GtkWidget)

GtkWidget *lamina_example_grid_new        (void);
/* @set: (nullable): pictures; referenced */
void       lamina_example_grid_set_split  (LaminaExampleGrid *self,
                                           LaminaDataSet     *set,
                                           LmSplit            split);
gsize      lamina_example_grid_get_chosen (LaminaExampleGrid *self);
/* Does not tell. */
void       lamina_example_grid_choose     (LaminaExampleGrid *self,
                                           gsize              index);

G_END_DECLS
