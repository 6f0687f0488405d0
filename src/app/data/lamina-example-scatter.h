/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-examples.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_SCATTER (lamina_example_scatter_get_type ())

/* The examples of a split as points of the plane, or over their only input. Of many a sample. */
G_DECLARE_FINAL_TYPE (LaminaExampleScatter, lamina_example_scatter, LAMINA, EXAMPLE_SCATTER, GtkWidget)

G_END_DECLS
