/* SPDX-License-Identifier: GPL-3.0-or-later */

/* exponential.c: the factor is gamma ^ epoch */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-schedule.h"

typedef struct
{
  LmSchedule parent;

  double     gamma;
} LmExponential;

static double
lm_exponential_get_factor (const LmSchedule *schedule,
                           const LmProgress *progress,
                           const double     *state)
{
  const LmExponential *self = (const LmExponential *) schedule;

  return pow (self->gamma, (double) lm_progress_get_epoch (progress));
}

static const LmField fields[] = {
  { "gamma", LM_FIELD_REAL, G_STRUCT_OFFSET (LmExponential, gamma), 0, 1, 0.95,
    .title = N_("Gamma"),
    .hint = N_("What the learning rate is multiplied by after each epoch."),
    .flags = LM_FIELD_LIVE | LM_FIELD_OPEN },
  { NULL },
};

const LmScheduleClass lm_exponential_class = {
  .id = "exponential",
  .title = N_("Exponential"),
  .summary = N_("The learning rate goes down by the same share after each epoch."),
  .size = sizeof (LmExponential),
  .fields = fields,
  .get_factor = lm_exponential_get_factor,
};
