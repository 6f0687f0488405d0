/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The projects that were open, newest first, in $XDG_DATA_HOME/lamina/recent.json. A list that
 * cannot be read is an empty one, and one that cannot be written is not worth a word: the
 * projects are where they were.
 */

/* Absolute paths in the encoding of file names. Returns: (transfer full) */
GStrv lamina_recents_get    (void) G_GNUC_WARN_UNUSED_RESULT;
/* To the front. */
void  lamina_recents_add    (const char *path);
void  lamina_recents_remove (const char *path);

G_END_DECLS
