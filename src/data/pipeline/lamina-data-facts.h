/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"
#include "lamina-data-split.h"

G_BEGIN_DECLS

/* Fills in the facts of the draft's columns and targets from the rows of training, and
 * with them shift and divisor. Sums are taken in the order of @training. */
void lamina_data_measure (LaminaDataDraft      *draft,
                          const LaminaPipeline *pipeline,
                          const LaminaRows     *training);

/* Whether every number is finite as a float; missing cells pass.
 * @error: %LAMINA_ERROR_FORMAT names the first that is not */
gboolean lamina_data_check_numbers (const LaminaDataDraft  *draft,
                                    GError                **error);

G_END_DECLS
