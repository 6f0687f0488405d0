/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "lm-field.h"

G_BEGIN_DECLS

/* The control of a field's row: a spin button, an entry, a switch or a drop-down. */

/* @typed: as the user reads it, of a choice or a switch as it is written to files */
typedef void (*LaminaFieldControlFunc) (GtkWidget  *control,
                                        const char *typed,
                                        gboolean    merge,
                                        gpointer    data);

/* @name: accessible name */
GtkWidget *lamina_field_control_new       (const LmField          *field,
                                           const char             *name,
                                           LaminaFieldControlFunc  changed,
                                           gpointer                data);
/* Does not call back. */
void       lamina_field_control_set_value (GtkWidget              *control,
                                           const char             *value,
                                           const char             *display);
/* @sentence: (nullable) */
void       lamina_field_control_set_error (GtkWidget              *control,
                                           const char             *sentence);

G_END_DECLS
