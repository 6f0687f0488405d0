/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Counts distinct numbers up to a limit; afterwards adding costs nothing. */
typedef struct _LaminaNumberSet LaminaNumberSet;

LaminaNumberSet *lamina_number_set_new      (gsize            limit) G_GNUC_WARN_UNUSED_RESULT;
void             lamina_number_set_free     (LaminaNumberSet *self);
/* @value: not NaN; -0 is 0 */
void             lamina_number_set_add      (LaminaNumberSet *self,
                                             double           value);
/* Returns: how many different numbers were added, at most the limit */
gsize            lamina_number_set_get_size (LaminaNumberSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaNumberSet, lamina_number_set_free)

G_END_DECLS
