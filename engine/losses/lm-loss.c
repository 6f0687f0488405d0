/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-loss.h"

#include <string.h>

#include "lm-math.h"

#define LM_LOSS(kind) extern const LmLossClass lm_##kind##_class;
#include "lm-loss-kinds.inc"
#undef LM_LOSS

static const LmLossClass *const classes[] = {
#define LM_LOSS(kind) &lm_##kind##_class,
#include "lm-loss-kinds.inc"
#undef LM_LOSS
};

gsize
lm_loss_class_get_n (void)
{
  return G_N_ELEMENTS (classes);
}

const LmLossClass *
lm_loss_class_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (classes), NULL);

  return classes[index];
}

const LmLossClass *
lm_loss_class_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (strcmp (classes[i]->id, id) == 0)
        return classes[i];
    }

  return NULL;
}

LmLoss *
lm_loss_new (const LmLossClass *klass)
{
  LmLoss *self = g_malloc0 (klass->size);

  self->klass = klass;
  lm_fields_init (klass->fields, self);

  return self;
}

LmLoss *
lm_loss_copy (const LmLoss *self)
{
  LmLoss *copy = lm_loss_new (self->klass);

  lm_fields_copy (self->klass->fields, copy, self);

  return copy;
}

void
lm_loss_free (LmLoss *self)
{
  if (self == NULL)
    return;

  lm_fields_clear (self->klass->fields, self);
  g_free (self);
}

double
lm_loss_get_weight (const LmLoss   *self,
                    const LmShape  *y,
                    const LmTensor *target)
{
  if (self->klass->get_weight != NULL)
    return self->klass->get_weight (self, y, target);

  return (double) target->shape.dim[0];
}

void
lm_loss_activate (const LmLoss   *self,
                  const LmTensor *y,
                  LmTensor       *answer)
{
  if (self->klass->activate != NULL)
    self->klass->activate (self, y, answer);
  else
    memcpy (answer->data, y->data, y->len * sizeof *y->data);
}

void
lm_loss_activate_softmax (const LmLoss   *self,
                          const LmTensor *y,
                          LmTensor       *answer)
{
  lm_softmax (y->data, answer->data, y->shape.dim[0], y->shape.dim[1]);
}

void
lm_loss_activate_sigmoid (const LmLoss   *self,
                          const LmTensor *y,
                          LmTensor       *answer)
{
  lm_sigmoid (y->data, answer->data, y->len);
}
