/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sampling.c: z = μ + exp (½ v)·ε, ε normal; v = log σ² (Kingma and Welling, 2014)
 *
 *   x [batch, 2 × latent]: μ, then v   z [batch, latent]
 *
 * Predicting gives z = μ. To the objective it adds, of each example, the KL divergence from
 * the unit normal distribution: Σ ½ (μ² + exp (v) - 1 - v).
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  gsize   n; /* latent numbers */
  gsize   noise, deviation, kl; /* kept: ε, σ, and each number's part of the divergence */
} LmSampling;

static gboolean
lm_sampling_configure (LmLayer        *layer,
                       const LmShape  *x,
                       gsize           n_inputs,
                       LmShape        *y,
                       GError        **error)
{
  LmSampling *self = (LmSampling *) layer;

  if (x->rank != 2 || x->dim[1] % 2 != 0)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Sampling takes an even row of numbers, a mean and a log-variance for each "
                     "latent number, not %s: put a dense layer with twice as many units before it"),
                   shape);
      return FALSE;
    }

  self->n = x->dim[1] / 2;
  self->noise = lm_layer_add_kept (layer, self->n);
  self->deviation = lm_layer_add_kept (layer, self->n);
  self->kl = lm_layer_add_kept (layer, self->n);
  lm_layer_set_macs (layer, 4 * self->n);
  *y = (LmShape) { 2, { x->dim[0], self->n } };

  return TRUE;
}

/* One example: σ and what each number adds to the divergence. */
static void
lm_sampling_measure (const LmSampling *self,
                     const lm_real    *mean,
                     const lm_real    *log_variance,
                     lm_real          *deviation,
                     lm_real          *kl)
{
  for (gsize i = 0; i < self->n; i++)
    deviation[i] = log_variance[i] / 2;
  lm_exp (deviation, deviation, self->n);

  for (gsize i = 0; i < self->n; i++)
    kl[i] = (mean[i] * mean[i] + deviation[i] * deviation[i] - 1 - log_variance[i]) / 2;
}

static void
lm_sampling_draw_noise (const LmSampling *self,
                        LmPass           *pass,
                        gsize             row,
                        lm_real          *noise)
{
  const LmRandom random = lm_pass_get_random (pass, row);

  if (lm_pass_is_training (pass))
    lm_random_normal (&random, noise, self->n);
  else
    memset (noise, 0, self->n * sizeof *noise);
}

/* What the divergence draws the latent numbers to. */
static void
lm_sampling_draw_latent (const LmLayer  *layer,
                         const LmRandom *random,
                         lm_real        *z)
{
  lm_random_normal (random, z, ((const LmSampling *) layer)->n);
}

static void
lm_sampling_forward (const LmLayer *layer,
                     LmPass        *pass,
                     LmTensor      *y)
{
  const LmSampling *self = (const LmSampling *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  lm_real *kl = lm_pass_get_kept (pass, self->kl);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize first = row * self->n;
      const lm_real *mean = x->data + 2 * first;
      lm_real *noise = lm_pass_get_kept (pass, self->noise) + first;
      lm_real *deviation = lm_pass_get_kept (pass, self->deviation) + first;

      lm_sampling_draw_noise (self, pass, row, noise);
      lm_sampling_measure (self, mean, mean + self->n, deviation, kl + first);
      for (gsize i = 0; i < self->n; i++)
        y->data[first + i] = mean[i] + deviation[i] * noise[i];
    }

  lm_pass_add_term (pass, lm_sum (kl, y->len));
}

/* dμ = dz + β·μ, dv = ½ (dz·σ·ε + β·(σ² - 1)); β with the batch's weight in it */
static void
lm_sampling_backward (const LmLayer  *layer,
                      LmPass         *pass,
                      const LmTensor *y,
                      const LmTensor *dy)
{
  const LmSampling *self = (const LmSampling *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *noise = lm_pass_get_kept (pass, self->noise);
  const lm_real *deviation = lm_pass_get_kept (pass, self->deviation);
  const lm_real beta = (lm_real) lm_pass_get_term_scale (pass);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  for (gsize i = 0; i < y->len; i++)
    {
      const gsize mean = i / self->n * 2 * self->n + i % self->n;
      const lm_real s = deviation[i];

      dx->data[mean] = dy->data[i] + beta * x->data[mean];
      dx->data[mean + self->n] = (dy->data[i] * s * noise[i] + beta * (s * s - 1)) / 2;
    }
}

typedef enum
{
  LM_SAMPLING_MEAN,
  LM_SAMPLING_LOG_VARIANCE,
  LM_SAMPLING_KL,
} LmSamplingTrace;

static const LmTrace traces[] = {
  [LM_SAMPLING_MEAN] = { "mean", N_("Mean"), 0, 0 },
  [LM_SAMPLING_LOG_VARIANCE] = { "log_variance", N_("Log-variance"), 0, 0 },
  [LM_SAMPLING_KL] = { "kl", N_("KL divergence"), 0, 0 },
  { NULL },
};

static void
lm_sampling_get_trace_shape (const LmLayer *layer,
                             gsize          trace,
                             LmShape       *shape)
{
  *shape = (LmShape) { 2, { 1, ((const LmSampling *) layer)->n } };
}

/* [rows, latent] */
static void
lm_sampling_copy_trace (const LmLayer *layer,
                        LmPass        *pass,
                        gsize          trace,
                        lm_real       *out)
{
  const LmSampling *self = (const LmSampling *) layer;
  const gsize n_rows = lm_pass_get_n_rows (pass), n = self->n;
  const lm_real *x = lm_pass_get_input (pass, 0)->data + (trace == LM_SAMPLING_MEAN ? 0 : n);

  if (trace == LM_SAMPLING_KL)
    memcpy (out, lm_pass_get_kept (pass, self->kl), n_rows * n * sizeof *out);
  for (gsize row = 0; trace != LM_SAMPLING_KL && row < n_rows; row++)
    memcpy (out + row * n, x + row * 2 * n, n * sizeof *out);
}

const LmLayerClass lm_sampling_class = {
  .id = "sampling",
  .stem = "sampling",
  .title = N_("Sampling"),
  .summary = N_("Draws latent numbers around a mean and keeps them close to noise: the middle of a "
                "variational autoencoder."),
  .keywords = N_("vae variational autoencoder latent reparameterization kl divergence normal"),
  .group = LM_GROUP_GENERATIVE,
  .glyph = "M 3 21 C 9 21 9 5 13 5 C 17 5 17 21 23 21 O 9 21 2 O 13 14 2 O 16 20 2",
  .size = sizeof (LmSampling),
  .gives_latent = TRUE,
  .draw_latent = lm_sampling_draw_latent,
  .configure = lm_sampling_configure,
  .forward = lm_sampling_forward,
  .backward = lm_sampling_backward,
  .traces = traces,
  .get_trace_shape = lm_sampling_get_trace_shape,
  .copy_trace = lm_sampling_copy_trace,
};
