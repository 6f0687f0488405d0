/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-targets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-error.h"

gboolean
lm_targets_are_classes (const LmShape *y,
                        const LmShape *target)
{
  return y->rank == 2 && y->dim[1] > 1 && target->rank == 2 &&
         (target->dim[1] == 1 || target->dim[1] == y->dim[1]);
}

gboolean
lm_targets_check (const LmShape  *y,
                  const LmShape  *target,
                  gsize           n_weights,
                  GError        **error)
{
  if (!lm_targets_are_classes (y, target))
    {
      g_autofree char *y_text = lm_shape_to_string (y);
      g_autofree char *target_text = lm_shape_to_string (target);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("The answers are %s and the targets %s: this loss compares a row of classes with the index of one, or with a row of the same length"),
                   y_text, target_text);
      return FALSE;
    }

  if (n_weights != 0 && n_weights != y->dim[1])
    {
      g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                   _("There are %zu class weights for %zu classes: give one for each, or none"),
                   n_weights, y->dim[1]);
      return FALSE;
    }

  return TRUE;
}

double
lm_targets_get_share (const LmTensor *target,
                      gsize           row,
                      gsize           k,
                      gsize           label)
{
  if (target->shape.dim[1] > 1)
    return (double) target->data[row * target->shape.dim[1] + k];

  return k == label ? 1 : 0;
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
