/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-pool.h"
#include "lm-result.h"
#include "lm-source.h"
#include "lm-state.h"

G_BEGIN_DECLS

/* The memory of a network at work: activations and gradients for batches of up
 * to a capacity, planned and allocated at once. Its functions neither allocate
 * nor fail; they are for one thread at a time.
 */
typedef struct _LmWorkspace LmWorkspace;

typedef enum
{
  LM_WORK_INFER, /* Forward only; the answers are kept, in the least memory. */
  LM_WORK_PROBE, /* Forward only; the values of every layer are kept until the next run. */
  LM_WORK_TRACE, /* Likewise, and what layers keep for themselves. */
  LM_WORK_TRAIN, /* Forward and backward. */
} LmWork;

/* @error: %LM_ERROR_MEMORY, with the bytes that are needed and those there are */
LmWorkspace    *lm_workspace_new          (LmNetwork    *network,
                                           LmPool       *pool,
                                           gsize         capacity,
                                           LmWork        work,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void            lm_workspace_free         (LmWorkspace  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmWorkspace, lm_workspace_free)

gsize           lm_workspace_get_capacity (LmWorkspace  *self);
/* Where the batch is written before a run: [capacity, …]. */
LmTensor       *lm_workspace_get_input    (LmWorkspace  *self);
LmTensor       *lm_workspace_get_target   (LmWorkspace  *self);
/* The same for a source to write to; @has_lengths: the next runs heed the lengths, too. */
LmBatch         lm_workspace_get_batch    (LmWorkspace  *self,
                                           gboolean      has_lengths);

/* Forward over @n_rows rows of the input, as prediction does it. @training (nullable) gives the answers
 * their meaning, and if @result (nullable) is asked for too, loss and metrics are computed. */
void            lm_workspace_infer        (LmWorkspace      *self,
                                           const LmState    *state,
                                           const LmTraining *training,
                                           gsize             n_rows,
                                           LmResult         *result);
/* The same through the layers [@first, @end) only: what they read of the layers before is @input
 * [capacity, …], see lm_network_has_stretch(). The targets are those of the batch. There are answers if
 * @end is the number of layers; if not, after LM_WORK_INFER layer @end - 1 can be copied. */
void            lm_workspace_infer_stretch (LmWorkspace      *self,
                                            const LmState    *state,
                                            const LmTraining *training,
                                            const LmTensor   *input,
                                            gsize             first,
                                            gsize             end,
                                            gsize             n_rows);
/* Forward and backward in training mode; gradients of the mean loss are added up over the shards.
 * @state is not changed. */
void            lm_workspace_compute_gradients (LmWorkspace      *self,
                                                const LmState    *state,
                                                const LmTraining *training,
                                                gsize             n_rows,
                                                LmResult         *result);
/**
 * lm_workspace_update:
 * @rate: the schedule's learning rate
 * @bad: (out) (optional): the first tensor that is not finite, "conv_1.weight" or "loss"
 *
 * Regularises and clips the gradients of the last run and updates @state, running statistics too.
 *
 * Returns: %FALSE if any number came out not finite; then @state is unchanged
 */
gboolean        lm_workspace_update       (LmWorkspace      *self,
                                           LmState          *state,
                                           const LmTraining *training,
                                           double            rate,
                                           const char      **bad);

/* Not for LM_WORK_TRAIN: the next run begins with nothing carried, and those after it with what the
 * run before has handed on; without it every run begins with nothing. While training it is the
 * state that is carried, and an update hands on. */
void            lm_workspace_begin_carrying (LmWorkspace    *self);
/* It begins with what @from has handed on, of as many examples, in a network that
 * lm_network_new_carrying() made of the same one. */
void            lm_workspace_go_on_from     (LmWorkspace       *self,
                                             const LmWorkspace *from);

/* Not after LM_WORK_INFER (see above): values of a layer in the last run, of the rows [first, first + n) of the
 * batch, copied to @out [n, …]; @layer -1 is the input. What a bypassed layer gives is what it reads. */
void            lm_workspace_copy_values  (LmWorkspace  *self,
                                           gssize        layer,
                                           gsize         first,
                                           gsize         n,
                                           lm_real      *out);
/* After LM_WORK_TRACE: row @trace of the layer's traces, of all rows of the last run: [n, …]. */
void            lm_workspace_copy_trace   (LmWorkspace  *self,
                                           gsize         layer,
                                           gsize         trace,
                                           lm_real      *out);
/* The answers of the last run (probabilities, if it knew the loss): [n, …], copied. */
void            lm_workspace_copy_answers (LmWorkspace  *self,
                                           gsize         first,
                                           gsize         n,
                                           lm_real      *out);
/* The gradient of a parameter in the last run, before regularising and clipping. */
LmTensor        lm_workspace_get_gradient (LmWorkspace       *self,
                                           const LmParamView *view);

G_END_DECLS
