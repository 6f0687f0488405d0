/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to ask of text and of sequences. */

#include "lamina-data-set.h"

#include "lamina-data-set-private.h"

LaminaVocabulary *
lamina_data_set_get_vocabulary (const LaminaDataSet *self)
{
  return self->data->vocabulary;
}

const LaminaTextFacts *
lamina_data_set_get_text_facts (const LaminaDataSet *self)
{
  return self->data->vocabulary != NULL ? &self->data->text_facts : NULL;
}

char *
lamina_data_set_get_text (const LaminaDataSet *self,
                          LmSplit              split,
                          gsize                index)
{
  const gsize row = lamina_data_set_get_row (self, split, index);
  g_autofree guint32 *ids = NULL;
  gsize n;

  if (self->data->vocabulary == NULL)
    return NULL;

  n = lamina_data_draft_get_length (self->data, row);
  ids = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    ids[i] = (guint32) lamina_data_draft_get_element (self->data, row, i);

  return lamina_vocabulary_decode (self->data->vocabulary, ids, n);
}

gboolean
lamina_data_set_has_lengths (const LaminaDataSet *self)
{
  return lamina_data_draft_has_lengths (self->data);
}

gsize
lamina_data_set_get_length (const LaminaDataSet *self,
                            LmSplit              split,
                            gsize                index)
{
  const LaminaDataInput kind = self->data->input_kind;

  if (kind != LAMINA_DATA_INPUT_TEXT && kind != LAMINA_DATA_INPUT_SERIES)
    return 1;

  return lamina_data_draft_get_length (self->data, lamina_data_set_get_row (self, split, index));
}

gboolean
lamina_data_set_is_contiguous (const LaminaDataSet *self)
{
  return self->data->is_contiguous;
}

gsize
lamina_data_set_get_horizon (const LaminaDataSet *self)
{
  return self->data->horizon;
}

gboolean
lamina_data_set_is_followed (const LaminaDataSet *self,
                             LmSplit              split,
                             gsize                index)
{
  const LaminaRows *rows = &self->rows[split];
  const guint32 *starts = self->data->blocks[LAMINA_BLOCK_TRAINING].starts;
  gsize row;

  if (self->data->horizon == 0 || index + 1 >= rows->n)
    return FALSE;

  row = rows->rows[index];

  return rows->rows[index + 1] == row + 1
         && (starts == NULL || starts[row + 1] - starts[row] == self->n_columns);
}
