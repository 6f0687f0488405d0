/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-random.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* One shard on its way through the network: all that a layer may read and
 * write during a step. A pass belongs to one thread at a time.
 */
typedef struct _LmPass LmPass;

/* Whether layers act as in training (dropout, batch statistics). */
gboolean        lm_pass_is_training    (const LmPass *self);
/* Examples of this shard, and of the whole batch. */
gsize           lm_pass_get_n_rows     (const LmPass *self);
gsize           lm_pass_get_batch_size (const LmPass *self);

/* All indices are those of lm_layer_add_*(), of the layer that is running. */
const LmTensor *lm_pass_get_input      (const LmPass *self,
                                        gsize         index);
/* Where to write an input's gradient; %NULL: nobody asks. */
LmTensor       *lm_pass_get_input_grad (LmPass       *self,
                                        gsize         index);
/* Whether anybody asks for the gradients of the layer's parameters. Where not, it does not matter what
 * becomes of them. */
gboolean        lm_pass_wants_grads    (const LmPass *self);
/* Whether it is directions that are read and given, and not numbers: see LmLayerClass.is_linear. */
gboolean        lm_pass_is_tangent     (const LmPass *self);
/* In tangent() and tangent_backward(): the direction of an input, and where to write its gradient;
 * %NULL: nobody asks. */
const LmTensor *lm_pass_get_input_tangent      (const LmPass *self,
                                                gsize         index);
LmTensor       *lm_pass_get_input_tangent_grad (LmPass       *self,
                                                gsize         index);
const LmTensor *lm_pass_get_value      (const LmPass *self,
                                        gsize         param);
/* This shard's gradient of a parameter, to be added to. */
LmTensor       *lm_pass_get_grad       (LmPass       *self,
                                        gsize         param);
/* Statistics as they were before the step; only commit() and prepare() write them. */
LmTensor       *lm_pass_get_buffer     (LmPass       *self,
                                        gsize         buffer);
/* [rows, n_per_example] */
lm_real        *lm_pass_get_kept       (LmPass       *self,
                                        gsize         kept);
lm_real        *lm_pass_get_scratch    (LmPass       *self);
/* The targets of this shard's rows; %NULL if the network knows of none. Only for layers whose class
 * has check_target(). */
const LmTensor *lm_pass_get_target     (const LmPass *self);
/* What the examples in the same places of the batch before handed on, [rows, n_per_example]; %NULL:
 * nothing, there is none before. Where to write what these hand on; %NULL: nobody asks. */
const lm_real  *lm_pass_get_carried    (const LmPass *self);
lm_real        *lm_pass_get_next_carried (LmPass     *self);
/* Of this shard's rows: how many steps of each count, 1 … time; what comes after them is padding.
 * %NULL if all are whole, or if the running layer no longer reads the steps of the network's
 * input (see LmLayerClass.keeps_time). */
const guint32  *lm_pass_get_lengths    (const LmPass *self);
/* What prepare() left, for all shards: in prepare(), forward(), backward() and commit(). Only prepare()
 * writes it. */
lm_real        *lm_pass_get_prepared   (const LmPass *self);
/* This shard's part, to be filled by gather(); what combine() made of all parts. In
 * gather_backward() the part is the one of backward; in backward() the total is that of
 * backward, in forward(), gather_backward() and commit() that of forward. */
lm_real        *lm_pass_get_partial    (LmPass       *self);
const lm_real  *lm_pass_get_total      (const LmPass *self);

/* In forward(): adds to the objective, beside the loss, Σ over this shard's rows; training
 * minimises the loss + beta × such terms, each as a mean. What the loss does not depend on adds
 * nothing. In backward(): what the derivative of that sum is to be multiplied by. */
void            lm_pass_add_term       (LmPass       *self,
                                        double        sum);
double          lm_pass_get_term_scale (const LmPass *self);

/* Where the running layer's random numbers for example @row of this shard come from:
 * a stream of the layer's name, so that they do not change when another is put before it. They
 * change from step to step while training, and never when predicting. */
LmRandom        lm_pass_get_random     (const LmPass *self,
                                        gsize         row);

G_END_DECLS
