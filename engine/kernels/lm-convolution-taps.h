/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-convolution.h"

G_BEGIN_DECLS

/* Convolution with filters in the lanes of vectors, or channels for the gradients of pictures; places
 * and pixels are told by tables. So no lane is lost between the rows of a plane, however small,
 * and where a tap, a position of the kernel, meets padding nothing is multiplied. For one
 * group: @x, @y and their gradients begin at its first channel or filter, and so do the weights.
 */

/* Chooses what goes this way, and sets @taps. Returns: elements of scratch that it needs; %G_MAXSIZE if
 * that overflows */
gsize lm_taps_plan      (LmConvolution       *self);
/* Weights [filters, channels, taps] to panels, for forward() and for derive(). */
void  lm_taps_pack_filters  (const LmConvolution *self,
                             const lm_real       *weight,
                             lm_real             *panels);
void  lm_taps_pack_channels (const LmConvolution *self,
                             const lm_real       *weight,
                             lm_real             *panels);
/* y = W ∗ x + bias (nullable). */
void  lm_taps_forward   (const LmConvolution *self,
                         gsize                n_pictures,
                         const lm_real       *x,
                         const lm_real       *panels,
                         const lm_real       *bias,
                         lm_real             *y,
                         lm_real             *scratch);
/* dW += Σ over pictures and places: dy·x */
void  lm_taps_correlate (const LmConvolution *self,
                         gsize                n_pictures,
                         const lm_real       *x,
                         const lm_real       *dy,
                         lm_real             *dweight,
                         lm_real             *scratch);
/* dx = Wᵀ·dy */
void  lm_taps_derive    (const LmConvolution *self,
                         gsize                n_pictures,
                         const lm_real       *panels,
                         const lm_real       *dy,
                         lm_real             *dx,
                         lm_real             *scratch);

G_END_DECLS
