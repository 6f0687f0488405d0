/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-idx.h"

#include <pthread.h>

#include "lamina-idx.h"

typedef struct
{
  const char    *images, *labels;
  LaminaArray  **x, **y;
  GCancellable  *cancellable;
  LaminaDataPart part;
  GError        *error; /* %NULL if it was read */
} LaminaIdxPair;

static gpointer
lamina_idx_pair_read (gpointer data)
{
  LaminaIdxPair *self = data;

  if (!lamina_idx_read_pair (self->images, self->labels, self->x, self->y, self->cancellable,
                             lamina_data_part_bytes_cb, &self->part, &self->error))
    g_assert (self->error != NULL);

  return NULL;
}

gboolean
lamina_data_arrays_read_idx (LaminaDataArrays      *arrays,
                             const LaminaIdxPaths  *paths,
                             GCancellable          *cancellable,
                             LaminaDataProgress     progress,
                             gpointer               progress_data,
                             GError               **error)
{
  LaminaIdxPair pairs[LAMINA_N_BLOCKS];
  const gboolean has_test = paths->images[LAMINA_BLOCK_TEST] != NULL
                            && *paths->images[LAMINA_BLOCK_TEST] != '\0';
  gboolean is_threaded;
  pthread_t thread;

  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    pairs[id] = (LaminaIdxPair) { paths->images[id], paths->labels[id], &arrays->x[id],
                                  &arrays->y[id], cancellable, { NULL }, NULL };

  /* To unpack takes most of the time, so both are unpacked at once. The larger one tells
   * how far it is. */
  pairs[LAMINA_BLOCK_TRAINING].part = (LaminaDataPart) { progress, progress_data, 0, 1 };
  is_threaded = has_test && pthread_create (&thread, NULL, lamina_idx_pair_read,
                                            &pairs[LAMINA_BLOCK_TEST]) == 0;
  lamina_idx_pair_read (&pairs[LAMINA_BLOCK_TRAINING]);
  if (is_threaded)
    pthread_join (thread, NULL);
  else if (has_test)
    lamina_idx_pair_read (&pairs[LAMINA_BLOCK_TEST]);

  if (pairs[LAMINA_BLOCK_TRAINING].error == NULL && pairs[LAMINA_BLOCK_TEST].error == NULL)
    return TRUE;

  if (pairs[LAMINA_BLOCK_TRAINING].error != NULL)
    {
      g_propagate_error (error, pairs[LAMINA_BLOCK_TRAINING].error);
      g_clear_error (&pairs[LAMINA_BLOCK_TEST].error);
    }
  else
    g_propagate_error (error, pairs[LAMINA_BLOCK_TEST].error);

  return FALSE;
}
