/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-random.h"

G_BEGIN_DECLS

/* How the latent numbers of a generator are spread. */
typedef enum
{
  LM_DISTRIBUTION_NORMAL,  /* mean 0, variance 1 */
  LM_DISTRIBUTION_UNIFORM, /* [-1, 1) */
} LmDistribution;

/* For the choices of a field; end with %NULL. */
extern const char *const lm_distribution_ids[];
extern const char *const lm_distribution_titles[];

void lm_distribution_draw (LmDistribution  self,
                           const LmRandom *random,
                           lm_real        *z,
                           gsize           n);

G_END_DECLS
