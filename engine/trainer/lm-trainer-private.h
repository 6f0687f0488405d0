/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "lm-camera.h"
#include "lm-evaluator.h"
#include "lm-round.h"
#include "lm-trainer.h"

G_BEGIN_DECLS

#define LM_N_RECORDS 16384 /* A power of two. */

typedef enum
{
  LM_COMMAND_NONE,
  LM_COMMAND_RUN,
  LM_COMMAND_PAUSE,
} LmCommand;

/* What the owner wants; crosses to the training thread under the mutex. */
typedef struct
{
  LmCommand   command; /* not kept: training may have ended by itself since */
  gboolean    stopping;
  guint64     goal;
  double      speed;
  LmTraining *training; /* new settings, or NULL */
  guint32     revision;
  LmWatch    *watch;
  gboolean    has_watch; /* @watch is new */
  guint       evaluations; /* bit mask of splits */
  gboolean    forgets_evaluations; /* those that were asked for before */
  gboolean    wants_state;
} LmKnobs;

typedef enum
{
  LM_MEASURING_NOTHING,
  LM_MEASURING_VALIDATION,
  LM_MEASURING_REQUEST,
} LmMeasuring;

struct _LmTrainer
{
  pthread_t        thread;
  pthread_mutex_t  mutex;
  pthread_cond_t   cond;
  LmKnobs          knobs;       /* under the mutex */
  GError          *failure;     /* under the mutex */
  _Atomic gboolean has_knobs;
  _Atomic gboolean is_idle;

  /* To the outside. */
  _Atomic (LmSnapshot *) snapshot;
  _Atomic (LmState *)    saved_state;
  _Atomic (LmState *)    saved_best;
  LmRecord              *records; /* a ring of LM_N_RECORDS */
  _Atomic gsize          n_written, n_read;

  /* The training thread's own. */
  LmPool      *pool;
  LmState     *state;
  LmState     *best;      /* nullable */
  LmSource    *source;
  LmTraining  *training;
  LmWorkspace *workspace;
  LmEvaluator *evaluator; /* nullable: two parts are not measured on a split */
  LmRound     *round;     /* of two parts */
  LmCamera    *camera;    /* nullable */
  guint32     *order;     /* of the examples in epoch @order_epoch */
  guint64      order_epoch;
  gsize        batch_size;
  guint64      steps_per_epoch;
  LmKnobs      now;
  LmMeasuring  measuring;
  LmSplit      measured;
  gboolean     is_running;
  gboolean     is_refused;
  gboolean     is_unseen; /* since the last snapshot */
  gboolean     has_new_watch; /* nothing was seen of it yet */
  gboolean     has_gradients; /* The workspace holds those of a step. */
  gint64       next_publish_usec, next_step_usec;
  gint64       clock_usec, time_usec;
};

/* lm-trainer-step.c; on the training thread. */
void     lm_trainer_train_step    (LmTrainer      *self);
/* The gradients of the step that would be next, if there is none yet to show them of. */
void     lm_trainer_look_ahead    (LmTrainer      *self);
/* Reads batch @index of the next step into the workspace. Returns: its examples in @n */
gboolean lm_trainer_read          (LmTrainer      *self,
                                   gsize           index,
                                   gsize          *n,
                                   GError        **error);
/* The schedule's factor on learning rates in the next step. */
double   lm_trainer_get_factor    (LmTrainer      *self);
/* Returns: (transfer full) */
GError  *lm_trainer_make_divergence (LmTrainer    *self,
                                   const char     *bad);
/* One batch of a measurement. */
void     lm_trainer_measure       (LmTrainer      *self);
gboolean lm_trainer_is_validation_due (LmTrainer  *self);
guint64  lm_trainer_get_n_steps   (LmTrainer      *self);

/* lm-trainer-round.c; on the training thread. */
gboolean lm_trainer_train_round   (LmTrainer      *self,
                                   LmResult       *result,
                                   GError        **error);
void     lm_trainer_look_ahead_round (LmTrainer   *self);

/* lm-trainer-thread.c; on the training thread. */
void    *lm_trainer_run           (void           *data);
void     lm_trainer_record        (LmTrainer      *self,
                                   LmRecord        record);
void     lm_trainer_finish        (LmTrainer      *self,
                                   LmFinish        why);
/* (transfer full) @error */
void     lm_trainer_refuse        (LmTrainer      *self,
                                   GError         *error);

G_END_DECLS
