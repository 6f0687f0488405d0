/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"

G_BEGIN_DECLS

/* One example of a series, small: what the network sees as lines, and apart from it what it is to
 * predict. Borrows.
 */
typedef struct
{
  gsize         n_steps, n_features;
  const double *values;           /* [n_steps, n_features] */
  const double *least, *greatest; /* [n_features]: the ends of each feature's own axis */
  gsize         n_room;           /* Steps that the width is for: 0, or at least @n_steps. */
  gsize         n_targets;
  const double *targets;          /* [n_targets]: steps that follow each other */
  const double *answers;          /* (nullable): [n_targets]: what a network answered */
  gsize         n_ahead;          /* Steps from the last one seen to the first target; at least 1. */
  double        target_least, target_greatest;
} LaminaSeriesPlot;

void lamina_series_plot_draw (const LaminaSeriesPlot *self,
                              cairo_t                *cr,
                              const LaminaStyle      *style,
                              double                  x,
                              double                  y,
                              double                  width,
                              double                  height);

G_END_DECLS
