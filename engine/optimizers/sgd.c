/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sgd.c: x -= rate·g */

#include <glib/gi18n-lib.h>

#include "lm-clones.h"
#include "lm-optimizer.h"

LM_CLONES static void
lm_sgd_update (const LmOptimizer *optimizer,
               const LmUpdate    *update)
{
  const lm_real *restrict g = update->gradient;
  const lm_real *restrict x = update->value;
  lm_real *restrict new_x = update->new_value;
  const gsize n = update->n;
  const lm_real rate = (lm_real) update->rate;

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    new_x[i] = x[i] - rate * g[i];
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.01),
  { NULL },
};

const LmOptimizerClass lm_sgd_class = {
  .id = "sgd",
  .title = N_("SGD"),
  .summary = N_("Each step goes straight down the slope."),
  .size = sizeof (LmOptimizer),
  .fields = fields,
  .update = lm_sgd_update,
};
