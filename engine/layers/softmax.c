/* SPDX-License-Identifier: GPL-3.0-or-later */

/* softmax.c: y = exp (x) / Σ exp (x), over the features, or the channels of each pixel
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
  LmLayer parent;

  gsize   n;     /* numbers that add up to 1 */
  gsize   plane; /* distance between them */
} LmSoftmax;

static gboolean
lm_softmax_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmSoftmax *self = (LmSoftmax *) layer;

  self->n = lm_features_of (x).n;
  self->plane = lm_features_of (x).plane;
  lm_layer_set_scratch (layer, self->plane);
  *y = *x;

  return TRUE;
}

/* One picture: x and y [n, plane]. */
LM_CLONES static void
lm_softmax_forward_planes (const LmSoftmax *self,
                           const lm_real   *x,
                           lm_real         *y,
                           lm_real         *scratch)
{
  const gsize n = self->n, plane = self->plane;

  memcpy (scratch, x, plane * sizeof *x);
  for (gsize i = plane; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        scratch[j] = x[i + j] > scratch[j] ? x[i + j] : scratch[j];
    }
  for (gsize i = 0; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        y[i + j] = x[i + j] - scratch[j];
    }
  lm_exp (y, y, n * plane);

  memset (scratch, 0, plane * sizeof *x);
  for (gsize i = 0; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        scratch[j] += y[i + j];
    }
  for (gsize i = 0; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        y[i + j] /= scratch[j];
    }
}

static void
lm_softmax_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  const LmSoftmax *self = (const LmSoftmax *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize row = self->n * self->plane;

  if (self->plane == 1)
    {
      lm_softmax (x->data, y->data, y->len / self->n, self->n);
      return;
    }

  for (gsize i = 0; i < y->len; i += row)
    lm_softmax_forward_planes (self, x->data + i, y->data + i, lm_pass_get_scratch (pass));
}

/* One row, the numbers side by side. */
LM_CLONES static void
lm_softmax_backward_row (const lm_real *y,
                         const lm_real *dy,
                         lm_real       *dx,
                         gsize          n)
{
  const lm_real sum = (lm_real) lm_dot (dy, y, n);

  for (gsize i = 0; i < n; i++)
    dx[i] = y[i] * (dy[i] - sum);
}

/* One picture: y, dy and dx [n, plane]. */
LM_CLONES static void
lm_softmax_backward_planes (const LmSoftmax *self,
                            const lm_real   *y,
                            const lm_real   *dy,
                            lm_real         *dx,
                            lm_real         *sum)
{
  const gsize n = self->n, plane = self->plane;

  memset (sum, 0, plane * sizeof *sum);
  for (gsize i = 0; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        sum[j] += dy[i + j] * y[i + j];
    }
  for (gsize i = 0; i < n * plane; i += plane)
    {
      for (gsize j = 0; j < plane; j++)
        dx[i + j] = y[i + j] * (dy[i + j] - sum[j]);
    }
}

/* dx = y·(dy - Σ dy·y) */
static void
lm_softmax_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  const LmSoftmax *self = (const LmSoftmax *) layer;
  const gsize row = self->n * self->plane;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  for (gsize i = 0; i < y->len; i += row)
    {
      if (self->plane == 1)
        lm_softmax_backward_row (y->data + i, dy->data + i, dx->data + i, self->n);
      else
        lm_softmax_backward_planes (self, y->data + i, dy->data + i, dx->data + i,
                                    lm_pass_get_scratch (pass));
    }
}

const LmLayerClass lm_softmax_class = {
  .id = "softmax",
  .stem = "softmax",
  .title = N_("Softmax"),
  .summary = N_("Makes probabilities of numbers: all above 0, together 1."),
  .keywords = N_("probability classes normalize activation"),
  .group = LM_GROUP_ACTIVATION,
  .glyph = "M 3 16 L 7 16 L 7 22 L 3 22 Z M 8.5 12 L 12.5 12 L 12.5 22 L 8.5 22 Z "
           "M 14 4 L 18 4 L 18 22 L 14 22 Z M 19.5 18 L 23.5 18 L 23.5 22 L 19.5 22 Z",
  .size = sizeof (LmSoftmax),
  .keeps_time = TRUE,
  .configure = lm_softmax_configure,
  .forward = lm_softmax_forward,
  .backward = lm_softmax_backward,
};
