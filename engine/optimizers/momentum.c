/* SPDX-License-Identifier: GPL-3.0-or-later */

/* momentum.c: v = momentum·v + g, x -= rate·v (Polyak, 1964) */

#include <glib/gi18n-lib.h>

#include "lm-clones.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double momentum;
} LmMomentum;

LM_CLONES static void
lm_momentum_update (const LmOptimizer *optimizer,
                    const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmMomentum *self = (const LmMomentum *) optimizer;
  const lm_real *restrict g = update->gradient;
  const lm_real *restrict x = update->value;
  lm_real *restrict new_x = update->new_value;
  const lm_real *restrict v = update->moment[0];
  lm_real *restrict new_v = update->new_moment[0];
  const lm_real rate = (lm_real) update->rate;
  const lm_real momentum = (lm_real) self->momentum;

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      new_v[i] = momentum * v[i] + g[i];
      new_x[i] = x[i] - rate * new_v[i];
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.01),
  LM_OPTIMIZER_MOMENTUM (LmMomentum),
  { NULL },
};

const LmOptimizerClass lm_momentum_class = {
  .id = "momentum",
  .title = N_("Momentum"),
  .summary = N_("SGD that keeps its speed: a ball that rolls downhill."),
  .size = sizeof (LmMomentum),
  .fields = fields,
  .n_moments = 1,
  .moment_names = { "momentum_buffer" },
  .update = lm_momentum_update,
};
