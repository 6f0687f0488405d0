/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with one of each thing that the harness handles; it says what was done to it. */

#include <adwaita.h>

#define SAY(...) (g_print (__VA_ARGS__), fflush (stdout))

static void
say (GtkWidget  *widget,
     const char *what)
{
  SAY ("%s\n", what);
}

static void
entry_activate_cb (GtkEditable *entry)
{
  SAY ("typed %s\n", gtk_editable_get_text (entry));
}

static void
drag_update_cb (GtkGestureDrag *drag,
                double          x,
                double          y)
{
  SAY ("dragged %.0f %.0f\n", x, y);
}

static void
greet (GSimpleAction *action,
       GVariant      *name,
       gpointer       data)
{
  SAY ("hello %s\n", g_variant_get_string (name, NULL));
}

static void
warn (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  g_warning ("as asked");
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       app)
{
  g_application_quit (app);
}

static void
set_name (GtkWidget  *widget,
          const char *name,
          const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

static GtkWidget *
build_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *item = gtk_button_new_with_label ("Item");

  g_signal_connect (item, "clicked", G_CALLBACK (say), (char *) "item chosen");
  gtk_popover_set_child (GTK_POPOVER (popover), item);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), "Menu");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);

  return button;
}

static void
activate_cb (GtkApplication *app)
{
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *button = gtk_button_new_with_label ("Press me");
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 10, 1);
  GtkWidget *pad = gtk_label_new ("Pad");
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (button, "clicked", G_CALLBACK (say), (char *) "pressed");
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activate_cb), NULL);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_update_cb), NULL);
  gtk_widget_add_controller (pad, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_vexpand (pad, TRUE);
  set_name (entry, "Name", "");
  set_name (scale, "Amount", "");
  set_name (pad, "Pad", "an empty pad");

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), scale);
  gtk_box_append (GTK_BOX (box), build_menu ());
  gtk_box_append (GTK_BOX (box), pad);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Sample");
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 400);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  static const GActionEntry actions[] = {
    { "greet", greet, "s" }, { "warn", warn }, { "quit", quit },
  };
  g_autoptr(AdwApplication) app = NULL;

  app = adw_application_new ("io.github.lamina.Sample", G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  gtk_application_set_accels_for_action (GTK_APPLICATION (app), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);

  return g_application_run (G_APPLICATION (app), argc, argv);
}
