/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* Weights divided by their largest singular value, for layers that offer it (Miyato and others,
 * 2018), as PyTorch has it:
 *
 *   W [out, …], taken as [out, in]   σ = uᵀ·W·v   W' = W / σ
 *
 * u [out] and v [in] are buffers, "weight_u" and "weight_v": a training step goes on with v = Wᵀ·u
 * and u = W·v, both brought to length 1, and they are kept if the step is. Predicting takes them
 * as they are. They are 0 until the first step, and then begun at random with some such rounds.
 *
 * What a run needs is found once, in prepare(); the shards read it. W' and its gradient are in the
 * scratch memory.
 */
typedef struct
{
  gboolean is_on; /* A user sets it. */

  /* Set by configure(). */
  gsize n_out, n_in;
  gsize scratch; /* where ours begins */
  gsize u, v;
} LmSpectralNorm;

/* A row of a kind's fields, for its member LmSpectralNorm spectral. */
#define LM_SPECTRAL_NORM_FIELD(Type)                                                               \
  { "spectral_norm", LM_FIELD_BOOL, G_STRUCT_OFFSET (Type, spectral.is_on), 0, 1, FALSE,           \
    .title = N_("Spectral norm"),                                                                  \
    .hint = N_("Divides the weights by how much they enlarge at most: steadies a discriminator."), \
    .flags = LM_FIELD_MORE }

/* Declares what it needs, if it is on; the layer itself uses @n_scratch elements of scratch. */
void     lm_spectral_norm_configure  (LmSpectralNorm       *self,
                                      LmLayer              *layer,
                                      const LmShape        *weight,
                                      gsize                 n_scratch);
/* For the layer's prepare() and commit(), if it is on. */
void     lm_spectral_norm_prepare    (const LmSpectralNorm *self,
                                      LmPass               *pass,
                                      const LmTensor       *weight);
void     lm_spectral_norm_commit     (const LmSpectralNorm *self,
                                      LmPass               *pass);

/* W' of @weight; @weight itself if it is off. */
LmTensor lm_spectral_norm_apply      (const LmSpectralNorm *self,
                                      LmPass               *pass,
                                      const LmTensor       *weight);
/* Where to add the gradient at W', 0 at first; @grad itself if it is off. */
LmTensor lm_spectral_norm_get_grad   (const LmSpectralNorm *self,
                                      LmPass               *pass,
                                      LmTensor             *grad);
/* Adds to @grad what @dnormed, the gradient at W', means for @weight; nothing if it is off. */
void     lm_spectral_norm_derive     (const LmSpectralNorm *self,
                                      LmPass               *pass,
                                      const LmTensor       *weight,
                                      const LmTensor       *dnormed,
                                      LmTensor             *grad);

G_END_DECLS
