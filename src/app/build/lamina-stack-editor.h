/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_STACK_EDITOR (lamina_stack_editor_get_type ())

/* The stack: a card a layer with its docked activations, arcs of links in the gutter at the left.
 * What is done here goes through lamina_window_edit().
 *
 * Signals:
 *   chosen           another layer has the cursor: lamina_stack_editor_get_cursor()
 *   open-fields      Enter was pressed on a card
 *
 * Keys: Up, Down, Home, End move the cursor (Shift: select), Alt+Up and Alt+Down the layer;
 * Enter, F2, Delete, Ctrl+D, B, /.
 */
G_DECLARE_FINAL_TYPE (LaminaStackEditor, lamina_stack_editor, LAMINA, STACK_EDITOR, GtkWidget)

/* Where a layer may come to stand: before layer @index, and at the border between parts in which of
 * them; LM_PART_MAIN in a stack without parts. */
typedef struct
{
  gsize  index;
  LmPart part;
} LaminaStackPlace;

/* Between the gutter's arcs and the cards' left edge all of it. */
#define LAMINA_STACK_GUTTER 84

void   lamina_stack_editor_set_scene        (LaminaStackEditor *self,
                                             LaminaScene       *scene);
/* A layer's index, -1: the input */
gssize lamina_stack_editor_get_cursor       (LaminaStackEditor *self);
/* Selects it alone, and moves the focus there if it is in the stack already. */
void   lamina_stack_editor_choose           (LaminaStackEditor *self,
                                             gssize             layer);
/* Where a new layer goes: after the card with the cursor; what begins a generator, at its start.
 * @kind: (nullable) */
LaminaStackPlace lamina_stack_editor_get_place (LaminaStackEditor *self,
                                             const char        *kind);

void   lamina_stack_editor_insert           (LaminaStackEditor *self,
                                             const char        *kind,
                                             LaminaStackPlace   place);
void   lamina_stack_editor_delete           (LaminaStackEditor *self);
void   lamina_stack_editor_duplicate        (LaminaStackEditor *self);
void   lamina_stack_editor_toggle_bypass    (LaminaStackEditor *self);
void   lamina_stack_editor_begin_rename     (LaminaStackEditor *self);
/* @by: -1 or 1 cards */
void   lamina_stack_editor_move             (LaminaStackEditor *self,
                                             int                by);
/* A palette beside the place. */
void   lamina_stack_editor_search           (LaminaStackEditor *self,
                                             LaminaStackPlace   place);
/* To the first wrong card. */
void   lamina_stack_editor_show_problem     (LaminaStackEditor *self);

G_END_DECLS
