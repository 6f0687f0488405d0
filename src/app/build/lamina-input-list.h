/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-session.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_INPUT_LIST (lamina_input_list_get_type ())

/* What a layer reads that can read several: a row each, and one to add another.
 *
 * Signal "changed" (char **names): the inputs that the user wants.
 */
G_DECLARE_FINAL_TYPE (LaminaInputList, lamina_input_list, LAMINA, INPUT_LIST, AdwPreferencesGroup)

GtkWidget *lamina_input_list_new    (void);
void       lamina_input_list_update (LaminaInputList *self,
                                     LaminaSession   *session,
                                     gsize            layer);

G_END_DECLS
