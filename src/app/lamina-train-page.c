/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-train-page.h"

#include "lamina-stack-list.h"
#include "lamina-training-pane.h"
#include "lamina-view-grid.h"
#include "lamina-window.h"

struct _LaminaTrainPage
{
  LaminaPage parent_instance;

  LaminaStackList    *stack;
  LaminaViewGrid     *grid;
  LaminaTrainingPane *training;
};

G_DEFINE_FINAL_TYPE (LaminaTrainPage, lamina_train_page, LAMINA_TYPE_PAGE)

/* Panes close while one view fills the stage. */
static void
enlarged_cb (LaminaTrainPage *self)
{
  lamina_page_set_bare (LAMINA_PAGE (self), lamina_view_grid_is_enlarged (self->grid));
}

static void
watched_cb (LaminaTrainPage *self)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  if (window != NULL)
    lamina_window_wake (window);
}

static void
lamina_train_page_scene_changed (LaminaPage  *page,
                                 LaminaScene *old)
{
  LaminaTrainPage *self = LAMINA_TRAIN_PAGE (page);
  LaminaScene *scene = lamina_page_get_scene (page);

  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, watched_cb, self);
  lamina_stack_list_set_scene (self->stack, scene);
  lamina_view_grid_set_scene (self->grid, scene);
  lamina_training_pane_set_scene (self->training, scene);
  if (scene != NULL)
    g_signal_connect_object (scene, "watched", G_CALLBACK (watched_cb), self, G_CONNECT_SWAPPED);
}

static void
lamina_train_page_class_init (LaminaTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_train_page_scene_changed;
  g_type_ensure (LAMINA_TYPE_STACK_LIST);
  g_type_ensure (LAMINA_TYPE_VIEW_GRID);
  g_type_ensure (LAMINA_TYPE_TRAINING_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, grid);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, training);
}

static void
lamina_train_page_init (LaminaTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->grid, "notify::enlarged", G_CALLBACK (enlarged_cb), self);
}
