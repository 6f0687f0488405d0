/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-latent.h"

#include <glib/gi18n-lib.h>

const char *const lm_distribution_ids[] = { "normal", "uniform", NULL };
const char *const lm_distribution_titles[] = { N_("Normal"), N_("Uniform"), NULL };

void
lm_distribution_draw (LmDistribution  self,
                      const LmRandom *random,
                      lm_real        *z,
                      gsize           n)
{
  if (self == LM_DISTRIBUTION_NORMAL)
    {
      lm_random_normal (random, z, n);
      return;
    }

  lm_random_uniform (random, z, n);
  for (gsize i = 0; i < n; i++)
    z[i] = 2 * z[i] - 1;
}
