/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-schedule.h"

#include <math.h>
#include <string.h>

#define LM_SCHEDULE(kind) extern const LmScheduleClass lm_##kind##_class;
#include "lm-schedule-kinds.inc"
#undef LM_SCHEDULE

static const LmScheduleClass *const classes[] = {
#define LM_SCHEDULE(kind) &lm_##kind##_class,
#include "lm-schedule-kinds.inc"
#undef LM_SCHEDULE
};

gsize
lm_schedule_class_get_n (void)
{
  return G_N_ELEMENTS (classes);
}

const LmScheduleClass *
lm_schedule_class_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (classes), NULL);

  return classes[index];
}

const LmScheduleClass *
lm_schedule_class_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (strcmp (classes[i]->id, id) == 0)
        return classes[i];
    }

  return NULL;
}

LmSchedule *
lm_schedule_new (const LmScheduleClass *klass)
{
  LmSchedule *self = g_malloc0 (klass->size);

  self->klass = klass;
  lm_fields_init (klass->fields, self);

  return self;
}

LmSchedule *
lm_schedule_copy (const LmSchedule *self)
{
  LmSchedule *copy = lm_schedule_new (self->klass);

  lm_fields_copy (self->klass->fields, copy, self);

  return copy;
}

void
lm_schedule_free (LmSchedule *self)
{
  if (self == NULL)
    return;

  lm_fields_clear (self->klass->fields, self);
  g_free (self);
}

guint64
lm_progress_get_epoch (const LmProgress *self)
{
  return self->step / MAX (1, self->steps_per_epoch);
}

double
lm_schedule_get_cosine (double  min,
                        guint64 step,
                        guint64 n_steps)
{
  const double share = step < n_steps ? (double) step / (double) n_steps : 1;

  return min + (1 - min) * (1 + cos (G_PI * share)) / 2;
}
