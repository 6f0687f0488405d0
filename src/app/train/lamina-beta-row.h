/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_BETA_ROW (lamina_beta_row_get_type ())

/* A slider for how much a sampling layer's KL divergence counts: it goes by factors, and its left
 * end is 0. It can be turned while training runs.
 *
 * Signal "changed" (char *text): it was moved by hand; as lm_training_set() takes it.
 */
G_DECLARE_FINAL_TYPE (LaminaBetaRow, lamina_beta_row, LAMINA, BETA_ROW, AdwPreferencesRow)

GtkWidget *lamina_beta_row_new       (void);
void       lamina_beta_row_set_value (LaminaBetaRow *self,
                                      double         beta);

G_END_DECLS
