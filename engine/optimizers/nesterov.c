/* SPDX-License-Identifier: GPL-3.0-or-later */

/* nesterov.c: v = momentum·v + g, x -= rate·(g + momentum·v) (Nesterov, 1983) */

#include <glib/gi18n-lib.h>

#include "lm-clones.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double momentum;
} LmNesterov;

LM_CLONES static void
lm_nesterov_update (const LmOptimizer *optimizer,
                    const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmNesterov *self = (const LmNesterov *) optimizer;
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
      new_x[i] = x[i] - rate * (g[i] + momentum * new_v[i]);
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.01),
  LM_OPTIMIZER_MOMENTUM (LmNesterov),
  { NULL },
};

const LmOptimizerClass lm_nesterov_class = {
  .id = "nesterov",
  .title = N_("Nesterov momentum"),
  .summary = N_("Momentum that looks one step ahead before it turns."),
  .size = sizeof (LmNesterov),
  .fields = fields,
  .n_moments = 1,
  .moment_names = { "momentum_buffer" },
  .update = lm_nesterov_update,
};
