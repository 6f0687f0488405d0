/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conv1d.c: y[f] = b[f] + Σ_c W[f, c] ∗ x[c] along time, as cross-correlation
 *
 *   x [batch, time, channels]   W [filters, channels / groups, kernel]
 *   y [batch, out, filters]     b [filters]
 *
 * PyTorch's sequences are [batch, channels, time], its weights as ours. Of a padded sequence, what
 * comes after its end is taken for 0, as the padding at the ends is.
 */

#include <glib/gi18n-lib.h>

#include "lm-convolution1d.h"
#include "lm-layer.h"
#include "lm-math.h"

typedef enum
{
  PADDING_VALID,
  PADDING_SAME,
  PADDING_CAUSAL,
  PADDING_EXPLICIT,
} Padding;

typedef struct
{
  LmLayer  parent;

  int      n_filters;
  int      kernel_size, stride, dilation;
  int      padding, padding_size;
  int      n_groups;
  gboolean has_bias;
  int      init;
  double   init_scale;

  LmConvolution1d convolution;
  gsize    weight, bias;
} LmConv1d;

static gboolean
lm_conv1d_check (const LmConv1d  *self,
                 const LmShape   *x,
                 GError         **error)
{
  if (x->rank != 3)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A 1-D convolution takes sequences of features, not %s: put a reshape layer before it"),
                   shape);
      return FALSE;
    }

  if (x->dim[2] % (gsize) self->n_groups != 0 || self->n_filters % self->n_groups != 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%zu channels and %d filters cannot both be divided into %d "
                     "groups: choose a number of groups that divides both"),
                   x->dim[2], self->n_filters, self->n_groups);
      return FALSE;
    }

  return TRUE;
}

static gboolean
lm_conv1d_fit (const LmConv1d  *self,
               LmSlide         *slide,
               GError         **error)
{
  if (self->padding == PADDING_SAME)
    lm_slide_pad_same (slide);
  else if (self->padding == PADDING_CAUSAL)
    slide->before = lm_slide_get_extent (slide) - 1;
  else if (self->padding == PADDING_EXPLICIT)
    slide->before = slide->after = (gsize) self->padding_size;

  if (lm_slide_fit (slide))
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("A kernel over %zu steps does not fit into %zu: make it smaller, or choose padding “same”"),
               lm_slide_get_extent (slide), slide->before + slide->in + slide->after);

  return FALSE;
}

static gboolean
lm_conv1d_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  LmConv1d *self = (LmConv1d *) layer;
  LmConvolution1d *convolution = &self->convolution;
  const gsize kernel = (gsize) self->kernel_size, n_filters = (gsize) self->n_filters;
  const LmInit init = (LmInit) self->init;
  LmShape weight;

  if (!lm_conv1d_check (self, x, error))
    return FALSE;

  *convolution = (LmConvolution1d) {
    .slide = { x->dim[1], 0, kernel, (gsize) self->stride, (gsize) self->dilation },
    .n_channels = x->dim[2],
    .n_filters = n_filters,
    .n_groups = (gsize) self->n_groups,
  };
  if (!lm_conv1d_fit (self, &convolution->slide, error))
    return FALSE;

  lm_layer_set_scratch (layer, lm_convolution1d_plan (convolution));
  weight = (LmShape) { 3, { n_filters, x->dim[2] / convolution->n_groups, kernel } };
  self->weight = lm_layer_add_param (layer, "weight", &weight, init,
                                     lm_init_get_scale (init, self->init_scale),
                                     convolution->n_column, n_filters * kernel);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &(LmShape) { 1, { n_filters } }, LM_INIT_ZEROS,
                                     0, convolution->n_column, n_filters);
  *y = (LmShape) { 3, { 1, convolution->slide.out, n_filters } };
  lm_layer_set_macs (layer, lm_shape_get_n_columns (y) * convolution->n_column);

  return TRUE;
}

static void
lm_conv1d_forward (const LmLayer *layer,
                   LmPass        *pass,
                   LmTensor      *y)
{
  const LmConv1d *self = (const LmConv1d *) layer;

  if (self->has_bias)
    lm_set_rows (y, lm_pass_get_value (pass, self->bias));
  lm_convolution1d_forward (&self->convolution, y->shape.dim[0], lm_pass_get_lengths (pass),
                            lm_pass_get_input (pass, 0)->data,
                            lm_pass_get_value (pass, self->weight)->data, self->has_bias, y->data,
                            lm_pass_get_scratch (pass));
}

static void
lm_conv1d_backward (const LmLayer  *layer,
                    LmPass         *pass,
                    const LmTensor *y,
                    const LmTensor *dy)
{
  const LmConv1d *self = (const LmConv1d *) layer;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (self->has_bias)
    lm_add_rows (dy, lm_pass_get_grad (pass, self->bias));
  lm_convolution1d_backward (&self->convolution, y->shape.dim[0], lm_pass_get_lengths (pass),
                             lm_pass_get_input (pass, 0)->data,
                             lm_pass_get_value (pass, self->weight)->data, dy->data,
                             lm_pass_get_grad (pass, self->weight)->data,
                             dx != NULL ? dx->data : NULL, lm_pass_get_scratch (pass));
}

static char *
lm_conv1d_describe (const LmLayer *layer)
{
  const LmConv1d *self = (const LmConv1d *) layer;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter over %d", "%d filters over %d",
                                    (gulong) self->n_filters),
                          self->n_filters, self->kernel_size);
  if (self->stride > 1)
    g_string_append_printf (text, _(", stride %d"), self->stride);
  if (self->dilation > 1)
    g_string_append_printf (text, _(", dilation %d"), self->dilation);
  if (self->n_groups > 1)
    g_string_append_printf (text, ngettext (", %d group", ", %d groups", (gulong) self->n_groups),
                            self->n_groups);
  if (self->padding == PADDING_CAUSAL)
    g_string_append (text, _(", causal"));

  return g_string_free (text, FALSE);
}

static const char *const padding_ids[] = { "valid", "same", "causal", "explicit", NULL };
static const char *const padding_titles[] = { N_("None"), N_("Same"), N_("Causal"), N_("Explicit"),
                                              NULL };

static const LmField fields[] = {
  { "filters", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, n_filters), 1, 65536, 16,
    .title = N_("Filters"),
    .hint = N_("How many features come out at each step.") },
  { "kernel_size", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, kernel_size), 1, 65535, 3,
    .title = N_("Kernel size"),
    .hint = N_("How many steps each output sees.") },
  { "stride", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, stride), 1, 65535, 1,
    .title = N_("Stride"),
    .hint = N_("How many steps the kernel moves at a time: 2 halves the sequence.") },
  { "padding", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmConv1d, padding), 0, 3, PADDING_VALID,
    .title = N_("Padding"),
    .hint = N_("“Same” keeps the length; so does “causal”, where no output sees what comes later."),
    .choices = padding_ids, .choice_titles = padding_titles },
  { "padding_size", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, padding_size), 0, 65535, 1,
    .title = N_("Explicit padding"),
    .hint = N_("Zeros before and after the sequence, for explicit padding."),
    .flags = LM_FIELD_MORE },
  { "dilation", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, dilation), 1, 65535, 1,
    .title = N_("Dilation"),
    .hint = N_("Distance between the steps that are seen: 2 leaves every other one out."),
    .flags = LM_FIELD_MORE },
  { "groups", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv1d, n_groups), 1, 65536, 1,
    .title = N_("Groups"),
    .hint = N_("Features in as many separate convolutions; all features: depthwise."),
    .flags = LM_FIELD_MORE },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmConv1d, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature; it starts at 0.") },
  LM_INIT_FIELDS (LmConv1d),
  { NULL },
};

const LmLayerClass lm_conv1d_class = {
  .id = "conv1d",
  .stem = "conv",
  .title = N_("Convolution 1-D"),
  .summary = N_("Slides small kernels along a sequence and shows where each of them fits."),
  .keywords = N_("conv filter kernel feature time series sequence causal dilated wavenet"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 9 L 8 9 L 8 14 L 3 14 Z M 9 9 L 14 9 L 14 14 L 9 14 Z "
           "M 15 9 L 20 9 L 20 14 L 15 14 Z O 23 11.5 1.5 M 3 19 L 20 19",
  .size = sizeof (LmConv1d),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_conv1d_configure,
  .forward = lm_conv1d_forward,
  .backward = lm_conv1d_backward,
  .describe = lm_conv1d_describe,
};
