/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-curve.h"

G_BEGIN_DECLS

/* From so many steps a pixel on their extremes are drawn; else the steps. */
#define LAMINA_CURVE_BAND_STEPS 1.5

/* Columns of pixels from the left; of single steps, where those have more than a pixel each. */
typedef struct
{
  gsize  n;          /* columns with steps */
  double n_visible;  /* pixels of the whole axis */
  gsize  n_steps;
  double left;       /* pixel of the first column */
  double per_column; /* steps in a column */
  double first;      /* step at @left */
  gsize  grain;      /* where a column of the band ends is rounded up to so many steps */
} LaminaCurveColumns;

LaminaCurveColumns lamina_curve_get_columns (const LaminaCurve        *self);
/* Indices of the steps of a column, the last of the column before it included, so that a band
 * has no gaps, and what is found faster with them: at most an eighth of a pixel at either end.
 * Returns: %FALSE if it has none */
gboolean           lamina_curve_get_steps   (const LaminaCurveColumns *self,
                                             gsize                     column,
                                             gsize                    *first,
                                             gsize                    *end);

G_END_DECLS
