/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-axis.h"
#include "lamina-draw.h"
#include "lm-history.h"

G_BEGIN_DECLS

/* A series over steps. What it costs depends on pixels, never on steps: the
 * extremes of each column of pixels are looked up, so that a spike of one step
 * among a million is seen.
 */
typedef struct
{
  const LmSeries   *series; /* value i is of step i + 1 */
  const LaminaAxis *x, *y;  /* steps; values */
  /* Steps that count together for the line; more where pixels are few. 0: as few as can be. */
  gsize             window;
  LaminaColor       color;
} LaminaCurve;

/* The raw steps: a band between the extremes; a thin line where each step has its own pixels. */
void   lamina_curve_draw_band   (const LaminaCurve *self,
                                 cairo_t           *cr,
                                 const LaminaStyle *style,
                                 double             alpha);
/* The smoothed line. */
void   lamina_curve_draw_line   (const LaminaCurve *self,
                                 cairo_t           *cr,
                                 const LaminaStyle *style,
                                 double             alpha);
/* The same line closed along pixel @bottom, filled. */
void   lamina_curve_fill        (const LaminaCurve *self,
                                 cairo_t           *cr,
                                 const LaminaStyle *style,
                                 double             bottom,
                                 double             alpha);
/* What an axis should span: the line, and the band but for rare extremes.
 * Returns: %FALSE if there is nothing to see */
gboolean lamina_curve_get_extent (const LaminaCurve *self,
                                  double            *min,
                                  double            *max);
/* Of the line alone. */
gboolean lamina_curve_get_line_extent (const LaminaCurve *self,
                                       double            *min,
                                       double            *max);
/* Of line and band, but for what takes few pixels. */
gboolean lamina_curve_get_usual_extent (const LaminaCurve *self,
                                        double            *min,
                                        double            *max);
/* The value beside the line at @step (from 1): the mean of @window steps around it.
 * NaN if there are none */
double lamina_curve_get_value   (const LmSeries    *series,
                                 guint64            step,
                                 gsize              window);

/* Numbers measured now and then: a dashed line with open marks, no two closer than 18 pixels. */
typedef struct
{
  const GArray     *records; /* LmRecord, by step */
  int               metric;  /* -1: the loss */
  const LaminaAxis *x, *y;
  LaminaColor       color;
  gsize             run;     /* for the shape of the marks */
} LaminaMarks;

void   lamina_marks_draw        (const LaminaMarks *self,
                                 cairo_t           *cr,
                                 const LaminaStyle *style,
                                 double             alpha);
/* The newest record not after @step. Returns: (nullable): borrowed */
const LmRecord *lamina_marks_find (const GArray    *records,
                                   guint64          step);
double lamina_record_get        (const LmRecord    *record,
                                 int                metric);

G_END_DECLS
