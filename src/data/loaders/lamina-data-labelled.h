/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-csv.h"
#include "lamina-data-draft.h"
#include "lamina-tokens.h"

G_BEGIN_DECLS

/* Texts with a class each: one row of a table an example. */
typedef struct
{
  const char     *text;   /* A column's name or number from 1; empty: the one called "text", or the first. */
  const char     *target; /* Likewise; empty: the last column. */
  LaminaTokenUnit unit;
  gboolean        lower_case;
  gsize           max_vocabulary;
  gsize           max_tokens; /* Of an example: what is behind is left out. 0: as the longest has */
} LaminaLabelledChoice;

/* The longest texts that there can be. */
#define LAMINA_MAX_TEXT_TOKENS 4096

/**
 * lamina_data_draft_new_from_labelled:
 * @error: %LAMINA_ERROR_FORMAT names the line of a row without text or label
 *
 * Classes are the labels that occur, in the order of the alphabet or of numbers.
 */
LaminaDataDraft *lamina_data_draft_new_from_labelled (const LaminaTable           *table,
                                                      const LaminaLabelledChoice  *choice,
                                                      const LaminaDataPart        *part,
                                                      GCancellable                *cancellable,
                                                      GError                     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
