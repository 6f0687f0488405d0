/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_TRAINING_PANE (lamina_training_pane_get_type ())

/* How the network is trained: optimizer, learning rate, batch, epochs, and under More what else
 * there is. What cannot change in mid-run is locked, and says so. Below it the chosen layer. */
G_DECLARE_FINAL_TYPE (LaminaTrainingPane, lamina_training_pane, LAMINA, TRAINING_PANE, GtkWidget)

/* (nullable) @scene: referenced */
void lamina_training_pane_set_scene (LaminaTrainingPane *self,
                                     LaminaScene        *scene);

G_END_DECLS
