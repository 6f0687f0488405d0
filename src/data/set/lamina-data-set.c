/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-corpus-cut.h"
#include "lamina-corpus-finish.h"
#include "lamina-data-facts.h"
#include "lamina-data-hash.h"
#include "lamina-data-masks.h"
#include "lamina-data-set-private.h"

/* Of the progress, up to here: the kind loads; then it is split, measured and hashed. */
#define SHARE_OF_LOADING 0.8

static void
lamina_data_set_count_classes (LaminaDataSet *self)
{
  const gsize n_classes = self->data->class_names->len;

  self->class_counts = g_new0 (gsize, LM_N_SPLITS * n_classes + 1);
  for (int split = 0; n_classes > 0 && split < LM_N_SPLITS; split++)
    for (gsize i = 0; i < self->rows[split].n; i++)
      {
        const double label = lamina_data_draft_get_y (self->data, self->rows[split].rows[i])[0];

        self->class_counts[(gsize) split * n_classes + (gsize) label]++;
      }
}

/* With one class there is nothing to tell apart. */
static gboolean
lamina_data_set_check_classes (const LaminaDataSet  *self,
                               GError              **error)
{
  const LaminaDataDraft *data = self->data;

  if (self->target_kind != LAMINA_DATA_TARGET_LABEL)
    return TRUE;

  for (gsize row = 1; row < lamina_data_draft_get_n_rows (data); row++)
    if (*lamina_data_draft_get_y (data, row) != *lamina_data_draft_get_y (data, 0))
      return TRUE;

  if (lamina_data_draft_get_n_rows (data) == 1)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s: there is a single example, so there is nothing to tell apart: add more"),
                   data->title);
      return FALSE;
    }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: all examples are of the class “%s”, so there is nothing to tell apart: "
                 "choose another target"), data->title,
               (char *) data->class_names->pdata[(gsize) *lamina_data_draft_get_y (data, 0)]);

  return FALSE;
}

/* Columns of pictures and text are named by us, in the user's language. */
static gboolean
lamina_data_set_has_own_names (const LaminaDataSet *self)
{
  return self->data->input_kind != LAMINA_DATA_INPUT_PICTURE
         && self->data->input_kind != LAMINA_DATA_INPUT_TEXT;
}

/* All that training depends on but the numbers themselves. Names that are ours are
 * hashed as they are in the source code, whatever the language. */
static GString *
lamina_data_set_get_outline (const LaminaDataSet *self)
{
  const LaminaDataDraft *data = self->data;
  GString *outline = g_string_new ("lamina-data 1\n");

  g_string_append_printf (outline, "%d %d %d\n", (int) data->input_kind, (int) data->store,
                          self->answers_input);
  for (gsize i = 0; i < data->input.rank; i++)
    g_string_append_printf (outline, "%" G_GSIZE_FORMAT "\n", data->input.dim[i]);
  for (gsize i = 0; i < data->class_names->len; i++)
    g_string_append_printf (outline, "%s\n", (char *) data->class_names->pdata[i]);
  for (gsize i = 0; data->vocabulary != NULL && i < lamina_vocabulary_get_n (data->vocabulary); i++)
    g_string_append_printf (outline, "%s\n",
                            lamina_vocabulary_get_token (data->vocabulary, (guint32) i));
  for (gsize i = 0; i < self->n_columns && lamina_data_set_has_own_names (self); i++)
    g_string_append_printf (outline, "%s\n",
                            g_array_index (data->columns, LaminaDataColumn, i).name);
  for (gsize i = 0; i < self->n_targets && lamina_data_draft_get_y (data, 0) != NULL &&
                    data->class_names->len == 0; i++)
    g_string_append_printf (outline, "%s\n",
                            g_array_index (data->targets, LaminaDataColumn, i).name);

  return outline;
}

/* Returns: how many pieces it wrote to @pieces, 5 at the most */
static gsize
lamina_block_list_pieces (const LaminaBlock *block,
                          gsize              n_targets,
                          LaminaPiece       *pieces)
{
  const gsize n_rows = block->n_rows;
  gsize n = 0;

  pieces[n++] = (LaminaPiece) { block->y,
                                block->y != NULL ? n_rows * n_targets * sizeof *block->y : 0 };
  if (block->starts != NULL)
    pieces[n++] = (LaminaPiece) { block->starts, n_rows * sizeof *block->starts };
  if (block->masks != NULL)
    pieces[n++] = (LaminaPiece) { g_bytes_get_data (block->masks, NULL),
                                  g_bytes_get_size (block->masks) };
  if (block->lengths != NULL)
    pieces[n++] = (LaminaPiece) { block->lengths, n_rows * sizeof *block->lengths };
  pieces[n++] = (LaminaPiece) { block->x != NULL ? g_bytes_get_data (block->x, NULL) : NULL,
                                block->x != NULL ? g_bytes_get_size (block->x) : 0 };

  return n;
}

static void
lamina_data_set_hash (LaminaDataSet *self)
{
  const LaminaDataDraft *data = self->data;
  g_autoptr(GString) outline = lamina_data_set_get_outline (self);
  g_autofree double *scales = g_new (double, 2 * self->n_targets);
  LaminaPiece pieces[5 + LM_N_SPLITS + 5 * LAMINA_N_BLOCKS];
  gsize n = 0;

  for (gsize c = 0; c < self->n_targets; c++)
    {
      const LaminaDataColumn *column = &g_array_index (data->targets, LaminaDataColumn, c);

      scales[2 * c] = column->shift;
      scales[2 * c + 1] = column->divisor;
    }

  pieces[n++] = (LaminaPiece) { outline->str, outline->len };
  pieces[n++] = (LaminaPiece) { scales, 2 * self->n_targets * sizeof *scales };
  pieces[n++] = (LaminaPiece) { self->shift, self->n_columns * sizeof *self->shift };
  pieces[n++] = (LaminaPiece) { self->divisor, self->n_columns * sizeof *self->divisor };
  pieces[n++] = (LaminaPiece) { self->fill, self->n_columns * sizeof *self->fill };
  for (int split = 0; split < LM_N_SPLITS; split++)
    pieces[n++] = (LaminaPiece) { self->rows[split].rows, self->rows[split].n * sizeof (guint32) };
  for (int i = 0; i < LAMINA_N_BLOCKS; i++)
    n += lamina_block_list_pieces (&data->blocks[i], self->n_targets, &pieces[n]);

  self->hash = lamina_data_hash (pieces, n);
}

static void
lamina_data_set_free (LaminaDataSet *self)
{
  for (int split = 0; split < LM_N_SPLITS; split++)
    g_free (self->rows[split].rows);

  g_clear_pointer (&self->config, lamina_data_config_free);
  g_clear_pointer (&self->data, lamina_data_draft_free);
  g_free (self->class_counts);
  g_free (self->shift);
  g_free (self->divisor);
  g_free (self->fill);
  g_free (self->hash);
  g_free (self);
}

static LaminaDataTarget
lamina_data_set_find_target_kind (const LaminaDataSet *self)
{
  if (self->answers_input)
    return LAMINA_DATA_TARGET_INPUT;
  if (self->data->target_kind > LAMINA_DATA_TARGET_VALUES)
    return self->data->target_kind;

  return self->data->class_names->len > 0 ? LAMINA_DATA_TARGET_LABEL : LAMINA_DATA_TARGET_VALUES;
}

static LmShape
lamina_data_set_find_target_shape (const LaminaDataSet *self)
{
  switch (self->target_kind)
    {
    case LAMINA_DATA_TARGET_TOKENS:
    case LAMINA_DATA_TARGET_INPUT:
      return self->data->input;
    case LAMINA_DATA_TARGET_PICTURE:
      return (LmShape) { 4, { 1, 1, self->data->input.dim[2], self->data->input.dim[3] } };
    case LAMINA_DATA_TARGET_LABEL:
    case LAMINA_DATA_TARGET_VALUES:
    default:
      return (LmShape) { 2, { 1, self->n_targets } };
    }
}

/* Takes @data. */
static LaminaDataSet *
lamina_data_set_new (const LaminaDataConfig  *config,
                     LaminaDataDraft         *data,
                     GCancellable            *cancellable,
                     const LaminaDataPart    *part,
                     GError                 **error)
{
  const LaminaPipeline *pipeline = lamina_data_config_get_pipeline (config);
  g_autoptr(LaminaDataSet) self = g_new0 (LaminaDataSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->config = lamina_data_config_copy (config);
  self->data = data;

  self->answers_input = pipeline->target == LAMINA_TARGET_INPUT;
  self->target_kind = lamina_data_set_find_target_kind (self);
  if (!lamina_data_check_numbers (data, error)
      || !lamina_data_set_check_classes (self, error)
      || (!self->answers_input && !lamina_data_check_masks (data, error))
      || !lamina_data_check_cancelled (cancellable, error)
      || !lamina_corpus_cut (data, pipeline, error)
      || !lamina_data_split (data, pipeline, self->rows, error)
      || !lamina_corpus_finish (data, self->rows, error))
    return NULL;

  lamina_data_part_report (part, 0.2);
  lamina_data_measure (data, pipeline, &self->rows[LM_SPLIT_TRAINING]);
  if (!lamina_data_check_cancelled (cancellable, error))
    return NULL;

  lamina_data_set_prepare (self);
  self->target = lamina_data_set_find_target_shape (self);
  lamina_data_set_count_classes (self);
  lamina_data_part_report (part, 0.4);
  lamina_data_set_hash (self);
  lamina_data_part_report (part, 1);

  return lamina_data_check_cancelled (cancellable, error) ? g_steal_pointer (&self) : NULL;
}

LaminaDataSet *
lamina_data_set_load (const LaminaDataConfig  *config,
                      GCancellable            *cancellable,
                      LaminaDataProgress       progress,
                      gpointer                 progress_data,
                      GError                 **error)
{
  const LaminaDataPart loading = { progress, progress_data, 0, SHARE_OF_LOADING };
  const LaminaDataPart rest = { progress, progress_data, SHARE_OF_LOADING, 1 };
  const LaminaDataKind *kind = lamina_data_config_get_kind (config);
  LaminaDataDraft *data;

  if (!lamina_data_config_check (config, error)
      || !lamina_data_check_cancelled (cancellable, error))
    return NULL;

  data = kind->load (lamina_data_config_get_instance (config),
                     lamina_data_config_get_pipeline (config)->seed, cancellable,
                     lamina_data_part_progress_cb, (gpointer) &loading, error);

  return data != NULL ? lamina_data_set_new (config, data, cancellable, &rest, error) : NULL;
}

LaminaDataSet *
lamina_data_set_ref (LaminaDataSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lamina_data_set_unref (LaminaDataSet *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    lamina_data_set_free (self);
}

gsize
lamina_data_set_get_n_bytes (const LaminaDataSet *self)
{
  gsize n_bytes = 0;

  for (int i = 0; i < LAMINA_N_BLOCKS; i++)
    {
      const LaminaBlock *block = &self->data->blocks[i];

      n_bytes += block->x != NULL ? g_bytes_get_size (block->x) : 0;
      n_bytes += block->y != NULL ? block->n_rows * self->n_targets * sizeof *block->y : 0;
      n_bytes += block->masks != NULL ? g_bytes_get_size (block->masks) : 0;
      n_bytes += block->starts != NULL ? block->n_rows * sizeof *block->starts : 0;
      n_bytes += block->lengths != NULL ? block->n_rows * sizeof *block->lengths : 0;
    }
  for (int split = 0; split < LM_N_SPLITS; split++)
    n_bytes += self->rows[split].n * sizeof (guint32);

  return n_bytes;
}
