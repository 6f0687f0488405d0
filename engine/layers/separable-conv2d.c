/* SPDX-License-Identifier: GPL-3.0-or-later */

/* separable-conv2d.c: z[c·m + i] = W[c·m + i] ∗ x[c] for each channel c by itself, m the
 * multiplier; y[f] = b[f] + Σ_j V[f, j]·z[j], pixel by pixel (Chollet, 2017)
 *
 *   x [batch, channels, height, width]   W [channels·m, 1, kernel, kernel]
 *   z [batch, channels·m, out, out]      V [filters, channels·m, 1, 1]
 *   y [batch, filters, out, out]         b [filters]
 */

#include <glib/gi18n-lib.h>

#include "lm-convolution-layer.h"

typedef struct
{
  LmLayer       parent;

  int           n_filters, multiplier;
  LmKernel      kernel;
  gboolean      has_bias;
  int           init;
  double        init_scale;

  LmConvolution depthwise, pointwise;
  gsize         n_between;  /* elements of z, one example */
  gsize         dbetween;   /* where its gradient is in the scratch */
  gsize         between;    /* kept */
  gsize         depthwise_weight, pointwise_weight, bias;
} LmSeparableConv2d;

static void
lm_separable_conv2d_add_params (LmSeparableConv2d *self)
{
  LmLayer *layer = &self->parent;
  const LmWindow *window = &self->depthwise.window;
  const gsize n_between = self->depthwise.n_filters, n_filters = (gsize) self->n_filters;
  const gsize n_kernel = window->y.kernel * window->x.kernel;
  const LmShape depthwise = { 4, { n_between, 1, window->y.kernel, window->x.kernel } };
  const LmShape pointwise = { 4, { n_filters, n_between, 1, 1 } };
  const LmShape bias = { 1, { n_filters } };
  const LmInit init = (LmInit) self->init;
  const double scale = lm_init_get_scale (init, self->init_scale);

  self->depthwise_weight = lm_layer_add_param (layer, "depthwise_weight", &depthwise, init, scale,
                                               n_kernel, n_between * n_kernel);
  self->pointwise_weight = lm_layer_add_param (layer, "pointwise_weight", &pointwise, init, scale,
                                               n_between, n_filters);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &bias, LM_INIT_ZEROS, 0, n_between, n_filters);
}

static gboolean
lm_separable_conv2d_configure (LmLayer        *layer,
                               const LmShape  *x,
                               gsize           n_inputs,
                               LmShape        *y,
                               GError        **error)
{
  LmSeparableConv2d *self = (LmSeparableConv2d *) layer;
  const gsize n_between = x->dim[1] * (gsize) self->multiplier;
  const LmWindow *window = &self->depthwise.window;
  LmShape between;
  gsize scratch;

  self->depthwise = (LmConvolution) {
    .n_channels = x->dim[1], .n_filters = n_between, .n_groups = x->dim[1],
  };
  if (!lm_kernel_fit (&self->kernel, x, &self->depthwise.window, error))
    return FALSE;

  self->pointwise = (LmConvolution) {
    .window.y = { window->y.out, window->y.out, 1, 1, 1 },
    .window.x = { window->x.out, window->x.out, 1, 1, 1 },
    .n_channels = n_between, .n_filters = (gsize) self->n_filters, .n_groups = 1,
  };
  between = (LmShape) { 4, { 1, n_between, window->y.out, window->x.out } };
  *y = (LmShape) { 4, { 1, (gsize) self->n_filters, window->y.out, window->x.out } };

  self->n_between = lm_shape_get_n_columns (&between);
  self->between = lm_layer_add_kept (layer, self->n_between);
  self->dbetween = lm_convolution_plan (&self->depthwise);
  self->dbetween = MAX (self->dbetween, lm_convolution_plan (&self->pointwise));
  if (!g_size_checked_add (&scratch, self->dbetween, self->n_between))
    scratch = G_MAXSIZE;
  lm_layer_set_scratch (layer, scratch);
  lm_separable_conv2d_add_params (self);
  lm_layer_set_macs (layer, self->n_between * self->depthwise.n_column +
                              lm_shape_get_n_columns (y) * n_between);

  return TRUE;
}

static void
lm_separable_conv2d_forward (const LmLayer *layer,
                             LmPass        *pass,
                             LmTensor      *y)
{
  const LmSeparableConv2d *self = (const LmSeparableConv2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *depthwise = lm_pass_get_value (pass, self->depthwise_weight)->data;
  const lm_real *pointwise = lm_pass_get_value (pass, self->pointwise_weight)->data;
  const gsize n_in = x->len / y->shape.dim[0], n_out = y->len / y->shape.dim[0];
  lm_real *scratch = lm_pass_get_scratch (pass);

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      lm_real *between = lm_pass_get_kept (pass, self->between) + row * self->n_between;
      lm_real *out = y->data + row * n_out;

      lm_convolution_forward (&self->depthwise, 1, x->data + row * n_in, depthwise, NULL, NULL,
                              between, scratch);
      lm_convolution_forward (&self->pointwise, 1, between, pointwise, NULL,
                              self->has_bias ? lm_pass_get_value (pass, self->bias)->data : NULL,
                              out, scratch);
    }
}

static void
lm_separable_conv2d_backward (const LmLayer  *layer,
                              LmPass         *pass,
                              const LmTensor *y,
                              const LmTensor *dy)
{
  const LmSeparableConv2d *self = (const LmSeparableConv2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_in = x->len / y->shape.dim[0], n_out = y->len / y->shape.dim[0];
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  lm_real *scratch = lm_pass_get_scratch (pass), *dbetween = scratch + self->dbetween;

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      const lm_real *between = lm_pass_get_kept (pass, self->between) + row * self->n_between;
      const lm_real *out = dy->data + row * n_out;

      if (self->has_bias)
        lm_convolution_add_bias (out, y->shape.dim[2] * y->shape.dim[3],
                                 lm_pass_get_grad (pass, self->bias));
      lm_convolution_backward (&self->pointwise, 1, between,
                               lm_pass_get_value (pass, self->pointwise_weight)->data, NULL, out,
                               lm_pass_get_grad (pass, self->pointwise_weight)->data, dbetween,
                               scratch);
      lm_convolution_backward (&self->depthwise, 1, x->data + row * n_in,
                               lm_pass_get_value (pass, self->depthwise_weight)->data, NULL,
                               dbetween,
                               lm_pass_get_grad (pass, self->depthwise_weight)->data,
                               dx != NULL ? dx->data + row * n_in : NULL, scratch);
    }
}

static char *
lm_separable_conv2d_describe (const LmLayer *layer)
{
  const LmSeparableConv2d *self = (const LmSeparableConv2d *) layer;
  g_autofree char *kernel = lm_pair_to_string (&self->kernel.kernel_size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter %s", "%d filters %s", (gulong) self->n_filters),
                          self->n_filters, kernel);
  lm_kernel_describe (&self->kernel, text);

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "filters", LM_FIELD_INT, G_STRUCT_OFFSET (LmSeparableConv2d, n_filters), 1, 65536, 16,
    .title = N_("Filters"),
    .hint = N_("How many feature maps come out.") },
  LM_KERNEL_FIELDS (LmSeparableConv2d),
  { "multiplier", LM_FIELD_INT, G_STRUCT_OFFSET (LmSeparableConv2d, multiplier), 1, 65536, 1,
    .title = N_("Multiplier"),
    .hint = N_("How many feature maps each channel becomes before they are mixed."),
    .flags = LM_FIELD_MORE },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmSeparableConv2d, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature map; it starts at 0.") },
  LM_INIT_FIELDS (LmSeparableConv2d),
  { NULL },
};

const LmLayerClass lm_separable_conv2d_class = {
  .id = "separable-conv2d",
  .stem = "conv",
  .title = N_("Separable convolution"),
  .summary = N_("Convolves each channel by itself and then mixes them, pixel by pixel."),
  .keywords = N_("conv filter kernel depthwise pointwise picture mobile xception"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 3 L 8 3 L 8 8 L 3 8 Z M 3 10 L 8 10 L 8 15 L 3 15 Z M 3 17 L 8 17 L 8 22 L 3 22 Z "
           "M 10 5.5 L 16 12.5 M 10 12.5 L 16 12.5 M 10 19.5 L 16 12.5 "
           "M 18 10 L 23 10 L 23 15 L 18 15 Z",
  .size = sizeof (LmSeparableConv2d),
  .fields = fields,
  .configure = lm_separable_conv2d_configure,
  .forward = lm_separable_conv2d_forward,
  .backward = lm_separable_conv2d_backward,
  .describe = lm_separable_conv2d_describe,
};
