/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the user edits: a list of layers with kinds, fields, names and links. */
typedef struct _LmStack LmStack;

LmStack *lm_stack_new       (void) G_GNUC_WARN_UNUSED_RESULT;
LmStack *lm_stack_copy      (const LmStack *self) G_GNUC_WARN_UNUSED_RESULT;
void     lm_stack_free      (LmStack       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmStack, lm_stack_free)

gsize    lm_stack_get_n     (const LmStack *self);
/* Borrowed; its fields may be edited in place. */
LmLayer *lm_stack_nth       (const LmStack *self,
                             gsize          index);
/* Returns: the index, or -1 */
gssize   lm_stack_find      (const LmStack *self,
                             const char    *name);
gboolean lm_stack_equal     (const LmStack *a,
                             const LmStack *b);

/* A new layer before @index, with a name made from its kind.
 * Returns: (transfer none) */
LmLayer *lm_stack_insert    (LmStack            *self,
                             gsize               index,
                             const LmLayerClass *klass);
/* (transfer full) @layer: its name must be free */
void     lm_stack_take      (LmStack       *self,
                             gsize          index,
                             LmLayer       *layer);
/* Links to it are removed too. */
void     lm_stack_remove    (LmStack       *self,
                             gsize          index);
/* A copy of layer @index after it, under a new name. Returns: (transfer none) */
LmLayer *lm_stack_duplicate (LmStack       *self,
                             gsize          index);
/* @to counts as if the layer were gone already. @error: LM_ERROR_SHAPE if it came to stand
 * above a layer that it reads, or below one that reads it. */
gboolean lm_stack_move      (LmStack       *self,
                             gsize          from,
                             gsize          to,
                             GError       **error);
/* Links follow. @error: LM_ERROR_NAME if the name is taken or no name */
gboolean lm_stack_rename    (LmStack       *self,
                             gsize          index,
                             const char    *name,
                             GError       **error);
/* A free name: "conv_3". Returns: (transfer full) */
char    *lm_stack_make_name (const LmStack *self,
                             const char    *stem) G_GNUC_WARN_UNUSED_RESULT;

/* Index of the layer that input @i of layer @index reads, through no bypass; -1 is the network's
 * input; G_MINSSIZE: no such layer above. The number of inputs is lm_stack_get_n_inputs(). */
gsize    lm_stack_get_n_inputs (const LmStack *self,
                                gsize          index);
gssize   lm_stack_get_input    (const LmStack *self,
                                gsize          index,
                                gsize          i);

G_END_DECLS
