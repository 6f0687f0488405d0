/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"
#include "lamina-style.h"

G_BEGIN_DECLS

/* How an example is drawn among others: a picture, a picture beside the one that is to be made of
 * it, or a series with what follows. */
typedef struct _LaminaExampleCell LaminaExampleCell;

/* @set: referenced. For pictures and series only. */
LaminaExampleCell *lamina_example_cell_new      (LaminaDataSet     *set,
                                                 LmSplit            split) G_GNUC_WARN_UNUSED_RESULT;
void               lamina_example_cell_free     (LaminaExampleCell *self);

/* Of the drawing, without the caption. */
double             lamina_example_cell_get_width  (const LaminaExampleCell *self);
double             lamina_example_cell_get_height (const LaminaExampleCell *self);
void               lamina_example_cell_draw     (LaminaExampleCell *self,
                                                 cairo_t           *cr,
                                                 const LaminaStyle *style,
                                                 gsize              index,
                                                 double             x,
                                                 double             y);
/* What is to be answered, in a word or a number; (nullable) (transfer full) */
char              *lamina_example_cell_write_target (const LaminaExampleCell *self,
                                                     gsize              index) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaExampleCell, lamina_example_cell_free)

G_END_DECLS
