/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-micro-kernel.h"
#include "lm-padded.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* What is in a vector. */
typedef enum
{
  LM_WAY_FASTEST,
  LM_WAY_PLACES,
  LM_WAY_FILTERS, /* or channels */
} LmWay;

/* What goes the second way (lm-convolution-taps.h): gradients of weights always do. */
typedef struct
{
  gboolean goes_forward, derives;
  gsize    n_channels, n_filters, n_places; /* of a group */
  gsize    width;                           /* of two vectors, or of the only one */
  gsize    wide_channels, wide_filters;     /* in whole ones of that width */
  gboolean is_whole;   /* All taps meet pixels at all places: they go together. */
  gboolean is_copied;  /* to that end, with its padding */
  LmWindow view;       /* of the pictures that are read: with padding if they are copied */
  gsize    n_pixels;   /* of their planes */
  gsize    n_together; /* pictures */
  gsize    n_table;    /* rows or terms, at most */
  gsize    panels, answers, copy; /* where they begin in the scratch */
} LmTaps;

/* Convolution of pictures:
 *
 *   x [pictures, channels, in, in]   W [filters, channels / groups, kernel, kernel]
 *   y [pictures, filters, out, out]
 *
 * By the first way a filter's sum over K = channels / groups · kernel · kernel numbers is taken at
 * many places at once, which lie one after another in the padded picture (LmPadded): no
 * columns are unfolded. Weights are repacked into panels of a few filters for it. By the second one
 * (lm-convolution-taps.h) sums of many filters lie one after another.
 */
typedef struct
{
  LmWindow window;
  gsize    n_channels, n_filters, n_groups;
  const LmMicroKernel *kernel; /* %NULL: the fastest */
  LmWay    way;

  /* Set by lm_convolution_plan(). */
  gsize    n_column, n_taps; /* K; positions of the kernel */
  LmPadded padded;
  gsize    n_together; /* pictures of which each fills but one vector, or 1 */
  gsize    panels, picture, answers, sums; /* where they begin in the scratch */
  gsize    n_forward, n_backward;          /* elements of a group's packed weights */
  LmTaps   taps;
} LmConvolution;

/* Sets the rest from the window, the channels, filters and groups.
 * Returns: elements of scratch that it needs; %G_MAXSIZE if that overflows */
gsize lm_convolution_plan     (LmConvolution       *self);
/* Elements of packed weights; %G_MAXSIZE if that overflows. */
gsize lm_convolution_get_packed_size (const LmConvolution *self);
/* Packs weights as forward() needs them, or backward() for @dx: once for many calls. */
void  lm_convolution_pack_forward  (const LmConvolution *self,
                                    const lm_real       *weight,
                                    lm_real             *packed);
void  lm_convolution_pack_backward (const LmConvolution *self,
                                    const lm_real       *weight,
                                    lm_real             *packed);
/* y = W ∗ x + bias (nullable). @packed is nullable. */
void  lm_convolution_forward  (const LmConvolution *self,
                               gsize                n_pictures,
                               const lm_real       *x,
                               const lm_real       *weight,
                               const lm_real       *packed,
                               const lm_real       *bias,
                               lm_real             *y,
                               lm_real             *scratch);
/* Adds to @dweight (nullable: then @x is not looked at); overwrites @dx (nullable). */
void  lm_convolution_backward (const LmConvolution *self,
                               gsize                n_pictures,
                               const lm_real       *x,
                               const lm_real       *weight,
                               const lm_real       *packed,
                               const lm_real       *dy,
                               lm_real             *dweight,
                               lm_real             *dx,
                               lm_real             *scratch);

/* Of one picture [filters, n_plane]: to every number of @y its filter's bias is added;
 * @bias += Σ of every plane of @dy. */
void  lm_convolution_shift    (const LmTensor      *bias,
                               gsize                n_plane,
                               lm_real             *y);
void  lm_convolution_add_bias (const lm_real       *dy,
                               gsize                n_plane,
                               LmTensor            *bias);

G_END_DECLS
