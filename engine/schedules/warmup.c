/* SPDX-License-Identifier: GPL-3.0-or-later */

/* warmup.c: the factor of the first n steps is 1 / n, 2 / n … 1; then it stays 1, or glides
 * down to the planned end as cosine.c does it
 */

#include <glib/gi18n-lib.h>

#include "lm-schedule.h"

typedef enum
{
  THEN_CONSTANT,
  THEN_COSINE,
} Then;

typedef struct
{
  LmSchedule parent;

  int        n_steps;
  int        then;
  double     min;
} LmWarmup;

static double
lm_warmup_get_factor (const LmSchedule *schedule,
                      const LmProgress *progress,
                      const double     *state)
{
  const LmWarmup *self = (const LmWarmup *) schedule;
  const guint64 n = (guint64) self->n_steps;

  if (progress->step < n)
    return (double) (progress->step + 1) / (double) n;
  if (self->then == THEN_CONSTANT)
    return 1;

  return lm_schedule_get_cosine (self->min, progress->step - n,
                                 progress->n_steps > n ? progress->n_steps - n : 0);
}

static const char *const then_ids[] = { "constant", "cosine", NULL };
static const char *const then_titles[] = { N_("Constant"), N_("Cosine"), NULL };

static const LmField fields[] = {
  { "steps", LM_FIELD_INT, G_STRUCT_OFFSET (LmWarmup, n_steps), 1, 1000000000, 100,
    .title = N_("Steps"),
    .hint = N_("How many steps it takes to reach the whole learning rate."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG },
  { "then", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmWarmup, then), 0, 1, THEN_CONSTANT,
    .title = N_("Then"),
    .hint = N_("What follows the warm-up."),
    .choices = then_ids, .choice_titles = then_titles,
    .flags = LM_FIELD_LIVE },
  { "min", LM_FIELD_REAL, G_STRUCT_OFFSET (LmWarmup, min), 0, 1, 0,
    .title = N_("Least factor"),
    .hint = N_("Share of the learning rate that a cosine leaves at the planned end."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { NULL },
};

const LmScheduleClass lm_warmup_class = {
  .id = "warmup",
  .title = N_("Warm-up"),
  .summary = N_("The learning rate rises from almost 0 during the first steps."),
  .size = sizeof (LmWarmup),
  .fields = fields,
  .get_factor = lm_warmup_get_factor,
};
