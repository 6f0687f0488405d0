/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

/* Examples whose inputs are equal, byte for byte. */
typedef struct
{
  gsize n_in_training;         /* Training examples that another one before them equals. */
  gsize n_contradictions;      /* Of these, those with another target. */
  gsize n_shared[LM_N_SPLITS]; /* Examples of validation and test that are in training too. */
} LaminaDataTwins;

/* Reads everything once. Returns: %FALSE if cancelled */
gboolean lamina_data_twins_count (LaminaDataTwins     *self,
                                  const LaminaDataSet *set,
                                  GCancellable        *cancellable);

G_END_DECLS
