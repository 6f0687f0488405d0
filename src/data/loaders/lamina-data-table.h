/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-csv.h"
#include "lamina-data-arrays.h"

G_BEGIN_DECLS

typedef enum
{
  LAMINA_MISSING_REFUSE,
  LAMINA_MISSING_MEAN, /* Inputs only. */
  LAMINA_MISSING_DROP, /* The row is left out. */
} LaminaMissing;

extern const char *const lamina_missing_ids[];
extern const char *const lamina_missing_titles[];

typedef struct
{
  const char    *target;   /* A column's name or number from 1, of series several with commas;
                            * empty: the last column. */
  const char    *ignored;  /* Names or numbers with commas. */
  LaminaTask     task;
  LaminaMissing  missing;
  gsize          max_categories; /* In one column of text. */
  gboolean       target_is_input; /* Its past, in series. */
} LaminaTableChoice;

/**
 * lamina_data_draft_new_from_table:
 * @error: %LAMINA_ERROR_FORMAT names the cell or the column
 *
 * Columns of text become one column for each of their texts, in the order of the
 * alphabet; likewise the classes of a target of text. A target of up to 20
 * different whole numbers is guessed to be classes.
 */
LaminaDataDraft *lamina_data_draft_new_from_table (const LaminaTable        *table,
                                                   const LaminaTableChoice  *choice,
                                                   GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
G_END_DECLS
