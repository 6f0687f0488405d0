/* SPDX-License-Identifier: GPL-3.0-or-later */

/* wasserstein.c: -y for data, y for what was made: a critic whose answers lie apart by the
 * distance of the two (Arjovsky and others, 2017)
 *
 * That holds for a critic whose answer changes no faster than its input: either its parameters are
 * cut to ± clip after each update, or its gradient is drawn to length 1 between data and what was
 * made (Gulrajani and others, 2017).
 */

#include <glib/gi18n-lib.h>

#include "lm-elementwise-loss.h"

typedef enum
{
  METHOD_PENALTY,
  METHOD_CLIPPING,
} Method;

typedef struct
{
  LmElementwiseLoss parent;

  int    method;
  double penalty, clip;
} LmWasserstein;

LM_INLINE void
lm_wasserstein_compare (const LmWasserstein *self,
                        const lm_real       *y,
                        const lm_real       *t,
                        lm_real             *loss,
                        lm_real             *slope,
                        gsize                n)
{
  for (gsize i = 0; i < n; i++)
    {
      slope[i] = 1 - 2 * t[i];
      loss[i] = slope[i] * y[i];
    }
}

LM_ELEMENTWISE_LOSS (wasserstein, LmWasserstein)

static double
lm_wasserstein_get_clip (const LmLoss *loss)
{
  const LmWasserstein *self = (const LmWasserstein *) loss;

  return self->method == METHOD_CLIPPING ? self->clip : 0;
}

static double
lm_wasserstein_get_penalty (const LmLoss *loss)
{
  const LmWasserstein *self = (const LmWasserstein *) loss;

  return self->method == METHOD_PENALTY ? self->penalty : 0;
}

static const char *const method_ids[] = { "gradient-penalty", "clipping", NULL };
static const char *const method_titles[] = { N_("Gradient penalty"), N_("Clipping"), NULL };

static const LmField fields[] = {
  { "method", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmWasserstein, method), 0, METHOD_CLIPPING,
    METHOD_PENALTY,
    .title = N_("Method"),
    .hint = N_("How the discriminator is kept from changing its answer too fast."),
    .choices = method_ids, .choice_titles = method_titles },
  { "penalty", LM_FIELD_REAL, G_STRUCT_OFFSET (LmWasserstein, penalty), 0, 10000, 10,
    .title = N_("Weight of the penalty"),
    .hint = N_("How much it counts if the gradient is not of length 1."),
    .flags = LM_FIELD_LOG | LM_FIELD_OPEN },
  { "clip", LM_FIELD_REAL, G_STRUCT_OFFSET (LmWasserstein, clip), 0, 100, 0.01,
    .title = N_("Clip"),
    .hint = N_("With clipping: the discriminator's parameters are cut to ± this."),
    .flags = LM_FIELD_LOG | LM_FIELD_OPEN },
  { NULL },
};

const LmLossClass lm_wasserstein_class = {
  .id = "wasserstein",
  .title = N_("Wasserstein"),
  .summary = N_("For a generator and a discriminator: how far apart the answers to data and to "
                "what was made lie on average, with a discriminator that is kept smooth."),
  .size = sizeof (LmWasserstein),
  .fields = fields,
  .is_adversarial = TRUE,
  .check = lm_elementwise_loss_check,
  .forward = lm_wasserstein_forward,
  .get_clip = lm_wasserstein_get_clip,
  .get_penalty = lm_wasserstein_get_penalty,
};
