/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"
#include "lamina-fact-list.h"

G_BEGIN_DECLS

/* What there is to say about text, as rows; the list is hidden for other data.
 * @set: (nullable) */
void lamina_vocabulary_facts_show (LaminaFactList *list,
                                   LaminaDataSet  *set);

G_END_DECLS
