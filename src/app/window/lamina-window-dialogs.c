/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-import.h"
#include "lamina-project-folder.h"
#include "lamina-window-private.h"

void
lamina_window_show_error (LaminaWindow *self,
                          const char   *heading,
                          const char   *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

GtkFileChooserNative *
lamina_window_choose (LaminaWindow         *self,
                      const char           *title,
                      GtkFileChooserAction  action,
                      const char           *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action,
                                                               accept, _("_Cancel"));
  g_autofree char *path = lamina_project_folder_get ();
  g_autoptr(GFile) folder = g_file_new_for_path (path);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);

  return chooser;
}

static void
add_filter (GtkFileChooserNative *chooser,
            const char           *title,
            const char *const    *patterns)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, title);
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           LaminaWindow    *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

      lamina_window_open_files (self, files);
    }

  g_object_unref (chooser);
}

void
lamina_window_choose_project (GtkWidget  *widget,
                              const char *name,
                              GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  GtkFileChooserNative *chooser = lamina_window_choose (self, _("Open a Project"),
                                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));

  add_filter (chooser, _("Lamina projects"), (const char *[]) { "*.lamina", NULL });
  add_filter (chooser, _("All files"), (const char *[]) { "*", NULL });
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
lamina_window_choose_data (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Import Data"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                                               _("_Import"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  add_filter (chooser, _("Data (CSV, NPZ, IDX)"),
                          (const char *[]) { "*.csv", "*.csv.gz", "*.tsv", "*.txt", "*.data",
                                             "*.npz", "*-ubyte", "*-ubyte.gz", "*.idx", "*.idx?",
                                             "*.idx?.gz", NULL });
  add_filter (chooser, _("All files"), (const char *[]) { "*", NULL });
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
lamina_window_choose_data_folder (GtkWidget  *widget,
                                  const char *name,
                                  GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Import a Folder of Pictures"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Import"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

gboolean
lamina_window_drop_cb (GtkDropTarget *target,
                       const GValue  *value,
                       double         x,
                       double         y,
                       LaminaWindow  *self)
{
  GSList *dropped = g_value_get_boxed (value);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = dropped; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  lamina_window_open_files (self, G_LIST_MODEL (files));

  return dropped != NULL;
}
