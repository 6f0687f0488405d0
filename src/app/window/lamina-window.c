/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-window.h"

#include <glib/gi18n-lib.h>

#include "lamina-beat.h"
#include "lamina-build-page.h"
#include "lamina-data-page.h"
#include "lamina-focus-return.h"
#include "lamina-train-page.h"
#include "lamina-window-private.h"

/* Below, the switcher has its names under the icons, and Redo moves into the menu. */
#define NARROW_HEADER 1100

enum
{
  PROP_0,
  PROP_START_PANE_SHOWN,
  PROP_END_PANE_SHOWN,
  PROP_PRESENTING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LaminaWindow, lamina_window, ADW_TYPE_APPLICATION_WINDOW)

LaminaPage *
lamina_window_get_page (LaminaWindow *self)
{
  if (self->session == NULL)
    return NULL;

  return LAMINA_PAGE (adw_view_stack_get_visible_child (self->pages));
}

static void
panes_changed_cb (LaminaWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_START_PANE_SHOWN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_PANE_SHOWN]);
}

static void
page_changed_cb (LaminaWindow *self)
{
  const char *id = adw_view_stack_get_visible_child_name (self->pages);

  lamina_timeline_bar_set_compact (self->timeline, id != NULL &&
                                   (g_str_equal (id, "data") || g_str_equal (id, "build")));
  panes_changed_cb (self);
}

static void
follow_panes (LaminaWindow *self)
{
  g_autoptr(GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->pages));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(AdwViewStackPage) page = g_list_model_get_item (pages, i);
      GtkWidget *child = adw_view_stack_page_get_child (page);

      g_signal_connect_object (child, "notify::start-pane-shown",
                               G_CALLBACK (panes_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (child, "notify::end-pane-shown",
                               G_CALLBACK (panes_changed_cb), self, G_CONNECT_SWAPPED);
      g_object_bind_property (self, "presenting", child, "bare", G_BINDING_SYNC_CREATE);
    }
}

static void
lamina_window_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  const gboolean is_narrow = width < NARROW_HEADER;

  adw_view_switcher_set_policy (self->switcher, is_narrow ? ADW_VIEW_SWITCHER_POLICY_NARROW
                                                          : ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_set_visible (GTK_WIDGET (self->redo_button), !is_narrow);

  GTK_WIDGET_CLASS (lamina_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static gboolean
lamina_window_close_request (GtkWindow *window)
{
  LaminaWindow *self = LAMINA_WINDOW (window);

  self->is_closing = TRUE;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (!lamina_window_leave_session (self))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (lamina_window_parent_class)->close_request (window);
}

static void
set_presenting (LaminaWindow *self,
                gboolean      presenting)
{
  if (self->is_presenting == presenting)
    return;

  self->is_presenting = presenting;
  if (presenting)
    {
      /* What is typed goes to a pane that is gone now, and would take Escape. */
      if (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (self))))
        gtk_window_set_focus (GTK_WINDOW (self), NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self), "presenting");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presenting");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENTING]);
}

static void
lamina_window_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LaminaWindow *self = LAMINA_WINDOW (object);
  LaminaPage *page = lamina_window_get_page (self);

  switch (id)
    {
    case PROP_START_PANE_SHOWN:
      g_value_set_boolean (value, page != NULL && lamina_page_is_start_pane_shown (page));
      break;
    case PROP_END_PANE_SHOWN:
      g_value_set_boolean (value, page != NULL && lamina_page_is_end_pane_shown (page));
      break;
    case PROP_PRESENTING:
      g_value_set_boolean (value, self->is_presenting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_window_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LaminaWindow *self = LAMINA_WINDOW (object);
  LaminaPage *page = lamina_window_get_page (self);

  switch (id)
    {
    case PROP_START_PANE_SHOWN:
      if (page != NULL)
        lamina_page_set_start_pane_shown (page, g_value_get_boolean (value));
      break;
    case PROP_END_PANE_SHOWN:
      if (page != NULL)
        lamina_page_set_end_pane_shown (page, g_value_get_boolean (value));
      break;
    case PROP_PRESENTING:
      set_presenting (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_window_dispose (GObject *object)
{
  LaminaWindow *self = LAMINA_WINDOW (object);

  if (self->pages != NULL)
    lamina_window_set_session (self, NULL);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->announce_id, g_source_remove);
  g_clear_pointer (&self->unsaid, g_free);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_WINDOW);

  G_OBJECT_CLASS (lamina_window_parent_class)->dispose (object);
}

static void
lamina_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lamina_window_parent_class)->realize (widget);
  lamina_beat_measure (gtk_widget_get_frame_clock (widget));
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, header);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, timeline);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, project_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, project_popover);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, name_label);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, state_label);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaWindow, announcement);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
lamina_window_class_init (LaminaWindowClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lamina_window_get_property;
  object_class->set_property = lamina_window_set_property;
  object_class->dispose = lamina_window_dispose;
  widget_class->realize = lamina_window_realize;
  widget_class->size_allocate = lamina_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = lamina_window_close_request;

  properties[PROP_START_PANE_SHOWN] =
    g_param_spec_boolean ("start-pane-shown", NULL, NULL, FALSE, flags);
  properties[PROP_END_PANE_SHOWN] =
    g_param_spec_boolean ("end-pane-shown", NULL, NULL, FALSE, flags);
  properties[PROP_PRESENTING] =
    g_param_spec_boolean ("presenting", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_property_action (widget_class, "win.show-start-pane",
                                            "start-pane-shown");
  gtk_widget_class_install_property_action (widget_class, "win.show-end-pane", "end-pane-shown");
  gtk_widget_class_install_property_action (widget_class, "win.present", "presenting");
  lamina_window_install_actions (widget_class);

  g_type_ensure (LAMINA_TYPE_START_PAGE);
  g_type_ensure (LAMINA_TYPE_PROJECT_POPOVER);
  g_type_ensure (LAMINA_TYPE_NOTICE);
  g_type_ensure (LAMINA_TYPE_DATA_PAGE);
  g_type_ensure (LAMINA_TYPE_BUILD_PAGE);
  g_type_ensure (LAMINA_TYPE_TRAIN_PAGE);
  g_type_ensure (LAMINA_TYPE_TIMELINE_BAR);
  bind_template (widget_class);
}

static void
take_drops (LaminaWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (lamina_window_drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
lamina_window_init (LaminaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->menu_button, lamina_application_get_menu ());
  lamina_focus_return_install (GTK_WINDOW (self));
  take_drops (self);
  follow_panes (self);
  page_changed_cb (self);
  lamina_window_update_actions (self);
}

LaminaWindow *
lamina_window_new (LaminaApplication *app)
{
  return g_object_new (LAMINA_TYPE_WINDOW, "application", app, NULL);
}

LaminaWindow *
lamina_window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return LAMINA_IS_WINDOW (root) ? LAMINA_WINDOW (root) : NULL;
}

LaminaSession *
lamina_window_get_session (LaminaWindow *self)
{
  g_return_val_if_fail (LAMINA_IS_WINDOW (self), NULL);

  return self->session;
}

void
lamina_window_show_page (LaminaWindow *self,
                         const char   *id)
{
  g_return_if_fail (LAMINA_IS_WINDOW (self));

  if (adw_view_stack_get_child_by_name (self->pages, id) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, id);
}

AdwToast *
lamina_toast_new (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

void
lamina_window_add_toast (LaminaWindow *self,
                         AdwToast     *toast)
{
  g_return_if_fail (LAMINA_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}
