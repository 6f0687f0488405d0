/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-clones.h"
#include "lm-layer.h"

/* What layers share that act on every number by itself: y = f(x), any shape.
 *
 * A kind writes two inline functions over a block of at most LM_BLOCK numbers
 *
 *   lm_<kind>_apply  (self, x, y, n)           y  = f(x)
 *   lm_<kind>_derive (self, x, y, dy, dx, n)   dx = dy·f'(x)
 *
 * and LM_ACTIVATION (kind, Type) makes forward() and backward() of them, which
 * are compiled once for each level of vector instructions.
 */

/* Few enough for blocks on the stack to stay in the fastest cache. */
#define LM_BLOCK 512

LM_INLINE gboolean
lm_activation_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  *y = *x;

  return TRUE;
}

#define LM_ACTIVATION(kind, Type)                                                                  \
  LM_CLONES static void                                                                            \
  lm_##kind##_forward (const LmLayer *layer, LmPass *pass, LmTensor *y)                            \
  {                                                                                                \
    const LmTensor *x = lm_pass_get_input (pass, 0);                                               \
                                                                                                   \
    for (gsize i = 0; i < y->len; i += LM_BLOCK)                                                   \
      lm_##kind##_apply ((const Type *) layer, x->data + i, y->data + i,                           \
                         MIN (LM_BLOCK, y->len - i));                                              \
  }                                                                                                \
                                                                                                   \
  LM_CLONES static void                                                                            \
  lm_##kind##_backward (const LmLayer *layer, LmPass *pass, const LmTensor *y, const LmTensor *dy) \
  {                                                                                                \
    const LmTensor *x = lm_pass_get_input (pass, 0);                                               \
    LmTensor *dx = lm_pass_get_input_grad (pass, 0);                                               \
                                                                                                   \
    if (dx == NULL)                                                                                \
      return;                                                                                      \
                                                                                                   \
    for (gsize i = 0; i < y->len; i += LM_BLOCK)                                                   \
      lm_##kind##_derive ((const Type *) layer, x->data + i, y->data + i, dy->data + i,            \
                          dx->data + i, MIN (LM_BLOCK, y->len - i));                               \
  }

/* For gradient penalties, below LM_ACTIVATION: tangent() and tangent_backward() of a kind whose f' is
 * the same on either side of its corners; and of one that is curved, with a third function
 *
 *   lm_<kind>_bend (self, x, y, bend, n)   bend = f''(x)
 */
#define LM_TANGENT(kind, Type)                                                                     \
  LM_INLINE void                                                                                   \
  lm_##kind##_add_bend (const Type *self, const lm_real *x, const lm_real *y, const lm_real *tx,   \
                        const lm_real *dty, lm_real *dx, gsize n)                                  \
  {                                                                                                \
  }                                                                                                \
                                                                                                   \
  LM_TANGENT_FUNCTIONS (kind, Type)

/* dx += dty·f''(x)·tx */
#define LM_CURVED_TANGENT(kind, Type)                                                              \
  LM_INLINE void                                                                                   \
  lm_##kind##_add_bend (const Type *self, const lm_real *x, const lm_real *y, const lm_real *tx,   \
                        const lm_real *dty, lm_real *dx, gsize n)                                  \
  {                                                                                                \
    lm_real bend[LM_BLOCK];                                                                        \
                                                                                                   \
    lm_##kind##_bend (self, x, y, bend, n);                                                        \
    for (gsize i = 0; i < n; i++)                                                                  \
      dx[i] += dty[i] * bend[i] * tx[i];                                                           \
  }                                                                                                \
                                                                                                   \
  LM_TANGENT_FUNCTIONS (kind, Type)

#define LM_TANGENT_FUNCTIONS(kind, Type)                                                           \
  LM_CLONES static void                                                                            \
  lm_##kind##_tangent (const LmLayer *layer, LmPass *pass, const LmTensor *y, LmTensor *ty)        \
  {                                                                                                \
    const LmTensor *x = lm_pass_get_input (pass, 0);                                               \
    const LmTensor *tx = lm_pass_get_input_tangent (pass, 0);                                      \
                                                                                                   \
    for (gsize i = 0; i < y->len; i += LM_BLOCK)                                                   \
      lm_##kind##_derive ((const Type *) layer, x->data + i, y->data + i, tx->data + i,            \
                          ty->data + i, MIN (LM_BLOCK, y->len - i));                               \
  }                                                                                                \
                                                                                                   \
  LM_CLONES static void                                                                            \
  lm_##kind##_tangent_backward (const LmLayer *layer, LmPass *pass, const LmTensor *y,             \
                                const LmTensor *dty)                                               \
  {                                                                                                \
    const LmTensor *x = lm_pass_get_input (pass, 0);                                               \
    const LmTensor *tx = lm_pass_get_input_tangent (pass, 0);                                      \
    LmTensor *dx = lm_pass_get_input_grad (pass, 0);                                               \
    LmTensor *dtx = lm_pass_get_input_tangent_grad (pass, 0);                                      \
                                                                                                   \
    for (gsize i = 0; i < y->len; i += LM_BLOCK)                                                   \
      {                                                                                            \
        const gsize n = MIN (LM_BLOCK, y->len - i);                                                \
                                                                                                   \
        if (dtx != NULL)                                                                           \
          lm_##kind##_derive ((const Type *) layer, x->data + i, y->data + i, dty->data + i,       \
                              dtx->data + i, n);                                                   \
        if (dx != NULL)                                                                            \
          lm_##kind##_add_bend ((const Type *) layer, x->data + i, y->data + i, tx->data + i,      \
                                dty->data + i, dx->data + i, n);                                   \
      }                                                                                            \
  }
