/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-cli-session.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lamina-command.h"
#include "lamina-file.h"

#define POLL_USEC 5000
#define CLOSE_MSEC (60 * 1000)

LaminaSession *
lamina_cli_open (const char  *path,
                 GError     **error)
{
  return lamina_session_open (path, error);
}

void
lamina_cli_wait_for_data (LaminaSession *session)
{
  while (lamina_session_get_play_state (session) == LAMINA_PLAY_LOADING)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
lamina_cli_need_network (LaminaSession  *session,
                         GError        **error)
{
  const LaminaProblem *problem;

  lamina_cli_wait_for_data (session);
  problem = lamina_session_get_problem (session);
  if (lamina_session_get_network (session) != NULL)
    return TRUE;

  g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                       problem != NULL ? problem->message : _("There is no network to work with"));
  return FALSE;
}

LmState *
lamina_cli_need_state (LaminaSession  *session,
                       GError        **error)
{
  LmState *state;

  lamina_cli_wait_for_data (session);
  state = lamina_session_copy_state (session);
  if (state != NULL)
    return state;

  lamina_cli_need_network (session, error);
  return NULL;
}

void
lamina_cli_run (LaminaSession *session,
                LaminaCliFunc  is_done,
                gpointer       data)
{
  while (lamina_session_poll (session) && (is_done == NULL || !is_done (session, data)))
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (POLL_USEC);
    }
}

gboolean
lamina_cli_close (LaminaSession  *session,
                  GError        **error)
{
  lamina_cli_wait_for_data (session);

  return lamina_session_close (session, CLOSE_MSEC, error);
}

char *
lamina_cli_make_absolute (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

gboolean
lamina_cli_check_output (const char  *project,
                         const char  *output,
                         GError     **error)
{
  g_autofree char *name = NULL;
  GStatBuf ours, theirs;

  if (output == NULL || g_stat (project, &ours) != 0 || g_stat (output, &theirs) != 0 ||
      ours.st_dev != theirs.st_dev || ours.st_ino != theirs.st_ino)
    return TRUE;

  name = g_filename_display_basename (output);
  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("There is already a file called %s in that folder: choose another name"), name);

  return FALSE;
}

gboolean
lamina_cli_write (const char  *path,
                  const char  *text,
                  gsize        length,
                  GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, length);

  return lamina_file_replace (path, bytes, error);
}
