/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-application.h"

#include <glib/gi18n-lib.h>

#include "lamina-config.h"
#include "lamina-widget-style.h"
#include "lamina-window.h"

struct _LaminaApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (LaminaApplication, lamina_application, ADW_TYPE_APPLICATION)

/* Keys with a modifier. Single letters are bindings of the widgets: a text field comes first. */
static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "window.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.new-project", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.import-data", { "<Control>i" } },
  { "win.choose-export", { "<Control>e" } },
  { "win.show-page('data')", { "<Alt>1" } },
  { "win.show-page('build')", { "<Alt>2" } },
  { "win.show-page('train')", { "<Alt>3" } },
  { "win.next-pane", { "F6" } },
  { "win.present", { "F5" } },
  { "win.show-end-pane", { "F9" } },
  { "win.show-start-pane", { "<Control>F9" } },
};

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  gtk_window_present (GTK_WINDOW (lamina_window_new (data)));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", "Lamina",
                         "application-icon", LAMINA_APP_ID,
                         "version", LAMINA_VERSION,
                         "developer-name", _("The Lamina contributors"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Stack layers, press play, watch it learn."),
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
change_color_scheme_cb (GSimpleAction *action,
                        GVariant      *state,
                        gpointer       data)
{
  const char *scheme = g_variant_get_string (state, NULL);
  AdwColorScheme value = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    value = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    value = ADW_COLOR_SCHEME_FORCE_DARK;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), value);
  g_simple_action_set_state (action, state);
}

static void
lamina_application_startup (GApplication *app)
{
  static const GActionEntry actions[] = {
    { "quit", quit_cb },
    { "new-window", new_window_cb },
    { "about", about_cb },
    { "color-scheme", NULL, "s", "'default'", change_color_scheme_cb },
  };

  G_APPLICATION_CLASS (lamina_application_parent_class)->startup (app);

  lamina_widget_style_init (gdk_display_get_default ());
  gtk_window_set_default_icon_name (LAMINA_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
}

static void
lamina_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL)
    window = GTK_WINDOW (lamina_window_new (LAMINA_APPLICATION (app)));
  gtk_window_present (window);
}

static void
lamina_application_open (GApplication  *app,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      LaminaWindow *window = lamina_window_new (LAMINA_APPLICATION (app));

      gtk_window_present (GTK_WINDOW (window));
      lamina_window_open (window, files[i]);
    }
}

static void
lamina_application_class_init (LaminaApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  app_class->startup = lamina_application_startup;
  app_class->activate = lamina_application_activate;
  app_class->open = lamina_application_open;
}

static void
lamina_application_init (LaminaApplication *self)
{
}

LaminaApplication *
lamina_application_new (void)
{
  return g_object_new (LAMINA_TYPE_APPLICATION,
                       "application-id", LAMINA_APP_ID,
                       "resource-base-path", "/io/github/lamina/Lamina",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

GMenuModel *
lamina_application_get_menu (void)
{
  GtkApplication *app = GTK_APPLICATION (g_application_get_default ());

  return G_MENU_MODEL (gtk_application_get_menu_by_id (app, "primary-menu"));
}
