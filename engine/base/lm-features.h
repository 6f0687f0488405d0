/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-shape.h"

G_BEGIN_DECLS

/* Where the features of an example lie: along the last axis, of pictures along the channels.
 * A tensor is then [runs, n, plane]: of each feature, @plane numbers lie side by side.
 */
typedef struct
{
  gsize n;
  gsize plane; /* 1, or the pixels of a channel */
} LmFeatures;

static inline LmFeatures
lm_features_of (const LmShape *x)
{
  const gsize n = x->rank >= 4 ? x->dim[1] : x->dim[x->rank - 1];

  return (LmFeatures) { n, x->rank >= 4 ? lm_shape_get_n_columns (x) / n : 1 };
}

G_END_DECLS
