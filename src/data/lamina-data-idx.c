/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-idx.h"

#include "lamina-idx.h"

/* Of the progress, what the training files take. */
#define SHARE_OF_TRAINING 0.85

gboolean
lamina_data_arrays_read_idx (LaminaDataArrays      *arrays,
                             const LaminaIdxPaths  *paths,
                             GCancellable          *cancellable,
                             LaminaDataProgress     progress,
                             gpointer               progress_data,
                             GError               **error)
{
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    {
      LaminaDataPart part = { progress, progress_data, id == 0 ? 0 : SHARE_OF_TRAINING,
                              id == 0 ? SHARE_OF_TRAINING : 1 };

      if (paths->images[id] == NULL || *paths->images[id] == '\0')
        continue;

      if (!lamina_idx_read_pair (paths->images[id], paths->labels[id], &arrays->x[id],
                                 &arrays->y[id], cancellable, lamina_data_part_bytes_cb, &part,
                                 error))
        return FALSE;
    }

  return TRUE;
}
