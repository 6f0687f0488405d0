/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gaussian-noise.c: y = x + deviation·z, z normal with mean 0 and variance 1
 *
 * Predicting leaves x as it is. An example's noise depends on the step, its index in the batch
 * and the layer's name, so it is the same however the batch is cut.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"

typedef struct
{
  LmLayer parent;

  double  deviation;
} LmGaussianNoise;

static gboolean
lm_gaussian_noise_configure (LmLayer        *layer,
                             const LmShape  *x,
                             gsize           n_inputs,
                             LmShape        *y,
                             GError        **error)
{
  *y = *x;

  return TRUE;
}

static void
lm_gaussian_noise_forward (const LmLayer *layer,
                           LmPass        *pass,
                           LmTensor      *y)
{
  const lm_real deviation = (lm_real) ((const LmGaussianNoise *) layer)->deviation;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = lm_shape_get_n_columns (&y->shape);

  if (!lm_pass_is_training (pass))
    {
      memcpy (y->data, x->data, x->len * sizeof *x->data);
      return;
    }

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const LmRandom random = lm_pass_get_random (pass, row);

      lm_random_normal (&random, y->data + row * n, n);
    }
  for (gsize i = 0; i < y->len; i++)
    y->data[i] = x->data[i] + deviation * y->data[i];
}

static void
lm_gaussian_noise_backward (const LmLayer  *layer,
                            LmPass         *pass,
                            const LmTensor *y,
                            const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
}

static char *
lm_gaussian_noise_describe (const LmLayer *layer)
{
  return g_strdup_printf (_("deviation %g"), ((const LmGaussianNoise *) layer)->deviation);
}

static const LmField fields[] = {
  { "deviation", LM_FIELD_REAL, G_STRUCT_OFFSET (LmGaussianNoise, deviation), 0, 1000, 0.1,
    .title = N_("Deviation"),
    .hint = N_("How strong the noise is: two thirds of it are smaller than this.") },
  { NULL },
};

const LmLayerClass lm_gaussian_noise_class = {
  .id = "gaussian-noise",
  .stem = "noise",
  .title = N_("Gaussian noise"),
  .summary = N_("Adds random numbers while training, to be seen through."),
  .keywords = N_("random denoise denoising regularization regularisation overfitting"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 2 13 L 5 9 L 7 16 L 9.5 6 L 12 19 L 14.5 8 L 17 15 L 19.5 10 L 21.5 16 L 24 13",
  .size = sizeof (LmGaussianNoise),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_gaussian_noise_configure,
  .forward = lm_gaussian_noise_forward,
  .backward = lm_gaussian_noise_backward,
  .describe = lm_gaussian_noise_describe,
};
