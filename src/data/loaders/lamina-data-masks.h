/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-data-draft.h"

G_BEGIN_DECLS

/* Masks: for each pixel of a picture, whether it is covered. */

/* Whether @array is [n, height, width], with or without a channel. */
gboolean  lamina_array_is_masks   (const LaminaArray      *array,
                                   gsize                   height,
                                   gsize                   width);
/**
 * lamina_array_to_masks:
 * @title: of the data, for messages
 * @error: %LAMINA_ERROR_FORMAT if a number is none of 0, 1 and 255, %LAMINA_ERROR_MEMORY
 *
 * Returns: (transfer full) (nullable): 0 or 255 for each item
 */
GBytes   *lamina_array_to_masks   (const LaminaArray      *array,
                                   const char             *title,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether there is something to tell apart: not all is covered, nor nothing.
 * @error: %LAMINA_ERROR_FORMAT */
gboolean  lamina_data_check_masks (const LaminaDataDraft  *draft,
                                   GError                **error);

G_END_DECLS
