/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-source.h"
#include "lm-stack.h"
#include "lm-training.h"

G_BEGIN_DECLS

/* A stack compiled for the shape of an example: immutable, counted, shared by
 * any number of workspaces and threads.
 */
typedef struct _LmNetwork LmNetwork;

/**
 * lm_network_new:
 * @stack: copied
 * @input: shape of one example, with a leading 1
 * @target: (nullable): shape of one example's target, with a leading 1
 * @loss: (nullable): checked against the last layer, and fused with it where it says so
 * @wrong: (out) (optional): on failure the index of the first layer that is wrong, or -1
 * @error: %LM_ERROR_SHAPE, %LM_ERROR_VALUE, %LM_ERROR_NAME or %LM_ERROR_MEMORY
 *
 * Returns: (transfer full) (nullable)
 */
LmNetwork      *lm_network_new          (const LmStack   *stack,
                                         const LmShape   *input,
                                         const LmShape   *target,
                                         const LmLoss    *loss,
                                         gssize          *wrong,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
LmNetwork      *lm_network_ref          (LmNetwork       *self);
void            lm_network_unref        (LmNetwork       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmNetwork, lm_network_unref)

const LmShape  *lm_network_get_input    (const LmNetwork *self);
const LmShape  *lm_network_get_target   (const LmNetwork *self);
const LmShape  *lm_network_get_output   (const LmNetwork *self);
/* The same network, and the same states, with sequences of @n_steps: run after run, carrying
 * (lm_workspace_begin_carrying), it answers each step as this one does. Returns: (transfer full) (nullable):
 * %NULL where not all that a step depends on can be carried, or there is no memory */
LmNetwork      *lm_network_new_carrying (const LmNetwork *self,
                                         gsize            n_steps) G_GNUC_WARN_UNUSED_RESULT;

/* Layers as in the stack, bypassed ones too: indices are the same. */
gsize           lm_network_get_n_layers (const LmNetwork *self);
const LmLayer  *lm_network_get_layer    (const LmNetwork *self,
                                         gsize            index);
/* The layer whose output the loss takes: the last, or the one that a fused activation reads. */
gssize          lm_network_get_loss_layer (const LmNetwork *self);

/* How many moments a state needs for @training: the most of any optimizer that it takes. */
gsize           lm_network_get_n_moments   (const LmNetwork  *self,
                                            const LmTraining *training);

/* Whether it is a generator and a discriminator, which reads what the generator makes or the data;
 * of how many layers the generator is. */
gboolean        lm_network_has_parts       (const LmNetwork *self);
gsize           lm_network_get_n_generator (const LmNetwork *self);

/* Whether layers [@first, @end) can run by themselves: all that they read from outside is the output of one
 * layer, of @input's shape (with a leading 1), or for @first 0 the network's input. */
gboolean        lm_network_has_stretch     (const LmNetwork *self,
                                            gsize            first,
                                            gsize            end,
                                            const LmShape   *input);

/* What the loss and the metrics compare, with a leading 1: an example and its target, or a step and
 * its target where each step has one. Answers are then rows of such shapes. */
const LmShape  *lm_network_get_answer_row (const LmNetwork *self);
const LmShape  *lm_network_get_target_row (const LmNetwork *self);
/* What it reads are tokens, 0 … n_tokens - 1; 0: numbers. */
gsize           lm_network_get_n_tokens   (const LmNetwork *self);
/**
 * lm_network_check_source:
 * @wrong: (out) (optional): the layer that is wrong, -1 if it is none
 * @error: %LM_ERROR_SHAPE, %LM_ERROR_VALUE or the source's own
 *
 * Whether training on @source can start: whether the examples fit, sequences of different
 * lengths can be told from their padding where it counts, and every token has a place. For the last
 * it reads all examples, unless the source says how many tokens it has.
 */
gboolean        lm_network_check_source   (const LmNetwork *self,
                                           LmSource        *source,
                                           gssize          *wrong,
                                           GError         **error);

/* Elements of the flat blocks, gaps for alignment counted; of parameters, not counted. */
gsize           lm_network_get_block_size   (const LmNetwork *self);
gsize           lm_network_get_buffers_size (const LmNetwork *self);
/* Elements an example that layers carry from batch to batch; 0: none is stateful. */
gsize           lm_network_get_carried_size (const LmNetwork *self);
gsize           lm_network_get_n_params     (const LmNetwork *self);
/* Multiply-adds of one example forward; training costs about three times as much. */
guint64         lm_network_get_macs         (const LmNetwork *self);

/* Every parameter, then every buffer, in the order of the layers. */
gsize           lm_network_get_n_views  (const LmNetwork *self);
typedef struct
{
  char          *name;  /* "conv_1.weight"; of two parts "generator.conv_1.weight" */
  const LmParam *param; /* Offset in its block. */
  gsize          layer;
  gboolean       is_buffer;
} LmParamView;
const LmParamView *lm_network_get_view  (const LmNetwork *self,
                                         gsize            index);
/* Returns: (nullable) */
const LmParamView *lm_network_find_view (const LmNetwork *self,
                                         const char      *name);

/* The shard rule: how many parts a batch is cut into. It looks at the network
 * and the batch size only, never at the number of threads: see docs/engine.md. */
#define LM_MAX_SHARDS 16
#define LM_SHARD_RULE 2
gsize           lm_network_get_n_shards (const LmNetwork *self,
                                         gsize            batch_size);
/* Bytes that training needs with batches of that size: states, gradients, activations.
 * %G_MAXUINT64 where that overflows. */
guint64         lm_network_get_memory   (const LmNetwork *self,
                                         gsize            batch_size,
                                         gsize            n_moments);

G_END_DECLS
