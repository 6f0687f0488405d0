/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_FACT_LIST (lamina_fact_list_get_type ())

/* A group of rows that only tell: "Output  16 × 16 × 32". */
G_DECLARE_FINAL_TYPE (LaminaFactList, lamina_fact_list, LAMINA, FACT_LIST, AdwPreferencesGroup)

GtkWidget *lamina_fact_list_new   (const char     *title);
void       lamina_fact_list_clear (LaminaFactList *self);
/* Both are copied; rows that are there already are used again. */
void       lamina_fact_list_add   (LaminaFactList *self,
                                   const char     *title,
                                   const char     *value);
/* Removes what was not added again since _clear(). */
void       lamina_fact_list_end   (LaminaFactList *self);

G_END_DECLS
