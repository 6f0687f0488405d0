/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-convolution-layer.h"

#include <glib/gi18n-lib.h>

const char *const lm_padding_ids[] = { "valid", "same", "explicit", NULL };
const char *const lm_padding_titles[] = { N_("None"), N_("Same"), N_("Explicit"), NULL };

static gboolean
lm_kernel_check (const LmShape  *x,
                 GError        **error)
{
  g_autofree char *shape = NULL;

  if (x->rank == 4)
    return TRUE;

  shape = lm_shape_to_string (x);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("A 2-D convolution takes pictures, not %s: put a reshape layer before it"), shape);

  return FALSE;
}

gboolean
lm_kernel_fit (const LmKernel *self,
               const LmShape  *x,
               LmWindow       *window,
               GError        **error)
{
  if (!lm_kernel_check (x, error))
    return FALSE;

  *window = (LmWindow) {
    { x->dim[2], 0, (gsize) self->kernel_size.height, (gsize) self->stride.height,
      (gsize) self->dilation.height },
    { x->dim[3], 0, (gsize) self->kernel_size.width, (gsize) self->stride.width,
      (gsize) self->dilation.width },
  };
  if (self->padding == LM_PADDING_SAME)
    {
      lm_slide_pad_same (&window->y);
      lm_slide_pad_same (&window->x);
    }
  else if (self->padding == LM_PADDING_EXPLICIT)
    {
      window->y.before = window->y.after = (gsize) self->padding_size.height;
      window->x.before = window->x.after = (gsize) self->padding_size.width;
    }

  if (lm_slide_fit (&window->y) && lm_slide_fit (&window->x))
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("A kernel of %zu × %zu does not fit into %zu × %zu: make it smaller, or choose padding “same”"),
               lm_slide_get_extent (&window->y), lm_slide_get_extent (&window->x),
               window->y.before + window->y.in + window->y.after,
               window->x.before + window->x.in + window->x.after);

  return FALSE;
}

void
lm_kernel_append (GString      *text,
                  const char   *format,
                  const LmPair *pair)
{
  g_autofree char *number = lm_pair_to_short_string (pair);

  if (pair->height != 1 || pair->width != 1)
    g_string_append_printf (text, format, number);
}

void
lm_kernel_describe (const LmKernel *self,
                    GString        *text)
{
  lm_kernel_append (text, _(", stride %s"), &self->stride);
  lm_kernel_append (text, _(", dilation %s"), &self->dilation);
}

gboolean
lm_convolution_layer_configure (LmConvolutionLayer *self,
                                const LmShape      *x,
                                gsize               n_filters,
                                gsize               n_groups,
                                LmShape            *y,
                                GError            **error)
{
  LmLayer *layer = &self->parent;
  LmConvolution *convolution = &self->convolution;
  const gsize height = (gsize) self->kernel.kernel_size.height;
  const gsize width = (gsize) self->kernel.kernel_size.width;
  const LmInit init = (LmInit) self->init;
  gsize n_scratch;
  LmShape weight;

  *convolution = (LmConvolution) {
    .n_channels = x->dim[1], .n_filters = n_filters, .n_groups = n_groups,
  };
  if (!lm_kernel_fit (&self->kernel, x, &convolution->window, error))
    return FALSE;

  n_scratch = lm_convolution_plan (convolution);
  lm_layer_set_scratch (layer, n_scratch);
  lm_layer_set_prepared (layer, lm_convolution_get_packed_size (convolution));
  weight = (LmShape) { 4, { n_filters, x->dim[1] / n_groups, height, width } };
  self->weight = lm_layer_add_param (layer, "weight", &weight, init,
                                     lm_init_get_scale (init, self->init_scale),
                                     convolution->n_column, n_filters * height * width);
  lm_spectral_norm_configure (&self->spectral, layer, &weight, n_scratch);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &(LmShape) { 1, { n_filters } }, LM_INIT_ZEROS,
                                     0, convolution->n_column, n_filters);
  *y = (LmShape) { 4, { 1, n_filters, convolution->window.y.out, convolution->window.x.out } };
  lm_layer_set_macs (layer, lm_shape_get_n_columns (y) * convolution->n_column);

  return TRUE;
}

/* With spectral norm, what prepare() leaves is the norm's. */
static lm_real *
lm_convolution_layer_get_packed (const LmConvolutionLayer *self,
                                 LmPass                   *pass)
{
  return self->spectral.is_on ? NULL : lm_pass_get_prepared (pass);
}

void
lm_convolution_layer_forward (const LmLayer *layer,
                              LmPass        *pass,
                              LmTensor      *y)
{
  const LmConvolutionLayer *self = (const LmConvolutionLayer *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const LmTensor weight = lm_spectral_norm_apply (&self->spectral, pass,
                                                  lm_pass_get_value (pass, self->weight));
  const gboolean has_bias = self->has_bias && !lm_pass_is_tangent (pass);

  lm_convolution_forward (&self->convolution, y->shape.dim[0], x->data, weight.data,
                          lm_convolution_layer_get_packed (self, pass),
                          has_bias ? lm_pass_get_value (pass, self->bias)->data : NULL, y->data,
                          lm_pass_get_scratch (pass));
}

void
lm_convolution_layer_backward (const LmLayer  *layer,
                               LmPass         *pass,
                               const LmTensor *y,
                               const LmTensor *dy)
{
  const LmConvolutionLayer *self = (const LmConvolutionLayer *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const LmTensor *weight = lm_pass_get_value (pass, self->weight);
  const LmTensor normed = lm_spectral_norm_apply (&self->spectral, pass, weight);
  LmTensor *grad = lm_pass_get_grad (pass, self->weight);
  const LmTensor dweight = lm_spectral_norm_get_grad (&self->spectral, pass, grad);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  const gboolean wants_grads = lm_pass_wants_grads (pass);
  const gboolean has_bias = self->has_bias && wants_grads && !lm_pass_is_tangent (pass);
  const gsize n_plane = y->shape.dim[2] * y->shape.dim[3];

  for (gsize i = 0; has_bias && i < y->len; i += y->shape.dim[1] * n_plane)
    lm_convolution_add_bias (dy->data + i, n_plane, lm_pass_get_grad (pass, self->bias));
  lm_convolution_backward (&self->convolution, y->shape.dim[0], x->data, normed.data,
                           lm_convolution_layer_get_packed (self, pass), dy->data,
                           wants_grads ? dweight.data : NULL, dx != NULL ? dx->data : NULL,
                           lm_pass_get_scratch (pass));
  if (wants_grads)
    lm_spectral_norm_derive (&self->spectral, pass, weight, &dweight, grad);
}

void
lm_convolution_layer_prepare (const LmLayer *layer,
                              LmPass        *pass)
{
  const LmConvolutionLayer *self = (const LmConvolutionLayer *) layer;

  const LmTensor *weight = lm_pass_get_value (pass, self->weight);
  lm_real *packed = lm_convolution_layer_get_packed (self, pass);

  if (self->spectral.is_on)
    {
      lm_spectral_norm_prepare (&self->spectral, pass, weight);
      return;
    }

  lm_convolution_pack_forward (&self->convolution, weight->data, packed);
  if (lm_pass_is_training (pass))
    lm_convolution_pack_backward (&self->convolution, weight->data, packed);
}

void
lm_convolution_layer_commit (const LmLayer *layer,
                             LmPass        *pass)
{
  const LmConvolutionLayer *self = (const LmConvolutionLayer *) layer;

  if (self->spectral.is_on)
    lm_spectral_norm_commit (&self->spectral, pass);
}
