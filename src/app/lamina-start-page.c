/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-start-page.h"

struct _LaminaStartPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LaminaStartPage, lamina_start_page, GTK_TYPE_WIDGET)

static void
lamina_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_START_PAGE);

  G_OBJECT_CLASS (lamina_start_page_parent_class)->dispose (object);
}

static void
lamina_start_page_class_init (LaminaStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_start_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, box);
}

static void
lamina_start_page_init (LaminaStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
