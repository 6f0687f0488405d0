/* SPDX-License-Identifier: GPL-3.0-or-later */

/* cosine-similarity.c: 1 - y·t / (|y|·|t|) of each row: 0 the same direction, 2 the opposite one
 *
 * As in PyTorch's cosine embedding loss EPSILON is added to each squared length, so that a row of
 * zeros is at right angles to all.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-elementwise-loss.h"
#include "lm-math.h"

#define EPSILON 1e-12

static double
lm_cosine_similarity_take_row (const lm_real *y,
                               const lm_real *t,
                               gsize          n,
                               double         scale,
                               lm_real       *dy)
{
  const double squares = lm_dot (y, y, n) + EPSILON;
  const double lengths = sqrt (squares * (lm_dot (t, t, n) + EPSILON));
  const double cosine = lm_dot (y, t, n) / lengths;

  /* -t / (|y|·|t|) + cos·y / |y|² */
  for (gsize i = 0; dy != NULL && i < n; i++)
    dy[i] = (lm_real) (scale * (cosine * (double) y[i] / squares - (double) t[i] / lengths));

  return 1 - cosine;
}

static double
lm_cosine_similarity_forward (const LmLoss   *loss,
                              const LmTensor *y,
                              const LmTensor *target,
                              double          scale,
                              LmTensor       *dy)
{
  const gsize n = lm_shape_get_n_columns (&y->shape);
  double sum = 0;

  for (gsize i = 0; i < y->len; i += n)
    sum += lm_cosine_similarity_take_row (y->data + i, target->data + i, n, scale,
                                          dy != NULL ? dy->data + i : NULL);

  return sum;
}

const LmLossClass lm_cosine_similarity_class = {
  .id = "cosine-similarity",
  .title = N_("Cosine similarity"),
  .summary = N_("For directions: 1 − cosine of the angle between answer and target."),
  .size = sizeof (LmLoss),
  .check = lm_elementwise_loss_check,
  .forward = lm_cosine_similarity_forward,
};
