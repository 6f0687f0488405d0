/* SPDX-License-Identifier: GPL-3.0-or-later */

/* step.c: the factor is gamma ^ ⌊epoch / every⌋ */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-schedule.h"

typedef struct
{
  LmSchedule parent;

  int        every;
  double     gamma;
} LmStep;

static double
lm_step_get_factor (const LmSchedule *schedule,
                    const LmProgress *progress,
                    const double     *state)
{
  const LmStep *self = (const LmStep *) schedule;

  return pow (self->gamma, (double) (lm_progress_get_epoch (progress) / (guint64) self->every));
}

static const LmField fields[] = {
  { "every", LM_FIELD_INT, G_STRUCT_OFFSET (LmStep, every), 1, 1000000, 10,
    .title = N_("Every"),
    .hint = N_("Epochs from one step down to the next."),
    .flags = LM_FIELD_LIVE },
  { "gamma", LM_FIELD_REAL, G_STRUCT_OFFSET (LmStep, gamma), 0, 1, 0.1,
    .title = N_("Gamma"),
    .hint = N_("What the learning rate is multiplied by."),
    .flags = LM_FIELD_LIVE | LM_FIELD_OPEN },
  { NULL },
};

const LmScheduleClass lm_step_class = {
  .id = "step",
  .title = N_("Steps"),
  .summary = N_("The learning rate goes down by a factor every few epochs."),
  .size = sizeof (LmStep),
  .fields = fields,
  .get_factor = lm_step_get_factor,
};
