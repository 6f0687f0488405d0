/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-workspace.h"

G_BEGIN_DECLS

/* One step of a network of two parts: some updates of the discriminator, then some of the generator
 * (Goodfellow and others, 2014). It is done as a whole or not at all.
 *
 *   lm_round_begin ();
 *   d times: write a batch to the workspace, lm_round_train_discriminator ();
 *   g times: lm_round_train_generator ();
 *   lm_round_end ();
 *
 * If any of it fails, lm_round_cancel() puts everything back. For one thread at a time; none of
 * these functions allocates.
 */
typedef struct _LmRound LmRound;

/* @workspace: borrowed; of a network of two parts, to train. @state: for its size.
 * @error: LM_ERROR_MEMORY */
LmRound    *lm_round_new                 (LmWorkspace      *workspace,
                                          const LmState    *state,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void        lm_round_free                (LmRound          *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmRound, lm_round_free)

/* @state, @training: borrowed until the end. @factor: the schedule's, for both learning rates. */
void        lm_round_begin               (LmRound          *self,
                                          LmState          *state,
                                          const LmTraining *training,
                                          double            factor);
/* On @n_rows examples of data with a verdict of 1, and on as many that the generator makes with 0;
 * the batch statistics of the two are apart.
 * Returns: %FALSE if a number came out not finite: see lm_round_get_bad() */
gboolean    lm_round_train_discriminator (LmRound          *self,
                                          gsize             n_rows);
/* On @n_rows examples that it makes, with a verdict of 1. */
gboolean    lm_round_train_generator     (LmRound          *self,
                                          gsize             n_rows);
/* Counts the step. @result: of all updates together, to be added up over steps. */
void        lm_round_end                 (LmRound          *self,
                                          LmResult         *result);
/* The state is again as it was at the beginning; gradients stay where they can be looked at. */
void        lm_round_cancel              (LmRound          *self);
/* The first tensor that was not finite. */
const char *lm_round_get_bad             (const LmRound    *self);

G_END_DECLS
