/* SPDX-License-Identifier: GPL-3.0-or-later */

/* avg-pool1d.c: y = the mean of each patch of steps, feature by feature
 *
 *   x [batch, time, features]   y [batch, out, features]
 *
 * Padding counts as zeros, or not at all; where nothing else is, y is 0.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-step-pooling.h"

typedef struct
{
  LmStepPooling parent;

  gboolean      includes_padding;
} LmAvgPool1d;

/* What the sum of @n steps, padding left out, is multiplied by. */
static lm_real
lm_avg_pool1d_get_scale (const LmAvgPool1d *self,
                         gsize              n)
{
  if (self->includes_padding)
    n = self->parent.slide.kernel;

  return (lm_real) (1 / (double) MAX (n, 1));
}

/* y += scale·x */
LM_CLONES static void
lm_avg_pool1d_take (const lm_real *restrict x,
                    lm_real                 scale,
                    lm_real *restrict       y,
                    gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    y[i] += scale * x[i];
}

static void
lm_avg_pool1d_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmAvgPool1d *self = (const LmAvgPool1d *) layer;
  const LmSlide *slide = &self->parent.slide;
  const gsize n = self->parent.n;
  const guint32 *lengths = lm_pass_get_lengths (pass);
  const lm_real *x = lm_pass_get_input (pass, 0)->data;

  memset (y->data, 0, y->len * sizeof *y->data);
  for (gsize i = 0; i < y->len / n; i++)
    {
      const gsize row = i / slide->out;
      gsize first, end;
      lm_real scale;

      lm_step_pooling_get_patch (&self->parent, lengths, row, i % slide->out, &first, &end);
      scale = lm_avg_pool1d_get_scale (self, end - first);
      for (gsize j = first; j < end; j++)
        lm_avg_pool1d_take (x + (row * slide->in + j) * n, scale, y->data + i * n, n);
    }
}

static void
lm_avg_pool1d_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmAvgPool1d *self = (const LmAvgPool1d *) layer;
  const LmSlide *slide = &self->parent.slide;
  const gsize n = self->parent.n;
  const guint32 *lengths = lm_pass_get_lengths (pass);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize i = 0; i < y->len / n; i++)
    {
      const gsize row = i / slide->out;
      gsize first, end;
      lm_real scale;

      lm_step_pooling_get_patch (&self->parent, lengths, row, i % slide->out, &first, &end);
      scale = lm_avg_pool1d_get_scale (self, end - first);
      for (gsize j = first; j < end; j++)
        lm_avg_pool1d_take (dy->data + i * n, scale, dx->data + (row * slide->in + j) * n, n);
    }
}

static const LmField fields[] = {
  LM_STEP_POOLING_FIELDS,
  { "count_include_pad", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmAvgPool1d, includes_padding), 0, 1, TRUE,
    .title = N_("Padding counts"),
    .hint = N_("Takes padding into the mean as zeros. Keras leaves it out."),
    .flags = LM_FIELD_MORE },
  { NULL },
};

const LmLayerClass lm_avg_pool1d_class = {
  .id = "avg-pool1d",
  .stem = "pool",
  .title = N_("Average pool 1-D"),
  .summary = N_("Shortens a sequence: each few steps become their mean."),
  .keywords = N_("mean pooling downsample subsample smooth time series sequence"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 10 L 8 10 L 8 16 L 3 16 Z M 10 10 L 15 10 L 15 16 L 10 16 Z "
           "M 19 10 L 24 10 L 24 16 L 19 16 L 19 10 M 3 20 L 15 20",
  .size = sizeof (LmAvgPool1d),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_step_pooling_configure,
  .forward = lm_avg_pool1d_forward,
  .backward = lm_avg_pool1d_backward,
  .describe = lm_step_pooling_describe,
};
