/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-optimizer.h"

#include <string.h>

#define LM_OPTIMIZER(kind) extern const LmOptimizerClass lm_##kind##_class;
#include "lm-optimizer-kinds.inc"
#undef LM_OPTIMIZER

static const LmOptimizerClass *const classes[] = {
#define LM_OPTIMIZER(kind) &lm_##kind##_class,
#include "lm-optimizer-kinds.inc"
#undef LM_OPTIMIZER
};

gsize
lm_optimizer_class_get_n (void)
{
  return G_N_ELEMENTS (classes);
}

const LmOptimizerClass *
lm_optimizer_class_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (classes), NULL);

  return classes[index];
}

const LmOptimizerClass *
lm_optimizer_class_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (strcmp (classes[i]->id, id) == 0)
        return classes[i];
    }

  return NULL;
}

LmOptimizer *
lm_optimizer_new (const LmOptimizerClass *klass)
{
  LmOptimizer *self = g_malloc0 (klass->size);

  self->klass = klass;
  lm_fields_init (klass->fields, self);

  return self;
}

LmOptimizer *
lm_optimizer_copy (const LmOptimizer *self)
{
  LmOptimizer *copy = lm_optimizer_new (self->klass);

  lm_fields_copy (self->klass->fields, copy, self);

  return copy;
}

void
lm_optimizer_free (LmOptimizer *self)
{
  if (self == NULL)
    return;

  lm_fields_clear (self->klass->fields, self);
  g_free (self);
}
