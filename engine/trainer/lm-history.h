/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-metric.h"

G_BEGIN_DECLS

/* A series of numbers that only grows, with the extremes of ever longer runs
 * beside it, so that a picture of a million steps costs what its width costs.
 * For one thread.
 */
typedef struct _LmSeries LmSeries;

/* What begins and ends at multiples of a power of this is found faster. */
#define LM_SERIES_FAN_OUT 8

LmSeries *lm_series_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void      lm_series_free      (LmSeries       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmSeries, lm_series_free)
void      lm_series_append    (LmSeries       *self,
                               double          value);
gsize     lm_series_get_n     (const LmSeries *self);
double    lm_series_nth       (const LmSeries *self,
                               gsize           index);
/* Extremes and mean of [first, end), which is not empty; NaNs are passed over.
 * Takes O(log n). Returns: %FALSE if all are NaN */
gboolean  lm_series_get_range (const LmSeries *self,
                               gsize           first,
                               gsize           end,
                               double         *min,
                               double         *max,
                               double         *mean);

/* What the trainer reports, in the order in which it happened. */
typedef enum
{
  LM_RECORD_STEP,       /* loss and metrics of the batch that step @step trained on */
  LM_RECORD_VALIDATION, /* of the whole validation set after step @step */
  LM_RECORD_EVALUATION, /* of the split that was asked for, after step @step */
  LM_RECORD_SETTINGS,   /* settings @revision hold from after step @step */
  LM_RECORD_PAUSED,     /* at goal or by request */
  LM_RECORD_FINISHED,   /* the planned end; early stop; stop on a loss */
  LM_RECORD_REFUSED,    /* a step was refused: see lm_trainer_get_failure() */
  LM_RECORD_RESTORED,   /* the best state, of step @detail, was put back */
} LmRecordType;

typedef enum
{
  LM_FINISH_PLAN,     /* all epochs done */
  LM_FINISH_PATIENCE, /* early stopping */
  LM_FINISH_LOSS,     /* stop on a loss value */
} LmFinish;

typedef struct
{
  LmRecordType type;
  guint64      step; /* updates done after it: the first step is 1 */
  double       loss;
  float        metrics[LM_MAX_METRICS]; /* NaN where there is none */
  float        rate;
  guint32      detail; /* split, settings revision, LmFinish, or a step */
  gint64       time_usec; /* training time so far, pauses left out */
} LmRecord;

/* Everything that was recorded, by columns. For one thread. */
typedef struct
{
  LmSeries *loss;                   /* of step i + 1 */
  LmSeries *metrics[LM_MAX_METRICS];
  LmSeries *rate;
  GArray   *validations;            /* LmRecord of type VALIDATION */
  GArray   *events;                 /* LmRecord of all other types */
  gsize     n_metrics;
  gssize    best;                   /* index of the validation with the least finite loss, or -1 */
  gint64    time_usec;              /* of the last record */
} LmHistory;

LmHistory *lm_history_new    (gsize           n_metrics) G_GNUC_WARN_UNUSED_RESULT;
void       lm_history_free   (LmHistory      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmHistory, lm_history_free)
/* Steps come in order, none left out; @record is copied. */
void       lm_history_append (LmHistory      *self,
                              const LmRecord *record);
guint64    lm_history_get_n_steps (const LmHistory *self);

G_END_DECLS
