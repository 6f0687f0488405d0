/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-real.h"
#include "lm-window.h"

G_BEGIN_DECLS

/* Planes laid out so that convolution can read them by vectors: with their padding, and, where the
 * kernel moves in strides (s, t), dealt out into s · t phases. Pixel (i, j) of a padded plane is pixel
 * (i / s, j / t) of phase (i mod s, j mod t). What a position of the kernel meets at all
 * places of the output is then one run of numbers, from lm_padded_get_offset() on; that
 * of place (r, q) is at r · n_columns + q in it.
 */
typedef struct
{
  LmWindow window;

  /* Set by lm_padded_plan(). */
  gsize    n_phases_y, n_phases_x; /* that the kernel meets */
  gsize    n_rows, n_columns;      /* of a phase */
  gsize    n_run;                  /* from the first place to the last, in whole vectors */
  gsize    n_plane;                /* from one plane to the next; vectors may be read at its end */
} LmPadded;

/* Sets the rest from the window; vectors have @n_lanes numbers. */
void  lm_padded_plan       (LmPadded       *self,
                            gsize           n_lanes);
/* Elements from the beginning of a plane to the run of a position of the kernel. */
gsize lm_padded_get_offset (const LmPadded *self,
                            gsize           y,
                            gsize           x);
/* What is around the pixels of @n_planes becomes 0; they themselves are put there. */
void  lm_padded_clear      (const LmPadded *self,
                            gsize           n_planes,
                            lm_real        *padded);
/* Pixels of @x [planes, in, in] to their places, and back from there; what is around them is left as
 * it is in @padded; pixels that the kernel never meets become 0 in @x. */
void  lm_padded_put        (const LmPadded *self,
                            gsize           n_planes,
                            const lm_real  *x,
                            lm_real        *padded);
void  lm_padded_take       (const LmPadded *self,
                            gsize           n_planes,
                            const lm_real  *padded,
                            lm_real        *x);

G_END_DECLS
