/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-window-private.h"

static void
play (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  if (lamina_session_get_play_state (self->session) == LAMINA_PLAY_TRAINING)
    lamina_session_pause (self->session);
  else
    lamina_session_play (self->session);
  lamina_window_wake (self);
}

static void
pause_training (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  lamina_session_pause (self->session);
  lamina_window_wake (self);
}

static void
step (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  lamina_session_step (self->session, 1);
  lamina_window_wake (self);
}

/* An edit of another page is undone where it can be seen. */
static void
undo (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  const char *page = lamina_session_undo (self->session);

  if (page != NULL)
    lamina_window_show_page (self, page);
}

static void
redo (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  const char *page = lamina_session_redo (self->session);

  if (page != NULL)
    lamina_window_show_page (self, page);
}

static void
show_page (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  lamina_window_show_page (LAMINA_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_start (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  lamina_window_leave_session (LAMINA_WINDOW (widget));
}

static void
open_path (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  lamina_window_open_path (LAMINA_WINDOW (widget), g_variant_get_bytestring (parameter));
}

static void
next_pane (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  LaminaPage *page = lamina_window_get_page (self);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  const gboolean in_timeline = focus != NULL &&
                               gtk_widget_is_ancestor (focus, GTK_WIDGET (self->timeline));

  if (page == NULL)
    return;
  if (in_timeline)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (!lamina_page_focus_next_pane (page))
    gtk_widget_child_focus (GTK_WIDGET (self->timeline), GTK_DIR_TAB_FORWARD);
}

static void
search (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  if (self->session == NULL)
    lamina_start_page_search (self->start_page);
}

/* Out of one state at a time, wherever the focus is. */
static void
go_back (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  LaminaPage *page = lamina_window_get_page (LAMINA_WINDOW (widget));

  if (page == NULL || !lamina_page_go_back (page))
    g_object_set (widget, "presenting", FALSE, NULL);
}

typedef struct
{
  const char                  *name;
  const char                  *parameter_type;
  GtkWidgetActionActivateFunc  activate;
} Action;

static const Action actions[] = {
  { "win.play", NULL, play },
  { "win.pause", NULL, pause_training },
  { "win.step", NULL, step },
  { "win.undo", NULL, undo },
  { "win.redo", NULL, redo },
  { "win.show-page", "s", show_page },
  { "win.show-start", NULL, show_start },
  { "win.next-pane", NULL, next_pane },
  { "win.new-project", NULL, lamina_window_new_empty },
  { "win.new-from-template", "s", lamina_window_new_from_template },
  { "win.open", NULL, lamina_window_choose_project },
  { "win.open-path", "ay", open_path },
  { "win.import-data", NULL, lamina_window_choose_data },
  { "win.import-folder", NULL, lamina_window_choose_data_folder },
  { "win.duplicate", NULL, lamina_window_duplicate },
  { "win.save-elsewhere", NULL, lamina_window_save_elsewhere },
  { "win.show-in-folder", NULL, lamina_window_show_in_folder },
  { "win.show-file", "ay", lamina_window_show_file },
  { "win.export-model", "s", lamina_window_export_model },
  { "win.choose-export", NULL, lamina_window_choose_format },
  { "win.start-over", NULL, lamina_window_start_over },
  { "win.search", NULL, search },
  { "win.go-back", NULL, go_back },
};

/* Those that a widget with the focus may want for itself: a text field, a button. */
static const struct
{
  guint           key;
  GdkModifierType modifiers;
  const char     *action;
} bindings[] = {
  { GDK_KEY_space, 0, "win.play" },
  { GDK_KEY_k, 0, "win.play" },
  { GDK_KEY_Escape, 0, "win.go-back" },
  { GDK_KEY_f, GDK_CONTROL_MASK, "win.search" },
  { GDK_KEY_period, 0, "win.step" },
  { GDK_KEY_z, GDK_CONTROL_MASK, "win.undo" },
  { GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo" },
};

void
lamina_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, bindings[i].modifiers,
                                         bindings[i].action, NULL);
}

static void
say_what_it_would_do (GtkButton  *button,
                      const char *format,
                      const char *verb,
                      const char *label)
{
  g_autofree char *text = label != NULL ? g_strdup_printf (format, label) : g_strdup (verb);

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
}

/* Also without the data, as long as what is known of them tells what the network is. */
static gboolean
has_weights (LaminaSession *session)
{
  return lamina_session_get_network (session) != NULL ||
         (lamina_session_get_data_error (session) != NULL &&
          lamina_session_get_compiled_layer (session, 0) != NULL);
}

void
lamina_window_update_actions (LaminaWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean is_open = self->session != NULL;
  const LaminaPlayState state = is_open ? lamina_session_get_play_state (self->session)
                                        : LAMINA_PLAY_EMPTY;
  const char *undo_label = is_open ? lamina_session_get_undo_label (self->session) : NULL;
  const char *redo_label = is_open ? lamina_session_get_redo_label (self->session) : NULL;
  const gboolean has_network = is_open && has_weights (self->session);
  const gboolean can_train = state == LAMINA_PLAY_IDLE || state == LAMINA_PLAY_PAUSED;

  gtk_widget_action_set_enabled (widget, "win.play", can_train || state == LAMINA_PLAY_TRAINING);
  gtk_widget_action_set_enabled (widget, "win.pause", state == LAMINA_PLAY_TRAINING);
  gtk_widget_action_set_enabled (widget, "win.step", can_train);
  gtk_widget_action_set_enabled (widget, "win.undo", undo_label != NULL);
  gtk_widget_action_set_enabled (widget, "win.redo", redo_label != NULL);
  gtk_widget_action_set_enabled (widget, "win.show-page", is_open);
  gtk_widget_action_set_enabled (widget, "win.show-start", is_open);
  gtk_widget_action_set_enabled (widget, "win.next-pane", is_open);
  gtk_widget_action_set_enabled (widget, "win.duplicate", is_open);
  gtk_widget_action_set_enabled (widget, "win.save-elsewhere", is_open);
  gtk_widget_action_set_enabled (widget, "win.show-in-folder", is_open);
  gtk_widget_action_set_enabled (widget, "win.export-model", has_network);
  gtk_widget_action_set_enabled (widget, "win.choose-export", has_network);
  gtk_widget_action_set_enabled (widget, "win.start-over",
                                 is_open && lamina_session_has_begun (self->session));
  gtk_widget_action_set_enabled (widget, "win.search", !is_open);
  gtk_widget_action_set_enabled (widget, "win.present", is_open);
  gtk_widget_action_set_enabled (widget, "win.go-back", is_open);
  gtk_widget_action_set_enabled (widget, "win.show-start-pane", is_open);
  gtk_widget_action_set_enabled (widget, "win.show-end-pane", is_open);

  /* Translators: what is undone, as "Undo: delete conv_3" */
  say_what_it_would_do (self->undo_button, _("Undo: %s"), _("Undo"), undo_label);
  say_what_it_would_do (self->redo_button, _("Redo: %s"), _("Redo"), redo_label);
}
