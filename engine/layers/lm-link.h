/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the layers share that read several others. */

gsize lm_link_get_n_inputs (const LmLayer *layer);
/* A member of the class: all inputs have the shape of the output, or LM_ERROR_SHAPE. */
gboolean lm_link_configure (LmLayer        *layer,
                            const LmShape  *x,
                            gsize           n_inputs,
                            LmShape        *y,
                            GError        **error);
/* A member of the class: "conv_3 + conv_1"; of the layer before only the plus is shown. */
char *lm_link_describe     (const LmLayer *layer) G_GNUC_WARN_UNUSED_RESULT;
/* The same with another @sign. */
char *lm_link_describe_as  (const LmLayer *layer,
                            const char    *sign) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
