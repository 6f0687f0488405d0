/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* Random numbers as a pure function of where they are used: there is no
 * generator whose state could be lost. Philox 4x32-10 (Salmon and others, 2011).
 */
typedef struct
{
  guint64 seed;   /* Of the run. */
  guint32 stream; /* Of the use: lm_random_stream() of a name. */
  guint32 step;   /* Step or epoch: four thousand million are enough. */
  guint32 index;  /* Example's index in the batch, or 0. */
} LmRandom;

guint32 lm_random_stream  (const char     *name);
/* Uniform 32-bit words. */
void    lm_random_bits    (const LmRandom *self,
                           guint32        *out,
                           gsize           n);
/* Uniform in [0, 1), 24 bits. */
void    lm_random_uniform (const LmRandom *self,
                           lm_real        *out,
                           gsize           n);
/* Normal with mean 0 and variance 1 (Box and Muller, 1958). */
void    lm_random_normal  (const LmRandom *self,
                           lm_real        *out,
                           gsize           n);
/* A random order of 0 … n - 1 (Fisher and Yates). */
void    lm_random_permute (const LmRandom *self,
                           guint32        *out,
                           gsize           n);

G_END_DECLS
