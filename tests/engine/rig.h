/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-workspace.h"

G_BEGIN_DECLS

/* One layer (or one loss) in a network of its own, through the public interface.
 *
 * In front of each of the layer's inputs stands a layer which adds a parameter [rows, …] to
 * the network's input: its gradient is the gradient at that input.
 * The loss is Σ c·y, c [rows, …] being the target; so c is the gradient at the output.
 */
typedef struct
{
  LmNetwork   *network;
  LmState     *state;
  LmPool      *pool;
  LmWorkspace *workspace;
  LmTraining  *training;
  gsize        n_rows;
  guint32     *lengths;
} Rig;

/* "units=3 bias=false". Returns: (transfer full) */
LmLayer *rig_make_layer (const char   *kind,
                         const char   *fields);

/**
 * rig_new:
 * @layer: (transfer full) (nullable): without it only the loss is there
 * @input: the network's input, of one example
 * @keep: how many of the features or channels each of the layer's inputs takes; 0: all
 * @n_inputs: of the layer; of more than one it must have no links yet
 * @loss: (transfer full) (nullable): instead of Σ c·y
 * @target: (nullable): of one example; without it the shape of the output. Of fewer numbers than
 *   those, the first c are they, and the others small numbers.
 * @macs: pretended work, which decides the number of shards
 */
Rig     *rig_new       (LmLayer       *layer,
                        const LmShape *input,
                        const gsize   *keep,
                        gsize          n_inputs,
                        LmLoss        *loss,
                        const LmShape *target,
                        gsize          n_rows,
                        guint64        macs,
                        GError       **error);
void     rig_free      (Rig           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

/* [rows, …], 0 until written. */
LmTensor rig_get_input  (Rig          *self);
LmTensor rig_get_target (Rig          *self);
/* How many steps of each sequence count, [rows]. Where the output is a sequence, the sum is of those
 * steps, and the mean of it is taken over Σ lengths / time. */
void     rig_set_lengths (Rig           *self,
                          const guint32 *lengths);
/* "layer.weight", or "input_1.offset" for the input; buffers too. */
LmTensor rig_get_value  (Rig          *self,
                         const char   *name);
/* Of the last rig_train(). */
LmTensor rig_get_grad   (Rig          *self,
                         const char   *name);
/* Forward and backward. Returns: the mean loss */
double   rig_train      (Rig          *self);
/* What the layer gave in the last rig_train(), if there is one shard and no other loss. */
const LmTensor *rig_get_output (void);
/* What the layer gives when predicting. Returns: (transfer full): lm_alloc() */
lm_real *rig_predict    (Rig          *self);

G_END_DECLS
