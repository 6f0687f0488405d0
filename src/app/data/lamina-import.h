/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"

G_BEGIN_DECLS

/* From files that the user gives to the settings of data. */

gboolean       lamina_import_is_project (GFile           *file);

/**
 * lamina_import_find:
 * @files: pictures and labels in IDX may come together; a folder is of pictures by class, unless it
 *   holds the files of CIFAR or MNIST, or nothing but texts; a table with a column "text" is texts
 * @error: a file of a kind that Lamina does not read: a sentence that names it
 *
 * Returns: (transfer full) (nullable): "kind", its id, then names and values for
 *   lamina_session_set_data()
 */
GStrv          lamina_import_find       (GListModel      *files,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets what lamina_import_find() found. A LaminaEditFunc: @data is the list. */
gboolean       lamina_import_apply      (LaminaSession   *session,
                                         gpointer         data,
                                         GError         **error);
/* "sales" of /home/me/sales.csv.gz: for the project's name. Returns: (transfer full) */
char          *lamina_import_get_name   (GFile           *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
