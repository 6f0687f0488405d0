/* SPDX-License-Identifier: GPL-3.0-or-later */

/* layer-norm.c: y = W·x̂ + b, x̂ = (x - mean) / √(variance + eps) (Ba, Kiros and Hinton, 2016)
 *
 *   x, y [batch, features], [batch, time, features] or [batch, channels, height, width]
 *   W, b [features] or [channels, height, width]
 *
 * Mean and variance are those of the features of each example, or of each of its steps; of a
 * picture, those of all its numbers.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-math.h"
#include "lm-norm.h"

typedef struct
{
  LmLayer  parent;

  double   eps;
  gboolean is_affine;

  gsize    n; /* numbers that are taken together */
  gsize    weight, bias;
  gsize    mean, scale; /* kept */
} LmLayerNorm;

static gboolean
lm_layer_norm_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  LmLayerNorm *self = (LmLayerNorm *) layer;
  LmShape weight = { 1, { x->dim[x->rank - 1] } };

  if (x->rank == 4)
    weight = (LmShape) { 3, { x->dim[1], x->dim[2], x->dim[3] } };
  self->n = lm_shape_get_n_elements (&weight);
  if (!lm_norm_check (self->n, x, error))
    return FALSE;

  if (self->is_affine)
    {
      self->weight = lm_layer_add_param (layer, "weight", &weight, LM_INIT_CONSTANT, 1, 1, 1);
      self->bias = lm_layer_add_param (layer, "bias", &weight, LM_INIT_ZEROS, 0, 1, 1);
    }
  self->mean = lm_layer_add_kept (layer, lm_shape_get_n_columns (x) / self->n);
  self->scale = lm_layer_add_kept (layer, lm_shape_get_n_columns (x) / self->n);
  lm_layer_set_scratch (layer, 3 * self->n);
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

static void
lm_layer_norm_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmLayerNorm *self = (const LmLayerNorm *) layer;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  const lm_real *bias = self->is_affine ? lm_pass_get_value (pass, self->bias)->data : NULL;
  lm_real *mean = lm_pass_get_kept (pass, self->mean);
  lm_real *scale = lm_pass_get_kept (pass, self->scale);
  const LmNormGroup group = { 1, self->n, self->n };

  for (gsize i = 0, row = 0; i < y->len; i += self->n, row++)
    {
      lm_norm_measure (&group, x + i, self->eps, &mean[row], &scale[row]);
      lm_norm_apply_row (x + i, mean[row], scale[row], weight, bias, y->data + i, self->n);
    }
}

/* dx = (g - Σ g / n - x̂·Σ (g·x̂) / n) / √(variance + eps), g = W·dy */
static void
lm_layer_norm_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmLayerNorm *self = (const LmLayerNorm *) layer;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *mean = lm_pass_get_kept (pass, self->mean);
  const lm_real *scale = lm_pass_get_kept (pass, self->scale);
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  const LmNormGroup group = { 1, self->n, self->n };
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize i = 0, row = 0; i < y->len; i += self->n, row++)
    {
      if (self->is_affine)
        lm_norm_add_row (x + i, mean[row], scale[row], dy->data + i,
                         lm_pass_get_grad (pass, self->weight)->data,
                         lm_pass_get_grad (pass, self->bias)->data, self->n);
      if (dx == NULL)
        continue;

      lm_norm_weigh_row (dy->data + i, weight, dx->data + i, self->n);
      lm_norm_derive (&group, x + i, mean[row], scale[row], dx->data + i);
    }
}

/* ty = W·r·(tx - Σ tx / n - x̂·q), q = Σ x̂·tx / n, r = 1 / √(variance + eps): as dx of dy */
static void
lm_layer_norm_tangent (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       LmTensor       *ty)
{
  const LmLayerNorm *self = (const LmLayerNorm *) layer;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *tx = lm_pass_get_input_tangent (pass, 0)->data;
  const lm_real *mean = lm_pass_get_kept (pass, self->mean);
  const lm_real *scale = lm_pass_get_kept (pass, self->scale);
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  const LmNormGroup group = { 1, self->n, self->n };

  for (gsize i = 0, row = 0; i < y->len; i += self->n, row++)
    {
      memcpy (ty->data + i, tx + i, self->n * sizeof *tx);
      lm_norm_derive (&group, x + i, mean[row], scale[row], ty->data + i);
      lm_norm_weigh_row (ty->data + i, weight, ty->data + i, self->n);
    }
}

/* One row, with a = ty / W and da = W·dty: what depends on x are r and x̂, whose derivatives are
 *
 *   at r   Σ da·a / r, and ∂r / ∂x = -r²·x̂ / n
 *   at x̂   e = -r·(q·da + Σ (da·x̂)·tx / n), from which x gets what dx gets of dy
 */
static void
lm_layer_norm_bend_row (const LmLayerNorm *self,
                        const lm_real     *x,
                        lm_real            mean,
                        lm_real            scale,
                        const lm_real     *tx,
                        const lm_real     *a,
                        const lm_real     *da,
                        lm_real           *e,
                        lm_real           *dx)
{
  const LmNormGroup group = { 1, self->n, self->n };
  const lm_real n = (lm_real) self->n;
  lm_real q = 0, da_x = 0, da_a = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const lm_real normed = (x[i] - mean) * scale;

      q += normed * tx[i] / n;
      da_x += normed * da[i] / n;
      da_a += da[i] * a[i];
    }

  for (gsize i = 0; i < self->n; i++)
    e[i] = -scale * (q * da[i] + da_x * tx[i]);
  lm_norm_derive (&group, x, mean, scale, e);
  for (gsize i = 0; i < self->n; i++)
    dx[i] += e[i] - scale * scale * (x[i] - mean) * da_a / n;
}

static void
lm_layer_norm_tangent_backward (const LmLayer  *layer,
                                LmPass         *pass,
                                const LmTensor *y,
                                const LmTensor *dty)
{
  const LmLayerNorm *self = (const LmLayerNorm *) layer;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *tx = lm_pass_get_input_tangent (pass, 0)->data;
  const lm_real *mean = lm_pass_get_kept (pass, self->mean);
  const lm_real *scale = lm_pass_get_kept (pass, self->scale);
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  const LmNormGroup group = { 1, self->n, self->n };
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  LmTensor *dtx = lm_pass_get_input_tangent_grad (pass, 0);
  lm_real *a = lm_pass_get_scratch (pass), *da = a + self->n, *e = da + self->n;

  for (gsize i = 0, row = 0; i < y->len; i += self->n, row++)
    {
      memcpy (a, tx + i, self->n * sizeof *a);
      lm_norm_derive (&group, x + i, mean[row], scale[row], a);
      lm_norm_weigh_row (dty->data + i, weight, da, self->n);
      for (gsize j = 0; self->is_affine && j < self->n; j++)
        lm_pass_get_grad (pass, self->weight)->data[j] += dty->data[i + j] * a[j];

      if (dtx != NULL)
        {
          memcpy (dtx->data + i, da, self->n * sizeof *da);
          lm_norm_derive (&group, x + i, mean[row], scale[row], dtx->data + i);
        }
      if (dx != NULL)
        lm_layer_norm_bend_row (self, x + i, mean[row], scale[row], tx + i, a, da, e,
                                dx->data + i);
    }
}

static const LmField fields[] = {
  LM_NORM_FIELDS (LmLayerNorm, TRUE),
  { NULL },
};

const LmLayerClass lm_layer_norm_class = {
  .id = "layer-norm",
  .stem = "norm",
  .title = N_("Layer norm"),
  .summary = N_("Shifts and scales each example by itself to mean 0 and deviation 1."),
  .keywords = N_("layer normalization normalisation layernorm transformer"),
  .group = LM_GROUP_NORM,
  .glyph = "M 3 20 C 10 20 9 6 13 6 C 17 6 16 20 23 20 M 3 23 L 23 23",
  .size = sizeof (LmLayerNorm),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_layer_norm_configure,
  .forward = lm_layer_norm_forward,
  .backward = lm_layer_norm_backward,
  .is_curved = TRUE,
  .tangent = lm_layer_norm_tangent,
  .tangent_backward = lm_layer_norm_tangent_backward,
};
