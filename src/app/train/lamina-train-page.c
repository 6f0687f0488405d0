/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-train-page.h"

#include <glib/gi18n.h>

#include "lamina-notice.h"
#include "lamina-stack-list.h"
#include "lamina-training-pane.h"
#include "lamina-view-grid.h"
#include "lamina-window.h"

struct _LaminaTrainPage
{
  LaminaPage parent_instance;

  LaminaStackList    *stack;
  LaminaNotice       *notice;
  LaminaViewGrid     *grid;
  LaminaTrainingPane *training;
};

G_DEFINE_FINAL_TYPE (LaminaTrainPage, lamina_train_page, LAMINA_TYPE_PAGE)

/* Panes close while one view fills the stage. */
static void
enlarged_cb (LaminaTrainPage *self)
{
  lamina_page_set_filled (LAMINA_PAGE (self), lamina_view_grid_is_enlarged (self->grid));
}

/* What stands in the way of training, and where to mend it. */
static void
state_cb (LaminaTrainPage *self)
{
  LaminaSession *session = lamina_page_get_session (LAMINA_PAGE (self));
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const char *data_error = lamina_session_get_data_error (session);
  const char *failure = lamina_session_get_failure (session);

  if (failure != NULL)
    lamina_notice_set (self->notice, failure, "dialog-error-symbolic", NULL, NULL);
  else if (data_error != NULL)
    lamina_notice_set (self->notice, data_error, "dialog-error-symbolic", _("Choose Data"),
                       "win.show-page::data");
  else if (problem != NULL &&
           lamina_session_get_play_state (session) != LAMINA_PLAY_LOADING)
    lamina_notice_set (self->notice, problem->message, "dialog-error-symbolic", _("Mend the Stack"),
                       "win.show-page::build");
  else
    lamina_notice_set (self->notice, NULL, NULL, NULL, NULL);
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
  static const char *const state_signals[] = { "state", "network", "data" };

  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_func (old, watched_cb, self);
      g_signal_handlers_disconnect_by_func (lamina_scene_get_session (old), state_cb, self);
    }
  lamina_stack_list_set_scene (self->stack, scene);
  lamina_view_grid_set_scene (self->grid, scene);
  lamina_training_pane_set_scene (self->training, scene);
  if (scene == NULL)
    return;

  g_signal_connect_object (scene, "watched", G_CALLBACK (watched_cb), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (state_signals); i++)
    g_signal_connect_object (lamina_scene_get_session (scene), state_signals[i],
                             G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
}

static gboolean
lamina_train_page_go_back (LaminaPage *page)
{
  return lamina_view_grid_shrink (LAMINA_TRAIN_PAGE (page)->grid);
}

static void
lamina_train_page_class_init (LaminaTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_train_page_scene_changed;
  LAMINA_PAGE_CLASS (klass)->go_back = lamina_train_page_go_back;
  g_type_ensure (LAMINA_TYPE_NOTICE);
  g_type_ensure (LAMINA_TYPE_STACK_LIST);
  g_type_ensure (LAMINA_TYPE_VIEW_GRID);
  g_type_ensure (LAMINA_TYPE_TRAINING_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, notice);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, grid);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainPage, training);
}

static void
lamina_train_page_init (LaminaTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->grid, "notify::enlarged", G_CALLBACK (enlarged_cb), self);
}
