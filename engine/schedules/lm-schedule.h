/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"

G_BEGIN_DECLS

typedef struct _LmSchedule LmSchedule;

#define LM_SCHEDULE_STATE 4

/* Where training is. Steps and epochs count what is done: the first step has 0. */
typedef struct
{
  guint64 step;
  guint64 steps_per_epoch;
  guint64 n_steps; /* The planned end. */
} LmProgress;

typedef struct
{
  const char    *id;      /* Written to project files: never renamed. */
  const char    *title;   /* Marked with N_(). */
  const char    *summary; /* One sentence; marked with N_(). */
  gsize          size;    /* Of the instance, whose first member is an LmSchedule. */
  const LmField *fields;

  /* The factor on the learning rate; @state is all that it remembers, zeroed at first. */
  double (*get_factor) (const LmSchedule *self, const LmProgress *progress, const double *state);
  /* Optional: the validation loss at the end of an epoch. */
  void   (*observe)    (const LmSchedule *self, double loss, double *state);
} LmScheduleClass;

struct _LmSchedule
{
  const LmScheduleClass *klass;
};

gsize                  lm_schedule_class_get_n (void);
const LmScheduleClass *lm_schedule_class_nth   (gsize                  index);
/* Returns: (nullable) */
const LmScheduleClass *lm_schedule_class_find  (const char            *id);

LmSchedule            *lm_schedule_new         (const LmScheduleClass *klass) G_GNUC_WARN_UNUSED_RESULT;
LmSchedule            *lm_schedule_copy        (const LmSchedule      *self) G_GNUC_WARN_UNUSED_RESULT;
void                   lm_schedule_free        (LmSchedule            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmSchedule, lm_schedule_free)

/* For the kinds. */

/* Whole epochs that are done. */
guint64                lm_progress_get_epoch   (const LmProgress *self);
/* Half a wave from 1 at step 0 to @min at step @n_steps and after. */
double                 lm_schedule_get_cosine  (double            min,
                                                guint64           step,
                                                guint64           n_steps);

G_END_DECLS
