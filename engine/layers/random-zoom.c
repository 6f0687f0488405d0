/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-zoom.c: enlarges or shrinks each picture about its centre, at random; see
 * lm-augmentation.h
 */

#include <glib/gi18n-lib.h>

#include "lm-augmentation.h"
#include "lm-warp.h"

typedef struct
{
  LmLayer parent;

  double  amount;
  int     fill;
} LmRandomZoom;

static LmWarp
lm_random_zoom_draw (const LmRandomZoom *self,
                     const lm_real      *u,
                     const LmShape      *shape)
{
  return (LmWarp) {
    .zoom = 1 + self->amount * lm_augmentation_spread (u[0]),
    .fill = self->fill,
  };
}

static void
lm_random_zoom_apply (const LmRandomZoom *self,
                      const lm_real      *u,
                      const LmShape      *shape,
                      const lm_real      *x,
                      lm_real            *y)
{
  const LmWarp warp = lm_random_zoom_draw (self, u, shape);

  lm_warp_apply (&warp, shape, x, y);
}

static void
lm_random_zoom_derive (const LmRandomZoom *self,
                       const lm_real      *u,
                       const LmShape      *shape,
                       const lm_real      *dy,
                       lm_real            *dx)
{
  const LmWarp warp = lm_random_zoom_draw (self, u, shape);

  lm_warp_derive (&warp, shape, dy, dx);
}

LM_AUGMENTATION (random_zoom, LmRandomZoom, 1)

static char *
lm_random_zoom_describe (const LmLayer *layer)
{
  const LmRandomZoom *self = (const LmRandomZoom *) layer;

  return g_strdup_printf (_("up to %g"), self->amount);
}

static const LmField fields[] = {
  { "amount", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomZoom, amount), 0, 0.9, 0.1,
    .title = N_("Amount"),
    .hint = N_("0.1 makes pictures from 0.9 to 1.1 times as large.") },
  LM_FILL_FIELD (LmRandomZoom),
  { NULL },
};

const LmLayerClass lm_random_zoom_class = {
  .id = "random-zoom",
  .stem = "zoom",
  .title = N_("Random zoom"),
  .summary = N_("Enlarges or shrinks pictures while training: the size shall not matter."),
  .keywords = N_("scale resize size augment"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 4 11 C 4 7 7 4 11 4 C 15 4 18 7 18 11 C 18 15 15 18 11 18 C 7 18 4 15 4 11 M "
           "16 16 L 23 23 M 8 11 L 14 11 M 11 8 L 11 14",
  .size = sizeof (LmRandomZoom),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_zoom_forward,
  .backward = lm_random_zoom_backward,
  .describe = lm_random_zoom_describe,
};
