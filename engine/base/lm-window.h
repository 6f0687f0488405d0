/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
#include "lm-shape.h"

G_BEGIN_DECLS

/* A kernel that slides over pictures, as convolution and pooling do it. Planes
 * are [in, in] and become [out, out]; first of each pair is the height.
 */
typedef struct
{
  gsize in, out;
  gsize kernel, stride, dilation;
  gsize before, after; /* Rows or columns of padding. */
} LmSlide;

typedef struct
{
  LmSlide y, x;
} LmWindow;

/* The rows (or columns) [first, end) of the plane that output @out sees. For a kernel without
 * dilation, of which padding covers at most half.
 */
static inline void
lm_slide_get_patch (const LmSlide *self,
                    gsize          out,
                    gsize         *first,
                    gsize         *end)
{
  const gsize start = out * self->stride;

  *first = start > self->before ? start - self->before : 0;
  *end = MIN (start + self->kernel - self->before, self->in);
}

/* Extent of the kernel with its gaps. */
gsize    lm_slide_get_extent (const LmSlide  *self);
/* Padding with which @out is @in / @stride, rounded up; what is odd goes to the end. */
void     lm_slide_pad_same   (LmSlide        *self);
/* Sets @out from the rest. Returns: %FALSE if the kernel does not fit */
gboolean lm_slide_fit        (LmSlide        *self);
/* Whether the kernel meets no padding. */
gboolean lm_slide_is_whole   (const LmSlide  *self);
/* The places [first, end) where position @tap of the kernel shows a pixel. */
void     lm_slide_find_places (const LmSlide *self,
                               gsize          tap,
                               gsize         *first,
                               gsize         *end);
/* "3 × 3". Returns: (transfer full) */
char    *lm_pair_to_string   (const LmPair   *self) G_GNUC_WARN_UNUSED_RESULT;
/* "3", or "3 × 1". Returns: (transfer full) */
char    *lm_pair_to_short_string (const LmPair *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
