/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-plot.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_VIEW_CARD (lamina_view_card_get_type ())

/* A view with its header: title, what exactly, pin, enlarge and a menu. Its actions are in the
 * group "card".
 *
 * Signals, without arguments:
 *   close     the user wants it gone
 *   enlarge   to fill the stage, or to go back
 *   replace   to show the nearest view instead, as this one does not fit
 *   options   the scale, the colours or the layer are others: the layout is to be kept
 */
G_DECLARE_FINAL_TYPE (LaminaViewCard, lamina_view_card, LAMINA, VIEW_CARD, GtkWidget)

LaminaViewCard *lamina_view_card_new          (LaminaScene           *scene,
                                               const LaminaViewClass *klass) G_GNUC_WARN_UNUSED_RESULT;
LaminaPlot     *lamina_view_card_get_plot     (LaminaViewCard        *self);
/* Where the card is dragged by. */
GtkWidget      *lamina_view_card_get_header   (LaminaViewCard        *self);
/* The grid's columns that it takes. */
int             lamina_view_card_get_columns  (LaminaViewCard        *self);
void            lamina_view_card_set_columns  (LaminaViewCard        *self,
                                               int                    columns);
gboolean        lamina_view_card_is_enlarged  (LaminaViewCard        *self);
void            lamina_view_card_set_enlarged (LaminaViewCard        *self,
                                               gboolean               enlarged);
/* One line of a layout: "kernels columns=4 scale=log". Returns: (transfer full) */
char           *lamina_view_card_write        (LaminaViewCard        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer floating) (nullable): %NULL if there is no such view */
LaminaViewCard *lamina_view_card_read         (LaminaScene           *scene,
                                               const char            *line) G_GNUC_WARN_UNUSED_RESULT;
/* After options were changed otherwise than by the menu. */
void            lamina_view_card_update       (LaminaViewCard        *self);

/* After the user changed one of them: draws anew, and has the layout kept. */
void            lamina_view_card_change_options (LaminaViewCard      *self);

/* lamina-view-card-options.c */
extern const char *const lamina_scale_ids[]; /* of LaminaScale, as layouts have them; ends with NULL */
extern const char *const lamina_range_ids[]; /* of LaminaRange */
void            lamina_view_card_add_options    (LaminaViewCard      *self,
                                                 GActionMap          *map);
/* The actions' states follow the options. */
void            lamina_view_card_update_options (LaminaViewCard      *self,
                                                 GActionMap          *map);
/* The words of a layout: " scale=log". */
void            lamina_view_card_write_options  (LaminaViewCard      *self,
                                                 GString             *line);
void            lamina_view_card_read_option    (LaminaViewCard      *self,
                                                 const char          *name,
                                                 const char          *value);

/* A prompt is of all cards. Returns: (transfer full) (nullable): that of a layout */
char           *lamina_view_card_find_prompt    (const char          *layout) G_GNUC_WARN_UNUSED_RESULT;

/* lamina-view-card-menu.c */
/* What the view itself has to choose from, and the example. */
void            lamina_view_card_add_choices  (LaminaViewCard        *self,
                                               GActionMap            *map);
/* Returns: (transfer full) */
GMenuModel     *lamina_view_card_make_menu    (LaminaViewCard        *self) G_GNUC_WARN_UNUSED_RESULT;

/* lamina-view-card-export.c */
void            lamina_view_card_export       (LaminaViewCard        *self);
void            lamina_view_card_copy         (LaminaViewCard        *self);
void            lamina_view_card_open_window  (LaminaViewCard        *self);

G_END_DECLS
