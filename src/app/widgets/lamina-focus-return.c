/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-focus-return.h"

/* Whether @widget, which has the focus, is in a popover that has closed. In one that is opening it
 * may not be mapped yet. */
static gboolean
is_left_behind (GtkWidget *widget)
{
  GtkNative *native = widget != NULL ? gtk_widget_get_native (widget) : NULL;

  return GTK_IS_POPOVER (native) && !gtk_widget_get_visible (GTK_WIDGET (native));
}

static gboolean
return_focus_cb (gpointer data)
{
  GtkWindow *window = data;
  GtkWidget *widget = gtk_window_get_focus (window);

  if (!is_left_behind (widget))
    return G_SOURCE_REMOVE;

  widget = gtk_widget_get_parent (GTK_WIDGET (gtk_widget_get_native (widget)));
  while (widget != NULL && !gtk_widget_get_mapped (widget))
    widget = gtk_widget_get_parent (widget);

  if (widget == NULL || !gtk_widget_grab_focus (widget))
    gtk_window_set_focus (window, NULL);

  return G_SOURCE_REMOVE;
}

/* Not at once: what closes a popover is still at it, and may move the focus itself. */
static void
unmap_cb (GtkWidget *widget,
          GtkWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, return_focus_cb, g_object_ref (window), g_object_unref);
}

static void
focus_changed_cb (GtkWindow    *window,
                  GParamSpec   *pspec,
                  GSignalGroup *group)
{
  GtkWidget *widget = gtk_window_get_focus (window);

  g_signal_group_set_target (group, widget);
  if (is_left_behind (widget))
    unmap_cb (widget, window);
}

void
lamina_focus_return_install (GtkWindow *window)
{
  GSignalGroup *group = g_signal_group_new (GTK_TYPE_WIDGET);

  g_signal_group_connect (group, "unmap", G_CALLBACK (unmap_cb), window);
  g_signal_connect_data (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), group,
                         (GClosureNotify) (GCallback) g_object_unref, 0);
}
