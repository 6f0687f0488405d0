/* SPDX-License-Identifier: GPL-3.0-or-later */

/* plateau.c: goes down when the validation loss has not got better for a while, as PyTorch's
 * ReduceLROnPlateau (mode min, threshold_mode rel) does it
 */

#include <glib/gi18n-lib.h>

#include "lm-schedule.h"

typedef struct
{
  LmSchedule parent;

  double     factor, threshold, min;
  int        patience, cooldown;
} LmPlateau;

enum
{
  STATE_FACTOR, /* 0 before the first loss */
  STATE_BEST,
  STATE_N_WORSE,
  STATE_COOLDOWN,
};

static double
lm_plateau_get_factor (const LmSchedule *schedule,
                       const LmProgress *progress,
                       const double     *state)
{
  return state[STATE_FACTOR] > 0 ? state[STATE_FACTOR] : 1;
}

static void
lm_plateau_observe (const LmSchedule *schedule,
                    double            loss,
                    double           *state)
{
  const LmPlateau *self = (const LmPlateau *) schedule;
  const gboolean is_first = !(state[STATE_FACTOR] > 0);

  if (is_first)
    state[STATE_FACTOR] = 1;

  if (is_first || loss < state[STATE_BEST] * (1 - self->threshold))
    {
      state[STATE_BEST] = loss;
      state[STATE_N_WORSE] = 0;
    }
  else
    state[STATE_N_WORSE]++;

  if (state[STATE_COOLDOWN] > 0)
    {
      state[STATE_COOLDOWN]--;
      state[STATE_N_WORSE] = 0;
    }

  if (state[STATE_N_WORSE] > self->patience)
    {
      /* Never 0, which would be the beginning again. */
      state[STATE_FACTOR] = MAX (MAX (self->min, G_MINDOUBLE), state[STATE_FACTOR] * self->factor);
      state[STATE_COOLDOWN] = self->cooldown;
      state[STATE_N_WORSE] = 0;
    }
}

static const LmField fields[] = {
  { "factor", LM_FIELD_REAL, G_STRUCT_OFFSET (LmPlateau, factor), 0, 1, 0.1,
    .title = N_("Factor"),
    .hint = N_("What the learning rate is multiplied by."),
    .flags = LM_FIELD_LIVE | LM_FIELD_OPEN },
  { "patience", LM_FIELD_INT, G_STRUCT_OFFSET (LmPlateau, patience), 0, 1000000, 10,
    .title = N_("Patience"),
    .hint = N_("Validations without a better loss that are waited for."),
    .flags = LM_FIELD_LIVE },
  { "threshold", LM_FIELD_REAL, G_STRUCT_OFFSET (LmPlateau, threshold), 0, 1, 1e-4,
    .title = N_("Threshold"),
    .hint = N_("Share by which a loss must be lower to count as better."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { "cooldown", LM_FIELD_INT, G_STRUCT_OFFSET (LmPlateau, cooldown), 0, 1000000, 0,
    .title = N_("Cool-down"),
    .hint = N_("Validations after a step down that are not counted."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { "min", LM_FIELD_REAL, G_STRUCT_OFFSET (LmPlateau, min), 0, 1, 0,
    .title = N_("Least factor"),
    .hint = N_("Share of the learning rate that is always left."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { NULL },
};

const LmScheduleClass lm_plateau_class = {
  .id = "plateau",
  .title = N_("On plateau"),
  .summary = N_("The learning rate goes down when the validation loss stops falling."),
  .size = sizeof (LmPlateau),
  .fields = fields,
  .get_factor = lm_plateau_get_factor,
  .observe = lm_plateau_observe,
};
