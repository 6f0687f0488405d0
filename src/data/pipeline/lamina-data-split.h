/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"
#include "lamina-pipeline.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 *rows; /* owned */
  gsize    n;
} LaminaRows;

/**
 * lamina_data_split:
 * @rows: (out): [LM_N_SPLITS]; free each with g_free()
 * @error: if a part would be empty that must not be
 *
 * Deals the rows of a draft out. Where examples have labels and are shuffled, each
 * class is dealt by itself, and the parts are then mixed; own test data keep
 * their order. Not shuffled, or where rows follow each other in time, training comes first, then
 * validation, then test. Where the kind has dealt them already, so it is.
 * A pure function of the draft's sizes and labels and of @pipeline.
 */
gboolean lamina_data_split (const LaminaDataDraft  *draft,
                            const LaminaPipeline   *pipeline,
                            LaminaRows             *rows,
                            GError                **error);

G_END_DECLS
