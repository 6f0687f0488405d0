/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-curve.h"
#include "lamina-frame.h"

G_BEGIN_DECLS

/* The field that curves are drawn in: two axes, their ticks, the grid. */
typedef struct
{
  LaminaAxis x, y;
  double     left, top, right, bottom;
  double     x_ticks[LAMINA_MAX_TICKS], y_ticks[LAMINA_MAX_TICKS];
  gsize      n_x_ticks, n_y_ticks;
  gboolean   is_percent;
  gboolean   has_x_labels, has_y_labels; /* Left out where there is no room. */
} LaminaChart;

/* Fits the field into the rectangle from @top on; the axes' ends are given, their pixels set. */
void lamina_chart_init        (LaminaChart       *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               LaminaScale        scale,
                               double             x_min,
                               double             x_max,
                               double             y_min,
                               double             y_max,
                               gboolean           is_percent,
                               double             top,
                               double             width,
                               double             height);
/* Labels of y, and lines across the field. */
void lamina_chart_draw_y      (const LaminaChart *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               gboolean           has_grid);
/* Of x, as numbers; with a @title (nullable) at the end. */
void lamina_chart_draw_x      (const LaminaChart *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               gboolean           has_grid,
                               const char        *title);
/* Of x as epochs, or as steps where less than two epochs are seen. */
void lamina_chart_draw_epochs (const LaminaChart *self,
                               cairo_t           *cr,
                               const LaminaStyle *style,
                               guint64            steps_per_epoch);
/* Keeps what is drawn from now on within the field; until cairo_restore(). */
void lamina_chart_clip        (const LaminaChart *self,
                               cairo_t           *cr);

/* The curve of one number over a run: views that show one are rows of this. */
typedef struct
{
  const LmSeries *series;      /* (nullable) */
  const LmSeries *rival;       /* (nullable): the generator's, beside the discriminator's */
  const GArray   *validations; /* (nullable) */
  int             metric;      /* of the validations; -1: the loss */
  gboolean        is_percent;
  gboolean        is_smooth;   /* A line through means, and a band; else the steps. */
  LaminaScale     scale;       /* what AUTO means */
} LaminaHistoryChart;

gboolean lamina_history_chart_has_content (const LaminaHistoryChart *self);
void     lamina_history_chart_draw     (const LaminaHistoryChart *self,
                                        cairo_t                  *cr,
                                        const LaminaFrame        *frame,
                                        const LaminaStyle        *style,
                                        double                    width,
                                        double                    height);
/* "step 2 600   train 0.371   val. 0.357", or "… D 0.67   G 0.87". Returns: (transfer full) */
char    *lamina_history_chart_write_step (const LaminaHistoryChart *self,
                                          const LaminaFrame        *frame,
                                          guint64                   step);
/* The same of a place. Returns: (transfer full) (nullable) */
char    *lamina_history_chart_get_value_at (const LaminaHistoryChart *self,
                                            const LaminaFrame        *frame,
                                            const LaminaStyle        *style,
                                            double                    width,
                                            double                    height,
                                            double                    x,
                                            double                    y);
/* "Training 0.323, validation 0.340 at step 4 212, epoch 3; falling". (transfer full) */
char    *lamina_history_chart_describe (const LaminaHistoryChart *self,
                                        const LaminaFrame        *frame);
/* step,train,validation for every step. */
void     lamina_history_chart_write    (const LaminaHistoryChart *self,
                                        const char               *name,
                                        GString                  *csv);
/* Whether it is drawn on a logarithmic scale. */
gboolean lamina_history_chart_is_log   (const LaminaHistoryChart *self,
                                        const LaminaFrame        *frame);
/* Steps that count together in the values that are written. */
gsize    lamina_frame_get_window       (const LaminaFrame        *frame);
/* Where an axis of steps ends: the planned end, or nearer while the run has only begun. */
double   lamina_frame_get_last_step    (const LaminaFrame        *frame);

/* Members of the class of a view that is one such chart, of what its get_chart (frame) gives. */
#define LAMINA_HISTORY_CHART_VIEW(view)                                                            \
  static gboolean                                                                                  \
  lamina_##view##_view_has_content (const LaminaFrame *frame)                                      \
  {                                                                                                \
    const LaminaHistoryChart chart = get_chart (frame);                                            \
                                                                                                   \
    return lamina_history_chart_has_content (&chart);                                              \
  }                                                                                                \
                                                                                                   \
  static void                                                                                      \
  lamina_##view##_view_draw (cairo_t *cr, const LaminaFrame *frame, const LaminaStyle *style,      \
                             double width, double height)                                          \
  {                                                                                                \
    const LaminaHistoryChart chart = get_chart (frame);                                            \
                                                                                                   \
    lamina_history_chart_draw (&chart, cr, frame, style, width, height);                           \
  }                                                                                                \
                                                                                                   \
  static char *                                                                                    \
  lamina_##view##_view_get_value_at (const LaminaFrame *frame, const LaminaStyle *style,           \
                                     double width, double height, double x, double y)              \
  {                                                                                                \
    const LaminaHistoryChart chart = get_chart (frame);                                            \
                                                                                                   \
    return lamina_history_chart_get_value_at (&chart, frame, style, width, height, x, y);          \
  }                                                                                                \
                                                                                                   \
  static char *                                                                                    \
  lamina_##view##_view_describe (const LaminaFrame *frame)                                         \
  {                                                                                                \
    const LaminaHistoryChart chart = get_chart (frame);                                            \
                                                                                                   \
    return lamina_history_chart_describe (&chart, frame);                                          \
  }

G_END_DECLS
