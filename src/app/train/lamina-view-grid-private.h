/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view-grid.h"

G_BEGIN_DECLS

struct _LaminaViewGrid
{
  GtkWidget parent_instance;

  LaminaScene    *scene;
  GPtrArray      *cards;    /* LaminaViewCard, borrowed: they are children */
  LaminaViewCard *enlarged; /* (nullable) */
  GtkWidget      *add;      /* "Add View…" */
  char           *layout;   /* as it is shown; (nullable): the default one */
  int             drop;     /* where a dragged card would go, or -1 */
};

/* lamina-view-grid.c */
/* @card: (nullable): fills the stage */
void lamina_view_grid_enlarge     (LaminaViewGrid *self,
                                   LaminaViewCard *card);

/* lamina-view-grid-cards.c */
void lamina_view_grid_clear       (LaminaViewGrid *self);
/* Takes the document's arrangement, if it is another. */
void lamina_view_grid_update      (LaminaViewGrid *self);
/* Gives the arrangement to the document. @label: for undo */
void lamina_view_grid_keep        (LaminaViewGrid *self,
                                   const char     *label);
void lamina_view_grid_add_view    (LaminaViewGrid *self,
                                   const char     *line);
/* The views that suit the model and the data. Returns: (transfer full) */
GMenuModel *lamina_view_grid_make_menu (LaminaViewGrid *self) G_GNUC_WARN_UNUSED_RESULT;

/* lamina-view-grid-dnd.c */
void lamina_view_grid_init_dnd    (LaminaViewGrid *self);
void lamina_view_grid_make_dragged (LaminaViewGrid *self,
                                   LaminaViewCard *card);

G_END_DECLS
