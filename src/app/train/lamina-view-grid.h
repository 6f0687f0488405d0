/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view-card.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_VIEW_GRID (lamina_view_grid_get_type ())

/* The views of a stage, in twelve columns. Cards are dragged by their headers, closed, added and
 * enlarged; the arrangement is the session's document's, so it is kept and can be undone.
 *
 * Property "enlarged": whether one card fills the stage.
 */
G_DECLARE_FINAL_TYPE (LaminaViewGrid, lamina_view_grid, LAMINA, VIEW_GRID, GtkWidget)

/* (nullable) @scene: referenced */
void     lamina_view_grid_set_scene   (LaminaViewGrid *self,
                                       LaminaScene    *scene);
gboolean lamina_view_grid_is_enlarged (LaminaViewGrid *self);
/* Back to all cards. Returns: %FALSE if there was no large one */
gboolean lamina_view_grid_shrink      (LaminaViewGrid *self);

G_END_DECLS
