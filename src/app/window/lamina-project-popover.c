/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-popover.h"

#include <glib/gi18n-lib.h>

struct _LaminaProjectPopover
{
  GtkPopover parent_instance;

  LaminaSession *session; /* (nullable) */
  GtkEditable   *name;
  GtkWidget     *rename;
  GtkLabel      *error;
  GtkWidget     *file_actions;
};

G_DEFINE_FINAL_TYPE (LaminaProjectPopover, lamina_project_popover, GTK_TYPE_POPOVER)

static void
show_error (LaminaProjectPopover *self,
            const char           *message)
{
  gtk_label_set_label (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
}

static void
name_changed_cb (LaminaProjectPopover *self)
{
  const char *name = gtk_editable_get_text (self->name);

  show_error (self, NULL);
  gtk_widget_set_sensitive (self->rename, self->session != NULL && name[0] != '\0' &&
                            !g_str_equal (name, lamina_session_get_name (self->session)));
}

static void
rename_cb (LaminaProjectPopover *self)
{
  g_autoptr(GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->rename))
    gtk_popover_popdown (GTK_POPOVER (self));
  else if (lamina_session_rename (self->session, gtk_editable_get_text (self->name), &error))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    show_error (self, error->message);
}

static void
lamina_project_popover_show (GtkWidget *widget)
{
  LaminaProjectPopover *self = LAMINA_PROJECT_POPOVER (widget);
  const gboolean can_rename = self->session != NULL &&
                              !lamina_session_is_read_only (self->session);

  if (self->session != NULL)
    gtk_editable_set_text (self->name, lamina_session_get_name (self->session));
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), can_rename);
  name_changed_cb (self);

  GTK_WIDGET_CLASS (lamina_project_popover_parent_class)->show (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
lamina_project_popover_dispose (GObject *object)
{
  LaminaProjectPopover *self = LAMINA_PROJECT_POPOVER (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_PROJECT_POPOVER);

  G_OBJECT_CLASS (lamina_project_popover_parent_class)->dispose (object);
}

static void
lamina_project_popover_class_init (LaminaProjectPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_project_popover_dispose;
  widget_class->show = lamina_project_popover_show;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/lamina/Lamina/lamina-project-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaProjectPopover, name);
  gtk_widget_class_bind_template_child (widget_class, LaminaProjectPopover, rename);
  gtk_widget_class_bind_template_child (widget_class, LaminaProjectPopover, error);
  gtk_widget_class_bind_template_child (widget_class, LaminaProjectPopover, file_actions);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
lamina_project_popover_init (LaminaProjectPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lamina_project_popover_set_session (LaminaProjectPopover *self,
                                    LaminaSession        *session)
{
  g_return_if_fail (LAMINA_IS_PROJECT_POPOVER (self));

  g_set_object (&self->session, session);
}
