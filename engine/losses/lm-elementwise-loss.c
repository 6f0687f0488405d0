/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-elementwise-loss.h"

#include <glib/gi18n-lib.h>

#include "lm-math.h"

const char *const lm_reduction_ids[] = { "mean", "sum", NULL };
const char *const lm_reduction_titles[] = { N_("Mean"), N_("Sum"), NULL };

gboolean
lm_elementwise_loss_check (const LmLoss   *self,
                           const LmShape  *y,
                           const LmShape  *target,
                           GError        **error)
{
  g_autofree char *y_text = NULL;
  g_autofree char *target_text = NULL;

  if (lm_shape_equal (y, target))
    return TRUE;

  y_text = lm_shape_to_string (y);
  target_text = lm_shape_to_string (target);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("The answers are %s and the targets %s: end the stack with a layer that gives %s"),
               y_text, target_text, target_text);

  return FALSE;
}

double
lm_elementwise_loss_get_divisor (const LmLoss   *self,
                                 const LmTensor *y)
{
  if (((const LmElementwiseLoss *) self)->reduction == LM_REDUCTION_SUM)
    return 1;

  return (double) lm_shape_get_n_columns (&y->shape);
}

double
lm_elementwise_loss_take (const lm_real *loss,
                          const lm_real *slope,
                          double         scale,
                          lm_real       *dy,
                          gsize          n)
{
  for (gsize i = 0; dy != NULL && i < n; i++)
    dy[i] = (lm_real) scale * slope[i];

  return lm_sum (loss, n);
}
