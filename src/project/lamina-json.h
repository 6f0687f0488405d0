/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-pairs.h"

G_BEGIN_DECLS

/* The two forms of JSON in the project file: an object of texts and an array
 * of texts. Reading is made for hostile input: nested, long or other than
 * texts gives %NULL.
 */

/* Returns: (transfer full) */
char        *lamina_json_from_pairs (const LaminaPairs *pairs) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) */
char        *lamina_json_from_strv  (const char *const *texts) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable) */
LaminaPairs *lamina_json_to_pairs   (const char        *json,
                                     gsize              max_pairs) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable) */
GStrv        lamina_json_to_strv    (const char        *json,
                                     gsize              max_texts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
