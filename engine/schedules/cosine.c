/* SPDX-License-Identifier: GPL-3.0-or-later */

/* cosine.c: the factor is min + (1 - min)·(1 + cos (π·step / planned steps)) / 2
 * (Loshchilov and Hutter, 2017)
 */

#include <glib/gi18n-lib.h>

#include "lm-schedule.h"

typedef struct
{
  LmSchedule parent;

  double     min;
} LmCosine;

static double
lm_cosine_get_factor (const LmSchedule *schedule,
                      const LmProgress *progress,
                      const double     *state)
{
  const LmCosine *self = (const LmCosine *) schedule;

  return lm_schedule_get_cosine (self->min, progress->step, progress->n_steps);
}

static const LmField fields[] = {
  { "min", LM_FIELD_REAL, G_STRUCT_OFFSET (LmCosine, min), 0, 1, 0,
    .title = N_("Least factor"),
    .hint = N_("Share of the learning rate that is left at the planned end."),
    .flags = LM_FIELD_LIVE },
  { NULL },
};

const LmScheduleClass lm_cosine_class = {
  .id = "cosine",
  .title = N_("Cosine"),
  .summary = N_("The learning rate glides down to the planned end, like half a wave."),
  .size = sizeof (LmCosine),
  .fields = fields,
  .get_factor = lm_cosine_get_factor,
};
