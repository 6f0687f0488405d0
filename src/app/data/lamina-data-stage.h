/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_DATA_STAGE (lamina_data_stage_get_type ())

/* The middle of the Data page: examples of a split as pictures, points or rows, and how many of
 * each class there are.
 *
 * Signal "chosen": another example or another split.
 */
G_DECLARE_FINAL_TYPE (LaminaDataStage, lamina_data_stage, LAMINA, DATA_STAGE, GtkWidget)

/* @scene: (nullable) */
void    lamina_data_stage_set_scene   (LaminaDataStage *self,
                                       LaminaScene     *scene);
LmSplit lamina_data_stage_get_split   (LaminaDataStage *self);
gsize   lamina_data_stage_get_example (LaminaDataStage *self);

G_END_DECLS
