/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-shift.c: moves each picture by whole pixels, at random; see lm-augmentation.h */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-augmentation.h"
#include "lm-warp.h"

typedef struct
{
  LmLayer parent;

  double  vertical, horizontal;
  int     fill;
} LmRandomShift;

static LmWarp
lm_random_shift_draw (const LmRandomShift *self,
                      const lm_real       *u,
                      const LmShape       *shape)
{
  const double height = self->vertical * (double) shape->dim[2];
  const double width = self->horizontal * (double) shape->dim[3];

  return (LmWarp) {
    .zoom = 1,
    .shift_y = round (height * lm_augmentation_spread (u[0])),
    .shift_x = round (width * lm_augmentation_spread (u[1])),
    .fill = self->fill,
  };
}

static void
lm_random_shift_apply (const LmRandomShift *self,
                       const lm_real       *u,
                       const LmShape       *shape,
                       const lm_real       *x,
                       lm_real             *y)
{
  const LmWarp warp = lm_random_shift_draw (self, u, shape);

  lm_warp_apply (&warp, shape, x, y);
}

static void
lm_random_shift_derive (const LmRandomShift *self,
                        const lm_real       *u,
                        const LmShape       *shape,
                        const lm_real       *dy,
                        lm_real             *dx)
{
  const LmWarp warp = lm_random_shift_draw (self, u, shape);

  lm_warp_derive (&warp, shape, dy, dx);
}

LM_AUGMENTATION (random_shift, LmRandomShift, 2)

static char *
lm_random_shift_describe (const LmLayer *layer)
{
  const LmRandomShift *self = (const LmRandomShift *) layer;

  return g_strdup_printf (_("by %g × %g"), self->vertical, self->horizontal);
}

static const LmField fields[] = {
  { "vertical", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomShift, vertical), 0, 1, 0.1,
    .title = N_("Up and down"),
    .hint = N_("How far at most, as a share of the height.") },
  { "horizontal", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomShift, horizontal), 0, 1, 0.1,
    .title = N_("Left and right"),
    .hint = N_("How far at most, as a share of the width.") },
  LM_FILL_FIELD (LmRandomShift),
  { NULL },
};

const LmLayerClass lm_random_shift_class = {
  .id = "random-shift",
  .stem = "shift",
  .title = N_("Random shift"),
  .summary = N_("Moves pictures a little while training: the place shall not matter."),
  .keywords = N_("translate translation move augment jitter"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 13 3 L 13 23 M 3 13 L 23 13 M 10 6 L 13 3 L 16 6 M 10 20 L 13 23 L 16 20 "
           "M 6 10 L 3 13 L 6 16 M 20 10 L 23 13 L 20 16",
  .size = sizeof (LmRandomShift),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_shift_forward,
  .backward = lm_random_shift_backward,
  .describe = lm_random_shift_describe,
};
