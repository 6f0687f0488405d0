/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_LAYER_INSPECTOR (lamina_layer_inspector_get_type ())

/* The end pane of the Build page: name and fields of a layer, what it reads, what comes out; facts
 * about the input where no layer is chosen.
 */
G_DECLARE_FINAL_TYPE (LaminaLayerInspector, lamina_layer_inspector, LAMINA, LAYER_INSPECTOR,
                      GtkWidget)

/* @scene: (nullable) */
void lamina_layer_inspector_set_scene (LaminaLayerInspector *self,
                                       LaminaScene          *scene);
/* @layer: -1: the input */
void lamina_layer_inspector_set_layer (LaminaLayerInspector *self,
                                       gssize                layer);
/* To the first field. */
void lamina_layer_inspector_focus     (LaminaLayerInspector *self);

G_END_DECLS
