/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-source.h"

#include <string.h>

#include "lamina-data-set-private.h"

typedef struct
{
  LmSource       parent;
  LaminaDataSet *set; /* owned */
} LaminaDataSource;

static gboolean
lamina_data_source_read (LmSource       *source,
                         LmSplit         split,
                         const guint32  *indices,
                         gsize           n,
                         const LmBatch  *batch,
                         GError        **error)
{
  const LaminaDataSet *set = ((LaminaDataSource *) source)->set;
  const guint32 *rows = set->rows[split].rows;
  const gsize n_targets = lm_shape_get_n_columns (&set->target);

  for (gsize i = 0; i < n; i++)
    {
      const gsize row = rows[indices[i]];

      lm_real *x = batch->x + i * set->n_elements;
      lm_real *y = batch->y + i * n_targets;

      lamina_data_set_write_x (set, row, x);

      if (set->answers_input)
        memcpy (y, x, n_targets * sizeof *y);
      else
        lamina_data_set_write_y (set, row, y);
      if (batch->lengths != NULL)
        batch->lengths[i] = (guint32) lamina_data_draft_get_length (set->data, row);
    }

  return TRUE;
}

static void
lamina_data_source_free (LmSource *source)
{
  LaminaDataSource *self = (LaminaDataSource *) source;

  lamina_data_set_unref (self->set);
  g_free (self);
}

static const LmSourceClass lamina_data_source_class = {
  .read = lamina_data_source_read,
  .free = lamina_data_source_free,
};

LmSource *
lamina_data_source_new (LaminaDataSet *set)
{
  LaminaDataSource *self = g_new0 (LaminaDataSource, 1);

  self->parent.klass = &lamina_data_source_class;
  g_atomic_ref_count_init (&self->parent.ref_count);
  self->parent.input = set->data->input;
  self->parent.target = set->target;
  self->parent.has_lengths = lamina_data_draft_has_lengths (set->data);
  self->parent.is_contiguous = set->data->is_contiguous;
  if (lamina_data_set_get_vocabulary (set) != NULL)
    self->parent.n_tokens = lamina_vocabulary_get_n (lamina_data_set_get_vocabulary (set));
  for (int split = 0; split < LM_N_SPLITS; split++)
    self->parent.n_examples[split] = set->rows[split].n;
  self->set = lamina_data_set_ref (set);

  return &self->parent;
}
