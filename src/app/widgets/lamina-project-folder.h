/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where new projects go: the folder Lamina among the user's documents. Paths are in the encoding
 * of file names, (transfer full). */

char *lamina_project_folder_get       (void) G_GNUC_WARN_UNUSED_RESULT;
/* "Recognise clothes 2": a name of the folder that no file has; the folder is made. */
char *lamina_project_folder_find_free (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* With the suffix of projects, if it has none. */
char *lamina_project_folder_complete  (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
