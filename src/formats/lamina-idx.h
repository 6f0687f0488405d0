/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-file.h"

G_BEGIN_DECLS

/* IDX, the format of MNIST (LeCun, 1998): a magic number, big-endian sizes, the
 * items. Packed by gzip or not; the name does not matter. Blocking, errors: see
 * lamina-file.h.
 */

/* Returns: (transfer full) (nullable): the array, called after the file */
LaminaArray *lamina_idx_read      (const char             *path,
                                   GCancellable           *cancellable,
                                   GFileProgressCallback   progress,
                                   gpointer                progress_data,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * lamina_idx_read_pair:
 * @images: (out): [n, height, width] or with further dimensions; n at least 1
 * @labels: (out): [n], whole numbers
 * @error: also if the two do not have the same count
 *
 * Reads pictures and what they show. @progress tells of the pictures, nearly all of the time.
 */
gboolean     lamina_idx_read_pair (const char             *images_path,
                                   const char             *labels_path,
                                   LaminaArray           **images,
                                   LaminaArray           **labels,
                                   GCancellable           *cancellable,
                                   GFileProgressCallback   progress,
                                   gpointer                progress_data,
                                   GError                **error);

/* For tests: parses what is in memory, packed or not. @source: the name in messages */
LaminaArray *lamina_idx_parse     (GBytes                 *bytes,
                                   const char             *source,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
