/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"

G_BEGIN_DECLS

/* Between a field's value as it is written to files and as the user reads and types it: decimal
 * comma, true minus, "3 × 3". Both return (transfer full) text. Text that is no value passes
 * through, so that the error quotes what was typed. */
char *lamina_field_text_show (const LmField *field,
                              const char    *value);
char *lamina_field_text_read (const LmField *field,
                              const char    *typed);

G_END_DECLS
