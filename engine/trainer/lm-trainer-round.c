/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A step of a model of two parts: a round of updates of one and the other. */

#include "lm-trainer-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lm-error.h"

/* Each update of the discriminator takes the next batch of the epoch; the last step of an epoch may
 * begin it again. */
static gboolean
lm_trainer_train_discriminator (LmTrainer  *self,
                                gsize      *n,
                                GError    **error)
{
  for (int i = 0; i < self->training->d_steps; i++)
    {
      if (!lm_trainer_read (self, (gsize) i, n, error))
        return FALSE;
      if (!lm_round_train_discriminator (self->round, *n))
        {
          *error = lm_trainer_make_divergence (self, lm_round_get_bad (self->round));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
lm_trainer_train_generator (LmTrainer  *self,
                            gsize       n,
                            GError    **error)
{
  for (int i = 0; i < self->training->g_steps; i++)
    {
      if (!lm_round_train_generator (self->round, n))
        {
          *error = lm_trainer_make_divergence (self, lm_round_get_bad (self->round));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
lm_trainer_run_round (LmTrainer  *self,
                      GError    **error)
{
  const LmTraining *training = self->training;
  gsize n;

  lm_round_begin (self->round, self->state, training, lm_trainer_get_factor (self));

  /* The generator, too, may want to know what classes there are. */
  if (training->trains == LM_TRAINS_GENERATOR && !lm_trainer_read (self, 0, &n, error))
    return FALSE;
  if (training->trains != LM_TRAINS_GENERATOR &&
      !lm_trainer_train_discriminator (self, &n, error))
    return FALSE;

  return training->trains == LM_TRAINS_DISCRIMINATOR ||
         lm_trainer_train_generator (self, n, error);
}

gboolean
lm_trainer_train_round (LmTrainer  *self,
                        LmResult   *result,
                        GError    **error)
{
  if (!lm_trainer_run_round (self, error))
    {
      lm_round_cancel (self->round);
      return FALSE;
    }

  lm_round_end (self->round, result);
  self->has_gradients = TRUE;

  return TRUE;
}

void
lm_trainer_look_ahead_round (LmTrainer *self)
{
  g_autoptr(GError) error = NULL;

  /* What fails is told of when it is trained on. */
  self->has_gradients = lm_trainer_run_round (self, &error);
  lm_round_cancel (self->round);
}
