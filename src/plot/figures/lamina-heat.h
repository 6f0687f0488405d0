/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"
#include "lm-real.h"

G_BEGIN_DECLS

/* A matrix of numbers as colours in a rectangle of any proportions: cells need not be squares. What
 * is larger than its pixels is told by means, or where it is signed by the strongest. Borrows.
 */
typedef struct
{
  const lm_real *data;   /* the number of a row and column: data[row × row_stride + column × column_stride] */
  gsize          n_rows, n_columns;
  gsize          row_stride, column_stride;
  LaminaMap      map;
  double         low, high;
} LaminaHeat;

/* What is not finite gets the colour of errors. The cost depends on the pixels. */
void     lamina_heat_draw (const LaminaHeat  *self,
                           cairo_t           *cr,
                           const LaminaStyle *style,
                           double             x,
                           double             y,
                           double             width,
                           double             height);
/* The greatest absolute value of the finite ones; 0 if there is none. */
double   lamina_heat_get_most (const LaminaHeat *self);

G_END_DECLS
