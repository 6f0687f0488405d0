/* SPDX-License-Identifier: GPL-3.0-or-later */

/* elu.c: y = x where x > 0, else alpha·(exp (x) - 1) (Clevert and others, 2015) */

#include <glib/gi18n-lib.h>

#include "lm-elu.h"

typedef struct
{
  LmLayer parent;

  double alpha;
} LmElu;

LM_INLINE void
lm_elu_apply (const LmElu   *self,
              const lm_real *x,
              lm_real       *y,
              gsize          n)
{
  lm_elu_block ((lm_real) self->alpha, x, y, n);
}

LM_INLINE void
lm_elu_derive (const LmElu   *self,
               const lm_real *x,
               const lm_real *y,
               const lm_real *dy,
               lm_real       *dx,
               gsize          n)
{
  const lm_real alpha = (lm_real) self->alpha;

  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] > 0 ? dy[i] : dy[i] * (y[i] + alpha);
}

LM_INLINE void
lm_elu_bend (const LmElu   *self,
             const lm_real *x,
             const lm_real *y,
             lm_real       *bend,
             gsize          n)
{
  const lm_real alpha = (lm_real) self->alpha;

  for (gsize i = 0; i < n; i++)
    bend[i] = x[i] > 0 ? 0 : y[i] + alpha;
}

LM_ACTIVATION (elu, LmElu)
LM_CURVED_TANGENT (elu, LmElu)

static const LmField fields[] = {
  { "alpha", LM_FIELD_REAL, G_STRUCT_OFFSET (LmElu, alpha), 0, 10, 1,
    .title = N_("Alpha"),
    .hint = N_("Very negative numbers become minus this number.") },
  { NULL },
};

const LmLayerClass lm_elu_class = {
  .id = "elu",
  .stem = "elu",
  .title = N_("ELU"),
  .summary = N_("Keeps what is positive and bends the rest smoothly towards −1."),
  .keywords = N_("exponential linear unit activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 21 C 9 21 11 19 13 15 L 20 3",
  .size = sizeof (LmElu),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_elu_forward,
  .backward = lm_elu_backward,
  .is_curved = TRUE,
  .tangent = lm_elu_tangent,
  .tangent_backward = lm_elu_tangent_backward,
};
