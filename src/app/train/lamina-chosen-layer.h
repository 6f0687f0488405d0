/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_CHOSEN_LAYER (lamina_chosen_layer_get_type ())

/* The chosen layer's settings and the range of its weights, to read. */
G_DECLARE_FINAL_TYPE (LaminaChosenLayer, lamina_chosen_layer, LAMINA, CHOSEN_LAYER, GtkWidget)

/* (nullable) @scene: referenced */
void lamina_chosen_layer_set_scene (LaminaChosenLayer *self,
                                    LaminaScene       *scene);

G_END_DECLS
