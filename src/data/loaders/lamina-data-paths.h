/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @path is a regular file (or a folder, or either) that is there; if not, @error says
 * what to do. @what: "a CSV file", translated, for the case that @path is empty. */
gboolean lamina_data_check_file   (const char  *path,
                                   const char  *what,
                                   GError     **error);
gboolean lamina_data_check_path   (const char  *path,
                                   const char  *what,
                                   GError     **error);
gboolean lamina_data_check_folder (const char  *path,
                                   const char  *what,
                                   GError     **error);

G_END_DECLS
