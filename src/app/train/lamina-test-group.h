/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_TEST_GROUP (lamina_test_group_get_type ())

/* The test set: opened by a button only, and what it said. */
G_DECLARE_FINAL_TYPE (LaminaTestGroup, lamina_test_group, LAMINA, TEST_GROUP, GtkWidget)

/* (nullable) @scene: referenced */
void lamina_test_group_set_scene (LaminaTestGroup *self,
                                  LaminaScene     *scene);

G_END_DECLS
