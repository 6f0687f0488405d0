/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-examples.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLE_TEXTS (lamina_example_texts_get_type ())

/* The examples of a split as rows of text with their tokens, and beside each its class or what
 * comes next. Rows are made as they are seen. */
G_DECLARE_FINAL_TYPE (LaminaExampleTexts, lamina_example_texts, LAMINA, EXAMPLE_TEXTS, GtkWidget)

G_END_DECLS
