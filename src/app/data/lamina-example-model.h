/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE (lamina_example_get_type ())
#define LAMINA_TYPE_EXAMPLE_MODEL (lamina_example_model_get_type ())

/* An example of a split, by its index: made when a row needs it. */
G_DECLARE_FINAL_TYPE (LaminaExample, lamina_example, LAMINA, EXAMPLE, GObject)
/* All examples of a split as a list; it holds none of them. */
G_DECLARE_FINAL_TYPE (LaminaExampleModel, lamina_example_model, LAMINA, EXAMPLE_MODEL, GObject)

gsize               lamina_example_get_index (LaminaExample *self);
/* @set: referenced */
LaminaExampleModel *lamina_example_model_new (LaminaDataSet *set,
                                              LmSplit        split) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
