/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-data-draft.h"

G_BEGIN_DECLS

/* Data that come as arrays of numbers: what IDX, CIFAR and NPZ have in common. */

typedef enum
{
  LAMINA_LAYOUT_AUTO,           /* By rank and type: see lamina_data_draft_new_from_arrays(). */
  LAMINA_LAYOUT_TABLE,          /* [n, …] */
  LAMINA_LAYOUT_SERIES,         /* [n, time, features] or [n, time] */
  LAMINA_LAYOUT_CHANNELS_FIRST, /* [n, channels, height, width] or [n, height, width] */
  LAMINA_LAYOUT_CHANNELS_LAST,  /* [n, height, width, channels] or [n, height, width] */
} LaminaLayout;

extern const char *const lamina_layout_ids[];
extern const char *const lamina_layout_titles[];

typedef enum
{
  LAMINA_TASK_GUESS,
  LAMINA_TASK_CLASSIFY,
  LAMINA_TASK_REGRESS,
} LaminaTask;

extern const char *const lamina_task_ids[];
extern const char *const lamina_task_titles[];

typedef struct
{
  const char   *title;       /* The file's name, also for messages. */
  LaminaArray  *x[LAMINA_N_BLOCKS]; /* owned; the second is %NULL where there are no test data */
  LaminaArray  *y[LAMINA_N_BLOCKS]; /* owned */
  LaminaLayout  layout;
  LaminaTask    task;
  const char   *class_names; /* (nullable): with commas */
  const char *const *our_class_names; /* (nullable): marked with N_() instead, ends with %NULL */
} LaminaDataArrays;

/* Drops x and y. */
void             lamina_data_arrays_clear          (LaminaDataArrays        *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaDataArrays, lamina_data_arrays_clear)

/**
 * lamina_data_draft_new_from_arrays:
 * @error: %LAMINA_ERROR_FORMAT if the arrays do not fit each other, or hold what is not finite
 *
 * Arrays of rank 2 are tables. Of rank 3, bytes are grey pictures and other numbers series.
 * Those of rank 4 are pictures, whose channels are last if only there are 1, 3 or 4. Whole
 * numbers in one column are labels, unless they are negative or above 999.
 * Bytes are shared with the arrays, where they need not be reordered.
 */
LaminaDataDraft *lamina_data_draft_new_from_arrays (const LaminaDataArrays  *arrays,
                                                    GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
