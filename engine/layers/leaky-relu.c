/* SPDX-License-Identifier: GPL-3.0-or-later */

/* leaky-relu.c: y = x where x > 0, else slope·x (Maas and others, 2013) */

#include <glib/gi18n-lib.h>

#include "lm-activation.h"

typedef struct
{
  LmLayer parent;

  double slope;
} LmLeakyRelu;

LM_INLINE void
lm_leaky_relu_apply (const LmLeakyRelu *self,
                     const lm_real     *x,
                     lm_real           *y,
                     gsize              n)
{
  const lm_real slope = (lm_real) self->slope;

  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

LM_INLINE void
lm_leaky_relu_derive (const LmLeakyRelu *self,
                      const lm_real     *x,
                      const lm_real     *y,
                      const lm_real     *dy,
                      lm_real           *dx,
                      gsize              n)
{
  const lm_real slope = (lm_real) self->slope;

  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] > 0 ? dy[i] : slope * dy[i];
}

LM_ACTIVATION (leaky_relu, LmLeakyRelu)
LM_TANGENT (leaky_relu, LmLeakyRelu)

static char *
lm_leaky_relu_describe (const LmLayer *layer)
{
  const LmLeakyRelu *self = (const LmLeakyRelu *) layer;

  return g_strdup_printf (_("slope %g"), self->slope);
}

static const LmField fields[] = {
  { "slope", LM_FIELD_REAL, G_STRUCT_OFFSET (LmLeakyRelu, slope), 0, 1, 0.01,
    .title = N_("Slope"),
    .hint = N_("What negative numbers are multiplied by. Keras takes 0.3 unless told.") },
  { NULL },
};

const LmLayerClass lm_leaky_relu_class = {
  .id = "leaky-relu",
  .stem = "leaky",
  .title = N_("Leaky ReLU"),
  .summary = N_("Keeps what is positive and makes the rest small instead of 0."),
  .keywords = N_("rectified linear unit slope activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 21 L 13 17 L 22 4",
  .size = sizeof (LmLeakyRelu),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_activation_configure,
  .forward = lm_leaky_relu_forward,
  .backward = lm_leaky_relu_backward,
  .tangent = lm_leaky_relu_tangent,
  .tangent_backward = lm_leaky_relu_tangent_backward,
  .describe = lm_leaky_relu_describe,
};
