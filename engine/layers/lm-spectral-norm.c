/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-spectral-norm.h"

#include <math.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-math.h"

#define EPSILON 1e-12
#define N_START 15

/* What prepare() leaves to the shards. */
typedef struct
{
  lm_real *sigma, *u, *v;
} Prepared;

static Prepared
lm_spectral_norm_get_prepared (const LmSpectralNorm *self,
                               const LmPass         *pass)
{
  lm_real *memory = lm_pass_get_prepared (pass);

  return (Prepared) { memory, memory + 1, memory + 1 + self->n_out };
}

void
lm_spectral_norm_configure (LmSpectralNorm *self,
                            LmLayer        *layer,
                            const LmShape  *weight,
                            gsize           n_scratch)
{
  const gsize n = lm_shape_get_n_elements (weight);

  if (!self->is_on)
    return;

  self->n_out = weight->dim[0];
  self->n_in = n / self->n_out;
  self->scratch = n_scratch;
  self->u = lm_layer_add_buffer (layer, "weight_u", &(LmShape) { 1, { self->n_out } }, 0);
  self->v = lm_layer_add_buffer (layer, "weight_v", &(LmShape) { 1, { self->n_in } }, 0);
  lm_layer_set_prepared (layer, 1 + self->n_out + self->n_in);
  if (n > G_MAXSIZE / 4 || !g_size_checked_add (&n_scratch, n_scratch, 2 * n))
    n_scratch = G_MAXSIZE;
  lm_layer_set_scratch (layer, n_scratch);
}

/* BLAS may allocate for products with a single column, so these are ours. */

/* u = W·v */
static void
lm_spectral_norm_multiply (const LmSpectralNorm *self,
                           const LmTensor       *weight,
                           const lm_real        *v,
                           lm_real              *u)
{
  for (gsize i = 0; i < self->n_out; i++)
    u[i] = (lm_real) lm_dot (weight->data + i * self->n_in, v, self->n_in);
}

/* v = Wᵀ·u */
LM_CLONES static void
lm_spectral_norm_multiply_back (const LmSpectralNorm *self,
                                const LmTensor       *weight,
                                const lm_real        *u,
                                lm_real *restrict     v)
{
  const gsize n = self->n_in;

  memset (v, 0, n * sizeof *v);
  for (gsize i = 0; i < self->n_out; i++)
    {
      const lm_real *row = weight->data + i * n;

      for (gsize j = 0; j < n; j++)
        v[j] += u[i] * row[j];
    }
}

/* Brings @x to length 1. */
static void
lm_spectral_norm_normalise (lm_real *x,
                            gsize    n)
{
  const double length = sqrt (lm_dot (x, x, n));
  const lm_real divisor = (lm_real) (length < EPSILON ? EPSILON : length);

  for (gsize i = 0; i < n; i++)
    x[i] /= divisor;
}

void
lm_spectral_norm_prepare (const LmSpectralNorm *self,
                          LmPass               *pass,
                          const LmTensor       *weight)
{
  const LmRandom here = lm_pass_get_random (pass, 0);
  const LmRandom random = { here.seed, here.stream, 0, 0 };
  const Prepared prepared = lm_spectral_norm_get_prepared (self, pass);
  lm_real *product = lm_pass_get_scratch (pass) + self->scratch;
  gsize n_rounds = lm_pass_is_training (pass) ? 1 : 0;
  double sigma;

  memcpy (prepared.u, lm_pass_get_buffer (pass, self->u)->data, self->n_out * sizeof *prepared.u);
  memcpy (prepared.v, lm_pass_get_buffer (pass, self->v)->data, self->n_in * sizeof *prepared.v);
  if (lm_dot (prepared.u, prepared.u, self->n_out) == 0)
    {
      lm_random_normal (&random, prepared.u, self->n_out);
      n_rounds += N_START;
    }

  for (gsize i = 0; i < n_rounds; i++)
    {
      lm_spectral_norm_multiply_back (self, weight, prepared.u, prepared.v);
      lm_spectral_norm_normalise (prepared.v, self->n_in);
      lm_spectral_norm_multiply (self, weight, prepared.v, prepared.u);
      lm_spectral_norm_normalise (prepared.u, self->n_out);
    }

  lm_spectral_norm_multiply (self, weight, prepared.v, product);
  sigma = lm_dot (prepared.u, product, self->n_out);
  *prepared.sigma = (lm_real) (fabs (sigma) < EPSILON ? EPSILON : sigma);
}

void
lm_spectral_norm_commit (const LmSpectralNorm *self,
                         LmPass               *pass)
{
  const Prepared prepared = lm_spectral_norm_get_prepared (self, pass);

  memcpy (lm_pass_get_buffer (pass, self->u)->data, prepared.u, self->n_out * sizeof *prepared.u);
  memcpy (lm_pass_get_buffer (pass, self->v)->data, prepared.v, self->n_in * sizeof *prepared.v);
}

LM_CLONES static void
lm_spectral_norm_divide (const lm_real *restrict weight,
                         lm_real                 sigma,
                         lm_real       *restrict normed,
                         gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    normed[i] = weight[i] / sigma;
}

LmTensor
lm_spectral_norm_apply (const LmSpectralNorm *self,
                        LmPass               *pass,
                        const LmTensor       *weight)
{
  LmTensor normed = *weight;

  if (!self->is_on)
    return normed;

  normed.data = lm_pass_get_scratch (pass) + self->scratch;
  lm_spectral_norm_divide (weight->data, *lm_spectral_norm_get_prepared (self, pass).sigma,
                           normed.data, weight->len);

  return normed;
}

LmTensor
lm_spectral_norm_get_grad (const LmSpectralNorm *self,
                           LmPass               *pass,
                           LmTensor             *grad)
{
  LmTensor dnormed = *grad;

  if (!self->is_on)
    return dnormed;

  dnormed.data = lm_pass_get_scratch (pass) + self->scratch + grad->len;
  memset (dnormed.data, 0, grad->len * sizeof *dnormed.data);

  return dnormed;
}

/* grad += (d - shift·v) / sigma */
LM_CLONES static void
lm_spectral_norm_add_row (const lm_real *restrict d,
                          lm_real                 shift,
                          const lm_real *restrict v,
                          lm_real                 sigma,
                          lm_real       *restrict grad,
                          gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    grad[i] += (d[i] - shift * v[i]) / sigma;
}

/* u and v count as constants: dW += (dW' - Σ (dW'·W')·u·vᵀ) / σ */
void
lm_spectral_norm_derive (const LmSpectralNorm *self,
                         LmPass               *pass,
                         const LmTensor       *weight,
                         const LmTensor       *dnormed,
                         LmTensor             *grad)
{
  Prepared prepared;
  lm_real share;

  if (!self->is_on)
    return;

  prepared = lm_spectral_norm_get_prepared (self, pass);
  share = (lm_real) (lm_dot (dnormed->data, weight->data, weight->len) / (double) *prepared.sigma);
  for (gsize i = 0; i < self->n_out; i++)
    lm_spectral_norm_add_row (dnormed->data + i * self->n_in, share * prepared.u[i], prepared.v,
                              *prepared.sigma, grad->data + i * self->n_in, self->n_in);
}
