/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-build-page.h"

struct _LaminaBuildPage
{
  LaminaPage parent_instance;
};

G_DEFINE_FINAL_TYPE (LaminaBuildPage, lamina_build_page, LAMINA_TYPE_PAGE)

static void
lamina_build_page_scene_changed (LaminaPage  *page,
                                 LaminaScene *old)
{
}

static void
lamina_build_page_class_init (LaminaBuildPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_build_page_scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-build-page.ui");
}

static void
lamina_build_page_init (LaminaBuildPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
