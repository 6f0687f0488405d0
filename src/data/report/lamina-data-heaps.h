/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

/* How made points lie on heaps of points, each of which is a class of the data.
 *
 * A point lies on a heap if it is within three deviations of its middle: real ones do, 99 in 100. A
 * heap is covered if at least a quarter of its fair share of the points lies on it: of 8 heaps and
 * 2000 points, 63.
 */
typedef struct
{
  gsize  n_heaps;
  gsize  n_covered;
  double share;     /* of the points that lie on any heap */
} LaminaHeaps;

/* @points: [n, 2], in the data's own units; what is not finite lies on none
 * Returns: %FALSE if the data are no heaps, or @n is 0 */
gboolean lamina_data_set_measure_heaps (const LaminaDataSet *self,
                                        const float         *points,
                                        gsize                n,
                                        LaminaHeaps         *heaps);

G_END_DECLS
