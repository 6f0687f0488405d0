/* SPDX-License-Identifier: GPL-3.0-or-later */

/* kl-divergence.c: Σ t·log (t / p) of each row, p = softmax (y) (Kullback and Leibler, 1951)
 *
 *   y, t [rows, classes]
 *
 * It is PyTorch's kl_div of log_softmax (y); after a log softmax layer y is that already, and
 * the softmax of it the same p. Where t is 0 so is the term; a t below 0 gives NaN, so that it is
 * seen.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-loss.h"
#include "lm-math.h"

static gboolean
lm_kl_divergence_check (const LmLoss   *self,
                        const LmShape  *y,
                        const LmShape  *target,
                        GError        **error)
{
  g_autofree char *y_text = NULL;
  g_autofree char *target_text = NULL;

  if (y->rank == 2 && y->dim[1] > 1 && lm_shape_equal (y, target))
    return TRUE;

  y_text = lm_shape_to_string (y);
  target_text = lm_shape_to_string (target);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("The answers are %s and the targets %s: KL divergence compares two rows of probabilities of the same length; for the index of a class choose cross-entropy"),
               y_text, target_text);

  return FALSE;
}

/* The loss is Σ t·(log t - log p), and its derivative p·Σ t - t. */
static double
lm_kl_divergence_take_row (const lm_real *y,
                           const lm_real *t,
                           gsize          n,
                           double         scale,
                           lm_real       *dy)
{
  const double log_sum = lm_log_sum_exp (y, n);
  double loss = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double share = (double) t[i];

      sum += share;
      if (share != 0)
        loss += share * (log (share) - ((double) y[i] - log_sum));
    }
  if (dy == NULL)
    return loss;

  for (gsize i = 0; i < n; i++)
    dy[i] = (lm_real) ((double) y[i] - log_sum);
  lm_exp (dy, dy, n); /* p */
  for (gsize i = 0; i < n; i++)
    dy[i] = (lm_real) (scale * (sum * (double) dy[i] - (double) t[i]));

  return loss;
}

static double
lm_kl_divergence_forward (const LmLoss   *loss,
                          const LmTensor *y,
                          const LmTensor *target,
                          double          scale,
                          LmTensor       *dy)
{
  const gsize n = y->shape.dim[1];
  double sum = 0;

  for (gsize i = 0; i < y->len; i += n)
    sum += lm_kl_divergence_take_row (y->data + i, target->data + i, n, scale,
                                      dy != NULL ? dy->data + i : NULL);

  return sum;
}

const LmLossClass lm_kl_divergence_class = {
  .id = "kl-divergence",
  .title = N_("KL divergence"),
  .summary = N_("For probabilities as targets: Σ target × log (target / answer)."),
  .size = sizeof (LmLoss),
  .fuses = "softmax",
  .check = lm_kl_divergence_check,
  .forward = lm_kl_divergence_forward,
  .activate = lm_loss_activate_softmax,
};
