/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-field-row.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_FIELD_LIST (lamina_field_list_get_type ())

/* A group of rows, one for each field of one or more tables; rarer ones wait under "More".
 *
 * Signal "changed" (LaminaFieldRow *row, char *text, gboolean merge): as the row's.
 */
G_DECLARE_FINAL_TYPE (LaminaFieldList, lamina_field_list, LAMINA, FIELD_LIST, AdwPreferencesGroup)

GtkWidget      *lamina_field_list_new        (void);
void            lamina_field_list_clear      (LaminaFieldList *self);
/* @fields: (nullable): a table of fields, borrowed for ever
 * @skip: (nullable): names that get no row, ends with %NULL */
void            lamina_field_list_append     (LaminaFieldList *self,
                                              const LmField   *fields,
                                              const char *const *skip);
/* Any other row that belongs to the group. @row: (transfer floating) */
void            lamina_field_list_append_row (LaminaFieldList *self,
                                              GtkWidget       *row);
/* Those of @fields that have a row, from the instance that they are of. */
void            lamina_field_list_set_values (LaminaFieldList *self,
                                              const LmField   *fields,
                                              gconstpointer    instance);
/* @reason: (nullable): locks all that are not live */
void            lamina_field_list_set_locked (LaminaFieldList *self,
                                              const char      *reason);
/* Returns: (nullable) */
LaminaFieldRow *lamina_field_list_find       (LaminaFieldList *self,
                                              const char      *name);
/* Of all rows that are not under "More". */
guint           lamina_field_list_get_n      (LaminaFieldList *self);

G_END_DECLS
