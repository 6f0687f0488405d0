/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_STACK_LIST (lamina_stack_list_get_type ())

/* The stack beside the views: a row a layer, with a live thumbnail; choosing one chooses what the
 * views show. An activation stands as a chip on the layer that it follows. */
G_DECLARE_FINAL_TYPE (LaminaStackList, lamina_stack_list, LAMINA, STACK_LIST, GtkWidget)

/* (nullable) @scene: referenced */
void lamina_stack_list_set_scene (LaminaStackList *self,
                                  LaminaScene     *scene);

G_END_DECLS
