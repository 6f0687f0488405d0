/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-convolution.h"
#include "lm-layer.h"
#include "lm-spectral-norm.h"

G_BEGIN_DECLS

/* What the layers share that slide kernels over pictures. */

typedef enum
{
  LM_PADDING_VALID,
  LM_PADDING_SAME,
  LM_PADDING_EXPLICIT,
} LmPadding;

/* How the kernel moves: what a user sets. */
typedef struct
{
  LmPair kernel_size, stride, dilation;
  int    padding; /* LmPadding */
  LmPair padding_size;
} LmKernel;

/* For the choices of a field; end with %NULL. */
extern const char *const lm_padding_ids[];
extern const char *const lm_padding_titles[];

/* Rows of a kind's fields, for its member LmKernel kernel. */
#define LM_KERNEL_FIELDS(Type)                                                                     \
  { "kernel_size", LM_FIELD_PAIR, G_STRUCT_OFFSET (Type, kernel.kernel_size), 1, 255, 3,           \
    .title = N_("Kernel size"),                                                                    \
    .hint = N_("Height × width of the patch that each output sees.") },                            \
  { "stride", LM_FIELD_PAIR, G_STRUCT_OFFSET (Type, kernel.stride), 1, 255, 1,                     \
    .title = N_("Stride"),                                                                         \
    .hint = N_("How many pixels the kernel moves at a time: 2 halves the picture.") },             \
  { "padding", LM_FIELD_CHOICE, G_STRUCT_OFFSET (Type, kernel.padding), 0, LM_PADDING_EXPLICIT,    \
    LM_PADDING_VALID,                                                                              \
    .title = N_("Padding"),                                                                        \
    .hint = N_("“Same” keeps the size of the picture; with a stride it is Keras' “same”."),        \
    .choices = lm_padding_ids, .choice_titles = lm_padding_titles },                               \
  { "padding_size", LM_FIELD_PAIR, G_STRUCT_OFFSET (Type, kernel.padding_size), 0, 255, 1,         \
    .title = N_("Explicit padding"),                                                               \
    .hint = N_("Zeros on either side, for explicit padding."),                                     \
    .flags = LM_FIELD_MORE },                                                                      \
  { "dilation", LM_FIELD_PAIR, G_STRUCT_OFFSET (Type, kernel.dilation), 1, 255, 1,                 \
    .title = N_("Dilation"),                                                                       \
    .hint = N_("Distance between the pixels of a patch: 2 leaves every other one out."),           \
    .flags = LM_FIELD_MORE }

/* Sets @window for pictures of @x, or LM_ERROR_SHAPE if they are none or the kernel does not fit. */
gboolean lm_kernel_fit      (const LmKernel *self,
                             const LmShape  *x,
                             LmWindow       *window,
                             GError        **error);
/* ", stride 2, dilation 3": what is not 1. */
void     lm_kernel_describe (const LmKernel *self,
                             GString        *text);
/* ", stride 2", unless it is 1; @format has one %s. */
void     lm_kernel_append   (GString        *text,
                             const char     *format,
                             const LmPair   *pair);

/* Pictures that are convolved once. It is the first member of such layers.
 *
 *   x [batch, channels, height, width]   W [filters, channels / groups, kernel, kernel]
 *   y [batch, filters, out, out]         b [filters]
 */
typedef struct
{
  LmLayer  parent;

  LmKernel kernel;
  gboolean has_bias;
  int      init;
  double   init_scale;
  LmSpectralNorm spectral;

  /* Set by configure(). */
  LmConvolution convolution;
  gsize    weight, bias;
} LmConvolutionLayer;

gboolean lm_convolution_layer_configure (LmConvolutionLayer *self,
                                         const LmShape      *x,
                                         gsize               n_filters,
                                         gsize               n_groups,
                                         LmShape            *y,
                                         GError            **error);
/* Members of the class. */
void     lm_convolution_layer_forward   (const LmLayer      *layer,
                                         LmPass             *pass,
                                         LmTensor           *y);
void     lm_convolution_layer_backward  (const LmLayer      *layer,
                                         LmPass             *pass,
                                         const LmTensor     *y,
                                         const LmTensor     *dy);
void     lm_convolution_layer_prepare   (const LmLayer      *layer,
                                         LmPass             *pass);
void     lm_convolution_layer_commit    (const LmLayer      *layer,
                                         LmPass             *pass);

G_END_DECLS
