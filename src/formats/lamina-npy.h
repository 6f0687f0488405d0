/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-file.h"

G_BEGIN_DECLS

/* NPY, NumPy's file of one array: versions 1 to 3 are read, either byte order, C
 * and Fortran order (turned into C order); version 1 is written. Types that
 * #LaminaArray lacks are widened: u16 to i32, u32 and u64 to i64, f16 to f32.
 * Objects, text, complex numbers and records are refused. Blocking, errors: see
 * lamina-file.h.
 */

/* Returns: (transfer full) (nullable): the array, called after the file without ".npy" */
LaminaArray *lamina_npy_read      (const char             *path,
                                   GCancellable           *cancellable,
                                   GFileProgressCallback   progress,
                                   gpointer                progress_data,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     lamina_npy_write     (const char             *path,
                                   const LaminaArray      *array,
                                   GError                **error);

/* What stands before the items. Returns: (transfer full): a multiple of 64 bytes */
GBytes      *lamina_npy_make_header (const LaminaArray    *array) G_GNUC_WARN_UNUSED_RESULT;
/* From memory. @name: (nullable): the array's; @source: the name in messages */
LaminaArray *lamina_npy_parse     (GBytes                 *bytes,
                                   const char             *name,
                                   const char             *source,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
