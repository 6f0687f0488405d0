/* SPDX-License-Identifier: GPL-3.0-or-later */

/* max-pool1d.c: y = the largest number of each patch of steps, feature by feature
 *
 *   x [batch, time, features]   y [batch, out, features]
 *
 * Kept is at which step it was, for backward; of equal numbers the first counts. NaN is larger
 * than all, so that it is seen. Padding never wins; where nothing else is, y is 0.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-step-pooling.h"

/* Of a patch that has no step. */
#define NOWHERE G_MAXUINT32

typedef struct
{
  LmStepPooling parent;

  gsize         steps; /* index of the kept memory: guint32 */
} LmMaxPool1d;

static gboolean
lm_max_pool1d_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  G_STATIC_ASSERT (sizeof (guint32) <= sizeof (lm_real));

  if (!lm_step_pooling_configure (layer, x, n_inputs, y, error))
    return FALSE;

  ((LmMaxPool1d *) layer)->steps = lm_layer_add_kept (layer, lm_shape_get_n_columns (y));

  return TRUE;
}

/* The largest of the steps [first, end) of each of @n features, and the step that has it. */
LM_CLONES static void
lm_max_pool1d_reduce (const lm_real     *x,
                      gsize              first,
                      gsize              end,
                      gsize              n,
                      lm_real *restrict  y,
                      guint32 *restrict  steps)
{
  for (gsize j = 0; j < n; j++)
    {
      y[j] = first < end ? x[first * n + j] : 0;
      steps[j] = first < end ? (guint32) first : NOWHERE;
    }

  for (guint32 i = (guint32) first + 1; i < end; i++)
    {
      const lm_real *next = x + i * n;

      for (gsize j = 0; j < n; j++)
        {
          const int is_better = next[j] > y[j] || next[j] != next[j];

          y[j] = is_better ? next[j] : y[j];
          steps[j] = is_better ? i : steps[j];
        }
    }
}

static void
lm_max_pool1d_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmMaxPool1d *self = (const LmMaxPool1d *) layer;
  const LmSlide *slide = &self->parent.slide;
  const gsize n = self->parent.n;
  const guint32 *lengths = lm_pass_get_lengths (pass);
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  guint32 *steps = (guint32 *) lm_pass_get_kept (pass, self->steps);

  for (gsize i = 0; i < y->len / n; i++)
    {
      const gsize row = i / slide->out;
      gsize first, end;

      lm_step_pooling_get_patch (&self->parent, lengths, row, i % slide->out, &first, &end);
      lm_max_pool1d_reduce (x + row * slide->in * n, first, end, n, y->data + i * n, steps + i * n);
    }
}

static void
lm_max_pool1d_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmMaxPool1d *self = (const LmMaxPool1d *) layer;
  const LmSlide *slide = &self->parent.slide;
  const gsize n = self->parent.n;
  const guint32 *steps = (const guint32 *) lm_pass_get_kept (pass, self->steps);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize i = 0; i < y->len; i++)
    {
      const gsize row = i / n / slide->out;

      if (steps[i] != NOWHERE)
        dx->data[(row * slide->in + steps[i]) * n + i % n] += dy->data[i];
    }
}

static const LmField fields[] = {
  LM_STEP_POOLING_FIELDS,
  { NULL },
};

const LmLayerClass lm_max_pool1d_class = {
  .id = "max-pool1d",
  .stem = "pool",
  .title = N_("Max pool 1-D"),
  .summary = N_("Shortens a sequence: the largest number of each few steps stays."),
  .keywords = N_("maximum pooling downsample subsample time series sequence"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 10 L 8 10 L 8 16 L 3 16 Z M 10 11 L 14 11 L 14 15 L 10 15 L 10 11 "
           "M 19 10 L 24 10 L 24 16 L 19 16 Z M 3 20 L 14 20",
  .size = sizeof (LmMaxPool1d),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_max_pool1d_configure,
  .forward = lm_max_pool1d_forward,
  .backward = lm_max_pool1d_backward,
  .describe = lm_step_pooling_describe,
};
