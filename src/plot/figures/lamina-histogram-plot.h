/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"
#include "lm-histogram.h"

G_BEGIN_DECLS

/* One histogram in a rectangle from 0, 0: a line of words above, bars, numbers along both axes. Bars
 * are as many of the bins together, a power of two, as make them wide enough to be seen.
 */
typedef struct
{
  const LmHistogram *histogram; /* borrowed */
  LaminaChart chart;
  double      width, height;
  gsize       n_bars;
  double      edges[LM_MAX_BINS + 1];
  guint64     counts[LM_MAX_BINS];
  gboolean    is_apart; /* So many are exactly 0 that they stand apart, as a line. */
} LaminaHistogramPlot;

/* @histogram: with at least one bin; @scale: of the counts; AUTO is linear */
void   lamina_histogram_plot_init      (LaminaHistogramPlot       *self,
                                        cairo_t                   *cr,
                                        const LaminaStyle         *style,
                                        const LmHistogram         *histogram,
                                        LaminaScale                scale,
                                        double                     width,
                                        double                     height);
/* @chosen: a bar that is lit, -1: none */
void   lamina_histogram_plot_draw      (const LaminaHistogramPlot *self,
                                        cairo_t                   *cr,
                                        const LaminaStyle         *style,
                                        const char                *title,
                                        gssize                     chosen);
/* Returns: a bar, or -1 */
gssize lamina_histogram_plot_hit       (const LaminaHistogramPlot *self,
                                        double                     x,
                                        double                     y);
/* "0.125 … 0.141: 312 numbers, 0.85%". Returns: (transfer full) */
char  *lamina_histogram_plot_write_bar (const LaminaHistogramPlot *self,
                                        gsize                      bar) G_GNUC_WARN_UNUSED_RESULT;
/* "0.001 ± 0.12". Returns: (transfer full) */
char  *lamina_histogram_write_spread   (const LmHistogram         *histogram) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
