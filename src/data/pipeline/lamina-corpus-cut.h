/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"
#include "lamina-pipeline.h"

G_BEGIN_DECLS

/* Makes the windows of @draft, none of which reaches from one part of a text into another. Does
 * nothing where there is no running text. */
gboolean lamina_corpus_cut (LaminaDataDraft       *draft,
                            const LaminaPipeline  *pipeline,
                            GError               **error);

G_END_DECLS
