/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-history.h"
#include "lm-pool.h"
#include "lm-snapshot.h"
#include "lm-source.h"
#include "lm-state.h"

G_BEGIN_DECLS

/* Trains a network on a thread of its own.
 *
 * All functions are for one thread, the one which made the trainer. Results are
 * fetched, never delivered: a trainer calls nobody back, so it can neither flood
 * a main loop nor outlive one.
 */
typedef struct _LmTrainer LmTrainer;

/**
 * lm_trainer_new:
 * @state: (transfer full): where training starts; taken on failure too
 * @source: the batches; referenced, and used by the training thread only from now on
 * @training: copied
 * @n_threads: threads that compute; 0: one a processor. The bits do not depend on it.
 * @error: %LM_ERROR_SHAPE if @source does not fit, %LM_ERROR_MEMORY, %LM_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable): a paused trainer
 */
LmTrainer  *lm_trainer_new            (LmState          *state,
                                       LmSource         *source,
                                       const LmTraining *training,
                                       gsize             n_threads,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the step in progress: one batch at the most. */
void        lm_trainer_free           (LmTrainer        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmTrainer, lm_trainer_free)

/* These take effect from the next step. */
void        lm_trainer_set_running    (LmTrainer        *self,
                                       gboolean          running);
/* Where to pause by itself: a number of updates; 0: at the planned end only. */
void        lm_trainer_set_goal       (LmTrainer        *self,
                                       guint64           step);
/* Steps per second at the most; 0: as fast as it can. */
void        lm_trainer_set_speed      (LmTrainer        *self,
                                       double            steps_per_second);
/* Loss, optimizer kind and batch size must be as before: see lm_training_is_live(). A record of
 * type SETTINGS with @revision tells when they came into effect. */
void        lm_trainer_set_training   (LmTrainer        *self,
                                       const LmTraining *training,
                                       guint32           revision);
/* (nullable) @watch: (transfer full). A new watch is answered by a snapshot, also while paused. */
void        lm_trainer_set_watch      (LmTrainer        *self,
                                       LmWatch          *watch);
/* Measures a split between two steps, also while paused; the answer is a record. Networks of two parts
 * are not measured. */
void        lm_trainer_evaluate       (LmTrainer        *self,
                                       LmSplit           split);
/* Gives up what is still to be measured, so that nobody who leaves has to wait for it. */
void        lm_trainer_forget_evaluations (LmTrainer    *self);
/* Asks for a copy of the whole state after the next step, or now while paused. */
void        lm_trainer_request_state  (LmTrainer        *self);
/* (transfer full) @best: the state that restoring the best would bring back, when a run is taken up
 * again; before training is started. */
void        lm_trainer_set_best       (LmTrainer        *self,
                                       LmState          *best);

/* Returns: whether it sleeps, and all there is to fetch can be fetched */
gboolean    lm_trainer_is_idle        (LmTrainer        *self);
/* Returns: (transfer full) (nullable): the last snapshot, if it is unread. While it trains, the next one is
 * taken after that, so that there are as many as there is somebody to read them; a pause or a new watch
 * puts a newer one in its place. */
LmSnapshot *lm_trainer_take_snapshot  (LmTrainer        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the state that was asked for */
LmState    *lm_trainer_take_state     (LmTrainer        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): a newer best state, to be kept: see lm_trainer_set_best() */
LmState    *lm_trainer_take_best      (LmTrainer        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Fetches up to @n records in order; none is ever lost: if they are not fetched, training waits.
 * Returns: how many */
gsize       lm_trainer_drain          (LmTrainer        *self,
                                       LmRecord         *records,
                                       gsize             n);
/* After a REFUSED record, or when the source failed: a sentence. Training can go on after
 * new settings only. Returns: (transfer full) (nullable) */
GError     *lm_trainer_get_failure    (LmTrainer        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Steps of one epoch, and of the whole plan. */
guint64     lm_trainer_get_steps_per_epoch (LmTrainer   *self);

/* Measures a split without a trainer, for the command line, in batches of @batch_size.
 * @error: whatever @source says */
gboolean    lm_evaluate               (const LmState    *state,
                                       LmSource         *source,
                                       LmSplit           split,
                                       const LmTraining *training,
                                       gsize             batch_size,
                                       LmPool           *pool,
                                       double           *loss,
                                       double           *metrics,
                                       GError          **error);

G_END_DECLS
