/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-set.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-set-private.h"

const LaminaDataConfig *
lamina_data_set_get_config (const LaminaDataSet *self)
{
  return self->config;
}

LaminaDataInput
lamina_data_set_get_input_kind (const LaminaDataSet *self)
{
  return self->data->input_kind;
}

LaminaDataTarget
lamina_data_set_get_target_kind (const LaminaDataSet *self)
{
  return self->target_kind;
}

const LmShape *
lamina_data_set_get_input_shape (const LaminaDataSet *self)
{
  return &self->data->input;
}

const LmShape *
lamina_data_set_get_target_shape (const LaminaDataSet *self)
{
  return &self->target;
}

const char *
lamina_data_set_get_title (const LaminaDataSet *self)
{
  return self->data->title_is_ours ? _(self->data->title) : self->data->title;
}

const char *
lamina_data_set_get_hash (const LaminaDataSet *self)
{
  return self->hash;
}

gsize
lamina_data_set_get_n_examples (const LaminaDataSet *self,
                                LmSplit              split)
{
  g_return_val_if_fail (split < LM_N_SPLITS, 0);

  return self->rows[split].n;
}

gboolean
lamina_data_set_has_own_test (const LaminaDataSet *self)
{
  return self->data->blocks[LAMINA_BLOCK_TEST].n_rows > 0;
}

gsize
lamina_data_set_get_n_dropped (const LaminaDataSet *self)
{
  return self->data->n_dropped;
}

gsize
lamina_data_set_get_row (const LaminaDataSet *self,
                         LmSplit              split,
                         gsize                index)
{
  g_return_val_if_fail (split < LM_N_SPLITS && index < self->rows[split].n, 0);

  return self->rows[split].rows[index];
}

const guint32 *
lamina_data_set_get_rows (const LaminaDataSet *self,
                          LmSplit              split)
{
  g_return_val_if_fail (split < LM_N_SPLITS, NULL);

  return self->rows[split].rows;
}

gsize
lamina_data_set_get_n_answers (const LaminaDataSet *self)
{
  if (self->target_kind == LAMINA_DATA_TARGET_LABEL)
    return self->data->class_names->len;
  if (self->target_kind == LAMINA_DATA_TARGET_TOKENS
      || (self->answers_input && self->data->vocabulary != NULL))
    return lamina_vocabulary_get_n (self->data->vocabulary);

  return 0;
}

gsize
lamina_data_set_get_n_classes (const LaminaDataSet *self)
{
  return self->data->class_names->len;
}

const char *
lamina_data_set_get_class_name (const LaminaDataSet *self,
                                gsize                label)
{
  const char *name;

  g_return_val_if_fail (label < self->data->class_names->len, NULL);

  name = self->data->class_names->pdata[label];

  return self->data->classes_are_ours ? _(name) : name;
}

gsize
lamina_data_set_get_class_count (const LaminaDataSet *self,
                                 LmSplit              split,
                                 gsize                label)
{
  g_return_val_if_fail (split < LM_N_SPLITS && label < self->data->class_names->len, 0);

  return self->class_counts[(gsize) split * self->data->class_names->len + label];
}

int
lamina_data_set_get_label (const LaminaDataSet *self,
                           LmSplit              split,
                           gsize                index)
{
  if (self->data->class_names->len == 0)
    return -1;

  return (int) *lamina_data_draft_get_y (self->data, lamina_data_set_get_row (self, split, index));
}

gsize
lamina_data_set_get_n_columns (const LaminaDataSet *self)
{
  return self->n_columns;
}

const LaminaDataColumn *
lamina_data_set_get_column (const LaminaDataSet *self,
                            gsize                column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  return &g_array_index (self->data->columns, LaminaDataColumn, column);
}

gsize
lamina_data_set_get_n_targets (const LaminaDataSet *self)
{
  return self->n_targets;
}

const LaminaDataColumn *
lamina_data_set_get_target_column (const LaminaDataSet *self,
                                   gsize                column)
{
  g_return_val_if_fail (column < self->n_targets, NULL);

  return &g_array_index (self->data->targets, LaminaDataColumn, column);
}

double
lamina_data_set_get_raw (const LaminaDataSet *self,
                         LmSplit              split,
                         gsize                index,
                         gsize                element)
{
  g_return_val_if_fail (element < self->n_elements, 0);

  return lamina_data_draft_get_element (self->data, lamina_data_set_get_row (self, split, index),
                                        element);
}

double
lamina_data_set_get_raw_target (const LaminaDataSet *self,
                                LmSplit              split,
                                gsize                index,
                                gsize                element)
{
  const gsize row = lamina_data_set_get_row (self, split, index);

  if (self->data->target_kind == LAMINA_DATA_TARGET_TOKENS)
    {
      g_return_val_if_fail (element < self->n_elements, 0);
      return lamina_data_draft_get_element (self->data, row, element + 1);
    }

  if (self->data->target_kind == LAMINA_DATA_TARGET_PICTURE)
    {
      g_return_val_if_fail (element < self->data->input.dim[2] * self->data->input.dim[3], 0);
      return lamina_data_draft_get_mask (self->data, row)[element];
    }

  g_return_val_if_fail (element < self->n_targets, 0);

  return lamina_data_draft_get_y (self->data, row)[element];
}

const guint8 *
lamina_data_set_get_picture (const LaminaDataSet *self,
                             LmSplit              split,
                             gsize                index)
{
  if (self->data->store != LAMINA_STORE_BYTES ||
      self->data->input_kind != LAMINA_DATA_INPUT_PICTURE)
    return NULL;

  return lamina_data_draft_get_x (self->data, lamina_data_set_get_row (self, split, index));
}

void
lamina_data_set_copy_example (const LaminaDataSet *self,
                              LmSplit              split,
                              gsize                index,
                              LmTensor            *x)
{
  g_return_if_fail (x->len == self->n_elements);

  lamina_data_set_write_x (self, lamina_data_set_get_row (self, split, index), x->data);
}

void
lamina_data_set_copy_target (const LaminaDataSet *self,
                             LmSplit              split,
                             gsize                index,
                             LmTensor            *y)
{
  g_return_if_fail (y->len == lm_shape_get_n_columns (&self->target));

  lamina_data_set_write_y (self, lamina_data_set_get_row (self, split, index), y->data);
}

static void
lamina_data_set_refuse_target (const LaminaDataSet  *self,
                               gsize                 row,
                               double                value,
                               gsize                 n_classes,
                               GError              **error)
{
  if (n_classes > 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, example %zu: the label is %g, and the loss takes classes from 0 to %zu: number "
                   "them from 0, read the targets as classes, or choose a loss for values"),
                 self->data->title, row + 1, value, n_classes - 1);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, example %zu: the target is %g, and the loss takes 0 (no) to 1 (yes): write 0 "
                   "and 1, read the targets as classes, or choose a loss for values"),
                 self->data->title, row + 1, value);
}

gboolean
lamina_data_set_check_targets (const LaminaDataSet  *self,
                               gsize                 n_classes,
                               GError              **error)
{
  g_autofree lm_real *y = NULL;

  if (self->target_kind != LAMINA_DATA_TARGET_VALUES)
    return TRUE;

  y = g_new (lm_real, self->n_targets);
  for (gsize row = 0; row < lamina_data_draft_get_n_rows (self->data); row++)
    {
      lamina_data_set_write_y (self, row, y);
      for (gsize c = 0; c < self->n_targets; c++)
        {
          const double value = (double) y[c];

          if (n_classes > 0 ? value >= 0 && value < (double) n_classes && value == floor (value)
                            : value >= 0 && value <= 1)
            continue;

          lamina_data_set_refuse_target (self, row, value, n_classes, error);
          return FALSE;
        }
    }

  return TRUE;
}
