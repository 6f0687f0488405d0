/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hinge.c: mean of h (margin - s·y), s = 1 where the target means yes, else -1; h (x) = max (x, 0)
 * or its square (Cortes and Vapnik, 1995)
 *
 *   y, t [rows, …]: a target above 1/2 means yes, so that both 0, 1 and -1, 1 are understood
 *   y [rows, classes], t [rows, 1], the index of the class c: Σ h (margin - y_c + y_k) / classes
 *     over k ≠ c, PyTorch's multi_margin_loss; an index that means no class gives NaN
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-elementwise-loss.h"
#include "lm-targets.h"

typedef struct
{
  LmElementwiseLoss parent;

  double            margin;
  gboolean          is_squared;
} LmHinge;

LM_INLINE void
lm_hinge_compare (const LmHinge *self,
                  const lm_real *y,
                  const lm_real *t,
                  lm_real       *loss,
                  lm_real       *slope,
                  gsize          n)
{
  const lm_real margin = (lm_real) self->margin;

  for (gsize i = 0; i < n; i++)
    {
      const lm_real yes_or_no = t[i] > (lm_real) 0.5 ? 1 : -1;
      const lm_real sign = t[i] != t[i] ? t[i] : yes_or_no; /* NaN is seen. */
      const lm_real lack = margin - sign * y[i];
      const lm_real cut = lack < 0 ? 0 : lack;

      loss[i] = self->is_squared ? cut * cut : cut;
      slope[i] = cut > 0 ? -sign * (self->is_squared ? 2 * cut : 1) : 0;
    }
}

LM_ELEMENTWISE_LOSS (hinge, LmHinge)

static gboolean
lm_hinge_check (const LmLoss   *loss,
                const LmShape  *y,
                const LmShape  *target,
                GError        **error)
{
  if (lm_shape_equal (y, target))
    return TRUE;

  return lm_targets_check (y, target, 0, error);
}

static double
lm_hinge_take_row (const LmHinge *self,
                   const lm_real *y,
                   gsize          label,
                   gsize          n,
                   double         scale,
                   lm_real       *dy)
{
  double sum = 0, sum_slopes = 0;

  if (label >= n)
    return (double) NAN;

  for (gsize k = 0; k < n; k++)
    {
      const double lack = self->margin - (double) y[label] + (double) y[k];
      const double cut = lack < 0 || k == label ? 0 : lack;
      const double slope = cut > 0 ? (self->is_squared ? 2 * cut : 1) / (double) n : 0;

      sum += self->is_squared ? cut * cut : cut;
      sum_slopes += slope;
      if (dy != NULL)
        dy[k] = (lm_real) (scale * slope);
    }
  if (dy != NULL)
    dy[label] = (lm_real) (-scale * sum_slopes);

  return sum / (double) n;
}

static double
lm_hinge_take (const LmLoss   *loss,
               const LmTensor *y,
               const LmTensor *target,
               double          scale,
               LmTensor       *dy)
{
  const gsize n = lm_shape_get_n_columns (&y->shape);
  double sum = 0;

  if (lm_shape_equal (&y->shape, &target->shape))
    return lm_hinge_forward (loss, y, target, scale, dy);

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    sum += lm_hinge_take_row ((const LmHinge *) loss, y->data + row * n,
                              lm_targets_get_class (target, row, n), n, scale,
                              dy != NULL ? dy->data + row * n : NULL);

  return sum;
}

static const LmField fields[] = {
  { "margin", LM_FIELD_REAL, G_STRUCT_OFFSET (LmHinge, margin), 0, 1000, 1,
    .title = N_("Margin"),
    .hint = N_("How far on the right side an answer must be to cost nothing.") },
  { "squared", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmHinge, is_squared), 0, 1, FALSE,
    .title = N_("Squared"),
    .hint = N_("Squares what is missing: smooth where it begins.") },
  { NULL },
};

const LmLossClass lm_hinge_class = {
  .id = "hinge",
  .title = N_("Hinge"),
  .summary = N_("For classes, or yes and no: what is missing to a safe distance."),
  .size = sizeof (LmHinge),
  .fields = fields,
  .check = lm_hinge_check,
  .forward = lm_hinge_take,
};
