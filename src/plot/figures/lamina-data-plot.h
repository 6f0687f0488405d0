/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"

G_BEGIN_DECLS

/* Pictures of data before any training. All borrow. */

/* How many examples each class has: a bar a class, in columns where there is room. */
typedef struct
{
  gsize              n;
  const char *const *names;  /* [n] */
  const gsize       *counts; /* [n] */
  gboolean           has_marks; /* before the bars: of the classes, as a scatter has them */
} LaminaClassCounts;

/* Height that all bars need at @width. */
double lamina_class_counts_get_height (const LaminaClassCounts *self,
                                       const LaminaStyle       *style,
                                       double                   width);
void   lamina_class_counts_draw       (const LaminaClassCounts *self,
                                       cairo_t                 *cr,
                                       const LaminaStyle       *style,
                                       double                   width,
                                       double                   height);

/* Examples as points: each in its class' colour and mark. */
typedef struct
{
  gsize         n;
  const double *x, *y;     /* [n] */
  const int    *labels;    /* (nullable): [n] */
  gssize        chosen;    /* -1: none */
  const char   *x_title, *y_title; /* (nullable) */
} LaminaScatter;

void   lamina_scatter_draw            (const LaminaScatter     *self,
                                       cairo_t                 *cr,
                                       const LaminaStyle       *style,
                                       double                   width,
                                       double                   height);
/* Returns: the point nearest to the place, within 12 pixels; -1: none */
gssize lamina_scatter_hit             (const LaminaScatter     *self,
                                       const LaminaStyle       *style,
                                       double                   width,
                                       double                   height,
                                       double                   at_x,
                                       double                   at_y);

G_END_DECLS
