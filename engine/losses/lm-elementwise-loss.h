/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-clones.h"
#include "lm-loss.h"

G_BEGIN_DECLS

/* What losses share that compare every number of an answer with one of the target,
 * and take the mean or the sum over those of an example. It is the first member of theirs.
 *
 * A kind writes an inline function over a block of at most LM_LOSS_BLOCK numbers
 *
 *   lm_<kind>_compare (self, y, t, loss, slope, n)   loss = f(y, t), slope = ∂f / ∂y
 *
 * and LM_ELEMENTWISE_LOSS (kind, Type) makes forward() of it.
 */
typedef struct
{
  LmLoss parent;

  int    reduction; /* LmReduction */
} LmElementwiseLoss;

typedef enum
{
  LM_REDUCTION_MEAN,
  LM_REDUCTION_SUM,
} LmReduction;

/* For the choices of a field; end with %NULL. */
extern const char *const lm_reduction_ids[];
extern const char *const lm_reduction_titles[];

#define LM_ELEMENTWISE_LOSS_FIELDS                                                                 \
  { "reduction", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmElementwiseLoss, reduction), 0,               \
    LM_REDUCTION_SUM, LM_REDUCTION_MEAN,                                                           \
    .title = N_("Over an example"),                                                                \
    .hint = N_("How the numbers of one example become one; over the examples it is the mean."),    \
    .choices = lm_reduction_ids, .choice_titles = lm_reduction_titles,                             \
    .flags = LM_FIELD_MORE }

#define LM_LOSS_BLOCK 512

/* A member of the class: the shapes must be the same. */
gboolean lm_elementwise_loss_check (const LmLoss   *self,
                                    const LmShape  *y,
                                    const LmShape  *target,
                                    GError        **error);
/* What the sum over an example of @y [rows, …] is divided by. */
double   lm_elementwise_loss_get_divisor (const LmLoss   *self,
                                          const LmTensor *y);
/* Writes a block's gradient; returns Σ of its losses. */
double   lm_elementwise_loss_take  (const lm_real  *loss,
                                    const lm_real  *slope,
                                    double          scale,
                                    lm_real        *dy,
                                    gsize           n);

#define LM_ELEMENTWISE_LOSS(kind, Type)                                                            \
  LM_CLONES static double                                                                          \
  lm_##kind##_forward (const LmLoss *loss, const LmTensor *y, const LmTensor *target,              \
                       double scale, LmTensor *dy)                                                 \
  {                                                                                                \
    const double divisor = lm_elementwise_loss_get_divisor (loss, y);                              \
    lm_real losses[LM_LOSS_BLOCK], slopes[LM_LOSS_BLOCK];                                          \
    double sum = 0;                                                                                \
                                                                                                   \
    for (gsize i = 0; i < y->len; i += LM_LOSS_BLOCK)                                              \
      {                                                                                            \
        const gsize n = MIN (LM_LOSS_BLOCK, y->len - i);                                           \
                                                                                                   \
        lm_##kind##_compare ((const Type *) loss, y->data + i, target->data + i, losses, slopes,   \
                             n);                                                                   \
        sum += lm_elementwise_loss_take (losses, slopes, scale / divisor,                          \
                                         dy != NULL ? dy->data + i : NULL, n);                     \
      }                                                                                            \
                                                                                                   \
    return sum / divisor;                                                                          \
  }

G_END_DECLS
