/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "lamina-data-set.h"

G_BEGIN_DECLS

/**
 * lamina_token_text_write:
 * @attributes: (out) (transfer full)
 *
 * An example of a text as one line that shows what the network sees: words are shaded in turn,
 * characters that are not seen have signs, and what is not in the vocabulary is underlined.
 *
 * Returns: (transfer full)
 */
char *lamina_token_text_write (LaminaDataSet  *set,
                               LmSplit         split,
                               gsize           index,
                               PangoAttrList **attributes) G_GNUC_WARN_UNUSED_RESULT;
/* What comes next, of examples that predict that: (nullable) (transfer full) */
char *lamina_token_text_write_next (LaminaDataSet *set,
                                    LmSplit        split,
                                    gsize          index) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
