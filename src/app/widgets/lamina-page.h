/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_PAGE (lamina_page_get_type ())

/* One page of the project window: a pane at the start, the stage, a pane at the end.
 * Where the window is narrow, panes fold: they open over the stage.
 *
 * Properties for a page's template: "start-pane", "stage", "end-pane" (widgets, all
 * nullable), "start-pane-width". A pane has exactly its width; the stage takes what is left,
 * and should get along with 500 pixels. For the window: "scene", "start-pane-shown",
 * "end-pane-shown", "bare".
 */
G_DECLARE_DERIVABLE_TYPE (LaminaPage, lamina_page, LAMINA, PAGE, GtkWidget)

struct _LaminaPageClass
{
  GtkWidgetClass parent_class;

  /* Optional: another project is shown, or none. Both are still alive: disconnect from @old and its
   * session, connect to lamina_page_get_scene() and its. Either is %NULL where there is none. */
  void (*scene_changed) (LaminaPage  *self,
                         LaminaScene *old);
  /* Optional: Escape was pressed. Returns: %FALSE when there is nothing to go back from */
  gboolean (*go_back) (LaminaPage *self);
};

/* (nullable): what is chosen, and the frame of the views; one for all pages of a window */
LaminaScene   *lamina_page_get_scene            (LaminaPage    *self);
void           lamina_page_set_scene            (LaminaPage    *self,
                                                 LaminaScene   *scene);
/* (nullable): the scene's */
LaminaSession *lamina_page_get_session          (LaminaPage    *self);

/* Whether it is on the screen now; while it is folded, only after the user has opened it. */
gboolean       lamina_page_is_start_pane_shown  (LaminaPage    *self);
void           lamina_page_set_start_pane_shown (LaminaPage    *self,
                                                 gboolean       shown);
gboolean       lamina_page_is_end_pane_shown    (LaminaPage    *self);
void           lamina_page_set_end_pane_shown   (LaminaPage    *self,
                                                 gboolean       shown);
/* Closes both panes while the stage alone counts, for either reason, and brings back what was
 * there before: "bare" for the window (presenting), filled for the page (a view is enlarged). */
void           lamina_page_set_bare             (LaminaPage    *self,
                                                 gboolean       bare);
void           lamina_page_set_filled           (LaminaPage    *self,
                                                 gboolean       filled);

/* Leaves the innermost state of the page itself. Returns: %FALSE when there is none */
gboolean       lamina_page_go_back              (LaminaPage    *self);

/* Moves the focus to the next pane that is shown. Returns: %FALSE after the last one */
gboolean       lamina_page_focus_next_pane      (LaminaPage    *self);

G_END_DECLS
