/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-split.h"

G_BEGIN_DECLS

/* Takes the vocabulary of @draft from the rows of training, and writes its block by it. Does
 * nothing where there is no text. */
gboolean lamina_corpus_finish (LaminaDataDraft   *draft,
                               const LaminaRows  *rows,
                               GError           **error);

G_END_DECLS
