/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-notice.h"

struct _LaminaNotice
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkImage    *icon;
  GtkLabel    *message;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (LaminaNotice, lamina_notice, GTK_TYPE_WIDGET)

static void
lamina_notice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_NOTICE);

  G_OBJECT_CLASS (lamina_notice_parent_class)->dispose (object);
}

static void
lamina_notice_class_init (LaminaNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_notice_dispose;
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, LaminaNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, LaminaNotice, message);
  gtk_widget_class_bind_template_child (widget_class, LaminaNotice, button);
}

static void
lamina_notice_init (LaminaNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lamina_notice_new (void)
{
  return g_object_new (LAMINA_TYPE_NOTICE, NULL);
}

/* The target first: a name whose action takes another one is warned of. */
static void
set_action (GtkActionable *button,
            const char    *action)
{
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  gtk_actionable_set_action_name (button, NULL);
  if (action == NULL || !g_action_parse_detailed_name (action, &name, &target, NULL))
    return;

  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

void
lamina_notice_set (LaminaNotice *self,
                   const char   *message,
                   const char   *icon_name,
                   const char   *label,
                   const char   *action)
{
  g_return_if_fail (LAMINA_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, message != NULL);
  if (message == NULL)
    return;

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  gtk_label_set_label (self->message, message);
  gtk_button_set_label (self->button, label != NULL ? label : "");
  set_action (GTK_ACTIONABLE (self->button), action);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
}
