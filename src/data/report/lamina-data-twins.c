/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-twins.h"

#include <string.h>

#include "lamina-data-set-private.h"

#define STRIDE 4096

/* Training rows by the hash of their inputs; a place holds row + 1, or 0 if it is free. */
typedef struct
{
  const LaminaDataDraft *data;
  gsize    example_bytes, target_bytes;
  gsize    mask;
  guint32 *places;
} LaminaTwinTable;

/* Not for strangers' eyes: only as good as a table needs it. */
static guint64
lamina_hash_bytes (const guint8 *bytes,
                   gsize         n)
{
  guint64 hash = 0x9E3779B97F4A7C15u ^ n;

  for (; n > 0; )
    {
      const gsize n_word = MIN (n, sizeof (guint64));
      guint64 word = 0;

      memcpy (&word, bytes, n_word);
      hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
      hash ^= hash >> 32;
      bytes += n_word;
      n -= n_word;
    }

  return hash;
}

/* Returns: the place of an equal row, or a free one */
static guint32 *
lamina_twin_table_find (const LaminaTwinTable *self,
                        gsize                  row)
{
  gconstpointer x = lamina_data_draft_get_x (self->data, row);
  gsize place = lamina_hash_bytes (x, self->example_bytes) & self->mask;

  while (self->places[place] != 0
         && memcmp (lamina_data_draft_get_x (self->data, self->places[place] - 1), x,
                    self->example_bytes) != 0)
    place = (place + 1) & self->mask;

  return &self->places[place];
}

static void
lamina_twin_table_visit (LaminaTwinTable *self,
                         LaminaDataTwins *twins,
                         LmSplit          split,
                         guint32          row)
{
  guint32 *place = lamina_twin_table_find (self, row);

  if (split != LM_SPLIT_TRAINING)
    {
      twins->n_shared[split] += *place != 0;
      return;
    }

  if (*place == 0)
    {
      *place = row + 1;
      return;
    }

  twins->n_in_training++;
  if (lamina_data_draft_get_y (self->data, row) == NULL)
    return;

  twins->n_contradictions += self->target_bytes > 0
                             && memcmp (lamina_data_draft_get_y (self->data, *place - 1),
                                        lamina_data_draft_get_y (self->data, row),
                                        self->target_bytes) != 0;
}

gboolean
lamina_data_twins_count (LaminaDataTwins     *self,
                         const LaminaDataSet *set,
                         GCancellable        *cancellable)
{
  LaminaTwinTable table = { .data = set->data,
                            .example_bytes = set->n_elements
                                             * lamina_store_get_size (set->data->store),
                            .target_bytes = set->n_targets * sizeof (double) };
  gboolean is_done = TRUE;

  /* At most half full, so that a free place is never far. */
  for (table.mask = 1; table.mask < 2 * set->rows[LM_SPLIT_TRAINING].n;
       table.mask = 2 * table.mask + 1)
    continue;

  memset (self, 0, sizeof *self);
  table.places = g_new0 (guint32, table.mask + 1);
  for (int split = 0; split < LM_N_SPLITS && is_done; split++)
    for (gsize i = 0; i < set->rows[split].n && is_done; i++)
      {
        lamina_twin_table_visit (&table, self, (LmSplit) split, set->rows[split].rows[i]);
        is_done = i % STRIDE != 0 || !g_cancellable_is_cancelled (cancellable);
      }

  g_free (table.places);

  return is_done;
}
