/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Export Model": the weights as a standard file. */

#include <glib/gi18n-lib.h>

#include "lamina-window-private.h"

typedef struct
{
  LaminaWindow  *window;  /* referenced */
  LaminaSession *session; /* referenced */
  const char    *format;  /* static */
  char          *path;    /* (nullable): once it is chosen */
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->window);
  g_object_unref (self->session);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
tell_exported (LaminaWindow *self,
               const char   *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: a file name */
  g_autofree char *title = g_strdup_printf (_("Exported “%s”"), name);
  AdwToast *toast = lamina_toast_new (title);

  adw_toast_set_button_label (toast, _("Open _Folder"));
  adw_toast_set_action_name (toast, "win.show-file");
  adw_toast_set_action_target_value (toast, g_variant_new_bytestring (path));
  lamina_window_add_toast (self, toast);
  lamina_window_announce (self, title);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(Export) export = data;
  g_autoptr(GError) error = NULL;

  if (lamina_session_export_weights_finish (export->session, result, &error))
    tell_exported (export->window, export->path);
  else
    lamina_window_show_error (export->window, _("The Model Was Not Exported"), error->message);
}

static void
place_chosen_cb (GtkNativeDialog *chooser,
                 int              response,
                 gpointer         data)
{
  g_autoptr(Export) export = data;
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_object_unref (chooser);
  if (response != GTK_RESPONSE_ACCEPT || export->window->session != export->session)
    return;

  export->path = g_file_get_path (file);
  lamina_session_export_weights_async (export->session, export->format, export->path, exported_cb,
                                       export);
  g_steal_pointer (&export);
}

void
lamina_window_export_model (GtkWidget  *widget,
                            const char *name,
                            GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  GtkFileChooserNative *chooser = lamina_window_choose (self, _("Export the Model"),
                                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"));
  g_autofree char *file = g_strconcat (lamina_session_get_name (self->session), ".", format, NULL);
  Export *export = g_new (Export, 1);

  *export = (Export) { g_object_ref (self), g_object_ref (self->session),
                       g_intern_string (format) };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file);
  g_signal_connect (chooser, "response", G_CALLBACK (place_chosen_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
lamina_window_choose_format (GtkWidget  *widget,
                             const char *name,
                             GVariant   *parameter)
{
  gtk_menu_button_popup (LAMINA_WINDOW (widget)->export_button);
}
