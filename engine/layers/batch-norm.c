/* SPDX-License-Identifier: GPL-3.0-or-later */

/* batch-norm.c: y = W·x̂ + b, x̂ = (x - mean) / √(variance + eps) (Ioffe and Szegedy, 2015)
 *
 *   x, y [batch, features] or [batch, channels, height, width]   W, b [features or channels]
 *
 * While training, mean and variance are those of the whole batch: each shard finds
 * its own, and they are merged pairwise (Chan, Golub and LeVeque, 1979). Predicting
 * takes the running ones.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-batch-stats.h"
#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  double eps, momentum;

  gsize  n;      /* features or channels */
  gsize  plane;  /* numbers of each in one example */
  gsize  weight, bias;
  gsize  running_mean, running_var;
  gsize  mean, scale; /* kept, in the first row only: of the batch; 1 / √(variance + eps) */
} LmBatchNorm;

static gboolean
lm_batch_norm_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  LmBatchNorm *self = (LmBatchNorm *) layer;
  const LmShape features = { 1, { x->dim[1] } };

  if (x->rank != 2 && x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Batch normalization takes rows of features or pictures, not %s: put a "
                     "flatten layer before it"),
                   shape);
      return FALSE;
    }

  self->n = x->dim[1];
  self->plane = lm_shape_get_n_columns (x) / self->n;
  self->weight = lm_layer_add_param (layer, "weight", &features, LM_INIT_CONSTANT, 1, 1, 1);
  self->bias = lm_layer_add_param (layer, "bias", &features, LM_INIT_ZEROS, 0, 1, 1);
  self->running_mean = lm_layer_add_buffer (layer, "running_mean", &features, 0);
  self->running_var = lm_layer_add_buffer (layer, "running_var", &features, 1);
  self->mean = lm_layer_add_kept (layer, self->n);
  self->scale = lm_layer_add_kept (layer, self->n);
  lm_layer_set_scratch (layer, lm_batch_stats_get_size (self->n));
  lm_layer_set_partial (layer, lm_batch_stats_get_size (self->n), 2 * self->n);
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

static void
lm_batch_norm_gather (const LmLayer *layer,
                      LmPass        *pass)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;

  lm_batch_stats_gather (lm_pass_get_input (pass, 0), self->n, self->plane,
                         lm_pass_get_partial (pass), lm_pass_get_scratch (pass));
}

static void
lm_batch_norm_combine (const LmLayer *layer,
                       lm_real       *into,
                       const lm_real *other)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;

  lm_batch_stats_combine (self->n, into, other);
}

/* Sets what x is shifted and scaled by. */
static void
lm_batch_norm_choose (const LmBatchNorm *self,
                      LmPass            *pass,
                      lm_real           *mean,
                      lm_real           *scale)
{
  const LmBatchStats stats = lm_batch_stats_view (self->n, lm_pass_get_total (pass));
  const lm_real *running_mean = lm_pass_get_buffer (pass, self->running_mean)->data;
  const lm_real *running_var = lm_pass_get_buffer (pass, self->running_var)->data;

  for (gsize i = 0; i < self->n; i++)
    {
      const double variance = lm_pass_is_training (pass) ? (double) stats.squares[i] / stats.count
                                                         : (double) running_var[i];

      mean[i] = lm_pass_is_training (pass) ? stats.mean[i] : running_mean[i];
      scale[i] = (lm_real) (1 / sqrt (variance + self->eps));
    }
}

static void
lm_batch_norm_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  const lm_real *bias = lm_pass_get_value (pass, self->bias)->data;
  lm_real *mean = lm_pass_get_kept (pass, self->mean);
  lm_real *scale = lm_pass_get_kept (pass, self->scale);

  lm_batch_norm_choose (self, pass, mean, scale);
  lm_batch_stats_normalise (self->n, self->plane, x, mean, scale, weight, bias, y);
}

/* Σ dy and Σ dy·x̂ of this shard: what the whole batch has a part in, and at the same time
 * db and dW.
 */
static void
lm_batch_norm_gather_backward (const LmLayer  *layer,
                               LmPass         *pass,
                               const LmTensor *y,
                               const LmTensor *dy)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  lm_real *sums = lm_pass_get_partial (pass);

  lm_batch_stats_sum_gradient (self->n, self->plane, x, dy, lm_pass_get_kept (pass, self->mean),
                               lm_pass_get_kept (pass, self->scale), sums, sums + self->n);
  lm_add (sums, lm_pass_get_grad (pass, self->bias)->data, self->n);
  lm_add (sums + self->n, lm_pass_get_grad (pass, self->weight)->data, self->n);
}

/* dx = W / √(variance + eps)·(dy - Σ dy / N - x̂·Σ (dy·x̂) / N), N = batch × plane */
static void
lm_batch_norm_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;
  const lm_real *sums = lm_pass_get_total (pass);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  lm_batch_stats_derive (self->n, self->plane, lm_pass_get_input (pass, 0), dy,
                         lm_pass_get_kept (pass, self->mean), lm_pass_get_kept (pass, self->scale),
                         lm_pass_get_value (pass, self->weight)->data, sums, sums + self->n,
                         (double) lm_pass_get_batch_size (pass) * (double) self->plane, dx);
}

/* The running variance is the unbiased one, as PyTorch has it. */
static void
lm_batch_norm_commit (const LmLayer *layer,
                      LmPass        *pass)
{
  const LmBatchNorm *self = (const LmBatchNorm *) layer;
  const LmBatchStats stats = lm_batch_stats_view (self->n, lm_pass_get_total (pass));
  lm_real *mean = lm_pass_get_buffer (pass, self->running_mean)->data;
  lm_real *variance = lm_pass_get_buffer (pass, self->running_var)->data;

  for (gsize i = 0; i < self->n; i++)
    {
      const double unbiased = (double) stats.squares[i] / fmax (1, stats.count - 1);

      mean[i] = (lm_real) ((1 - self->momentum) * (double) mean[i] +
                           self->momentum * (double) stats.mean[i]);
      variance[i] = (lm_real) ((1 - self->momentum) * (double) variance[i] +
                               self->momentum * unbiased);
    }
}

static const LmField fields[] = {
  { "momentum", LM_FIELD_REAL, G_STRUCT_OFFSET (LmBatchNorm, momentum), 0, 1, 0.1,
    .title = N_("Momentum"),
    .hint = N_("Share of the newest batch in the running statistics. Keras writes 1 minus it."),
    .flags = LM_FIELD_MORE },
  { "eps", LM_FIELD_REAL, G_STRUCT_OFFSET (LmBatchNorm, eps), 0, 1, 1e-5,
    .title = N_("Epsilon"),
    .hint = N_("Added to the variance, so that nothing is divided by 0. Keras takes 0.001."),
    .flags = LM_FIELD_MORE | LM_FIELD_LOG | LM_FIELD_OPEN },
  { NULL },
};

const LmLayerClass lm_batch_norm_class = {
  .id = "batch-norm",
  .stem = "norm",
  .title = N_("Batch norm"),
  .summary = N_("Shifts and scales each feature so that a batch has mean 0 and deviation 1."),
  .keywords = N_("batch normalization normalisation batchnorm"),
  .group = LM_GROUP_COMMON,
  .glyph = "M 3 20 C 10 20 9 6 13 6 C 17 6 16 20 23 20",
  .size = sizeof (LmBatchNorm),
  .fields = fields,
  .configure = lm_batch_norm_configure,
  .forward = lm_batch_norm_forward,
  .backward = lm_batch_norm_backward,
  .gather = lm_batch_norm_gather,
  .combine = lm_batch_norm_combine,
  .gather_backward = lm_batch_norm_gather_backward,
  .commit = lm_batch_norm_commit,
};
