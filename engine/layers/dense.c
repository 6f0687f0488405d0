/* SPDX-License-Identifier: GPL-3.0-or-later */

/* dense.c: y = x·Wᵀ + b
 *
 *   x [batch, in]   W [out, in]   b [out]   y [batch, out]
 *
 * In a sequence [batch, time, in] every moment is a row of its own.
 */

#include <glib/gi18n-lib.h>

#include "lm-blas.h"
#include "lm-layer.h"
#include "lm-math.h"
#include "lm-spectral-norm.h"

typedef struct
{
  LmLayer parent;

  int      n_units;
  gboolean has_bias;
  int      init;
  double   init_scale;
  LmSpectralNorm spectral;

  gsize    weight, bias;
} LmDense;

static gboolean
lm_dense_configure (LmLayer        *layer,
                    const LmShape  *x,
                    gsize           n_inputs,
                    LmShape        *y,
                    GError        **error)
{
  LmDense *self = (LmDense *) layer;
  const gsize n_units = (gsize) self->n_units;
  const gsize n_in = x->dim[x->rank - 1];
  const LmShape weight = { 2, { n_units, n_in } };
  const LmShape bias = { 1, { n_units } };

  if (x->rank != 2 && x->rank != 3)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A dense layer takes a row of numbers, not a picture of %s: put a flatten "
                     "layer before it"),
                   shape);
      return FALSE;
    }

  self->weight = lm_layer_add_param (layer, "weight", &weight, (LmInit) self->init,
                                     lm_init_get_scale ((LmInit) self->init, self->init_scale),
                                     n_in, n_units);
  lm_spectral_norm_configure (&self->spectral, layer, &weight, 0);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &bias, LM_INIT_ZEROS, 0, n_in, n_units);
  *y = *x;
  y->dim[y->rank - 1] = n_units;
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x) * n_units);

  return TRUE;
}

/* The same numbers as rows of the last dimension. */
static LmTensor
lm_dense_get_rows (const LmTensor *x)
{
  const gsize n = x->shape.dim[x->shape.rank - 1];

  return lm_tensor_init (x->data, &(LmShape) { 2, { x->len / n, n } });
}

static void
lm_dense_forward (const LmLayer *layer,
                  LmPass        *pass,
                  LmTensor      *y)
{
  const LmDense *self = (const LmDense *) layer;
  const LmTensor x_rows = lm_dense_get_rows (lm_pass_get_input (pass, 0));
  const LmTensor weight = lm_spectral_norm_apply (&self->spectral, pass,
                                                  lm_pass_get_value (pass, self->weight));
  const gboolean has_bias = self->has_bias && !lm_pass_is_tangent (pass);
  LmTensor y_rows = lm_dense_get_rows (y);

  if (has_bias)
    lm_set_rows (&y_rows, lm_pass_get_value (pass, self->bias));
  lm_gemm (LM_KEEP, LM_TRANSPOSE, 1, &x_rows, &weight, has_bias ? 1 : 0,
           &y_rows); /* y += x·Wᵀ */
}

static void
lm_dense_backward (const LmLayer  *layer,
                   LmPass         *pass,
                   const LmTensor *y,
                   const LmTensor *dy)
{
  const LmDense *self = (const LmDense *) layer;
  const LmTensor x_rows = lm_dense_get_rows (lm_pass_get_input (pass, 0));
  const LmTensor dy_rows = lm_dense_get_rows (dy);
  const LmTensor *weight = lm_pass_get_value (pass, self->weight);
  LmTensor *grad = lm_pass_get_grad (pass, self->weight);
  LmTensor dweight = lm_spectral_norm_get_grad (&self->spectral, pass, grad);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (lm_pass_wants_grads (pass))
    {
      lm_gemm (LM_TRANSPOSE, LM_KEEP, 1, &dy_rows, &x_rows, 1, &dweight); /* dW += dyᵀ·x */
      lm_spectral_norm_derive (&self->spectral, pass, weight, &dweight, grad);
      if (self->has_bias && !lm_pass_is_tangent (pass))
        lm_add_rows (&dy_rows, lm_pass_get_grad (pass, self->bias)); /* db += Σ dy */
    }
  if (dx != NULL)
    {
      const LmTensor normed = lm_spectral_norm_apply (&self->spectral, pass, weight);
      LmTensor dx_rows = lm_dense_get_rows (dx);

      lm_gemm (LM_KEEP, LM_KEEP, 1, &dy_rows, &normed, 0, &dx_rows); /* dx = dy·W */
    }
}

static void
lm_dense_prepare (const LmLayer *layer,
                  LmPass        *pass)
{
  const LmDense *self = (const LmDense *) layer;

  if (self->spectral.is_on)
    lm_spectral_norm_prepare (&self->spectral, pass, lm_pass_get_value (pass, self->weight));
}

static void
lm_dense_commit (const LmLayer *layer,
                 LmPass        *pass)
{
  const LmDense *self = (const LmDense *) layer;

  if (self->spectral.is_on)
    lm_spectral_norm_commit (&self->spectral, pass);
}

static char *
lm_dense_describe (const LmLayer *layer)
{
  const LmDense *self = (const LmDense *) layer;
  g_autofree char *units = g_strdup_printf (ngettext ("%d unit", "%d units",
                                                      (gulong) self->n_units), self->n_units);

  return g_strconcat (units, self->spectral.is_on ? _(", spectral norm") : NULL, NULL);
}

static const LmField fields[] = {
  { "units", LM_FIELD_INT, G_STRUCT_OFFSET (LmDense, n_units), 1, 65536, 16,
    .title = N_("Units"),
    .hint = N_("How many numbers come out.") },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmDense, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each unit; it starts at 0.") },
  LM_INIT_FIELDS (LmDense),
  LM_SPECTRAL_NORM_FIELD (LmDense),
  { NULL },
};

const LmLayerClass lm_dense_class = {
  .id = "dense",
  .stem = "dense",
  .title = N_("Dense"),
  .summary = N_("Every output is a weighted sum of all inputs."),
  .keywords = N_("linear fully connected matrix units"),
  .group = LM_GROUP_COMMON,
  .glyph = "M 6 5 L 20 9 M 6 5 L 20 17 M 6 13 L 20 9 M 6 13 L 20 17 M 6 21 L 20 9 M 6 21 L 20 17 "
           "O 6 5 2.5 O 6 13 2.5 O 6 21 2.5 O 20 9 2.5 O 20 17 2.5",
  .size = sizeof (LmDense),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_dense_configure,
  .forward = lm_dense_forward,
  .backward = lm_dense_backward,
  .is_linear = TRUE,
  .prepare = lm_dense_prepare,
  .commit = lm_dense_commit,
  .describe = lm_dense_describe,
};
