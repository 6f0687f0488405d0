/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"

G_BEGIN_DECLS

/* What a stack says of its layers, in words; all return (transfer full) text. */

/* How many layers after @layer are docked to it: activations that follow it directly. */
gsize    lamina_layer_count_docked (const LmStack *stack,
                                    gsize          layer);
/* "26 × 26 × 32", or "—" where it is not known. @compiled: (nullable) */
char    *lamina_layer_write_shape  (const LmLayer *compiled);
/* "4 640 parameters", or "" where there are none */
char    *lamina_layer_write_params (const LmLayer *compiled);
/* For the ear: "26 by 26 by 32" */
char    *lamina_shape_say          (const LmShape *shape);
/* "conv_1, convolution 2-D, 32 filters, output 26 by 26 by 32, 320 parameters, error: …"
 * @layer: with its docked activations; -1 is the input */
char    *lamina_layer_say          (LaminaSession *session,
                                    gssize         layer);
/* "93 322 parameters · 2.8 M multiply-adds"; of the right layers, where one is wrong. */
char    *lamina_stack_summarise    (LaminaSession *session);

G_END_DECLS
