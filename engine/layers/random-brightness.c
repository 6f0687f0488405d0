/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-brightness.c: y = x + b, b drawn for each picture from -amount … amount; see
 * lm-augmentation.h
 */

#include <glib/gi18n-lib.h>

#include "lm-augmentation.h"

typedef struct
{
  LmLayer parent;

  double  amount;
} LmRandomBrightness;

static void
lm_random_brightness_apply (const LmRandomBrightness *self,
                            const lm_real            *u,
                            const LmShape            *shape,
                            const lm_real            *x,
                            lm_real                  *y)
{
  const lm_real shift = (lm_real) (self->amount * lm_augmentation_spread (u[0]));
  const gsize n = lm_shape_get_n_columns (shape);

  for (gsize i = 0; i < n; i++)
    y[i] = x[i] + shift;
}

static void
lm_random_brightness_derive (const LmRandomBrightness *self,
                             const lm_real            *u,
                             const LmShape            *shape,
                             const lm_real            *dy,
                             lm_real                  *dx)
{
  memcpy (dx, dy, lm_shape_get_n_columns (shape) * sizeof *dx);
}

LM_AUGMENTATION (random_brightness, LmRandomBrightness, 1)

static char *
lm_random_brightness_describe (const LmLayer *layer)
{
  const LmRandomBrightness *self = (const LmRandomBrightness *) layer;

  return g_strdup_printf (_("up to %g"), self->amount);
}

static const LmField fields[] = {
  { "amount", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomBrightness, amount), 0, 1000, 0.1,
    .title = N_("Amount"),
    .hint = N_("How much is added or taken away at most; nothing is cut off.") },
  { NULL },
};

const LmLayerClass lm_random_brightness_class = {
  .id = "random-brightness",
  .stem = "brightness",
  .title = N_("Random brightness"),
  .summary = N_("Makes pictures lighter or darker while training."),
  .keywords = N_("light dark exposure augment jitter"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "O 13 13 4 M 13 2 L 13 6 M 13 20 L 13 24 M 2 13 L 6 13 M 20 13 L 24 13 M 5.5 5.5 L 8 8 "
           "M 18 18 L 20.5 20.5 M 5.5 20.5 L 8 18 M 18 8 L 20.5 5.5",
  .size = sizeof (LmRandomBrightness),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_brightness_forward,
  .backward = lm_random_brightness_backward,
  .describe = lm_random_brightness_describe,
};
