/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conv-transpose2d.c: every pixel of x adds a kernel, weighted by it, to y: the gradient of a
 * convolution as a layer
 *
 *   x [batch, channels, height, width]   W [channels, filters / groups, kernel, kernel]
 *   y [batch, filters, out, out]         b [filters]
 *
 *   out = (in - 1)·stride - 2·padding + dilation·(kernel - 1) + 1 + output padding
 *
 * The convolution whose gradient it is goes from y to x.
 */

#include <glib/gi18n-lib.h>

#include "lm-convolution-layer.h"

typedef struct
{
  LmLayer       parent;

  int           n_filters, n_groups;
  LmPair        kernel_size, stride, dilation, padding, output_padding;
  gboolean      has_bias;
  int           init;
  double        init_scale;

  LmConvolution convolution;
  gsize         weight, bias;
} LmConvTranspose2d;

static gboolean
lm_conv_transpose2d_check (const LmConvTranspose2d  *self,
                           const LmShape            *x,
                           GError                  **error)
{
  if (x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A transposed convolution takes pictures, not %s: put a reshape layer before it"),
                   shape);
      return FALSE;
    }

  if (x->dim[1] % (gsize) self->n_groups != 0 || self->n_filters % self->n_groups != 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%zu channels and %d filters cannot both be divided into %d "
                     "groups: choose a number of groups that divides both"),
                   x->dim[1], self->n_filters, self->n_groups);
      return FALSE;
    }

  if (self->output_padding.height >= MAX (self->stride.height, self->dilation.height) ||
      self->output_padding.width >= MAX (self->stride.width, self->dilation.width))
    {
      g_autofree char *padding = lm_pair_to_string (&self->output_padding);
      g_autofree char *stride = lm_pair_to_string (&self->stride);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("An output padding of %s is not smaller than the stride %s: make it smaller"),
                   padding, stride);
      return FALSE;
    }

  return TRUE;
}

/* The slide from @n_out back to @n_in. Returns: %FALSE if nothing would be left */
static gboolean
lm_conv_transpose2d_fit (LmSlide *slide,
                         gsize    n_in,
                         int      kernel,
                         int      stride,
                         int      dilation,
                         int      padding,
                         int      output_padding)
{
  gsize whole;

  *slide = (LmSlide) { 0, n_in, (gsize) kernel, (gsize) stride, (gsize) dilation, (gsize) padding,
                       (gsize) padding };
  whole = (n_in - 1) * slide->stride + lm_slide_get_extent (slide) + (gsize) output_padding;
  slide->in = whole - MIN (whole, 2 * (gsize) padding);

  return slide->in > 0;
}

static void
lm_conv_transpose2d_add_params (LmConvTranspose2d *self)
{
  LmLayer *layer = &self->parent;
  const gsize height = (gsize) self->kernel_size.height, width = (gsize) self->kernel_size.width;
  const gsize n_strides = (gsize) self->stride.height * (gsize) self->stride.width;
  const gsize n_filters = (gsize) self->n_filters, n_groups = (gsize) self->n_groups;
  const gsize n_channels = self->convolution.n_filters;
  const LmShape weight = { 4, { n_channels, n_filters / n_groups, height, width } };
  /* Of a kernel, one pixel in every stride × stride meets a certain pixel of y. */
  const gsize fan_in = MAX (1, n_channels / n_groups * height * width / n_strides);
  const LmInit init = (LmInit) self->init;

  self->weight = lm_layer_add_param (layer, "weight", &weight, init,
                                     lm_init_get_scale (init, self->init_scale), fan_in,
                                     n_filters / n_groups * height * width);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &(LmShape) { 1, { n_filters } }, LM_INIT_ZEROS,
                                     0, fan_in, n_filters);
}

static gboolean
lm_conv_transpose2d_configure (LmLayer        *layer,
                               const LmShape  *x,
                               gsize           n_inputs,
                               LmShape        *y,
                               GError        **error)
{
  LmConvTranspose2d *self = (LmConvTranspose2d *) layer;
  LmWindow *window = &self->convolution.window;

  if (!lm_conv_transpose2d_check (self, x, error))
    return FALSE;

  self->convolution = (LmConvolution) {
    .n_channels = (gsize) self->n_filters, .n_filters = x->dim[1],
    .n_groups = (gsize) self->n_groups,
  };
  if (!lm_conv_transpose2d_fit (&window->y, x->dim[2], self->kernel_size.height,
                                self->stride.height, self->dilation.height, self->padding.height,
                                self->output_padding.height) ||
      !lm_conv_transpose2d_fit (&window->x, x->dim[3], self->kernel_size.width, self->stride.width,
                                self->dilation.width, self->padding.width,
                                self->output_padding.width))
    {
      g_autofree char *padding = lm_pair_to_string (&self->padding);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A padding of %s leaves nothing of what comes out: make it smaller"), padding);
      return FALSE;
    }

  lm_layer_set_scratch (layer, lm_convolution_plan (&self->convolution));
  lm_layer_set_prepared (layer, lm_convolution_get_packed_size (&self->convolution));
  lm_conv_transpose2d_add_params (self);
  *y = (LmShape) { 4, { 1, (gsize) self->n_filters, window->y.in, window->x.in } };
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x) * self->convolution.n_column);

  return TRUE;
}

static void
lm_conv_transpose2d_forward (const LmLayer *layer,
                             LmPass        *pass,
                             LmTensor      *y)
{
  const LmConvTranspose2d *self = (const LmConvTranspose2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  const gsize n_plane = y->shape.dim[2] * y->shape.dim[3];

  lm_convolution_backward (&self->convolution, y->shape.dim[0], NULL, weight,
                           lm_pass_get_prepared (pass), x->data, NULL,
                           y->data, lm_pass_get_scratch (pass));
  for (gsize i = 0; self->has_bias && i < y->len; i += y->shape.dim[1] * n_plane)
    lm_convolution_shift (lm_pass_get_value (pass, self->bias), n_plane, y->data + i);
}

static void
lm_conv_transpose2d_backward (const LmLayer  *layer,
                              LmPass         *pass,
                              const LmTensor *y,
                              const LmTensor *dy)
{
  const LmConvTranspose2d *self = (const LmConvTranspose2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  lm_real *dweight = lm_pass_get_grad (pass, self->weight)->data;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  const gsize n_plane = y->shape.dim[2] * y->shape.dim[3], n_rows = y->shape.dim[0];
  const gboolean wants_grads = lm_pass_wants_grads (pass);
  const gboolean has_bias = self->has_bias && wants_grads;
  lm_real *scratch = lm_pass_get_scratch (pass);

  for (gsize i = 0; has_bias && i < y->len; i += y->shape.dim[1] * n_plane)
    lm_convolution_add_bias (dy->data + i, n_plane, lm_pass_get_grad (pass, self->bias));
  if (wants_grads)
    lm_convolution_backward (&self->convolution, n_rows, dy->data, weight,
                             lm_pass_get_prepared (pass), x->data, dweight, NULL,
                             scratch); /* dW += Σ x·dy */
  if (dx != NULL)
    lm_convolution_forward (&self->convolution, n_rows, dy->data, weight,
                            lm_pass_get_prepared (pass), NULL, dx->data, scratch); /* dx = W ∗ dy */
}

static void
lm_conv_transpose2d_prepare (const LmLayer *layer,
                             LmPass        *pass)
{
  const LmConvTranspose2d *self = (const LmConvTranspose2d *) layer;
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  lm_real *packed = lm_pass_get_prepared (pass);

  lm_convolution_pack_backward (&self->convolution, weight, packed);
  if (lm_pass_is_training (pass))
    lm_convolution_pack_forward (&self->convolution, weight, packed);
}

static char *
lm_conv_transpose2d_describe (const LmLayer *layer)
{
  const LmConvTranspose2d *self = (const LmConvTranspose2d *) layer;
  g_autofree char *kernel = lm_pair_to_string (&self->kernel_size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter %s", "%d filters %s", (gulong) self->n_filters),
                          self->n_filters, kernel);
  lm_kernel_append (text, _(", stride %s"), &self->stride);
  lm_kernel_append (text, _(", dilation %s"), &self->dilation);
  if (self->n_groups > 1)
    g_string_append_printf (text, ngettext (", %d group", ", %d groups", (gulong) self->n_groups),
                            self->n_groups);

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "filters", LM_FIELD_INT, G_STRUCT_OFFSET (LmConvTranspose2d, n_filters), 1, 65536, 16,
    .title = N_("Filters"),
    .hint = N_("How many feature maps come out.") },
  { "kernel_size", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConvTranspose2d, kernel_size), 1, 255, 4,
    .title = N_("Kernel size"),
    .hint = N_("Height × width of what each pixel becomes; best a multiple of the stride.") },
  { "stride", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConvTranspose2d, stride), 1, 255, 2,
    .title = N_("Stride"),
    .hint = N_("How far apart neighbours come to lie: 2 doubles the picture.") },
  { "padding", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConvTranspose2d, padding), 0, 255, 1,
    .title = N_("Padding"),
    .hint = N_("Pixels cut off on either side of what comes out.") },
  { "output_padding", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConvTranspose2d, output_padding), 0, 254,
    0,
    .title = N_("Output padding"),
    .hint = N_("Pixels added at the bottom and on the right; fewer than the stride."),
    .flags = LM_FIELD_MORE },
  { "dilation", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConvTranspose2d, dilation), 1, 255, 1,
    .title = N_("Dilation"),
    .hint = N_("Distance between the pixels of the kernel."),
    .flags = LM_FIELD_MORE },
  { "groups", LM_FIELD_INT, G_STRUCT_OFFSET (LmConvTranspose2d, n_groups), 1, 65536, 1,
    .title = N_("Groups"),
    .hint = N_("Channels in as many separate convolutions; all channels: depthwise."),
    .flags = LM_FIELD_MORE },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmConvTranspose2d, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature map; it starts at 0.") },
  LM_INIT_FIELDS (LmConvTranspose2d),
  { NULL },
};

const LmLayerClass lm_conv_transpose2d_class = {
  .id = "conv-transpose2d",
  .stem = "conv",
  .title = N_("Transposed convolution"),
  .summary = N_("Enlarges a picture: every pixel becomes a trained patch, and patches add up."),
  .keywords = N_("deconvolution conv transpose upsample generator decoder fractional picture"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 11 L 7 11 L 7 15 L 3 15 Z M 9 13 L 12 13 M 14 5 L 18 5 L 18 9 L 14 9 Z "
           "M 19 5 L 23 5 L 23 9 L 19 9 Z M 14 11 L 18 11 L 18 15 L 14 15 Z "
           "M 19 11 L 23 11 L 23 15 L 19 15 Z "
           "M 14 17 L 18 17 L 18 21 L 14 21 Z M 19 17 L 23 17 L 23 21 L 19 21 Z",
  .size = sizeof (LmConvTranspose2d),
  .fields = fields,
  .configure = lm_conv_transpose2d_configure,
  .forward = lm_conv_transpose2d_forward,
  .backward = lm_conv_transpose2d_backward,
  .prepare = lm_conv_transpose2d_prepare,
  .describe = lm_conv_transpose2d_describe,
};
