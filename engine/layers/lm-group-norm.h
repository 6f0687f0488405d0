/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-features.h"
#include "lm-norm.h"

G_BEGIN_DECLS

/* What the layers share that bring groups of features of an example to mean 0 and deviation 1,
 * together over all its pixels or steps. It is the first member of theirs.
 *
 *   x, y [batch, features], [batch, time, features] or [batch, channels, height, width]
 *   W, b [features or channels]
 *
 * Of a padded sequence only the steps that count are looked at; the rest becomes 0.
 */
typedef struct
{
  LmLayer    parent;

  double     eps;
  gboolean   is_affine;

  /* Set by configure(). */
  LmFeatures features;
  gsize      n_groups, n_steps;
  gsize      weight, bias;
  gsize      mean, scale; /* kept */
} LmGroupNorm;

/* @n_groups divides the features. */
gboolean lm_group_norm_configure (LmGroupNorm    *self,
                                  const LmShape  *x,
                                  gsize           n_groups,
                                  LmShape        *y,
                                  GError        **error);

/* Members of the class. */
void     lm_group_norm_forward   (const LmLayer  *layer,
                                  LmPass         *pass,
                                  LmTensor       *y);
void     lm_group_norm_backward  (const LmLayer  *layer,
                                  LmPass         *pass,
                                  const LmTensor *y,
                                  const LmTensor *dy);

G_END_DECLS
