/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* Statistics of each feature over the examples of a batch: its loops.
 *
 * Tensors are [rows, n, plane]: @n features, of which an example has @plane numbers
 * each (1, or the pixels of a channel).
 */
typedef struct
{
  double         count;   /* numbers of each feature */
  const lm_real *mean;    /* [n] */
  const lm_real *squares; /* [n]: Σ (x - mean)² */
} LmBatchStats;

/* Elements that the statistics of @n features take, as a partial. */
gsize        lm_batch_stats_get_size (gsize           n);
LmBatchStats lm_batch_stats_view     (gsize           n,
                                      const lm_real  *partial);
/* @scratch has room for another partial. */
void         lm_batch_stats_gather   (const LmTensor *x,
                                      gsize           n,
                                      gsize           plane,
                                      lm_real        *partial,
                                      lm_real        *scratch);
/* Chan, Golub and LeVeque (1979). */
void         lm_batch_stats_combine  (gsize           n,
                                      lm_real        *into,
                                      const lm_real  *other);

/* y = (x - mean)·scale·weight + bias */
void lm_batch_stats_normalise    (gsize           n,
                                  gsize           plane,
                                  const LmTensor *x,
                                  const lm_real  *mean,
                                  const lm_real  *scale,
                                  const lm_real  *weight,
                                  const lm_real  *bias,
                                  LmTensor       *y);
/* Σ dy and Σ dy·(x - mean)·scale of each feature. */
void lm_batch_stats_sum_gradient (gsize           n,
                                  gsize           plane,
                                  const LmTensor *x,
                                  const LmTensor *dy,
                                  const lm_real  *mean,
                                  const lm_real  *scale,
                                  lm_real        *sum_dy,
                                  lm_real        *sum_dy_x);
/* dx = weight·scale·(dy - sum_dy / count - (x - mean)·scale·sum_dy_x / count) */
void lm_batch_stats_derive       (gsize           n,
                                  gsize           plane,
                                  const LmTensor *x,
                                  const LmTensor *dy,
                                  const lm_real  *mean,
                                  const lm_real  *scale,
                                  const lm_real  *weight,
                                  const lm_real  *sum_dy,
                                  const lm_real  *sum_dy_x,
                                  double          count,
                                  LmTensor       *dx);

G_END_DECLS
