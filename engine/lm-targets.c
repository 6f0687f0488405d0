/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-targets.h"

#include <math.h>

gboolean
lm_targets_are_classes (const LmShape *y,
                        const LmShape *target)
{
  return y->rank == 2 && y->dim[1] > 1 && target->rank == 2 &&
         (target->dim[1] == 1 || target->dim[1] == y->dim[1]);
}

gsize
lm_targets_get_class (const LmTensor *target,
                      gsize           row,
                      gsize           n_classes)
{
  double label;

  if (target->shape.dim[1] > 1)
    return lm_targets_find_max (target->data + row * n_classes, n_classes);

  label = (double) target->data[row];
  if (!(label >= 0 && label < (double) n_classes) || label != floor (label))
    return n_classes;

  return (gsize) label;
}

gsize
lm_targets_find_max (const lm_real *x,
                     gsize          n)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    best = x[i] > x[best] ? i : best;

  return best;
}
