/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-network.h"

G_BEGIN_DECLS

/* How a layer stands in its network. */
typedef struct
{
  LmLayer *layer;    /* owned, configured */
  gsize    n_inputs;
  gssize  *inputs;   /* owned; through no bypass; -1: the network's input */
  gboolean is_needed;    /* The loss depends on it. */
  gboolean has_gradient; /* It or a layer that it reads is trained, and the loss depends on it. */
  gsize    carried_offset; /* elements an example that layers before it carry */
  gboolean is_bent;      /* Where there is a penalty: layers after it are curved. */
  gboolean is_aligned;   /* Step t of what it gives is step t of the network's input. */
} LmNode;

struct _LmNetwork
{
  gatomicrefcount ref_count;
  LmShape  input, target;
  LmNode  *nodes;
  gsize    n_nodes;
  gboolean has_parts;
  gsize    n_generator;    /* of two parts: layers of the first, */
  gssize   made;           /* the one of them that the discriminator reads; */
  gboolean has_penalty;    /* its gradient is held down */
  gsize    generator_size; /* and the elements of its parameters, which lie before the others */
  gssize   last;       /* the layer that answers, through no bypass; -1: the input */
  gssize   loss_layer;
  LmShape  answer_row, target_row; /* what the loss compares, see lm_network_find_rows() */
  gsize    rows_per_example;
  GArray  *views;      /* LmParamView */
  gsize    block_size, buffers_size, carried_size;
  guint64  macs, macs_pictures; /* the latter in layers that give pictures */
};

/* Shape of one example of what layer @index gives; -1: the input. */
const LmShape *lm_network_get_shape (const LmNetwork *self,
                                     gssize           index);

/* lm-network-steps.c */

/* Whether its steps are those of the network's input, so that the lengths hold for it. */
gboolean       lm_network_is_aligned (const LmNetwork *self,
                                      gssize           index);
/* Finds that out for a node whose layer is configured. */
void           lm_network_align      (LmNetwork       *self,
                                      LmNode          *node);
/* What the loss compares: an example with its target, or, where there is a target for each step
 * (labels [1, time] or values [1, time, …]), a step with a step. */
void           lm_network_find_rows  (LmNetwork       *self);

/* lm-network-parts.c */

/* Before the layers are added. */
void           lm_network_find_parts  (LmNetwork       *self,
                                       const LmStack   *stack);
/* Whether the discriminator can be trained, the generator through it, and the penalty that the loss
 * asks for be taken; after the layers that have a gradient are found. */
gboolean       lm_network_check_penalty (LmNetwork     *self,
                                       const LmLoss    *loss,
                                       gssize          *wrong,
                                       GError         **error);
/* Whether stack and loss are both of two parts or both of one; what has to hold for two parts, and
 * what the loss then compares. */
gboolean       lm_network_check_parts (LmNetwork       *self,
                                       const LmLoss    *loss,
                                       gssize          *wrong,
                                       GError         **error);

/* Whether most of the work is done on pictures, where each example is enough for products of
 * matrices. */
gboolean lm_network_has_pictures (const LmNetwork *self);

G_END_DECLS
