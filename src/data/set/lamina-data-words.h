/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): "70 000", its groups apart by a narrow space that does not break */
char *lamina_data_format_count  (gsize  count) G_GNUC_WARN_UNUSED_RESULT;
/* A number of a sentence, to 4 digits, with a true minus sign. Returns: (transfer full) */
char *lamina_data_format_number (double number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
