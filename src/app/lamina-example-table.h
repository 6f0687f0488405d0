/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-data-set.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_TABLE (lamina_example_table_get_type ())

/* The examples of a split as rows of numbers, as the source has them. Rows are made as they are
 * seen.
 *
 * Signal "chosen": another row is selected.
 */
G_DECLARE_FINAL_TYPE (LaminaExampleTable, lamina_example_table, LAMINA, EXAMPLE_TABLE, GtkWidget)

GtkWidget *lamina_example_table_new        (void);
/* @set: (nullable): referenced */
void       lamina_example_table_set_split  (LaminaExampleTable *self,
                                            LaminaDataSet      *set,
                                            LmSplit             split);
gsize      lamina_example_table_get_chosen (LaminaExampleTable *self);
/* Does not tell. */
void       lamina_example_table_choose     (LaminaExampleTable *self,
                                            gsize               index);

G_END_DECLS
