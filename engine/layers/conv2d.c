/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conv2d.c: y[f] = b[f] + Σ_c W[f, c] ∗ x[c], as cross-correlation
 *
 *   x [batch, channels, height, width]   W [filters, channels / groups, kernel, kernel]
 *   y [batch, filters, out, out]         b [filters]
 */

#include <glib/gi18n-lib.h>

#include "lm-convolution.h"
#include "lm-layer.h"
#include "lm-math.h"

typedef enum
{
  PADDING_VALID,
  PADDING_SAME,
  PADDING_EXPLICIT,
} Padding;

typedef struct
{
  LmLayer parent;

  int      n_filters;
  LmPair   kernel_size, stride, dilation;
  int      padding;
  LmPair   padding_size;
  int      n_groups;
  gboolean has_bias;
  int      init;
  double   init_scale;

  LmConvolution convolution;
  gsize    weight, bias;
} LmConv2d;

static gboolean
lm_conv2d_check (const LmConv2d  *self,
                 const LmShape   *x,
                 GError         **error)
{
  if (x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A 2-D convolution takes pictures, not %s: put a reshape layer before it"),
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

  return TRUE;
}

static gboolean
lm_conv2d_fit (const LmConv2d  *self,
               LmWindow        *window,
               GError         **error)
{
  if (self->padding == PADDING_SAME)
    {
      lm_slide_pad_same (&window->y);
      lm_slide_pad_same (&window->x);
    }
  else if (self->padding == PADDING_EXPLICIT)
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

static gboolean
lm_conv2d_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  LmConv2d *self = (LmConv2d *) layer;
  LmConvolution *convolution = &self->convolution;
  const gsize height = (gsize) self->kernel_size.height, width = (gsize) self->kernel_size.width;
  const gsize n_filters = (gsize) self->n_filters, n_groups = (gsize) self->n_groups;
  const LmInit init = (LmInit) self->init;
  LmShape weight;

  if (!lm_conv2d_check (self, x, error))
    return FALSE;

  *convolution = (LmConvolution) {
    .window = {
      { x->dim[2], 0, height, (gsize) self->stride.height, (gsize) self->dilation.height },
      { x->dim[3], 0, width, (gsize) self->stride.width, (gsize) self->dilation.width },
    },
    .n_channels = x->dim[1],
    .n_filters = n_filters,
    .n_groups = n_groups,
  };
  if (!lm_conv2d_fit (self, &convolution->window, error))
    return FALSE;

  lm_layer_set_scratch (layer, lm_convolution_plan (convolution));
  weight = (LmShape) { 4, { n_filters, x->dim[1] / n_groups, height, width } };
  self->weight = lm_layer_add_param (layer, "weight", &weight, init,
                                     lm_init_get_scale (init, self->init_scale),
                                     convolution->n_column, n_filters * height * width);
  if (self->has_bias)
    self->bias = lm_layer_add_param (layer, "bias", &(LmShape) { 1, { n_filters } }, LM_INIT_ZEROS,
                                     0, convolution->n_column, n_filters);
  *y = (LmShape) { 4, { 1, n_filters, convolution->window.y.out, convolution->window.x.out } };
  lm_layer_set_macs (layer, lm_shape_get_n_columns (y) * convolution->n_column);

  return TRUE;
}

/* Every plane of @y becomes its bias. */
static void
lm_conv2d_fill (const LmTensor *bias,
                gsize           n_plane,
                lm_real        *y)
{
  for (gsize i = 0; i < bias->len; i++, y += n_plane)
    {
      for (gsize j = 0; j < n_plane; j++)
        y[j] = bias->data[i];
    }
}

/* @bias += Σ of every plane of @dy. */
static void
lm_conv2d_add_planes (const lm_real *dy,
                      gsize          n_plane,
                      LmTensor      *bias)
{
  for (gsize i = 0; i < bias->len; i++, dy += n_plane)
    bias->data[i] += (lm_real) lm_sum (dy, n_plane);
}

static void
lm_conv2d_forward (const LmLayer *layer,
                   LmPass        *pass,
                   LmTensor      *y)
{
  const LmConv2d *self = (const LmConv2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  const gsize n_in = x->len / y->shape.dim[0];
  const gsize n_plane = y->shape.dim[2] * y->shape.dim[3];
  const gsize n_out = y->shape.dim[1] * n_plane;

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      lm_real *out = y->data + row * n_out;

      if (self->has_bias)
        lm_conv2d_fill (lm_pass_get_value (pass, self->bias), n_plane, out);
      lm_convolution_forward (&self->convolution, x->data + row * n_in, weight, self->has_bias,
                              out, lm_pass_get_scratch (pass));
    }
}

static void
lm_conv2d_backward (const LmLayer  *layer,
                    LmPass         *pass,
                    const LmTensor *y,
                    const LmTensor *dy)
{
  const LmConv2d *self = (const LmConv2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  lm_real *dweight = lm_pass_get_grad (pass, self->weight)->data;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  const gsize n_in = x->len / y->shape.dim[0];
  const gsize n_plane = y->shape.dim[2] * y->shape.dim[3];
  const gsize n_out = y->shape.dim[1] * n_plane;

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      const lm_real *out = dy->data + row * n_out;

      if (self->has_bias)
        lm_conv2d_add_planes (out, n_plane, lm_pass_get_grad (pass, self->bias));
      lm_convolution_backward (&self->convolution, x->data + row * n_in, weight, out, dweight,
                               dx != NULL ? dx->data + row * n_in : NULL,
                               lm_pass_get_scratch (pass));
    }
}

/* ", stride 2", unless it is 1. */
static void
lm_conv2d_append_pair (GString      *text,
                       const char   *format,
                       const LmPair *pair)
{
  g_autofree char *number = lm_pair_to_short_string (pair);

  if (pair->height != 1 || pair->width != 1)
    g_string_append_printf (text, format, number);
}

static char *
lm_conv2d_describe (const LmLayer *layer)
{
  const LmConv2d *self = (const LmConv2d *) layer;
  g_autofree char *kernel = lm_pair_to_string (&self->kernel_size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%d filter %s", "%d filters %s", (gulong) self->n_filters),
                          self->n_filters, kernel);
  lm_conv2d_append_pair (text, _(", stride %s"), &self->stride);
  lm_conv2d_append_pair (text, _(", dilation %s"), &self->dilation);
  if (self->n_groups > 1)
    g_string_append_printf (text, ngettext (", %d group", ", %d groups", (gulong) self->n_groups),
                            self->n_groups);

  return g_string_free (text, FALSE);
}

static const char *const padding_ids[] = { "valid", "same", "explicit", NULL };
static const char *const padding_titles[] = { N_("None"), N_("Same"), N_("Explicit"), NULL };

static const LmField fields[] = {
  { "filters", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv2d, n_filters), 1, 65536, 16,
    .title = N_("Filters"),
    .hint = N_("How many feature maps come out.") },
  { "kernel_size", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConv2d, kernel_size), 1, 255, 3,
    .title = N_("Kernel size"),
    .hint = N_("Height × width of the patch that each output sees.") },
  { "stride", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConv2d, stride), 1, 255, 1,
    .title = N_("Stride"),
    .hint = N_("How many pixels the kernel moves at a time: 2 halves the picture.") },
  { "padding", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmConv2d, padding), 0, 2, PADDING_VALID,
    .title = N_("Padding"),
    .hint = N_("“Same” keeps the size of the picture; with a stride it is Keras' “same”."),
    .choices = padding_ids, .choice_titles = padding_titles },
  { "padding_size", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConv2d, padding_size), 0, 255, 1,
    .title = N_("Explicit padding"),
    .hint = N_("Zeros on either side, for explicit padding."),
    .flags = LM_FIELD_MORE },
  { "dilation", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmConv2d, dilation), 1, 255, 1,
    .title = N_("Dilation"),
    .hint = N_("Distance between the pixels of a patch: 2 leaves every other one out."),
    .flags = LM_FIELD_MORE },
  { "groups", LM_FIELD_INT, G_STRUCT_OFFSET (LmConv2d, n_groups), 1, 65536, 1,
    .title = N_("Groups"),
    .hint = N_("Channels in as many separate convolutions; all channels: depthwise."),
    .flags = LM_FIELD_MORE },
  { "bias", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmConv2d, has_bias), 0, 1, TRUE,
    .title = N_("Bias"),
    .hint = N_("Adds a trained number to each feature map; it starts at 0.") },
  LM_INIT_FIELDS (LmConv2d),
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
  .forward = lm_conv2d_forward,
  .backward = lm_conv2d_backward,
  .describe = lm_conv2d_describe,
};
