/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-rotation.c: turns each picture about its centre, at random; see lm-augmentation.h */

#include <glib/gi18n-lib.h>

#include "lm-augmentation.h"
#include "lm-warp.h"

typedef struct
{
  LmLayer parent;

  double  degrees;
  int     fill;
} LmRandomRotation;

static LmWarp
lm_random_rotation_draw (const LmRandomRotation *self,
                         const lm_real          *u,
                         const LmShape          *shape)
{
  return (LmWarp) {
    .zoom = 1,
    .angle = self->degrees * G_PI / 180 * lm_augmentation_spread (u[0]),
    .fill = self->fill,
  };
}

static void
lm_random_rotation_apply (const LmRandomRotation *self,
                          const lm_real          *u,
                          const LmShape          *shape,
                          const lm_real          *x,
                          lm_real                *y)
{
  const LmWarp warp = lm_random_rotation_draw (self, u, shape);

  lm_warp_apply (&warp, shape, x, y);
}

static void
lm_random_rotation_derive (const LmRandomRotation *self,
                           const lm_real          *u,
                           const LmShape          *shape,
                           const lm_real          *dy,
                           lm_real                *dx)
{
  const LmWarp warp = lm_random_rotation_draw (self, u, shape);

  lm_warp_derive (&warp, shape, dy, dx);
}

LM_AUGMENTATION (random_rotation, LmRandomRotation, 1)

static char *
lm_random_rotation_describe (const LmLayer *layer)
{
  const LmRandomRotation *self = (const LmRandomRotation *) layer;

  return g_strdup_printf (_("up to %g°"), self->degrees);
}

static const LmField fields[] = {
  { "degrees", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomRotation, degrees), 0, 180, 10,
    .title = N_("Degrees"),
    .hint = N_("How far at most, to either side.") },
  LM_FILL_FIELD (LmRandomRotation),
  { NULL },
};

const LmLayerClass lm_random_rotation_class = {
  .id = "random-rotation",
  .stem = "rotation",
  .title = N_("Random rotation"),
  .summary = N_("Turns pictures a little while training: the angle shall not matter."),
  .keywords = N_("rotate turn tilt angle augment"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 21 16 C 19 21 14 23 10 22 C 4 20 2 14 4 9 C 6 4 12 2 17 5 L 20 8 M 20 3 L 20 "
           "8 L 15 8",
  .size = sizeof (LmRandomRotation),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_rotation_forward,
  .backward = lm_random_rotation_backward,
  .describe = lm_random_rotation_describe,
};
