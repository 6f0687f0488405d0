/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* What losses and metrics share about classes. A target is either the index of the
 * class, in one column, or a column for each class.
 */

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
