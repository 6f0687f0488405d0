/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the layers share that read several others. */

gsize lm_link_get_n_inputs (const LmLayer *layer);
/* A member of the class: "conv_3 + conv_1"; of the layer before only the plus is shown. */
char *lm_link_describe     (const LmLayer *layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
