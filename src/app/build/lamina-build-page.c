/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-build-page.h"

#include <glib/gi18n-lib.h>

#include "lamina-layer-inspector.h"
#include "lamina-layer-text.h"
#include "lamina-palette.h"
#include "lamina-stack-editor.h"
#include "lamina-window.h"

struct _LaminaBuildPage
{
  LaminaPage parent_instance;

  LaminaPalette        *palette;
  LaminaStackEditor    *editor;
  LaminaLayerInspector *inspector;
  GtkLabel             *name_label;
  GtkLabel             *summary_label;
  GtkWidget            *problem_button;
  GtkLabel             *problem_label;
  GtkWidget            *message; /* A problem that is no layer's. */
  GtkLabel             *message_label;
  GtkWidget            *message_buttons;
};

G_DEFINE_FINAL_TYPE (LaminaBuildPage, lamina_build_page, LAMINA_TYPE_PAGE)

static void
insert_cb (LaminaBuildPage *self,
           const char      *kind)
{
  lamina_stack_editor_insert (self->editor, kind,
                              lamina_stack_editor_get_place (self->editor, kind));
}

static void
chosen_cb (LaminaBuildPage *self)
{
  lamina_layer_inspector_set_layer (self->inspector, lamina_stack_editor_get_cursor (self->editor));
}

static void
open_fields_cb (LaminaBuildPage *self)
{
  lamina_page_set_end_pane_shown (LAMINA_PAGE (self), TRUE);
  lamina_layer_inspector_focus (self->inspector);
}

static void
show_problem_cb (LaminaBuildPage *self)
{
  lamina_stack_editor_show_problem (self->editor);
}

static gboolean
apply_remedy (LaminaSession  *session,
              gpointer        data,
              GError        **error)
{
  return lamina_session_apply_remedy (session, data, error);
}

static void
remedy_clicked_cb (GtkButton       *button,
                   LaminaBuildPage *self)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));
  g_autoptr(GError) error = NULL;

  lamina_window_edit (window, apply_remedy,
                      g_strdup (g_object_get_data (G_OBJECT (button), "remedy")), g_free, &error);
  if (error != NULL)
    gtk_label_set_label (self->message_label, error->message);
}

static gboolean
apply_make_gan (LaminaSession  *session,
                gpointer        data,
                GError        **error)
{
  return lamina_session_make_gan (session, error);
}

static gboolean
apply_unite (LaminaSession  *session,
             gpointer        data,
             GError        **error)
{
  return lamina_session_unite_stack (session, error);
}

static void
edit_whole (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  LaminaWindow *window = lamina_window_of (widget);
  const gboolean unites = g_str_equal (name, "build.unite");
  g_autoptr(GError) error = NULL;

  lamina_window_edit (window, unites ? apply_unite : apply_make_gan, NULL, NULL, &error);
  if (error == NULL)
    return;
  lamina_window_announce (window, error->message);
  lamina_window_add_toast (window, lamina_toast_new (error->message));
}

/* Of the data, of memory: it has no card to stand in. */
static void
update_message (LaminaBuildPage     *self,
                const LaminaProblem *problem)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->message_buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->message_buttons), child);

  gtk_widget_set_visible (self->message, problem != NULL);
  if (problem == NULL)
    return;

  gtk_label_set_label (self->message_label, problem->message);
  for (guint i = 0; i < problem->remedies->len; i++)
    {
      const LaminaRemedy *remedy = g_ptr_array_index (problem->remedies, i);
      GtkWidget *button = gtk_button_new_with_label (remedy->label);

      g_object_set_data_full (G_OBJECT (button), "remedy", g_strdup (remedy->id), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (remedy_clicked_cb), self);
      gtk_box_append (GTK_BOX (self->message_buttons), button);
    }
}

static void
refresh (LaminaBuildPage *self)
{
  LaminaSession *session = lamina_page_get_session (LAMINA_PAGE (self));
  const LaminaProblem *problem;
  const char *template_id;
  g_autofree char *summary = NULL;
  gboolean in_layer, is_empty, has_parts;

  if (session == NULL)
    return;

  problem = lamina_session_get_problem (session);
  in_layer = problem != NULL && problem->layer >= 0;
  is_empty = lm_stack_get_n (lamina_session_get_document (session)->stack) == 0;
  has_parts = lm_stack_has_parts (lamina_session_get_document (session)->stack);
  template_id = lamina_session_get_template_id (session);
  summary = lamina_stack_summarise (session);
  gtk_label_set_label (self->name_label, template_id != NULL ? template_id
                                                             : lamina_session_get_name (session));
  gtk_label_set_label (self->summary_label, summary);
  gtk_label_set_label (self->problem_label, _("1 problem"));
  gtk_widget_set_visible (self->problem_button, in_layer);
  gtk_widget_set_tooltip_text (self->problem_button, in_layer ? problem->message : NULL);
  update_message (self, !in_layer && !is_empty ? problem : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "build.make-gan", !has_parts);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "build.unite", has_parts);
  lamina_palette_set_has_generator (self->palette, has_parts);
}

/* The thumbnails show what each layer makes of the chosen example. */
static void
update_watch (LaminaBuildPage *self)
{
  LaminaScene *scene = lamina_page_get_scene (LAMINA_PAGE (self));

  if (scene == NULL)
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lamina_scene_show (scene, self, lamina_view_find ("feature-maps"), -1);
  else
    lamina_scene_hide (scene, self);
}

static void
lamina_build_page_scene_changed (LaminaPage  *page,
                                 LaminaScene *old)
{
  LaminaBuildPage *self = LAMINA_BUILD_PAGE (page);
  LaminaScene *scene = lamina_page_get_scene (page);
  LaminaSession *session;

  if (old != NULL)
    {
      lamina_scene_hide (old, self);
      g_signal_handlers_disconnect_by_data (old, self);
      g_signal_handlers_disconnect_by_data (lamina_scene_get_session (old), self);
    }
  if (self->editor == NULL)
    return;

  lamina_stack_editor_set_scene (self->editor, scene);
  lamina_layer_inspector_set_scene (self->inspector, scene);
  if (scene == NULL)
    return;

  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "network", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "saved", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  update_watch (self);
  refresh (self);
}

static void
lamina_build_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lamina_build_page_parent_class)->map (widget);

  update_watch (LAMINA_BUILD_PAGE (widget));
}

static void
lamina_build_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lamina_build_page_parent_class)->unmap (widget);

  update_watch (LAMINA_BUILD_PAGE (widget));
}

static gboolean
command_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   data)
{
  LaminaBuildPage *self = LAMINA_BUILD_PAGE (widget);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;

  if (g_variant_get_int32 (arguments) == GDK_KEY_f)
    {
      lamina_page_set_start_pane_shown (LAMINA_PAGE (self), TRUE);
      lamina_palette_search (self->palette);
    }
  else
    lamina_stack_editor_show_problem (self->editor);

  return TRUE;
}

/* Wherever the focus is, as long as the page can be seen. */
static void
add_shortcut (LaminaBuildPage *self,
              guint            key)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_CONTROL_MASK),
                                            gtk_callback_action_new (command_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 ((int) key));
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
lamina_build_page_dispose (GObject *object)
{
  lamina_page_set_scene (LAMINA_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_BUILD_PAGE);

  G_OBJECT_CLASS (lamina_build_page_parent_class)->dispose (object);
}

static void
lamina_build_page_class_init (LaminaBuildPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_build_page_dispose;
  widget_class->map = lamina_build_page_map;
  widget_class->unmap = lamina_build_page_unmap;
  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_build_page_scene_changed;
  g_type_ensure (LAMINA_TYPE_PALETTE);
  g_type_ensure (LAMINA_TYPE_STACK_EDITOR);
  g_type_ensure (LAMINA_TYPE_LAYER_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-build-page.ui");
#define BIND(member) gtk_widget_class_bind_template_child (widget_class, LaminaBuildPage, member)
  BIND (palette);
  BIND (editor);
  BIND (inspector);
  BIND (name_label);
  BIND (summary_label);
  BIND (problem_button);
  BIND (problem_label);
  BIND (message);
  BIND (message_label);
  BIND (message_buttons);
#undef BIND
  gtk_widget_class_install_action (widget_class, "build.make-gan", NULL, edit_whole);
  gtk_widget_class_install_action (widget_class, "build.unite", NULL, edit_whole);
  gtk_widget_class_bind_template_callback (widget_class, insert_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_fields_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_problem_cb);
}

static void
lamina_build_page_init (LaminaBuildPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcut (self, GDK_KEY_f);
  add_shortcut (self, GDK_KEY_period);
}
