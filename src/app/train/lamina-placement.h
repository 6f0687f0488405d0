/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where cards lie in a grid of twelve columns: each takes the first place, row by row, where it
 * fits. Knows no widget. */
#define LAMINA_GRID_COLUMNS 12

typedef struct
{
  int columns; /* 1 … 12 */
  int rows;    /* that it spans, at least */
  int height;  /* that it would like */

  /* Set by lamina_placement_arrange(), which also lets @rows grow into what stays free below. */
  int column, row;
} LaminaPlacement;

/* Returns: the number of rows */
int  lamina_placement_arrange (LaminaPlacement *cards,
                               gsize            n);
/* Heights of the rows: what the cards would like, together @height if that is at least
 * @min_share of it; @gap between them. @height 0: what they would like.
 * Returns: the sum with gaps */
int  lamina_placement_measure (const LaminaPlacement *cards,
                               gsize            n,
                               int              n_rows,
                               int              gap,
                               double           min_share,
                               int              height,
                               int             *row_heights);

G_END_DECLS
