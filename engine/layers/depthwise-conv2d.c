/* SPDX-License-Identifier: GPL-3.0-or-later */

/* depthwise-conv2d.c: y[c·m + i] = b[c·m + i] + W[c·m + i] ∗ x[c], i < m the multiplier: every
 * channel is convolved by itself, as cross-correlation; see lm-convolution-layer.h
 *
 *   x [batch, channels, height, width]     W [channels·m, 1, kernel, kernel]
 *   y [batch, channels·m, out, out]        b [channels·m]
 */

#include <glib/gi18n-lib.h>

#include "lm-convolution-layer.h"

typedef struct
{
  LmConvolutionLayer parent;

  int                multiplier;
} LmDepthwiseConv2d;

static gboolean
lm_depthwise_conv2d_configure (LmLayer        *layer,
                               const LmShape  *x,
                               gsize           n_inputs,
                               LmShape        *y,
                               GError        **error)
{
  LmDepthwiseConv2d *self = (LmDepthwiseConv2d *) layer;

  return lm_convolution_layer_configure (&self->parent, x, x->dim[1] * (gsize) self->multiplier,
                                         x->dim[1], y, error);
}

static char *
lm_depthwise_conv2d_describe (const LmLayer *layer)
{
  const LmDepthwiseConv2d *self = (const LmDepthwiseConv2d *) layer;
  g_autofree char *kernel = lm_pair_to_string (&self->parent.kernel.kernel_size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter %s a channel", "%d filters %s a channel",
                                    (gulong) self->multiplier),
                          self->multiplier, kernel);
  lm_kernel_describe (&self->parent.kernel, text);

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "multiplier", LM_FIELD_INT, G_STRUCT_OFFSET (LmDepthwiseConv2d, multiplier), 1, 65536, 1,
    .title = N_("Multiplier"),
    .hint = N_("How many feature maps come out for each channel.") },
  LM_KERNEL_FIELDS (LmConvolutionLayer),
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmConvolutionLayer, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature map; it starts at 0.") },
  LM_INIT_FIELDS (LmConvolutionLayer),
  { NULL },
};

const LmLayerClass lm_depthwise_conv2d_class = {
  .id = "depthwise-conv2d",
  .stem = "conv",
  .title = N_("Depthwise convolution"),
  .summary = N_("Slides kernels over each channel by itself: channels do not mix."),
  .keywords = N_("conv filter kernel channel picture mobile groups"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 3 L 9 3 L 9 9 L 3 9 Z M 10 10 L 16 10 L 16 16 L 10 16 Z "
           "M 17 17 L 23 17 L 23 23 L 17 23 Z O 20 6 1.7 O 6 20 1.7",
  .size = sizeof (LmDepthwiseConv2d),
  .fields = fields,
  .configure = lm_depthwise_conv2d_configure,
  .forward = lm_convolution_layer_forward,
  .backward = lm_convolution_layer_backward,
  .prepare = lm_convolution_layer_prepare,
  .is_linear = TRUE,
  .describe = lm_depthwise_conv2d_describe,
};
