/* SPDX-License-Identifier: GPL-3.0-or-later */

/* prelu.c: y = x where x > 0, else W·x, W trained (He and others, 2015)
 *
 *   x, y [batch, features], [batch, time, features] or [batch, channels, height, width]
 *   W [1], or [features or channels]
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-features.h"
#include "lm-layer.h"
#include "lm-math.h"

#define BLOCK 512

typedef struct
{
  LmLayer    parent;

  gboolean   is_shared;
  double     start;

  LmFeatures features;
  gsize      weight;
} LmPrelu;

static gboolean
lm_prelu_configure (LmLayer        *layer,
                    const LmShape  *x,
                    gsize           n_inputs,
                    LmShape        *y,
                    GError        **error)
{
  LmPrelu *self = (LmPrelu *) layer;
  LmShape weight;

  self->features = lm_features_of (x);
  if (self->is_shared)
    self->features = (LmFeatures) { 1, lm_shape_get_n_columns (x) };

  weight = (LmShape) { 1, { self->features.n } };
  self->weight = lm_layer_add_param (layer, "weight", &weight, LM_INIT_CONSTANT, self->start, 1, 1);
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

/* One number of each feature, side by side. */
LM_CLONES static void
lm_prelu_forward_row (const lm_real *x,
                      const lm_real *weight,
                      lm_real       *y,
                      gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0 ? x[i] : weight[i] * x[i];
}

/* Numbers of one feature. */
LM_CLONES static void
lm_prelu_forward_plane (const lm_real *x,
                        lm_real        weight,
                        lm_real       *y,
                        gsize          n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0 ? x[i] : weight * x[i];
}

static void
lm_prelu_forward (const LmLayer *layer,
                  LmPass        *pass,
                  LmTensor      *y)
{
  const LmPrelu *self = (const LmPrelu *) layer;
  const gsize n = self->features.n, plane = self->features.plane;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;

  if (plane == 1)
    {
      for (gsize i = 0; i < y->len; i += n)
        lm_prelu_forward_row (x + i, weight, y->data + i, n);
    }
  else
    {
      for (gsize i = 0, j = 0; i < y->len; i += plane, j = (j + 1) % n)
        lm_prelu_forward_plane (x + i, weight[j], y->data + i, plane);
    }
}

LM_CLONES static void
lm_prelu_backward_row (const lm_real *x,
                       const lm_real *weight,
                       const lm_real *dy,
                       lm_real       *dx,
                       lm_real       *dweight,
                       gsize          n)
{
  for (gsize i = 0; i < n; i++)
    dweight[i] += x[i] > 0 ? 0 : dy[i] * x[i]; /* dW += Σ dy·x, where x <= 0 */
  for (gsize i = 0; dx != NULL && i < n; i++)
    dx[i] = x[i] > 0 ? dy[i] : dy[i] * weight[i];
}

/* Returns: what is to be added to dW */
LM_CLONES static double
lm_prelu_backward_plane (const lm_real *x,
                         lm_real        weight,
                         const lm_real *dy,
                         lm_real       *dx,
                         gsize          n)
{
  lm_real products[BLOCK];
  double sum = 0;

  for (gsize i = 0; i < n; i += BLOCK)
    {
      const gsize n_block = MIN (BLOCK, n - i);

      for (gsize j = 0; j < n_block; j++)
        products[j] = x[i + j] > 0 ? 0 : dy[i + j] * x[i + j];
      sum += lm_sum (products, n_block);
    }
  for (gsize i = 0; dx != NULL && i < n; i++)
    dx[i] = x[i] > 0 ? dy[i] : dy[i] * weight;

  return sum;
}

static void
lm_prelu_backward (const LmLayer  *layer,
                   LmPass         *pass,
                   const LmTensor *y,
                   const LmTensor *dy)
{
  const LmPrelu *self = (const LmPrelu *) layer;
  const gsize n = self->features.n, plane = self->features.plane;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  lm_real *dweight = lm_pass_get_grad (pass, self->weight)->data;
  LmTensor *dx_tensor = lm_pass_get_input_grad (pass, 0);
  lm_real *dx = dx_tensor != NULL ? dx_tensor->data : NULL;

  if (plane == 1)
    {
      for (gsize i = 0; i < y->len; i += n)
        lm_prelu_backward_row (x + i, weight, dy->data + i, dx != NULL ? dx + i : NULL, dweight, n);
    }
  else
    {
      for (gsize i = 0, j = 0; i < y->len; i += plane, j = (j + 1) % n)
        dweight[j] += (lm_real) lm_prelu_backward_plane (x + i, weight[j], dy->data + i,
                                                         dx != NULL ? dx + i : NULL, plane);
    }
}

static char *
lm_prelu_describe (const LmLayer *layer)
{
  const LmPrelu *self = (const LmPrelu *) layer;

  return g_strdup (self->is_shared ? _("one slope") : _("a slope each"));
}

static const LmField fields[] = {
  { "shared", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmPrelu, is_shared), 0, 1, TRUE,
    .title = N_("One slope for all"),
    .hint = N_("Otherwise each feature or channel has its own.") },
  { "start", LM_FIELD_REAL, G_STRUCT_OFFSET (LmPrelu, start), -10, 10, 0.25,
    .title = N_("Slope starts"),
    .hint = N_("What negative numbers are multiplied by at first. Keras takes 0 unless told.") },
  { NULL },
};

const LmLayerClass lm_prelu_class = {
  .id = "prelu",
  .stem = "prelu",
  .title = N_("PReLU"),
  .summary = N_("A leaky ReLU that learns its slope."),
  .keywords = N_("parametric rectified linear unit slope activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 19 L 13 15 L 22 4 M 3 23 L 13 15",
  .size = sizeof (LmPrelu),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_prelu_configure,
  .forward = lm_prelu_forward,
  .backward = lm_prelu_backward,
  .describe = lm_prelu_describe,
};
