/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_LAYER_CARD (lamina_layer_card_get_type ())

/* One card of the stack: a layer with the activations that are docked to it, or the input.
 *
 * Signals:
 *   pick (gsize layer)       a chip was clicked: the docked layer
 *   remedy (char *id)        a remedy's button was pressed
 *   rename (char *name)      a new name was entered: answer with _end_rename()
 */
G_DECLARE_FINAL_TYPE (LaminaLayerCard, lamina_layer_card, LAMINA, LAYER_CARD, GtkWidget)

GtkWidget *lamina_layer_card_new          (void);

/* As the session stands now. @layer: -1 for the input */
void       lamina_layer_card_update       (LaminaLayerCard *self,
                                           LaminaScene     *scene,
                                           gssize           layer);
gssize     lamina_layer_card_get_layer    (LaminaLayerCard *self);
/* The card's own layer and those that are docked; 0 for the input. */
gsize      lamina_layer_card_get_n_layers (LaminaLayerCard *self);
/* The thumbnail's numbers are others. */
void       lamina_layer_card_redraw       (LaminaLayerCard *self);
/* @chosen_layer: the one that is selected within the card, -1 if none is, or its own. */
void       lamina_layer_card_set_selected (LaminaLayerCard *self,
                                           gboolean         selected,
                                           gssize           chosen_layer);
/* Puts an entry in the name's place. */
void       lamina_layer_card_begin_rename (LaminaLayerCard *self);
/* @error: (nullable): a sentence; the entry then stays */
void       lamina_layer_card_end_rename   (LaminaLayerCard *self,
                                           const char      *error);

G_END_DECLS
