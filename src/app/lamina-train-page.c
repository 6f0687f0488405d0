/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-train-page.h"

struct _LaminaTrainPage
{
  LaminaPage parent_instance;
};

G_DEFINE_FINAL_TYPE (LaminaTrainPage, lamina_train_page, LAMINA_TYPE_PAGE)

static void
lamina_train_page_scene_changed (LaminaPage  *page,
                                 LaminaScene *old)
{
}

static void
lamina_train_page_class_init (LaminaTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_train_page_scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-train-page.ui");
}

static void
lamina_train_page_init (LaminaTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
