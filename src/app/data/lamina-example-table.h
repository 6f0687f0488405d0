/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-examples.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_TABLE (lamina_example_table_get_type ())

/* The examples of a split as rows of numbers, as the source has them. Rows are made as they are
 * seen. */
G_DECLARE_FINAL_TYPE (LaminaExampleTable, lamina_example_table, LAMINA, EXAMPLE_TABLE, GtkWidget)

G_END_DECLS
