/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-contrast.c: y = mean + f·(x - mean) of each channel, f drawn for each picture from
 * 1 - amount … 1 + amount; see lm-augmentation.h
 */

#include <glib/gi18n-lib.h>

#include "lm-augmentation.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  double  amount;
} LmRandomContrast;

/* y = mean + factor·(x - mean), of each channel; the derivative is the same of dy. */
static void
lm_random_contrast_stretch (const LmRandomContrast *self,
                            const lm_real          *u,
                            const LmShape          *shape,
                            const lm_real          *x,
                            lm_real                *y)
{
  const double factor = 1 + self->amount * lm_augmentation_spread (u[0]);
  const gsize n_plane = shape->dim[2] * shape->dim[3];

  for (gsize channel = 0; channel < shape->dim[1]; channel++, x += n_plane, y += n_plane)
    {
      const double mean = lm_sum (x, n_plane) / (double) n_plane;
      const lm_real shift = (lm_real) ((1 - factor) * mean);

      for (gsize i = 0; i < n_plane; i++)
        y[i] = (lm_real) factor * x[i] + shift;
    }
}

#define lm_random_contrast_apply lm_random_contrast_stretch
#define lm_random_contrast_derive lm_random_contrast_stretch

LM_AUGMENTATION (random_contrast, LmRandomContrast, 1)

static char *
lm_random_contrast_describe (const LmLayer *layer)
{
  const LmRandomContrast *self = (const LmRandomContrast *) layer;

  return g_strdup_printf (_("up to %g"), self->amount);
}

static const LmField fields[] = {
  { "amount", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomContrast, amount), 0, 1, 0.2,
    .title = N_("Amount"),
    .hint = N_("0.2 makes differences from 0.8 to 1.2 times as large; nothing is cut off.") },
  { NULL },
};

const LmLayerClass lm_random_contrast_class = {
  .id = "random-contrast",
  .stem = "contrast",
  .title = N_("Random contrast"),
  .summary = N_("Makes pictures duller or stronger while training."),
  .keywords = N_("difference exposure augment jitter"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 13 3 C 18.5 3 23 7.5 23 13 C 23 18.5 18.5 23 13 23 Z M 13 3 C 7.5 3 3 7.5 3 13 "
           "C 3 18.5 7.5 23 13 23",
  .size = sizeof (LmRandomContrast),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_contrast_forward,
  .backward = lm_random_contrast_backward,
  .describe = lm_random_contrast_describe,
};
