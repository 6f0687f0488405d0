/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conv2d.c: y[f] = b[f] + Σ_c W[f, c] ∗ x[c], as cross-correlation; see lm-convolution-layer.h */

#include <glib/gi18n-lib.h>

#include "lm-convolution-layer.h"

typedef struct
{
  LmConvolutionLayer parent;

  int                n_filters, n_groups;
} LmConv2d;

static gboolean
lm_conv2d_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  LmConv2d *self = (LmConv2d *) layer;

  if (x->rank == 4 &&
      (x->dim[1] % (gsize) self->n_groups != 0 || self->n_filters % self->n_groups != 0))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%zu channels and %d filters cannot both be divided into %d "
                     "groups: choose a number of groups that divides both"),
                   x->dim[1], self->n_filters, self->n_groups);
      return FALSE;
    }

  return lm_convolution_layer_configure (&self->parent, x, (gsize) self->n_filters,
                                         (gsize) self->n_groups, y, error);
}

static char *
lm_conv2d_describe (const LmLayer *layer)
{
  const LmConv2d *self = (const LmConv2d *) layer;
  g_autofree char *kernel = lm_pair_to_string (&self->parent.kernel.kernel_size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter %s", "%d filters %s", (gulong) self->n_filters),
                          self->n_filters, kernel);
  lm_kernel_describe (&self->parent.kernel, text);
  if (self->n_groups > 1)
    g_string_append_printf (text, ngettext (", %d group", ", %d groups", (gulong) self->n_groups),
                            self->n_groups);
  if (self->parent.spectral.is_on)
    g_string_append (text, _(", spectral norm"));

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "filters", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv2d, n_filters), 1, 65536, 16,
    .title = N_("Filters"),
    .hint = N_("How many feature maps come out.") },
  LM_KERNEL_FIELDS (LmConvolutionLayer),
  { "groups", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv2d, n_groups), 1, 65536, 1,
    .title = N_("Groups"),
    .hint = N_("Channels in as many separate convolutions; all channels: depthwise."),
    .flags = LM_FIELD_MORE },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmConvolutionLayer, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature map; it starts at 0.") },
  LM_INIT_FIELDS (LmConvolutionLayer),
  LM_SPECTRAL_NORM_FIELD (LmConvolutionLayer),
  { NULL },
};

const LmLayerClass lm_conv2d_class = {
  .id = "conv2d",
  .stem = "conv",
  .title = N_("Convolution 2-D"),
  .summary = N_("Slides small kernels over a picture and shows where each of them fits."),
  .keywords = N_("conv filter kernel feature map picture depthwise"),
  .group = LM_GROUP_COMMON,
  .glyph = "M 3 3 L 9 3 L 9 9 L 3 9 Z M 10 3 L 16 3 L 16 9 L 10 9 Z M 3 10 L 9 10 L 9 16 L 3 16 Z "
           "M 10 10 L 16 10 L 16 16 L 10 16 Z O 20.5 6 1.7 O 20.5 13 1.7 O 20.5 20.5 1.7 "
           "O 6 20.5 1.7 O 13 20.5 1.7",
  .size = sizeof (LmConv2d),
  .fields = fields,
  .configure = lm_conv2d_configure,
  .forward = lm_convolution_layer_forward,
  .backward = lm_convolution_layer_backward,
  .is_linear = TRUE,
  .prepare = lm_convolution_layer_prepare,
  .commit = lm_convolution_layer_commit,
  .describe = lm_conv2d_describe,
};
