/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"
#include "lamina-data-set.h"
#include "lamina-data-split.h"

G_BEGIN_DECLS

struct _LaminaDataSet
{
  gatomicrefcount   ref_count;
  LaminaDataConfig *config; /* owned */
  LaminaDataDraft  *data;   /* owned; measured */
  LaminaRows        rows[LM_N_SPLITS];
  LmShape           target; /* Of one example, with a leading 1. */
  gsize            *class_counts; /* [LM_N_SPLITS, classes] */
  char             *hash;

  /* For copying, which has no time to look things up. */
  gsize    n_elements, n_inner, n_runs, n_columns, n_targets;
  gboolean is_identity;   /* Nothing is scaled or filled. */
  gboolean answers_input; /* LAMINA_TARGET_INPUT */
  LaminaDataTarget target_kind;
  double  *shift, *divisor, *fill; /* [n_columns] */
};

/* Makes what lamina_data_set_write_x() needs of measured data. */
void lamina_data_set_prepare (LaminaDataSet       *self);
/* What the network gets of a row: @x [n_elements]; @y likewise or [n_targets]. */
void lamina_data_set_write_x (const LaminaDataSet *self,
                              gsize                row,
                              lm_real             *x);
void lamina_data_set_write_y (const LaminaDataSet *self,
                              gsize                row,
                              lm_real             *y);

G_END_DECLS
