/* SPDX-License-Identifier: GPL-3.0-or-later */

/* adam.c: m = beta1·m + (1 - beta1)·g, v = beta2·v + (1 - beta2)·g²,
 *   x -= rate·m̂ / (√v̂ + eps), m̂ = m / (1 - beta1ⁿ), v̂ = v / (1 - beta2ⁿ)  in step n
 * (Kingma and Ba, 2015)
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-clones.h"
#include "lm-math.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double beta1, beta2, eps;
} LmAdam;

LM_CLONES static void
lm_adam_update (const LmOptimizer *optimizer,
                const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmAdam *self = (const LmAdam *) optimizer;
  const lm_real *restrict g = update->gradient;
  const lm_real *restrict x = update->value;
  lm_real *restrict new_x = update->new_value;
  const lm_real *restrict m = update->moment[0];
  lm_real *restrict new_m = update->new_moment[0];
  const lm_real *restrict v = update->moment[1];
  lm_real *restrict new_v = update->new_moment[1];
  const double correction1 = 1 - pow (self->beta1, (double) update->step);
  const double correction2 = 1 - pow (self->beta2, (double) update->step);
  const lm_real beta1 = (lm_real) self->beta1, rest1 = (lm_real) (1 - self->beta1);
  const lm_real beta2 = (lm_real) self->beta2, rest2 = (lm_real) (1 - self->beta2);
  const lm_real rate = (lm_real) (update->rate / correction1);
  const lm_real root = (lm_real) (1 / sqrt (correction2));
  const lm_real eps = (lm_real) self->eps;

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      new_m[i] = beta1 * m[i] + rest1 * g[i];
      new_v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      new_x[i] = x[i] - rate * new_m[i] / (LM_SQRT (new_v[i]) * root + eps);
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.001),
  LM_OPTIMIZER_BETAS (LmAdam),
  LM_OPTIMIZER_EPS (LmAdam, 1e-8),
  { NULL },
};

const LmOptimizerClass lm_adam_class = {
  .id = "adam",
  .title = N_("Adam"),
  .summary = N_("Momentum, with a step size for each weight by itself: a good first choice."),
  .size = sizeof (LmAdam),
  .fields = fields,
  .n_moments = 2,
  .moment_names = { "exp_avg", "exp_avg_sq" },
  .update = lm_adam_update,
};
