/* SPDX-License-Identifier: GPL-3.0-or-later */

/* log-softmax.c: y = x - log Σ exp (x), over the features, or the channels of each pixel
 *
 *   x, y [batch, features], [batch, time, features] or [batch, channels, height, width]
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-features.h"
#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer    parent;

  LmFeatures features;
} LmLogSoftmax;

static gboolean
lm_log_softmax_configure (LmLayer        *layer,
                          const LmShape  *x,
                          gsize           n_inputs,
                          LmShape        *y,
                          GError        **error)
{
  LmLogSoftmax *self = (LmLogSoftmax *) layer;

  self->features = lm_features_of (x);
  lm_layer_set_scratch (layer, 2 * self->features.plane);
  *y = *x;

  return TRUE;
}

/* One picture: x and y [n, plane]. */
LM_CLONES static void
lm_log_softmax_forward_planes (const LmFeatures *features,
                               const lm_real    *x,
                               lm_real          *y,
                               lm_real          *scratch)
{
  const gsize plane = features->plane, len = features->n * plane;
  lm_real *max = scratch, *sum = scratch + plane;

  memcpy (max, x, plane * sizeof *x);
  for (gsize i = plane; i < len; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        max[j] = x[i + j] > max[j] ? x[i + j] : max[j];
    }
  for (gsize i = 0; i < len; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        y[i + j] = x[i + j] - max[j];
    }
  lm_exp (y, y, len);

  memset (sum, 0, plane * sizeof *sum);
  for (gsize i = 0; i < len; i += plane)
    lm_add (y + i, sum, plane);
  for (gsize j = 0; j < plane; j++)
    sum[j] = (lm_real) log ((double) sum[j]);
  for (gsize i = 0; i < len; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        y[i + j] = x[i + j] - max[j] - sum[j];
    }
}

static void
lm_log_softmax_forward (const LmLayer *layer,
                        LmPass        *pass,
                        LmTensor      *y)
{
  const LmFeatures *features = &((const LmLogSoftmax *) layer)->features;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize run = features->n * features->plane;

  for (gsize i = 0; i < y->len; i += run)
    {
      if (features->plane > 1)
        lm_log_softmax_forward_planes (features, x->data + i, y->data + i,
                                       lm_pass_get_scratch (pass));
      else
        {
          const double sum = lm_log_sum_exp (x->data + i, run);

          for (gsize j = i; j < i + run; j++)
            y->data[j] = (lm_real) ((double) x->data[j] - sum);
        }
    }
}

/* dx = dy - exp (y)·Σ dy; one picture, or one row of numbers that lie side by side. */
LM_CLONES static void
lm_log_softmax_backward_run (const LmFeatures *features,
                             const lm_real    *y,
                             const lm_real    *dy,
                             lm_real          *dx,
                             lm_real          *sum)
{
  const gsize plane = features->plane, len = features->n * plane;

  memset (sum, 0, plane * sizeof *sum);
  if (plane == 1)
    *sum = (lm_real) lm_sum (dy, len);
  else
    {
      for (gsize i = 0; i < len; i += plane)
        lm_add (dy + i, sum, plane);
    }

  lm_exp (y, dx, len);
  for (gsize i = 0; i < len; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        dx[i + j] = dy[i + j] - dx[i + j] * sum[j];
    }
}

static void
lm_log_softmax_backward (const LmLayer  *layer,
                         LmPass         *pass,
                         const LmTensor *y,
                         const LmTensor *dy)
{
  const LmFeatures *features = &((const LmLogSoftmax *) layer)->features;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  for (gsize i = 0; i < y->len; i += features->n * features->plane)
    lm_log_softmax_backward_run (features, y->data + i, dy->data + i, dx->data + i,
                                 lm_pass_get_scratch (pass));
}

const LmLayerClass lm_log_softmax_class = {
  .id = "log-softmax",
  .stem = "logsoftmax",
  .title = N_("Log softmax"),
  .summary = N_("Makes logarithms of probabilities of numbers: what softmax gives, but precise."),
  .keywords = N_("probability logarithm classes normalize activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 4 L 7 4 L 7 16 L 3 16 Z M 8.5 4 L 12.5 4 L 12.5 12 L 8.5 12 Z "
           "M 14 4 L 18 4 L 18 8 L 14 8 Z M 19.5 4 L 23.5 4 L 23.5 20 L 19.5 20 Z",
  .size = sizeof (LmLogSoftmax),
  .keeps_time = TRUE,
  .configure = lm_log_softmax_configure,
  .forward = lm_log_softmax_forward,
  .backward = lm_log_softmax_backward,
};
