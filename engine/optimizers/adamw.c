/* SPDX-License-Identifier: GPL-3.0-or-later */

/* adamw.c: x -= rate·decay·x, and then as Adam does:
 *   m = beta1·m + (1 - beta1)·g, v = beta2·v + (1 - beta2)·g²,
 *   x -= rate·m̂ / (√v̂ + eps), m̂ = m / (1 - beta1ⁿ), v̂ = v / (1 - beta2ⁿ)  in step n
 * (Loshchilov and Hutter, 2019)
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-clones.h"
#include "lm-math.h"
#include "lm-optimizer.h"

typedef struct
{
  LmOptimizer parent;

  double beta1, beta2, eps, decay;
} LmAdamw;

LM_CLONES static void
lm_adamw_update (const LmOptimizer *optimizer,
                 const LmUpdate    *update)
{
  const gsize n = update->n;
  const LmAdamw *self = (const LmAdamw *) optimizer;
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
  const lm_real keep = (lm_real) (1 - update->rate * self->decay);

  #pragma omp simd
  for (gsize i = 0; i < n; i++)
    {
      new_m[i] = beta1 * m[i] + rest1 * g[i];
      new_v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      new_x[i] = keep * x[i] - rate * new_m[i] / (LM_SQRT (new_v[i]) * root + eps);
    }
}

static const LmField fields[] = {
  LM_OPTIMIZER_RATE (0.001),
  { "weight_decay", LM_FIELD_REAL, G_STRUCT_OFFSET (LmAdamw, decay), 0, 100, 0.01,
    .title = N_("Weight decay"),
    .hint = N_("Each step takes the rate times this share off every weight. Keras takes 0.004."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG },
  LM_OPTIMIZER_BETAS (LmAdamw),
  LM_OPTIMIZER_EPS (LmAdamw, 1e-8),
  { NULL },
};

const LmOptimizerClass lm_adamw_class = {
  .id = "adamw",
  .title = N_("AdamW"),
  .summary = N_("Adam that also lets every weight decay a little."),
  .size = sizeof (LmAdamw),
  .fields = fields,
  .n_moments = 2,
  .moment_names = { "exp_avg", "exp_avg_sq" },
  .update = lm_adamw_update,
};
