/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making, opening, moving and copying the file of a session. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-session-private.h"

#define SUFFIX ".lamina"

static void
lamina_session_set_path (LaminaSession *self,
                         const char    *path)
{
  g_free (self->path);
  g_free (self->name);
  self->path = g_strdup (path);
  self->name = g_filename_display_basename (path);
  if (g_str_has_suffix (self->name, SUFFIX) && strlen (self->name) > strlen (SUFFIX))
    self->name[strlen (self->name) - strlen (SUFFIX)] = '\0';
}

const char *
lamina_session_get_path (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->path;
}

const char *
lamina_session_get_name (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->name != NULL ? self->name : _("Untitled");
}

/* --- making --- */

/* Everything, into a new file, or one that takes what the one before did not. */
static void
lamina_session_save_all (LaminaSession *self)
{
  LmState *state = self->run->step > 0 ? lamina_session_copy_state (self) : NULL;

  lamina_session_save_document (self, LAMINA_CHANGE_STACK | LAMINA_CHANGE_TRAINING |
                                      LAMINA_CHANGE_DATA | LAMINA_CHANGE_LAYOUT |
                                      LAMINA_CHANGE_RUN);
  lamina_project_writer_set_info (self->writer, LAMINA_INFO_TEMPLATE, self->template_id);
  if (state != NULL)
    lamina_session_save_state (self, LAMINA_STATE_NOW, state);
}

static void
lamina_session_writer_ready_cb (LaminaProjectWriter *writer,
                                gpointer             data)
{
  LaminaSession *self = data;

  if (self->opening == NULL)
    lamina_session_poll_saving (self);
  else if (!self->has_content && lamina_project_writer_is_open (writer))
    lamina_session_finish_opening (self);
}

gboolean
lamina_session_create_file (LaminaSession  *self,
                            const char     *path,
                            GError        **error)
{
  g_autoptr(LaminaProjectWriter) writer = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->writer == NULL, FALSE);

  writer = lamina_project_writer_create (path, FALSE, lamina_session_writer_ready_cb, self);
  content = lamina_project_writer_take_content (writer, error);
  if (content == NULL)
    return FALSE;

  self->writer = g_steal_pointer (&writer);
  self->run->is_in_file = self->run->id == LAMINA_BRANCH_MAIN;
  lamina_session_set_path (self, path);
  lamina_session_save_all (self);
  lamina_session_poll_saving (self);

  return TRUE;
}

/* --- opening --- */

void
lamina_session_open_async (const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  LaminaSession *self = g_object_new (LAMINA_TYPE_SESSION, NULL);
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, lamina_session_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->opening = task;
  lamina_session_set_path (self, path);
  self->writer = lamina_project_writer_open (path, LAMINA_PROJECT_READ_WRITE,
                                             lamina_session_writer_ready_cb, self);
}

LaminaSession *
lamina_session_open_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

LaminaSession *
lamina_session_open (const char  *path,
                     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lamina_session_open_async (path, NULL, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return lamina_session_open_finish (result, error);
}

/* --- moving and copying --- */

static void
lamina_session_moved_cb (LaminaProjectWriter *writer,
                         const GError        *error,
                         gpointer             data)
{
  LaminaSession *self = data;
  g_autofree char *path = lamina_project_writer_get_path (writer);

  lamina_session_set_path (self, path);
  if (error != NULL)
    {
      g_free (self->rename_error);
      self->rename_error = g_strdup (error->message);
    }

  lamina_session_emit (self, LAMINA_SIGNAL_SAVED);
}

char *
lamina_session_take_rename_error (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return g_steal_pointer (&self->rename_error);
}

static gboolean
check_free (const char  *path,
            GError     **error)
{
  g_autofree char *name = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  name = g_filename_display_basename (path);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("A file “%s” exists already: choose another name"), name);
  return FALSE;
}

gboolean
lamina_session_rename (LaminaSession  *self,
                       const char     *name,
                       GError        **error)
{
  g_autofree char *folder = NULL, *file = NULL, *path = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->writer != NULL, FALSE);

  if (name[0] == '\0' || name[0] == '.' || strchr (name, G_DIR_SEPARATOR) != NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("“%s” is no name for a project: a name has no slash, and does not begin with "
                     "a full stop"), name);
      return FALSE;
    }

  folder = g_path_get_dirname (self->path);
  file = g_strconcat (name, SUFFIX, NULL);
  path = g_build_filename (folder, file, NULL);
  if (g_str_equal (path, self->path))
    return TRUE;
  if (!check_free (path, error))
    return FALSE;

  lamina_project_writer_rename (self->writer, path, lamina_session_moved_cb, self);

  return TRUE;
}

static void
lamina_session_copied_cb (LaminaProjectWriter *writer,
                          const GError        *error,
                          gpointer             data)
{
  LaminaSession *self = data;
  g_autoptr(GTask) task = g_steal_pointer (&self->copying);
  g_autofree char *path = lamina_project_writer_get_path (writer);

  if (task == NULL)
    return;

  lamina_session_set_path (self, path);
  if (self->is_read_only && lamina_project_writer_get_read_only (writer) == LAMINA_WRITABLE)
    {
      self->is_read_only = self->has_unsaved = FALSE;
      lamina_session_save_all (self);
    }
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);

  lamina_session_emit (self, LAMINA_SIGNAL_SAVED);
}

void
lamina_session_copy_async (LaminaSession       *self,
                           const char          *path,
                           gboolean             moves,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (LAMINA_IS_SESSION (self));
  g_return_if_fail (self->writer != NULL && self->copying == NULL);

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, lamina_session_copy_async);
  if (!check_free (path, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  self->copying = task;
  if (moves)
    lamina_project_writer_relocate (self->writer, path, lamina_session_copied_cb, self);
  else
    lamina_project_writer_duplicate (self->writer, path, lamina_session_copied_cb, self);
}

gboolean
lamina_session_copy_finish (LaminaSession  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lamina_session_forget_copy (LaminaSession *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->copying);

  if (task == NULL)
    return;

  lamina_project_writer_cancel_copy (self->writer);
  g_task_return_new_error (task, LAMINA_ERROR, LAMINA_ERROR_CANCELLED,
                           _("The project was closed before the copy was complete"));
}
