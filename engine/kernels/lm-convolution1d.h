/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-real.h"
#include "lm-window.h"

G_BEGIN_DECLS

/* Convolution of sequences along time, as a product of matrices:
 *
 *   x [rows, in, channels]   W [filters, channels / groups, kernel]   y [rows, out, filters]
 *
 * What the kernel sees at each step is unfolded into columns [steps, K], K = kernel · channels /
 * groups, and multiplied by W, whose last two dimensions change places for it. The steps of all
 * rows lie one after another, so that a tile of them may reach from one row into the next.
 */
typedef struct
{
  LmSlide slide;
  gsize   n_channels, n_filters, n_groups;

  /* Set by lm_convolution1d_plan(). */
  gsize   n_column; /* K */
  gsize   n_steps;  /* a tile */
} LmConvolution1d;

/* Sets the rest from the slide, the channels, filters and groups.
 * Returns: elements of scratch that it needs; %G_MAXSIZE if that overflows */
gsize lm_convolution1d_plan     (LmConvolution1d       *self);
/* y = W ∗ x, or y += W ∗ x. Of @lengths (nullable) are the steps that count in each row of x; the
 * rest is taken for 0. */
void  lm_convolution1d_forward  (const LmConvolution1d *self,
                                 gsize                  n_rows,
                                 const guint32         *lengths,
                                 const lm_real         *x,
                                 const lm_real         *weight,
                                 gboolean               add,
                                 lm_real               *y,
                                 lm_real               *scratch);
/* Adds to @dweight; overwrites @dx (nullable). */
void  lm_convolution1d_backward (const LmConvolution1d *self,
                                 gsize                  n_rows,
                                 const guint32         *lengths,
                                 const lm_real         *x,
                                 const lm_real         *weight,
                                 const lm_real         *dy,
                                 lm_real               *dweight,
                                 lm_real               *dx,
                                 lm_real               *scratch);

G_END_DECLS
