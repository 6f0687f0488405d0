/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the layers share that bring numbers of one example to mean 0 and deviation 1.
 *
 * The numbers that are taken together lie in @n_chunks runs of @chunk numbers, @stride apart.
 */
typedef struct
{
  gsize n_chunks, chunk, stride;
} LmNormGroup;

#define LM_NORM_FIELDS(Type, affine)                                                               \
  { "affine", LM_FIELD_BOOL, G_STRUCT_OFFSET (Type, is_affine), 0, 1, affine,                      \
    .title = N_("Scale and shift"),                                                                \
    .hint = N_("Multiplies by trained numbers afterwards and adds others; they start at 1 and 0.") }, \
  { "eps", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, eps), 0, 1, 1e-5,                                 \
    .title = N_("Epsilon"),                                                                        \
    .hint = N_("Added to the variance, so that nothing is divided by 0. Keras takes 0.001."),      \
    .flags = LM_FIELD_MORE | LM_FIELD_LOG | LM_FIELD_OPEN }

/* Whether @n numbers of @x can have a deviation, or LM_ERROR_SHAPE. */
gboolean lm_norm_check   (gsize              n,
                          const LmShape     *x,
                          GError           **error);
/* Sets the mean, and 1 / √(variance + eps). */
void     lm_norm_measure (const LmNormGroup *group,
                          const lm_real     *x,
                          double             eps,
                          lm_real           *mean,
                          lm_real           *scale);
/* @dx is the gradient at x̂, and becomes that at x. */
void     lm_norm_derive  (const LmNormGroup *group,
                          const lm_real     *x,
                          lm_real            mean,
                          lm_real            scale,
                          lm_real           *dx);

/* Rows of @n numbers, of which each has its own @weight and @bias (nullable: none has). */

/* y = (x - mean)·scale·weight + bias */
void     lm_norm_apply_row (const lm_real *x,
                            lm_real        mean,
                            lm_real        scale,
                            const lm_real *weight,
                            const lm_real *bias,
                            lm_real       *y,
                            gsize          n);
/* dx = dy·weight */
void     lm_norm_weigh_row (const lm_real *dy,
                            const lm_real *weight,
                            lm_real       *dx,
                            gsize          n);
/* dW += dy·(x - mean)·scale, db += dy */
void     lm_norm_add_row   (const lm_real *x,
                            lm_real        mean,
                            lm_real        scale,
                            const lm_real *dy,
                            lm_real       *dweight,
                            lm_real       *dbias,
                            gsize          n);

/* The same for @n numbers of which all have one @weight and @bias. */
void     lm_norm_apply_plane (const lm_real *x,
                              lm_real        mean,
                              lm_real        scale,
                              lm_real        weight,
                              lm_real        bias,
                              lm_real       *y,
                              gsize          n);
void     lm_norm_weigh_plane (const lm_real *dy,
                              lm_real        weight,
                              lm_real       *dx,
                              gsize          n);

G_END_DECLS
