/* SPDX-License-Identifier: GPL-3.0-or-later */

/* softmax-cross-entropy.c: -log p of the right class c, p = softmax (y)
 *
 *   y [rows, classes]   target [rows, 1], the index of the class, or [rows, classes]
 *
 * With smoothing s the loss of a row is, as PyTorch has it,
 *
 *   (1 - s)·w_c·(-log p_c) + s / classes·Σ_k w_k·(-log p_k)
 *
 * and the mean is taken over Σ w_c of the rows. A target of a column a class is a
 * distribution t: w_c becomes Σ t_k·w_k, and so on; for a single 1 in it the loss is
 * that of the index. An index that means no class gives NaN, so that it is seen.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-loss.h"
#include "lm-math.h"
#include "lm-targets.h"

typedef struct
{
  LmLoss  parent;

  double  smoothing;
  LmReals weights;
} LmSoftmaxCrossEntropy;

static gboolean
lm_softmax_cross_entropy_check (const LmLoss   *loss,
                                const LmShape  *y,
                                const LmShape  *target,
                                GError        **error)
{
  const LmSoftmaxCrossEntropy *self = (const LmSoftmaxCrossEntropy *) loss;

  if (y->rank == 2 && y->dim[1] == 1)
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE,
                           _("One answer is always the most probable: end the stack with a unit for "
                             "each class, or choose binary cross-entropy"));
      return FALSE;
    }

  return lm_targets_check (y, target, self->weights.n, error);
}

static double
lm_softmax_cross_entropy_get_class_weight (const LmSoftmaxCrossEntropy *self,
                                           gsize                        k)
{
  return self->weights.n > 0 ? self->weights.values[k] : 1;
}

static double
lm_softmax_cross_entropy_get_weight (const LmLoss   *loss,
                                     const LmShape  *y,
                                     const LmTensor *target)
{
  const LmSoftmaxCrossEntropy *self = (const LmSoftmaxCrossEntropy *) loss;
  const gsize n_rows = target->shape.dim[0];
  const gsize n_classes = y->dim[1];
  double sum = 0;

  if (self->weights.n == 0)
    return (double) n_rows;

  for (gsize row = 0; row < n_rows; row++)
    {
      const gsize label = lm_targets_get_class (target, row, n_classes);

      for (gsize k = 0; k < n_classes; k++)
        sum += lm_targets_get_share (target, row, k, label) *
               lm_softmax_cross_entropy_get_class_weight (self, k);
    }

  return sum;
}

/* u_k = w_k·((1 - s)·t_k + s / classes) */
static double
lm_softmax_cross_entropy_get_u (const LmSoftmaxCrossEntropy *self,
                                const LmTensor              *target,
                                gsize                        row,
                                gsize                        k,
                                gsize                        label,
                                gsize                        n)
{
  const double share = lm_targets_get_share (target, row, k, label);

  return lm_softmax_cross_entropy_get_class_weight (self, k) *
         ((1 - self->smoothing) * share + self->smoothing / (double) n);
}

/* One row with the index of its class and nothing else to heed: most are so. */
static double
lm_softmax_cross_entropy_take_label (const lm_real *x,
                                     gsize          n,
                                     gsize          label,
                                     double         scale,
                                     lm_real       *dy)
{
  const double log_sum = lm_log_sum_exp (x, n);

  if (dy != NULL)
    {
      for (gsize k = 0; k < n; k++)
        dy[k] = (lm_real) ((double) x[k] - log_sum);
      lm_exp (dy, dy, n); /* p */
      for (gsize k = 0; k < n; k++)
        dy[k] *= (lm_real) scale;
      if (label < n)
        dy[label] -= (lm_real) scale;
    }

  return label < n ? log_sum - (double) x[label] : (double) NAN;
}

/* One row: the loss is Σ u_k·(-log p_k), and its derivative p_k·Σ u - u_k. */
static double
lm_softmax_cross_entropy_take_row (const LmSoftmaxCrossEntropy *self,
                                   const LmTensor              *y,
                                   const LmTensor              *target,
                                   gsize                        row,
                                   double                       scale,
                                   lm_real                     *dy)
{
  const gsize n = y->shape.dim[1];
  const lm_real *x = y->data + row * n;
  const gsize label = lm_targets_get_class (target, row, n);
  const double log_sum = lm_log_sum_exp (x, n);
  double sum_u = 0, loss = 0;

  for (gsize k = 0; k < n; k++)
    {
      const double u = lm_softmax_cross_entropy_get_u (self, target, row, k, label, n);

      sum_u += u;
      loss += u * (log_sum - (double) x[k]);
    }

  if (dy != NULL)
    {
      for (gsize k = 0; k < n; k++)
        dy[k] = (lm_real) ((double) x[k] - log_sum);
      lm_exp (dy, dy, n); /* p */
      for (gsize k = 0; k < n; k++)
        {
          const double u = lm_softmax_cross_entropy_get_u (self, target, row, k, label, n);

          dy[k] = (lm_real) (scale * (sum_u * (double) dy[k] - u));
        }
    }

  return label < n ? loss : (double) NAN;
}

static double
lm_softmax_cross_entropy_forward (const LmLoss   *loss,
                                  const LmTensor *y,
                                  const LmTensor *target,
                                  double          scale,
                                  LmTensor       *dy)
{
  const LmSoftmaxCrossEntropy *self = (const LmSoftmaxCrossEntropy *) loss;
  const gsize n = y->shape.dim[1];
  const gboolean is_plain = target->shape.dim[1] == 1 && self->weights.n == 0 &&
                            self->smoothing == 0;
  double sum = 0;

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    {
      lm_real *to = dy != NULL ? dy->data + row * n : NULL;

      sum += is_plain ? lm_softmax_cross_entropy_take_label (
                          y->data + row * n, n, lm_targets_get_class (target, row, n), scale, to)
                      : lm_softmax_cross_entropy_take_row (self, y, target, row, scale, to);
    }

  return sum;
}

static const LmField fields[] = {
  { "label_smoothing", LM_FIELD_REAL, G_STRUCT_OFFSET (LmSoftmaxCrossEntropy, smoothing), 0, 1, 0,
    .title = N_("Label smoothing"),
    .hint = N_("Share of each target that is spread over all classes; 0.1 is usual."),
    .flags = LM_FIELD_MORE },
  LM_TARGETS_CLASS_WEIGHTS (LmSoftmaxCrossEntropy),
  { NULL },
};

const LmLossClass lm_softmax_cross_entropy_class = {
  .id = "softmax-cross-entropy",
  .title = N_("Cross-entropy"),
  .summary = N_("For classes: −log of the probability of the right one."),
  .size = sizeof (LmSoftmaxCrossEntropy),
  .fields = fields,
  .fuses = "softmax",
  .check = lm_softmax_cross_entropy_check,
  .get_weight = lm_softmax_cross_entropy_get_weight,
  .forward = lm_softmax_cross_entropy_forward,
  .activate = lm_loss_activate_softmax,
};
