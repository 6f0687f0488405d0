/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_DATA_INSPECTOR (lamina_data_inspector_get_type ())

/* The end pane of the Data page: how the examples are dealt out, what the report has found, one
 * column's facts, one example's. */
G_DECLARE_FINAL_TYPE (LaminaDataInspector, lamina_data_inspector, LAMINA, DATA_INSPECTOR, GtkWidget)

/* @scene: (nullable) */
void lamina_data_inspector_set_scene   (LaminaDataInspector *self,
                                        LaminaScene         *scene);
void lamina_data_inspector_set_example (LaminaDataInspector *self,
                                        LmSplit              split,
                                        gsize                index);

G_END_DECLS
