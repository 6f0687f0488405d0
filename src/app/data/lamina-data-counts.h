/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-data-set.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_DATA_COUNTS (lamina_data_counts_get_type ())

/* A card of bars: how many examples each class has; for texts without classes, how often the most
 * frequent tokens occur. Hidden where there is nothing to count. */
G_DECLARE_FINAL_TYPE (LaminaDataCounts, lamina_data_counts, LAMINA, DATA_COUNTS, GtkWidget)

/* @set: (nullable): referenced */
void lamina_data_counts_set_split (LaminaDataCounts *self,
                                   LaminaDataSet    *set,
                                   LmSplit           split);

G_END_DECLS
