/* SPDX-License-Identifier: GPL-3.0-or-later */

/* random-flip.c: mirrors each picture or leaves it, at random; see lm-augmentation.h */

#include <glib/gi18n-lib.h>

#include "lm-augmentation.h"

typedef enum
{
  DIRECTION_HORIZONTAL,
  DIRECTION_VERTICAL,
  DIRECTION_BOTH,
} Direction;

typedef struct
{
  LmLayer parent;

  int     direction;
  double  probability;
} LmRandomFlip;

/* A mirror is its own reverse. */
static void
lm_random_flip_mirror (const LmRandomFlip *self,
                       const lm_real      *u,
                       const LmShape      *shape,
                       const lm_real      *x,
                       lm_real            *y)
{
  const gsize height = shape->dim[2], width = shape->dim[3];
  const gboolean turns_columns = self->direction != DIRECTION_VERTICAL &&
                                 (double) u[0] < self->probability;
  const gboolean turns_rows = self->direction != DIRECTION_HORIZONTAL &&
                              (double) u[1] < self->probability;

  for (gsize i = 0; i < shape->dim[1] * height; i++, y += width)
    {
      const gsize row = i % height;
      const lm_real *from = x + (turns_rows ? i - row + height - 1 - row : i) * width;

      for (gsize j = 0; j < width; j++)
        y[j] = from[turns_columns ? width - 1 - j : j];
    }
}

#define lm_random_flip_apply lm_random_flip_mirror
#define lm_random_flip_derive lm_random_flip_mirror

LM_AUGMENTATION (random_flip, LmRandomFlip, 2)

static const char *const direction_ids[] = { "horizontal", "vertical", "both", NULL };
static const char *const direction_titles[] = { N_("Left and right"), N_("Up and down"), N_("Both"),
                                                NULL };

static char *
lm_random_flip_describe (const LmLayer *layer)
{
  const LmRandomFlip *self = (const LmRandomFlip *) layer;

  return g_strdup (_(direction_titles[self->direction]));
}

static const LmField fields[] = {
  { "direction", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmRandomFlip, direction), 0, DIRECTION_BOTH,
    DIRECTION_HORIZONTAL,
    .title = N_("Direction"),
    .hint = N_("What changes places; “both” is drawn for each by itself."),
    .choices = direction_ids, .choice_titles = direction_titles },
  { "probability", LM_FIELD_REAL, G_STRUCT_OFFSET (LmRandomFlip, probability), 0, 1, 0.5,
    .title = N_("Probability"),
    .hint = N_("How often a picture is mirrored."),
    .flags = LM_FIELD_MORE },
  { NULL },
};

const LmLayerClass lm_random_flip_class = {
  .id = "random-flip",
  .stem = "flip",
  .title = N_("Random flip"),
  .summary = N_("Mirrors pictures while training: left and right shall not matter."),
  .keywords = N_("mirror reflect horizontal vertical augment"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 13 3 L 13 23 M 10 7 L 3 19 L 10 19 Z M 16 7 L 23 19 L 16 19 L 16 7",
  .size = sizeof (LmRandomFlip),
  .fields = fields,
  .configure = lm_augmentation_configure,
  .forward = lm_random_flip_forward,
  .backward = lm_random_flip_backward,
  .describe = lm_random_flip_describe,
};
