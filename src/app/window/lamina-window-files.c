/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-error.h"
#include "lamina-import.h"
#include "lamina-project-folder.h"
#include "lamina-template.h"
#include "lamina-window-private.h"

/* --- a new project --- */

/* A new project that cannot be written where projects go is put where the user says. */
typedef struct
{
  LaminaWindow  *window;
  LaminaSession *session;
  char          *page;
} Placing;

static void
placing_free (Placing *self)
{
  g_object_unref (self->window);
  g_object_unref (self->session);
  g_free (self->page);
  g_free (self);
}

static void
start (LaminaWindow  *self,
       LaminaSession *session,
       const char    *page)
{
  lamina_window_set_session (self, session);
  lamina_window_show_page (self, page);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  self->wants_play = TRUE;
  lamina_window_update_state (self);
}

static void place_elsewhere (LaminaWindow *self, LaminaSession *session, const char *page);

static void
place (LaminaWindow  *self,
       LaminaSession *session,
       const char    *path,
       const char    *page)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *heading = NULL;

  if (lamina_session_create_file (session, path, &error))
    {
      start (self, session, page);
      return;
    }

  /* Translators: a file name */
  heading = g_strdup_printf (_("“%s” Was Not Created"), name);
  lamina_window_show_error (self, heading, error->message);
  place_elsewhere (self, session, page);
}

static void
place_chosen_cb (GtkNativeDialog *chooser,
                 int              response,
                 Placing         *placing)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = lamina_project_folder_complete (g_file_peek_path (file));

      place (placing->window, placing->session, path, placing->page);
    }

  placing_free (placing);
  g_object_unref (chooser);
}

static void
place_elsewhere (LaminaWindow  *self,
                 LaminaSession *session,
                 const char    *page)
{
  GtkFileChooserNative *chooser = lamina_window_choose (self, _("Where to Create the Project"),
                                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Create"));
  Placing *placing = g_new (Placing, 1);

  *placing = (Placing) { g_object_ref (self), g_object_ref (session), g_strdup (page) };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("Project.lamina"));
  g_signal_connect (chooser, "response", G_CALLBACK (place_chosen_cb), placing);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
create (LaminaWindow  *self,
        LaminaSession *session,
        const char    *name,
        const char    *page)
{
  g_autofree char *path = lamina_project_folder_find_free (name);

  if (!lamina_window_leave_session (self))
    return;

  place (self, session, path, page);
}

void
lamina_window_new_empty (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  g_autoptr(LaminaSession) session = lamina_session_new (NULL, NULL);

  create (LAMINA_WINDOW (widget), session, _("Untitled"), "build");
}

void
lamina_window_new_from_template (GtkWidget  *widget,
                                 const char *name,
                                 GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  const LaminaTemplate *example = lamina_template_find (id);
  g_autoptr(LaminaSession) session = NULL;

  g_return_if_fail (example != NULL);

  session = lamina_session_new (id, NULL);
  create (self, session, _(example->title), "train");
}

/* --- an old one --- */

static LaminaWindow *
find_window_with (LaminaWindow *self,
                  const char   *path)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = gtk_application_get_windows (app); l != NULL; l = l->next)
    {
      LaminaWindow *other = LAMINA_IS_WINDOW (l->data) ? l->data : NULL;

      if (other != NULL && other->session != NULL &&
          g_strcmp0 (lamina_session_get_path (other->session), path) == 0)
        return other;
    }

  return NULL;
}

static void
show_open_error (LaminaWindow *self,
                 const char   *path,
                 const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: a file name */
  g_autofree char *heading = g_strdup_printf (_("“%s” Cannot Be Opened"), name);

  lamina_window_show_error (self, heading, error->message);
}

typedef struct
{
  LaminaWindow *window;
  char         *path;
} Opening;

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Opening *opening = data;
  LaminaWindow *self = opening->window;
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaSession) session = lamina_session_open_finish (result, &error);

  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  if (self->opening == NULL) /* The window was closed meanwhile. */
    ;
  else if (session == NULL)
    show_open_error (self, opening->path, error);
  else if (lamina_window_leave_session (self))
    start (self, session, lamina_session_get_step (session) > 0 ? "train" : "build");

  g_clear_object (&self->opening);
  g_object_unref (opening->window);
  g_free (opening->path);
  g_free (opening);
}

void
lamina_window_open_path (LaminaWindow *self,
                         const char   *path)
{
  LaminaWindow *other = find_window_with (self, path);
  Opening *opening;

  if (other != NULL)
    {
      gtk_window_present (GTK_WINDOW (other));
      return;
    }
  if (self->opening != NULL)
    return;

  opening = g_new (Opening, 1);
  *opening = (Opening) { g_object_ref (self), g_strdup (path) };
  self->opening = g_cancellable_new ();
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "progress");
  lamina_session_open_async (path, self->opening, opened_cb, opening);
}

/* --- any file --- */

static void
import (LaminaWindow *self,
        GListModel   *files)
{
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);
  g_autofree char *name = lamina_import_get_name (file);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) data = lamina_import_find (files, &error);
  g_autoptr(LaminaSession) session = NULL;

  if (data == NULL)
    {
      lamina_window_show_error (self, _("The File Cannot Be Opened"), error->message);
      return;
    }

  if (self->session != NULL)
    {
      if (lamina_window_edit (self, lamina_import_apply, g_steal_pointer (&data),
                              (GDestroyNotify) g_strfreev, &error))
        lamina_window_show_page (self, "data");
      else if (error != NULL)
        lamina_window_show_error (self, _("The Data Cannot Be Used"), error->message);
      return;
    }

  session = lamina_session_new (NULL, NULL);
  if (!lamina_import_apply (session, data, &error))
    lamina_window_show_error (self, _("The Data Cannot Be Used"), error->message);
  else
    create (self, session, name, "data");
}

void
lamina_window_open_files (LaminaWindow *self,
                          GListModel   *files)
{
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);

  if (file == NULL)
    return;
  if (lamina_import_is_project (file))
    lamina_window_open_path (self, g_file_peek_path (file));
  else
    import (self, files);
}

void
lamina_window_open (LaminaWindow *self,
                    GFile        *file)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_return_if_fail (LAMINA_IS_WINDOW (self));

  g_list_store_append (files, file);
  lamina_window_open_files (self, G_LIST_MODEL (files));
}
