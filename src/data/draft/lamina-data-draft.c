/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-corpus.h"

LaminaDataDraft *
lamina_data_draft_new (const char      *title,
                       LaminaDataInput  input_kind,
                       gsize            rank,
                       const gsize     *shape)
{
  LaminaDataDraft *self = g_new0 (LaminaDataDraft, 1);

  g_return_val_if_fail (rank + 1 <= LM_MAX_RANK, NULL);

  self->title = g_strdup (title);
  self->input_kind = input_kind;
  self->input.rank = rank + 1;
  self->input.dim[0] = 1;
  for (gsize i = 0; i < rank; i++)
    self->input.dim[i + 1] = shape[i];

  self->strings = g_string_chunk_new (1024);
  self->columns = g_array_new (FALSE, TRUE, sizeof (LaminaDataColumn));
  self->targets = g_array_new (FALSE, TRUE, sizeof (LaminaDataColumn));
  self->class_names = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
lamina_data_draft_free (LaminaDataDraft *self)
{
  if (self == NULL)
    return;

  for (int i = 0; i < LAMINA_N_BLOCKS; i++)
    {
      g_clear_pointer (&self->blocks[i].x, g_bytes_unref);
      g_free (self->blocks[i].y);
      g_free (self->blocks[i].starts);
      g_free (self->blocks[i].lengths);
      g_clear_pointer (&self->blocks[i].masks, g_bytes_unref);
    }

  g_string_chunk_free (self->strings);
  g_array_unref (self->columns);
  g_array_unref (self->targets);
  g_ptr_array_unref (self->class_names);
  g_clear_pointer (&self->corpus, lamina_corpus_free);
  g_clear_pointer (&self->vocabulary, lamina_vocabulary_unref);
  g_free (self->parts);
  g_free (self->title);
  g_free (self);
}

void
lamina_data_draft_set_title (LaminaDataDraft *self,
                             const char      *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
  self->title_is_ours = TRUE;
}

void
lamina_data_draft_add_column (LaminaDataDraft *self,
                              const char      *source,
                              const char      *category)
{
  LaminaDataColumn column = { .divisor = 1 };

  column.source = g_string_chunk_insert_const (self->strings, source);
  column.name = column.source;
  if (category != NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s = %s", source, category);

      column.name = g_string_chunk_insert_const (self->strings, name);
      column.category = g_string_chunk_insert_const (self->strings, category);
    }

  g_array_append_val (self->columns, column);
}

void
lamina_data_draft_add_target (LaminaDataDraft *self,
                              const char      *name)
{
  LaminaDataColumn column = { .divisor = 1 };

  column.name = g_string_chunk_insert_const (self->strings, name);
  column.source = column.name;
  g_array_append_val (self->targets, column);
}

void
lamina_data_draft_add_classes (LaminaDataDraft   *self,
                               const char *const *names,
                               gsize              n,
                               gboolean           are_ours)
{
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (self->class_names, g_strdup (names[i]));

  self->classes_are_ours = are_ours;
}

void
lamina_data_draft_name_classes (LaminaDataDraft *self,
                                gsize            n,
                                const char      *names)
{
  g_auto(GStrv) parts = g_strsplit (names != NULL ? names : "", ",", LAMINA_MAX_CLASSES);
  gsize n_names = g_strv_length (parts);

  while (n_names > 0 && *g_strstrip (parts[n_names - 1]) == '\0')
    n_names--;

  for (gsize i = 0; i < MAX (n, n_names); i++)
    {
      char *name = i < n_names ? g_strdup (g_strstrip (parts[i])) : g_strdup ("");

      if (*name == '\0')
        {
          g_free (name);
          name = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
        }
      g_ptr_array_add (self->class_names, name);
    }
}

void
lamina_data_draft_take_block (LaminaDataDraft *self,
                              LaminaBlockId    id,
                              gsize            n_rows,
                              GBytes          *x,
                              double          *y)
{
  LaminaBlock *block = &self->blocks[id];
  const gsize stride = lamina_data_draft_get_n_elements (self)
                       * lamina_store_get_size (self->store);

  g_assert (block->x == NULL && n_rows > 0);
  g_assert (g_bytes_get_size (x) == n_rows * stride);

  *block = (LaminaBlock) { .n_rows = n_rows, .x = x, .y = y, .data = g_bytes_get_data (x, NULL),
                           .stride = stride };
}

void
lamina_data_draft_take_masks (LaminaDataDraft *self,
                              LaminaBlockId    id,
                              GBytes          *masks)
{
  LaminaBlock *block = &self->blocks[id];

  g_assert (g_bytes_get_size (masks) == block->n_rows * self->input.dim[2] * self->input.dim[3]);

  block->masks = masks;
  self->target_kind = LAMINA_DATA_TARGET_PICTURE;
}

gsize
lamina_data_draft_get_n_elements (const LaminaDataDraft *self)
{
  return lm_shape_get_n_columns (&self->input);
}

gsize
lamina_data_draft_get_n_inner (const LaminaDataDraft *self)
{
  return self->input_kind == LAMINA_DATA_INPUT_PICTURE ? self->input.dim[2] * self->input.dim[3]
                                                       : 1;
}

gsize
lamina_data_draft_get_n_rows (const LaminaDataDraft *self)
{
  return self->blocks[0].n_rows + self->blocks[1].n_rows;
}

static const LaminaBlock *
lamina_data_draft_find (const LaminaDataDraft *self,
                        gsize                 *row)
{
  if (*row < self->blocks[LAMINA_BLOCK_TRAINING].n_rows)
    return &self->blocks[LAMINA_BLOCK_TRAINING];

  *row -= self->blocks[LAMINA_BLOCK_TRAINING].n_rows;

  return &self->blocks[LAMINA_BLOCK_TEST];
}

gconstpointer
lamina_data_draft_get_x (const LaminaDataDraft *self,
                         gsize                  row)
{
  const LaminaBlock *block = lamina_data_draft_find (self, &row);

  if (block->starts != NULL)
    return block->data + block->starts[row] * lamina_store_get_size (self->store);

  return block->data + row * block->stride;
}

gsize
lamina_data_draft_get_length (const LaminaDataDraft *self,
                              gsize                  row)
{
  const LaminaBlock *block = lamina_data_draft_find (self, &row);

  return block->lengths != NULL ? block->lengths[row] : self->input.dim[1];
}

gboolean
lamina_data_draft_has_lengths (const LaminaDataDraft *self)
{
  return self->blocks[LAMINA_BLOCK_TRAINING].lengths != NULL;
}

const guint8 *
lamina_data_draft_get_mask (const LaminaDataDraft *self,
                            gsize                  row)
{
  const LaminaBlock *block = lamina_data_draft_find (self, &row);
  const guint8 *masks = g_bytes_get_data (block->masks, NULL);

  return masks + row * self->input.dim[2] * self->input.dim[3];
}

const double *
lamina_data_draft_get_y (const LaminaDataDraft *self,
                         gsize                  row)
{
  const LaminaBlock *block = lamina_data_draft_find (self, &row);

  return block->y != NULL ? block->y + row * self->targets->len : NULL;
}

double
lamina_data_draft_get_element (const LaminaDataDraft *self,
                               gsize                  row,
                               gsize                  element)
{
  gconstpointer x = lamina_data_draft_get_x (self, row);

  switch (self->store)
    {
    case LAMINA_STORE_BYTES:
      return ((const guint8 *) x)[element];
    case LAMINA_STORE_FLOAT:
      return (double) ((const float *) x)[element];
    case LAMINA_STORE_TOKENS:
      return ((const guint16 *) x)[element];
    case LAMINA_STORE_DOUBLE:
    default:
      return ((const double *) x)[element];
    }
}

gsize
lamina_store_get_size (LaminaStore store)
{
  static const gsize sizes[] = {
    sizeof (guint8), sizeof (float), sizeof (double), sizeof (guint16)
  };

  return sizes[store];
}

static gpointer
lamina_data_alloc (gsize    n_rows,
                   gsize    n_columns,
                   gsize    size,
                   GError **error)
{
  gsize n, n_bytes;
  gpointer memory = NULL;

  if (g_size_checked_mul (&n, n_rows, n_columns) && g_size_checked_mul (&n_bytes, n, size)
      && n_bytes <= lamina_file_get_max_bytes ())
    memory = g_try_malloc0 (MAX (n_bytes, 1));

  if (memory == NULL)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("%zu examples of %zu numbers need more memory than there is: take fewer"), n_rows, n_columns);

  return memory;
}

double *
lamina_data_alloc_doubles (gsize    n_rows,
                           gsize    n_columns,
                           GError **error)
{
  return lamina_data_alloc (n_rows, n_columns, sizeof (double), error);
}

guint8 *
lamina_data_alloc_bytes (gsize    n_rows,
                         gsize    n_columns,
                         GError **error)
{
  return lamina_data_alloc (n_rows, n_columns, 1, error);
}
