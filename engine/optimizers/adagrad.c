/* SPDX-License-Identifier: GPL-3.0-or-later */

/* adagrad.c: s = s + g², x -= rate / (1 + (n - 1)·decay)·g / (√s + eps)  in step n
 * (Duchi, Hazan and Singer, 2011)
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-clones.h"
#include "lm-math.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double decay, eps;
} LmAdagrad;

LM_CLONES static void
lm_adagrad_update (const LmOptimizer *optimizer,
                   const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmAdagrad *self = (const LmAdagrad *) optimizer;
  const lm_real *restrict g = update->gradient;
  const lm_real *restrict x = update->value;
  lm_real *restrict new_x = update->new_value;
  const lm_real *restrict s = update->moment[0];
  lm_real *restrict new_s = update->new_moment[0];
  const lm_real rate = (lm_real) (update->rate / (1 + (double) (update->step - 1) * self->decay));
  const lm_real eps = (lm_real) self->eps;

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      new_s[i] = s[i] + g[i] * g[i];
      new_x[i] = x[i] - rate * g[i] / (LM_SQRT (new_s[i]) + eps);
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.01),
  { "lr_decay", LM_FIELD_REAL, G_STRUCT_OFFSET (LmAdagrad, decay), 0, 100, 0,
    .title = N_("Rate decay"),
    .hint = N_("Lowers the rate with the number of steps."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  LM_OPTIMIZER_EPS (LmAdagrad, 1e-10),
  { NULL },
};

const LmOptimizerClass lm_adagrad_class = {
  .id = "adagrad",
  .title = N_("Adagrad"),
  .summary = N_("Divides each step by all the gradients so far: rare features learn longer."),
  .size = sizeof (LmAdagrad),
  .fields = fields,
  .n_moments = 1,
  .moment_names = { "sum" },
  .update = lm_adagrad_update,
};
