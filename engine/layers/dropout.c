/* SPDX-License-Identifier: GPL-3.0-or-later */

/* dropout.c: y = x·mask, mask = 0 with probability rate, else 1 / (1 - rate)
 *
 * Predicting leaves x as it is. An example's mask depends on the step, its index in
 * the batch and the layer's name, so it is the same however the batch is cut.
 * (Srivastava and others, 2014)
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"

typedef struct
{
  LmLayer parent;

  double rate;

  gsize  mask; /* index of the kept memory */
} LmDropout;

static gboolean
lm_dropout_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmDropout *self = (LmDropout *) layer;

  self->mask = lm_layer_add_kept (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

static void
lm_dropout_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  const LmDropout *self = (const LmDropout *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = lm_shape_get_n_columns (&y->shape);
  const lm_real rate = (lm_real) self->rate;
  const lm_real scale = (lm_real) (1 / (1 - self->rate));
  lm_real *mask;

  if (!lm_pass_is_training (pass))
    {
      memcpy (y->data, x->data, x->len * sizeof *x->data);
      return;
    }

  mask = lm_pass_get_kept (pass, self->mask);
  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const LmRandom random = lm_pass_get_random (pass, row);

      lm_random_uniform (&random, mask + row * n, n);
    }

  for (gsize i = 0; i < y->len; i++)
    {
      mask[i] = mask[i] < rate ? 0 : scale;
      y->data[i] = x->data[i] * mask[i];
    }
}

static void
lm_dropout_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  const LmDropout *self = (const LmDropout *) layer;
  const lm_real *mask = lm_pass_get_kept (pass, self->mask);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  for (gsize i = 0; i < y->len; i++)
    dx->data[i] = dy->data[i] * mask[i];
}

static char *
lm_dropout_describe (const LmLayer *layer)
{
  const LmDropout *self = (const LmDropout *) layer;

  return g_strdup_printf (_("rate %g"), self->rate);
}

static const LmField fields[] = {
  { "rate", LM_FIELD_REAL, G_STRUCT_OFFSET (LmDropout, rate), 0, 0.99, 0.5,
    .title = N_("Rate"),
    .hint = N_("Share of the numbers that each training step sets to 0.") },
  { NULL },
};

const LmLayerClass lm_dropout_class = {
  .id = "dropout",
  .stem = "dropout",
  .title = N_("Dropout"),
  .summary = N_("Sets random numbers to 0 while training, so that none is relied on too much."),
  .keywords = N_("regularization regularisation overfitting random noise"),
  .group = LM_GROUP_COMMON,
  .glyph = "O 5 5 2.2 O 21 5 2.2 O 13 13 2.2 O 5 21 2.2 O 21 21 2.2 M 11.5 3.5 L 14.5 6.5 "
           "M 14.5 3.5 L 11.5 6.5 M 3.5 11.5 L 6.5 14.5 M 6.5 11.5 L 3.5 14.5 "
           "M 19.5 11.5 L 22.5 14.5 M 22.5 11.5 L 19.5 14.5 M 11.5 19.5 L 14.5 22.5 "
           "M 14.5 19.5 L 11.5 22.5",
  .size = sizeof (LmDropout),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_dropout_configure,
  .forward = lm_dropout_forward,
  .backward = lm_dropout_backward,
  .is_linear = TRUE,
  .describe = lm_dropout_describe,
};
