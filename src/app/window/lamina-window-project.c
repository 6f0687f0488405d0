/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with the project as a file: copies, another place, its folder. */

#include <glib/gi18n-lib.h>

#include "lamina-error.h"
#include "lamina-project-folder.h"
#include "lamina-recents.h"
#include "lamina-window-private.h"

static void
open_folder_of (LaminaWindow *self,
                const char   *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

void
lamina_window_show_in_folder (GtkWidget  *widget,
                              const char *name,
                              GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  open_folder_of (self, lamina_session_get_path (self->session));
}

void
lamina_window_show_file (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  open_folder_of (LAMINA_WINDOW (widget), g_variant_get_bytestring (parameter));
}

/* --- duplicate, and save elsewhere --- */

typedef struct
{
  LaminaWindow  *window;  /* referenced */
  LaminaSession *session; /* referenced */
  char          *path;    /* (nullable): once it is chosen */
  gboolean       moves;   /* goes on in the copy */
} Copying;

static void
copying_free (Copying *self)
{
  g_object_unref (self->window);
  g_object_unref (self->session);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copying, copying_free)

static void
tell_duplicated (LaminaWindow *self,
                 const char   *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: a file name */
  g_autofree char *title = g_strdup_printf (_("Duplicated as “%s”"), name);
  AdwToast *toast = lamina_toast_new (title);

  adw_toast_set_button_label (toast, _("_Open"));
  adw_toast_set_action_name (toast, "win.open-path");
  adw_toast_set_action_target_value (toast, g_variant_new_bytestring (path));
  lamina_window_add_toast (self, toast);
  lamina_recents_add (path);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(Copying) copying = data;
  g_autoptr(GError) error = NULL;

  if (lamina_session_copy_finish (copying->session, result, &error))
    {
      if (!copying->moves)
        tell_duplicated (copying->window, copying->path);
    }
  else if (!g_error_matches (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED))
    {
      lamina_window_show_error (copying->window, _("The Project Was Not Copied"), error->message);
    }
}

static void
place_chosen_cb (GtkNativeDialog *chooser,
                 int              response,
                 gpointer         data)
{
  g_autoptr(Copying) copying = data;
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_object_unref (chooser);
  if (response != GTK_RESPONSE_ACCEPT || copying->window->session != copying->session)
    return;

  copying->path = lamina_project_folder_complete (g_file_peek_path (file));
  lamina_session_copy_async (copying->session, copying->path, copying->moves, copied_cb, copying);
  g_steal_pointer (&copying);
}

static void
choose_place (LaminaWindow *self,
              const char   *title,
              const char   *accept,
              gboolean      moves)
{
  GtkFileChooserNative *chooser = lamina_window_choose (self, title, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                        accept);
  g_autofree char *path = lamina_project_folder_find_free (lamina_session_get_name (self->session));
  g_autofree char *name = g_filename_display_basename (path);
  Copying *copying = g_new (Copying, 1);

  *copying = (Copying) { g_object_ref (self), g_object_ref (self->session), NULL, moves };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (place_chosen_cb), copying);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
lamina_window_duplicate (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  choose_place (LAMINA_WINDOW (widget), _("Duplicate the Project"), _("_Duplicate"), FALSE);
}

void
lamina_window_save_elsewhere (GtkWidget  *widget,
                              const char *name,
                              GVariant   *parameter)
{
  choose_place (LAMINA_WINDOW (widget), _("Save the Project Elsewhere"), _("_Save"), TRUE);
}
