/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-arrays.h"

G_BEGIN_DECLS

/* Where IDX files are: of training and of test; the latter are empty or %NULL if there are none. */
typedef struct
{
  const char *images[LAMINA_N_BLOCKS];
  const char *labels[LAMINA_N_BLOCKS];
} LaminaIdxPaths;

/* Sets x and y of @arrays; the caller clears them, also after an error. */
gboolean lamina_data_arrays_read_idx (LaminaDataArrays      *arrays,
                                      const LaminaIdxPaths  *paths,
                                      GCancellable          *cancellable,
                                      LaminaDataProgress     progress,
                                      gpointer               progress_data,
                                      GError               **error);

G_END_DECLS
