/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"
#include "lm-window.h"

G_BEGIN_DECLS

/* Convolution of pictures, as a product of matrices. Of one picture:
 *
 *   x [channels, in, in]   W [filters, channels / groups, kernel, kernel]   y [filters, out, out]
 *
 * What the kernel sees is unfolded into columns [K, places], K = channels / groups ·
 * kernel · kernel, and multiplied by W [filters, K], group by group. Large pictures go
 * through in tiles of whole rows, so that the columns stay in the cache; of small ones several go
 * together, so that the matrices are worth a product.
 */
typedef struct
{
  LmWindow window;
  gsize    n_channels, n_filters, n_groups;

  /* Set by lm_convolution_plan(). */
  gsize    n_column;   /* K */
  gsize    n_rows;     /* output rows a tile */
  gsize    n_together; /* pictures a tile */
} LmConvolution;

/* Sets the rest from the window, the channels, filters and groups.
 * Returns: elements of scratch that it needs; %G_MAXSIZE if that overflows */
gsize lm_convolution_plan     (LmConvolution       *self);
/* y = W ∗ x, or y += W ∗ x. */
void  lm_convolution_forward  (const LmConvolution *self,
                               gsize                n_pictures,
                               const lm_real       *x,
                               const lm_real       *weight,
                               gboolean             add,
                               lm_real             *y,
                               lm_real             *scratch);
/* Adds to @dweight (nullable: then @x is not looked at); overwrites @dx (nullable). */
void  lm_convolution_backward (const LmConvolution *self,
                               gsize                n_pictures,
                               const lm_real       *x,
                               const lm_real       *weight,
                               const lm_real       *dy,
                               lm_real             *dweight,
                               lm_real             *dx,
                               lm_real             *scratch);

/* Of one picture [filters, n_plane]: every number of @y becomes its filter's bias, or it is added;
 * @bias += Σ of every plane of @dy. */
void  lm_convolution_set_bias (const LmTensor      *bias,
                               gsize                n_plane,
                               lm_real             *y);
void  lm_convolution_shift    (const LmTensor      *bias,
                               gsize                n_plane,
                               lm_real             *y);
void  lm_convolution_add_bias (const lm_real       *dy,
                               gsize                n_plane,
                               LmTensor            *bias);

G_END_DECLS
