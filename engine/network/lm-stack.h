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
/* (transfer full) @layer: its name must be free. Of a stack with parts it joins the one that it says,
 * or else that of the layer above. */
void     lm_stack_take      (LmStack       *self,
                             gsize          index,
                             LmLayer       *layer);
/* Links to it are removed too. */
void     lm_stack_remove    (LmStack       *self,
                             gsize          index);
/* A copy of layer @index after it, under a new name. Returns: (transfer none) */
LmLayer *lm_stack_duplicate (LmStack       *self,
                             gsize          index);
/* @to counts as if the layer were gone already; at the border between parts it stays in its own.
 * @error: LM_ERROR_SHAPE if it came to stand above a layer that it reads, or below one that reads
 * it, or in another part than it. */
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

/* --- parts --- */

/* Whether it is a generator and a discriminator; else all layers are of LM_PART_MAIN. */
gboolean lm_stack_has_parts   (const LmStack      *self);
/* The first @n layers become the generator, the others the discriminator; one stack again. */
void     lm_stack_split       (LmStack            *self,
                               gsize               n);
void     lm_stack_unite       (LmStack            *self);
/* Returns: how many layers of @part there are, from @first on */
gsize    lm_stack_get_part    (const LmStack      *self,
                               LmPart              part,
                               gsize              *first);
/* As lm_stack_insert(), but at the border it is told where the layer belongs; @index is moved into
 * the part. Returns: (transfer none) */
LmLayer *lm_stack_insert_into (LmStack            *self,
                               LmPart              part,
                               gsize               index,
                               const LmLayerClass *klass);
/* Layer @index becomes the last of the generator, or the first of the discriminator.
 * @error: LM_ERROR_SHAPE if a link would go from part to part */
gboolean lm_stack_set_part    (LmStack            *self,
                               gsize               index,
                               LmPart              part,
                               GError            **error);
/* @n layers that follow each other come to stand at @to, which counts as if they were gone already
 * and is moved into @part. @error: as lm_stack_move(); some of them may have moved then. */
gboolean lm_stack_move_block  (LmStack            *self,
                               gsize               first,
                               gsize               n,
                               gsize               to,
                               LmPart              part,
                               GError            **error);
/* For files, which keep each part as a stack of its own: copied out; its copy added at the end of
 * @part. @error: LM_ERROR_NAME if a name is taken; nothing is changed then */
LmStack *lm_stack_copy_part   (const LmStack      *self,
                               LmPart              part) G_GNUC_WARN_UNUSED_RESULT;
gboolean lm_stack_add_part    (LmStack            *self,
                               LmPart              part,
                               const LmStack      *layers,
                               GError            **error);

/* --- links --- */

/* Index of the layer that input @i of layer @index reads, through no bypass; -1 is the network's
 * input; G_MINSSIZE: no such layer above in its part. What a discriminator reads as its input is the
 * generator's last layer, though while it is trained on data it reads those. The number of inputs is
 * lm_stack_get_n_inputs(). */
gsize    lm_stack_get_n_inputs (const LmStack *self,
                                gsize          index);
gssize   lm_stack_get_input    (const LmStack *self,
                                gsize          index,
                                gsize          i);

G_END_DECLS
