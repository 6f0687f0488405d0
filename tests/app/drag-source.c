/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small window to drag files from, as from a file manager: those of the command line. */

#include <gtk/gtk.h>

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GBytes        *uris)
{
  return gdk_content_provider_new_for_bytes ("text/uri-list", uris);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GString) list = g_string_new (NULL);
  g_autoptr(GBytes) uris = NULL;
  GtkWidget *window, *label;
  GtkDragSource *source;

  gtk_init ();
  for (int i = 1; i < argc; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_commandline_arg (argv[i]);
      g_autofree char *uri = g_file_get_uri (file);

      g_string_append_printf (list, "%s\r\n", uri);
    }
  uris = g_bytes_new (list->str, list->len);

  window = gtk_window_new ();
  label = gtk_label_new ("Drag me");
  source = gtk_drag_source_new ();
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), uris);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_title (GTK_WINDOW (window), "Files");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 60);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
