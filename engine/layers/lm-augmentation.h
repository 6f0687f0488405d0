/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include "lm-picture.h"

G_BEGIN_DECLS

/* What the layers share that change pictures at random while training, and leave them as they are
 * otherwise.
 *
 *   x, y [batch, channels, height, width]
 *
 * A kind writes two functions over one picture, whose shape is [1, channels, height, width]; @u are
 * numbers drawn uniformly from [0, 1)
 *
 *   lm_<kind>_apply  (self, u, shape, x, y)     y  = f(x)
 *   lm_<kind>_derive (self, u, shape, dy, dx)   dx = dy·f'(x)
 *
 * and LM_AUGMENTATION (kind, Type, n_draws) makes forward() and backward() of them. What is drawn
 * depends on the step, the example's index in the batch and the layer's name, so it is the same
 * however the batch is cut, and can be drawn again in backward().
 */
static inline gboolean
lm_augmentation_configure (LmLayer        *layer,
                           const LmShape  *x,
                           gsize           n_inputs,
                           LmShape        *y,
                           GError        **error)
{
  *y = *x;

  return lm_picture_check (x, error);
}

/* From -1 … 1. */
static inline double
lm_augmentation_spread (lm_real u)
{
  return 2 * (double) u - 1;
}

#define LM_AUGMENTATION(kind, Type, n_draws)                                                       \
  static void                                                                                      \
  lm_##kind##_forward (const LmLayer *layer, LmPass *pass, LmTensor *y)                            \
  {                                                                                                \
    const LmTensor *x = lm_pass_get_input (pass, 0);                                               \
    const gsize n = lm_shape_get_n_columns (&y->shape);                                            \
                                                                                                   \
    for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)                                    \
      {                                                                                            \
        const LmRandom random = lm_pass_get_random (pass, row);                                    \
        lm_real u[n_draws];                                                                        \
                                                                                                   \
        if (!lm_pass_is_training (pass))                                                           \
          {                                                                                        \
            memcpy (y->data + row * n, x->data + row * n, n * sizeof *x->data);                    \
            continue;                                                                              \
          }                                                                                        \
        lm_random_uniform (&random, u, n_draws);                                                   \
        lm_##kind##_apply ((const Type *) layer, u, &y->shape, x->data + row * n,                  \
                           y->data + row * n);                                                     \
      }                                                                                            \
  }                                                                                                \
                                                                                                   \
  static void                                                                                      \
  lm_##kind##_backward (const LmLayer *layer, LmPass *pass, const LmTensor *y, const LmTensor *dy) \
  {                                                                                                \
    const gsize n = lm_shape_get_n_columns (&y->shape);                                            \
    LmTensor *dx = lm_pass_get_input_grad (pass, 0);                                               \
                                                                                                   \
    for (gsize row = 0; dx != NULL && row < lm_pass_get_n_rows (pass); row++)                      \
      {                                                                                            \
        const LmRandom random = lm_pass_get_random (pass, row);                                    \
        lm_real u[n_draws];                                                                        \
                                                                                                   \
        lm_random_uniform (&random, u, n_draws);                                                   \
        lm_##kind##_derive ((const Type *) layer, u, &y->shape, dy->data + row * n,                \
                            dx->data + row * n);                                                   \
      }                                                                                            \
  }

G_END_DECLS
