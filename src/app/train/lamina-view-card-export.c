/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What leaves a view: as a file, to the clipboard, to a window of its own. */

#include <glib/gi18n.h>
#include <string.h>

#include "lamina-export.h"
#include "lamina-page.h"
#include "lamina-view-card.h"
#include "lamina-window.h"

static void
lamina_view_card_tell_failure (LaminaViewCard *self,
                               const char     *message)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (window, _("The View Was Not Exported"), message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lamina_view_card_tell_success (LaminaViewCard *self,
                               const char     *path)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_("Exported as %s"), name);

  if (window != NULL)
    lamina_window_add_toast (window, lamina_toast_new (text));
}

/* The suffix decides; without one that is known, the filter does. */
static void
lamina_view_card_write_to (LaminaViewCard *self,
                           const char     *chosen,
                           const char     *suffix)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  g_autofree char *path = g_strdup (chosen);
  g_autoptr(GError) error = NULL;
  LaminaExportFormat format;

  if (!lamina_export_find_format (path, &format))
    {
      g_free (path);
      path = g_strdup_printf ("%s.%s", chosen, suffix);
      lamina_export_find_format (path, &format);
    }

  if (lamina_export_view (lamina_plot_get_view (plot), &frame, NULL, NULL, format, path, &error))
    lamina_view_card_tell_success (self, path);
  else
    lamina_view_card_tell_failure (self, error->message);
}

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     LaminaViewCard  *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser)
                                                          : NULL;
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    lamina_view_card_write_to (self, path,
                               filter != NULL ? g_object_get_data (G_OBJECT (filter), "suffix")
                                              : "png");
  else if (file != NULL)
    lamina_view_card_tell_failure (self, _("Only folders of this computer can be written to"));

  g_object_unref (dialog);
}

void
lamina_view_card_export (LaminaViewCard *self)
{
  static const char *const titles[LAMINA_N_EXPORTS] = { N_("Picture (PNG)"), N_("Drawing (SVG)"),
                                                        N_("Document (PDF)"), N_("Numbers (CSV)") };
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (plot));
  g_autofree char *stem = lamina_export_suggest_name (lamina_plot_get_view (plot), &frame,
                                                      lamina_session_get_name (session));
  g_autofree char *name = g_strconcat (stem, ".png", NULL);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _("Export View"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
    GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);

  for (gsize i = 0; i < LAMINA_N_EXPORTS; i++)
    {
      g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _(titles[i]));
      gtk_file_filter_add_suffix (filter, lamina_export_ids[i]);
      g_object_set_data (G_OBJECT (filter), "suffix", (gpointer) lamina_export_ids[i]);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chooser_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  const int height = cairo_image_surface_get_height (surface);
  g_autoptr(GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize) height);

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

void
lamina_view_card_copy (LaminaViewCard *self)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  cairo_surface_t *surface = lamina_export_draw (lamina_plot_get_view (plot), &frame, NULL, NULL);
  g_autoptr(GdkTexture) texture = make_texture (surface);
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  cairo_surface_destroy (surface);
  if (window != NULL)
    lamina_window_add_toast (window, lamina_toast_new (_("Picture copied")));
}

/* A second instance, never a moved widget. It goes when the page is given another project. */
void
lamina_view_card_open_window (LaminaViewCard *self)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaViewClass *klass = lamina_plot_get_view (plot);
  LaminaScene *scene = lamina_plot_get_scene (plot);
  const char *project = lamina_session_get_name (lamina_scene_get_session (scene));
  LaminaPlot *copy = lamina_plot_new (scene, klass);
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  *lamina_plot_get_options (copy) = *lamina_plot_get_options (plot);
  lamina_plot_set_layer (copy, lamina_plot_get_layer (plot));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_(klass->title), project));
  gtk_widget_add_css_class (GTK_WIDGET (copy), "own-window");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (copy));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _(klass->title));
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 480);
  gtk_window_set_transient_for (GTK_WINDOW (window), root);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  g_signal_connect_object (gtk_widget_get_ancestor (GTK_WIDGET (self), LAMINA_TYPE_PAGE),
                           "notify::scene", G_CALLBACK (gtk_window_destroy), window,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}
