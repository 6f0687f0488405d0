/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-erase.c: y = x, but for a rectangle drawn for each picture, which becomes a constant
 * (Zhong and others, 2017); see lm-augmentation.h
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-augmentation.h"

/* The longer side of the rectangle is at most so many times the shorter. */
#define MAX_RATIO 3.3

typedef struct
{
  LmLayer parent;

  double  probability, min_area, max_area, value;
} LmRandomErase;

typedef struct
{
  gsize top, bottom, left, right;
} Hole;

/* Area and logarithm of the ratio are drawn uniformly; what would not fit is cut. */
static Hole
lm_random_erase_draw (const LmRandomErase *self,
                      const lm_real       *u,
                      const LmShape       *shape)
{
  const double height = (double) shape->dim[2], width = (double) shape->dim[3];
  const double share = self->min_area + (self->max_area - self->min_area) * (double) u[1];
  const double ratio = exp (log (MAX_RATIO) * lm_augmentation_spread (u[2]));
  const double area = share * height * width;
  const double n_rows = fmin (round (sqrt (area * ratio)), height);
  const double n_columns = fmin (round (sqrt (area / ratio)), width);
  Hole hole = { 0 };

  if ((double) u[0] >= self->probability)
    return hole;

  hole.top = (gsize) ((double) u[3] * (height - n_rows + 1));
  hole.left = (gsize) ((double) u[4] * (width - n_columns + 1));
  hole.bottom = hole.top + (gsize) n_rows;
  hole.right = hole.left + (gsize) n_columns;

  return hole;
}

/* y = x, but @value in the hole of every channel */
static void
lm_random_erase_cover (const Hole    *hole,
                       const LmShape *shape,
                       const lm_real *x,
                       lm_real        value,
                       lm_real       *y)
{
  const gsize height = shape->dim[2], width = shape->dim[3];

  memcpy (y, x, lm_shape_get_n_columns (shape) * sizeof *y);
  for (gsize channel = 0; channel < shape->dim[1]; channel++, y += height * width)
    {
      for (gsize i = hole->top; i < hole->bottom; i++)
        {
          for (gsize j = hole->left; j < hole->right; j++)
            y[i * width + j] = value;
        }
    }
}

static void
lm_random_erase_apply (const LmRandomErase *self,
                       const lm_real       *u,
                       const LmShape       *shape,
                       const lm_real       *x,
                       lm_real             *y)
{
  const Hole hole = lm_random_erase_draw (self, u, shape);

  lm_random_erase_cover (&hole, shape, x, (lm_real) self->value, y);
}

static void
lm_random_erase_derive (const LmRandomErase *self,
                        const lm_real       *u,
                        const LmShape       *shape,
                        const lm_real       *dy,
                        lm_real             *dx)
{
  const Hole hole = lm_random_erase_draw (self, u, shape);

  lm_random_erase_cover (&hole, shape, dy, 0, dx);
}

LM_AUGMENTATION (random_erase, LmRandomErase, 5)

static char *
lm_random_erase_describe (const LmLayer *layer)
{
  const LmRandomErase *self = (const LmRandomErase *) layer;

  return g_strdup_printf (_("probability %g"), self->probability);
}

static const LmField fields[] = {
  { "probability", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomErase, probability), 0, 1, 0.5,
    .title = N_("Probability"),
    .hint = N_("How often a picture gets a hole.") },
  { "min_area", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomErase, min_area), 0, 1, 0.02,
    .title = N_("Smallest area"),
    .hint = N_("As a share of the picture."),
    .flags = LM_FIELD_MORE },
  { "max_area", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomErase, max_area), 0, 1, 0.33,
    .title = N_("Largest area"),
    .hint = N_("As a share of the picture."),
    .flags = LM_FIELD_MORE },
  { "value", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomErase, value), -1e9, 1e9, 0,
    .title = N_("Value"),
    .hint = N_("What is in the hole."),
    .flags = LM_FIELD_MORE },
  { NULL },
};

const LmLayerClass lm_random_erase_class = {
  .id = "random-erase",
  .stem = "erase",
  .title = N_("Random erase"),
  .summary = N_("Covers a random part of pictures while training: none shall be relied on."),
  .keywords = N_("cutout occlusion hole mask augment"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 3 3 L 23 3 L 23 23 L 3 23 L 3 3 M 8 9 L 16 9 L 16 15 L 8 15 Z",
  .size = sizeof (LmRandomErase),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_erase_forward,
  .backward = lm_random_erase_backward,
  .describe = lm_random_erase_describe,
};
