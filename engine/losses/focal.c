/* SPDX-License-Identifier: GPL-3.0-or-later */

/* focal.c: -w_c·(1 - p_c)^gamma·log p_c of the right class c, p = softmax (y)
 * (Lin and others, 2017)
 *
 *   y [rows, classes]   target [rows, 1], the index of the class, or [rows, classes], shares
 *
 * The mean is taken over the rows. An index that means no class gives NaN, so that it is seen.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-loss.h"
#include "lm-math.h"
#include "lm-targets.h"

typedef struct
{
  LmLoss  parent;

  double  gamma;
  LmReals weights;
} LmFocal;

static gboolean
lm_focal_check (const LmLoss   *loss,
                const LmShape  *y,
                const LmShape  *target,
                GError        **error)
{
  return lm_targets_check (y, target, ((const LmFocal *) loss)->weights.n, error);
}

/* Of a class with log p = @log_p: f = -(1 - p)^gamma·log p; sets g = ∂f / ∂log p. */
static double
lm_focal_measure (double  gamma,
                  double  log_p,
                  double *g)
{
  const double q = -expm1 (log_p); /* 1 - p */
  const double power = pow (q, gamma);
  const double ratio = q > 0 ? -log_p / q : 1; /* It tends to 1. */

  *g = -power * (1 + gamma * exp (log_p) * ratio);

  return -power * log_p;
}

/* One row: ∂ / ∂y_j of Σ u_k·f_k is u_j·g_j - p_j·Σ u_k·g_k. */
static double
lm_focal_take_row (const LmFocal  *self,
                   const LmTensor *y,
                   const LmTensor *target,
                   gsize           row,
                   double          scale,
                   lm_real        *dy)
{
  const gsize n = y->shape.dim[1];
  const lm_real *x = y->data + row * n;
  const gsize label = lm_targets_get_class (target, row, n);
  const double log_sum = lm_log_sum_exp (x, n);
  double loss = 0, sum = 0;

  for (gsize k = 0; k < n; k++)
    {
      const double u = lm_targets_get_share (target, row, k, label) *
                       (self->weights.n > 0 ? self->weights.values[k] : 1);
      double f = 0, g = 0;

      if (u != 0)
        f = lm_focal_measure (self->gamma, (double) x[k] - log_sum, &g);
      loss += u * f;
      sum += u * g;
      if (dy != NULL)
        dy[k] = (lm_real) (scale * u * g);
    }
  for (gsize k = 0; dy != NULL && k < n; k++)
    dy[k] -= (lm_real) (scale * sum * exp ((double) x[k] - log_sum));

  return label < n ? loss : (double) NAN;
}

static double
lm_focal_forward (const LmLoss   *loss,
                  const LmTensor *y,
                  const LmTensor *target,
                  double          scale,
                  LmTensor       *dy)
{
  const gsize n = y->shape.dim[1];
  double sum = 0;

  for (gsize row = 0; row < y->shape.dim[0]; row++)
    sum += lm_focal_take_row ((const LmFocal *) loss, y, target, row, scale,
                              dy != NULL ? dy->data + row * n : NULL);

  return sum;
}

static const LmField fields[] = {
  { "gamma", LM_FIELD_REAL, G_STRUCT_OFFSET (LmFocal, gamma), 0, 10, 2,
    .title = N_("Focus"),
    .hint = N_("How much less counts what is right already; 0 is cross-entropy.") },
  LM_TARGETS_CLASS_WEIGHTS (LmFocal),
  { NULL },
};

const LmLossClass lm_focal_class = {
  .id = "focal",
  .title = N_("Focal"),
  .summary = N_("For classes of which some are rare: it looks away from what is easy."),
  .size = sizeof (LmFocal),
  .fields = fields,
  .fuses = "softmax",
  .check = lm_focal_check,
  .forward = lm_focal_forward,
  .activate = lm_loss_activate_softmax,
};
