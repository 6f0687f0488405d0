/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-page.h"

struct _LaminaDataPage
{
  LaminaPage parent_instance;
};

G_DEFINE_FINAL_TYPE (LaminaDataPage, lamina_data_page, LAMINA_TYPE_PAGE)

static void
lamina_data_page_scene_changed (LaminaPage  *page,
                                LaminaScene *old)
{
}

static void
lamina_data_page_class_init (LaminaDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_data_page_scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-data-page.ui");
}

static void
lamina_data_page_init (LaminaDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
