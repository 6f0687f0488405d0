/* SPDX-License-Identifier: GPL-3.0-or-later */

/* constant.c: the factor is 1 */

#include <glib/gi18n-lib.h>

#include "lm-schedule.h"

static double
lm_constant_get_factor (const LmSchedule *self,
                        const LmProgress *progress,
                        const double     *state)
{
  return 1;
}

const LmScheduleClass lm_constant_class = {
  .id = "constant",
  .title = N_("Constant"),
  .summary = N_("The learning rate stays as it is."),
  .size = sizeof (LmSchedule),
  .get_factor = lm_constant_get_factor,
};
