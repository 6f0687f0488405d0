/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gelu.c: y = x·Φ(x), Φ the normal distribution (Hendrycks and Gimpel, 2016)
 *
 *   exact   Φ(x) = (1 + erf (x / √2)) / 2
 *   tanh    Φ(x) ≈ (1 + tanh (√(2 / π)·(x + 0.044715 x³))) / 2
 */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"
#include "lm-math.h"

#define SQRT_1_2 0.70710678118654752440
#define SQRT_2_PI 0.79788456080286535588
#define SQRT_1_2_PI 0.39894228040143267794
#define CUBIC 0.044715

typedef enum
{
  FORM_EXACT,
  FORM_TANH,
} Form;

typedef struct
{
  LmLayer parent;

  int form;
} LmGelu;

/* twice = 2·Φ(x) - 1 */
LM_INLINE void
lm_gelu_distribute (const LmGelu  *self,
                    const lm_real *x,
                    lm_real       *twice,
                    gsize          n)
{
  if (self->form == FORM_EXACT)
    {
      for (gsize i = 0; i < n; i++)
        twice[i] = x[i] * (lm_real) SQRT_1_2;
      lm_erf (twice, twice, n);
    }
  else
    {
      for (gsize i = 0; i < n; i++)
        twice[i] = (lm_real) SQRT_2_PI * (x[i] + (lm_real) CUBIC * x[i] * x[i] * x[i]);
      lm_tanh (twice, twice, n);
    }
}

LM_INLINE void
lm_gelu_apply (const LmGelu  *self,
               const lm_real *x,
               lm_real       *y,
               gsize          n)
{
  lm_real twice[LM_BLOCK];

  lm_gelu_distribute (self, x, twice, n);
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] * (1 + twice[i]) / 2;
}

/* y' = Φ(x) + x·Φ'(x); Φ' is exp (-x² / 2) / √(2π), or what the chain rule makes of tanh. */
LM_INLINE void
lm_gelu_derive (const LmGelu  *self,
                const lm_real *x,
                const lm_real *y,
                const lm_real *dy,
                lm_real       *dx,
                gsize          n)
{
  lm_real twice[LM_BLOCK], density[LM_BLOCK];

  lm_gelu_distribute (self, x, twice, n);

  if (self->form == FORM_EXACT)
    {
      for (gsize i = 0; i < n; i++)
        density[i] = -x[i] * x[i] / 2;
      lm_exp (density, density, n);
      for (gsize i = 0; i < n; i++)
        density[i] *= (lm_real) SQRT_1_2_PI;
    }
  else
    {
      for (gsize i = 0; i < n; i++)
        density[i] = (1 - twice[i] * twice[i]) / 2 * (lm_real) SQRT_2_PI *
                     (1 + 3 * (lm_real) CUBIC * x[i] * x[i]);
    }

  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * ((1 + twice[i]) / 2 + x[i] * density[i]);
}

/* y'' = 2Φ'(x) + x·Φ''(x); exact: φ(x)·(2 - x²), as φ' = -x·φ. By tanh, with t = tanh u:
 * Φ' = (1 - t²)·u' / 2, Φ'' = (1 - t²)·(u'' / 2 - t·u'²) */
LM_INLINE void
lm_gelu_bend (const LmGelu  *self,
              const lm_real *x,
              const lm_real *y,
              lm_real       *bend,
              gsize          n)
{
  if (self->form == FORM_EXACT)
    {
      for (gsize i = 0; i < n; i++)
        bend[i] = -x[i] * x[i] / 2;
      lm_exp (bend, bend, n);
      for (gsize i = 0; i < n; i++)
        bend[i] *= (lm_real) SQRT_1_2_PI * (2 - x[i] * x[i]);
      return;
    }

  lm_gelu_distribute (self, x, bend, n);
  for (gsize i = 0; i < n; i++)
    {
      const lm_real t = bend[i];
      const lm_real slope = (lm_real) SQRT_2_PI * (1 + 3 * (lm_real) CUBIC * x[i] * x[i]);
      const lm_real curve = (lm_real) SQRT_2_PI * 6 * (lm_real) CUBIC * x[i];

      bend[i] = (1 - t * t) * (slope + x[i] * (curve / 2 - t * slope * slope));
    }
}

LM_ACTIVATION (gelu, LmGelu)
LM_CURVED_TANGENT (gelu, LmGelu)

static const char *const form_ids[] = { "exact", "tanh", NULL };
static const char *const form_titles[] = { N_("Exact"), N_("By tanh"), NULL };

static const LmField fields[] = {
  { "form", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmGelu, form), 0, 1, FORM_EXACT,
    .title = N_("Form"),
    .hint = N_("The form by tanh is that of GPT-2; the two differ by less than 0.001."),
    .choices = form_ids, .choice_titles = form_titles },
  { NULL },
};

const LmLayerClass lm_gelu_class = {
  .id = "gelu",
  .stem = "gelu",
  .title = N_("GELU"),
  .summary = N_("Weighs each number by how likely a normal number is below it."),
  .keywords = N_("gaussian error linear unit transformer activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 16 C 8 16 9 21 12 20 C 16 19 18 10 22 3",
  .size = sizeof (LmGelu),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_gelu_forward,
  .backward = lm_gelu_backward,
  .is_curved = TRUE,
  .tangent = lm_gelu_tangent,
  .tangent_backward = lm_gelu_tangent_backward,
};
