/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lm-field.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_FIELD_ROW (lamina_field_row_get_type ())

/* A row of the inspector for one field, with the control that suits its type. Its accessible name
 * is the field's title. Values go in and out as lm_field_get() writes them; what is typed and shown
 * follows the user's locale.
 *
 * Signal "changed" (char *text, gboolean merge): the user has entered @text, which may be wrong:
 * answer with lamina_field_row_set_error(), or let the new value come by _set_value(). @merge: it
 * comes from a button that is pressed again and again.
 */
G_DECLARE_FINAL_TYPE (LaminaFieldRow, lamina_field_row, LAMINA, FIELD_ROW, AdwPreferencesRow)

/* @field: borrowed for ever */
GtkWidget     *lamina_field_row_new         (const LmField  *field);
const LmField *lamina_field_row_get_field   (LaminaFieldRow *self);

/* Also takes the error away, if the value is another one. */
void           lamina_field_row_set_value   (LaminaFieldRow *self,
                                             const char     *text);
/* The value as the user reads it. Returns: (transfer full) */
char          *lamina_field_row_dup_display (LaminaFieldRow *self);
/* @sentence: (nullable): stands below the field until it is mended */
void           lamina_field_row_set_error   (LaminaFieldRow *self,
                                             const char     *sentence);
/* @reason: (nullable): why it cannot be changed now; shown beside a lock */
void           lamina_field_row_set_locked  (LaminaFieldRow *self,
                                             const char     *reason);
/* To the control. */
void           lamina_field_row_focus       (LaminaFieldRow *self);

G_END_DECLS
