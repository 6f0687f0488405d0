/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the layers share that make one number of each feature map, or of each feature over time. */

/* A member of the class. */
gboolean lm_global_pooling_configure   (LmLayer        *layer,
                                        const LmShape  *x,
                                        gsize           n_inputs,
                                        LmShape        *y,
                                        GError        **error);
/* The input is a sequence: how many steps of row @row count. */
gsize    lm_global_pooling_get_n_steps (const LmPass   *pass,
                                        gsize           row);

G_END_DECLS
