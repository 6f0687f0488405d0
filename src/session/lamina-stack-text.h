/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-stack.h"

G_BEGIN_DECLS

/* A stack as text: one layer a line, "conv2d filters=32 kernel_size=3", quoted as the shell
 * does. Beside the kind's fields there are name=, inputs=conv_1,previous and bypassed=true.
 * Names that are not given are made as for a new layer: conv_1, conv_2… Of two parts, each begins with
 * a line of its own, "[generator]" and then "[discriminator]".
 */

/* @error: %LM_ERROR_NAME, %LM_ERROR_VALUE, naming the line
 * Returns: (transfer full) (nullable) */
LmStack *lamina_stack_text_parse (const char     *text,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Every field, defaults too: what is read back does not depend on them.
 * Returns: (transfer full) */
char    *lamina_stack_text_write (const LmStack  *stack) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
