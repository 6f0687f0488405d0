/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-source.h"

const char *const lm_split_ids[LM_N_SPLITS + 1] = { "training", "validation", "test", NULL };

LmSource *
lm_source_ref (LmSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_source_unref (LmSource *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    self->klass->free (self);
}
