/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-network.h"

G_BEGIN_DECLS

#define LM_MAX_BLOCKS (1 + LM_MAX_MOMENTS)

/* All that changes while training. */
typedef struct
{
  LmNetwork *network;                  /* referenced */
  gsize      n_blocks;                 /* 1 + the optimizer's moments */
  lm_real   *blocks[LM_MAX_BLOCKS];    /* parameters, then moments: block_size elements each */
  lm_real   *buffers;                  /* running statistics */
  gsize      n_carried;                /* examples of a batch that hand something on to the next */
  lm_real   *carried;                  /* of each stateful layer [n_carried, n_per_example] */

  guint64    seed;
  guint64    step;                     /* updates done */
  guint64    n_updates[LM_N_PARTS];    /* of a network of two parts: of each of them */
  double     schedule[LM_SCHEDULE_STATE];
  guint64    validated;                /* step after which the last validation was */
  double     epoch_loss, epoch_weight; /* Σ over the examples of the present epoch */
  double     best_loss;                /* of a validation; HUGE_VAL before the first */
  guint64    best_step;
  guint64    n_worse;                  /* validations since */
} LmState;

/* Initial weights as a function of @seed.
 * @error: %LM_ERROR_MEMORY */
LmState  *lm_state_new      (LmNetwork     *network,
                             gsize          n_moments,
                             guint64        seed,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;
LmState  *lm_state_copy     (const LmState *self) G_GNUC_WARN_UNUSED_RESULT;
void      lm_state_free     (LmState       *self);
/* Only the numbers of blocks and buffers, not the step or what is remembered beside it. */
void      lm_state_copy_numbers (LmState       *self,
                                 const LmState *from);
void      lm_state_copy_buffers (LmState       *self,
                                 const LmState *from);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmState, lm_state_free)

/* Makes room for what stateful layers carry between batches of @n_examples. If there was room for
 * another number, it is all 0 then.
 * @error: %LM_ERROR_MEMORY */
gboolean  lm_state_set_n_carried (LmState *self,
                                  gsize    n_examples,
                                  GError **error);
/* As it is when an epoch begins: 0. */
void      lm_state_clear_carried (LmState *self);

/* A view of a parameter (@block 0), a moment of it (1, 2) or a buffer. */
LmTensor  lm_state_get_view (const LmState     *self,
                             const LmParamView *view,
                             gsize              block);
/* SHA-256 of every number in it, in hexadecimal: equal bits, equal hash.
 * Returns: (transfer full) */
char     *lm_state_hash     (const LmState *self) G_GNUC_WARN_UNUSED_RESULT;
/* As one run of bytes, for storage; lm_state_load() refuses with %LM_ERROR_SHAPE what does not
 * fit the network, and changes nothing then. The numbers are little-endian. */
GBytes   *lm_state_save     (const LmState *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean  lm_state_load     (LmState       *self,
                             GBytes        *bytes,
                             GError       **error);

G_END_DECLS
