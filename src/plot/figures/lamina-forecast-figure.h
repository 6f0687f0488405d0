/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"
#include "lamina-forecast.h"

G_BEGIN_DECLS

/* The series above, what each prediction misses below. */
typedef struct
{
  LaminaForecastNumbers forecast; /* to be cleared */
  LaminaChart    series, errors;
  gboolean       has_legend, has_errors;
} LaminaForecastFigure;

/* Returns: %FALSE if there is nothing to show */
gboolean lamina_forecast_figure_init       (LaminaForecastFigure       *self,
                                            cairo_t                    *cr,
                                            const LaminaFrame          *frame,
                                            const LaminaStyle          *style,
                                            double                      width,
                                            double                      height);
void     lamina_forecast_figure_draw       (const LaminaForecastFigure *self,
                                            cairo_t                    *cr,
                                            const LaminaStyle          *style,
                                            const LaminaOptions        *options,
                                            double                      width,
                                            double                      height);
/* Returns: the step under a place, or -1 */
gssize   lamina_forecast_figure_hit        (const LaminaForecastFigure *self,
                                            double                      x,
                                            double                      y);
/* "time 1 234: truth 0.51, next step 0.48, by itself 0.33, last value again 0.40" (transfer full) */
char    *lamina_forecast_figure_write_step (const LaminaForecastFigure *self,
                                            gsize                       index) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
