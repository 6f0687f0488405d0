/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"
#include "lamina-view.h"

G_BEGIN_DECLS

/* The generator's loss in the chart of the discriminator's. Of a chart with a rival, but for extend(). */

/* Lets an axis span the rival's line too; nothing if there is none. @curve: the chart's own */
void  lamina_history_rivals_extend      (const LaminaHistoryChart *self,
                                         const LaminaCurve        *curve,
                                         double                   *min,
                                         double                   *max);
/* Its value at a step. Returns: (transfer full) */
char *lamina_history_rivals_write       (const LaminaHistoryChart *self,
                                         const LaminaFrame        *frame,
                                         guint64                   step) G_GNUC_WARN_UNUSED_RESULT;
void  lamina_history_rivals_draw_legend (const LaminaHistoryChart *self,
                                         cairo_t                  *cr,
                                         const LaminaFrame        *frame,
                                         const LaminaStyle        *style,
                                         double                    width);
/* Its line, and the letters of both. @band: the alpha of its band */
void  lamina_history_rivals_draw        (const LaminaHistoryChart *self,
                                         cairo_t                  *cr,
                                         const LaminaFrame        *frame,
                                         const LaminaStyle        *style,
                                         const LaminaChart        *chart,
                                         const LaminaCurve        *own,
                                         double                    band,
                                         double                    alpha);

/* A number of the chart, in its unit. Returns: (transfer full) */
char *lamina_history_chart_write_value  (const LaminaHistoryChart *self,
                                         double                    value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
