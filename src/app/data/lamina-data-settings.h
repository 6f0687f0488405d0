/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-field-list.h"
#include "lamina-session.h"

G_BEGIN_DECLS

/* The field "kind" of a LaminaDataConfig, with all kinds as choices. */
const LmField *lamina_data_settings_get_kind_field (void);

/* Has what is entered in @list set the session's data, and the errors stand below the rows.
 * @list: of fields that lamina_data_config_set() knows, inside a window */
void           lamina_data_settings_connect        (LaminaFieldList *list);

/* Of the pipeline, those that say how examples are dealt out; ends with %NULL. */
extern const char *const lamina_split_field_names[];
/* And all others. */
extern const char *const lamina_other_field_names[];

G_END_DECLS
