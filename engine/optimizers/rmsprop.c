/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rmsprop.c: s = alpha·s + (1 - alpha)·g², x -= rate·g / (√s + eps) (Hinton, 2012) */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-clones.h"
#include "lm-math.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double alpha, eps;
} LmRmsprop;

LM_CLONES static void
lm_rmsprop_update (const LmOptimizer *optimizer,
                   const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmRmsprop *self = (const LmRmsprop *) optimizer;
  const lm_real *restrict g = update->gradient;
  const lm_real *restrict x = update->value;
  lm_real *restrict new_x = update->new_value;
  const lm_real *restrict s = update->moment[0];
  lm_real *restrict new_s = update->new_moment[0];
  const lm_real rate = (lm_real) update->rate;
  const lm_real alpha = (lm_real) self->alpha;
  const lm_real rest = (lm_real) (1 - self->alpha);
  const lm_real eps = (lm_real) self->eps;

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      new_s[i] = alpha * s[i] + rest * g[i] * g[i];
      new_x[i] = x[i] - rate * g[i] / (LM_SQRT (new_s[i]) + eps);
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.01),
  { "alpha", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRmsprop, alpha), 0, 1, 0.99,
    .title = N_("Alpha"),
    .hint = N_("Share of the past in the mean of g². Keras calls it rho and takes 0.9."),
    .flags = LM_FIELD_LIVE },
  LM_OPTIMIZER_EPS (LmRmsprop, 1e-8),
  { NULL },
};

const LmOptimizerClass lm_rmsprop_class = {
  .id = "rmsprop",
  .title = N_("RMSprop"),
  .summary = N_("Divides each step by how large the gradient has been lately."),
  .size = sizeof (LmRmsprop),
  .fields = fields,
  .n_moments = 1,
  .moment_names = { "square_avg" },
  .update = lm_rmsprop_update,
};
