/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"

G_BEGIN_DECLS

/* Sessions where nobody waits at a window: what is on its way is waited for. */

/* Opens a project. Its data may still be on their way. */
LaminaSession *lamina_cli_open          (const char       *path,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits until data are loaded, or cannot be. */
void           lamina_cli_wait_for_data (LaminaSession    *session);
/* Waits for data and network. @error: the problem's sentence */
gboolean       lamina_cli_need_network  (LaminaSession    *session,
                                         GError          **error);
/* Waits for data, too, but does without them if what was trained is known. Returns: (transfer full)
 * (nullable): a copy */
LmState       *lamina_cli_need_state    (LaminaSession    *session,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Goes on until the session has nothing more to say, or @is_done (nullable) says so. */
typedef gboolean (*LaminaCliFunc)       (LaminaSession    *session,
                                         gpointer          data);
void           lamina_cli_run           (LaminaSession    *session,
                                         LaminaCliFunc     is_done,
                                         gpointer          data);
/* Writes what is left. */
gboolean       lamina_cli_close         (LaminaSession    *session,
                                         GError          **error);
/* @path with the folder that the command was called in. Returns: (transfer full) */
char          *lamina_cli_make_absolute (const char       *path) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @output (nullable) is another file than the project, which would be lost. @error: names it */
gboolean       lamina_cli_check_output  (const char       *project,
                                         const char       *output,
                                         GError          **error);
/* Writes a file as a whole, or leaves what is there. @error: names the file */
gboolean       lamina_cli_write         (const char       *path,
                                         const char       *text,
                                         gsize             length,
                                         GError          **error);

G_END_DECLS
