/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* What losses and metrics share about classes. A target is either the index of the
 * class, in one column, or a column for each class.
 */

/* The row of a loss whose @Type has them as its LmReals weights. */
#define LM_TARGETS_CLASS_WEIGHTS(Type) \
  { "class_weights", LM_FIELD_REALS, G_STRUCT_OFFSET (Type, weights), 0, 1e6, 1, \
    .title = N_("Class weights"), \
    .hint = N_("How much each class counts, one number a class: 1,0.5,2. Empty: all the same."), \
    .flags = LM_FIELD_MORE | LM_FIELD_OPEN }

/* Whether answers of @y [1, classes] can be compared with such a target. */
gboolean lm_targets_are_classes (const LmShape  *y,
                                 const LmShape  *target);
/* Whether they can, and @n_weights (0: none) are as many as there are classes; LM_ERROR_SHAPE,
 * LM_ERROR_VALUE. */
gboolean lm_targets_check       (const LmShape  *y,
                                 const LmShape  *target,
                                 gsize           n_weights,
                                 GError        **error);
/* How much class @k counts in row @row of @target, whose class is @label: 0 … 1. */
double   lm_targets_get_share   (const LmTensor *target,
                                 gsize           row,
                                 gsize           k,
                                 gsize           label);
/* The class that row @row of @target means; @n_classes if it means none. */
gsize    lm_targets_get_class   (const LmTensor *target,
                                 gsize           row,
                                 gsize           n_classes);
/* Index of the largest number, the first of equal ones. */
gsize    lm_targets_find_max    (const lm_real  *x,
                                 gsize           n);

G_END_DECLS
