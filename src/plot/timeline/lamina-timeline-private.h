/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-curve.h"
#include "lamina-timeline-plot.h"

G_BEGIN_DECLS

/* Left and right of the axis: the handle at either end stays whole. */
#define LAMINA_TIMELINE_MARGIN 8
#define LAMINA_TIMELINE_TICKS 5
/* Half the width of the play-head's handle. */
#define LAMINA_TIMELINE_HEAD 6

/* Where everything stands. */
typedef struct
{
  LaminaAxis x;
  double     lane;        /* height of the event lane */
  double     top, bottom; /* of the field */
  double     width;
} LaminaTimelineLayout;

void     lamina_timeline_layout_init (LaminaTimelineLayout       *self,
                                      const LaminaFrame          *frame,
                                      const LaminaTimeline       *timeline,
                                      const LaminaStyle          *style,
                                      double                      width,
                                      double                      height);
/* Flags, letters of branches and the star. */
void     lamina_timeline_draw_lane   (const LaminaTimelineLayout *self,
                                      cairo_t                    *cr,
                                      const LaminaFrame          *frame,
                                      const LaminaTimeline       *timeline,
                                      const LaminaStyle          *style);
/* The generator's loss, but for its axis of losses. Returns: %FALSE if none is recorded */
gboolean lamina_timeline_get_rival   (const LaminaFrame          *frame,
                                      const LaminaTimelineLayout *layout,
                                      LaminaCurve                *curve);
/* Its line, and both letters. */
void     lamina_timeline_draw_rivals (const LaminaTimelineLayout *self,
                                      cairo_t                    *cr,
                                      const LaminaFrame          *frame,
                                      const LaminaTimeline       *timeline,
                                      const LaminaStyle          *style,
                                      const LaminaAxis           *y);
/* "D 0.67   G 0.87   real 0.47   fake 0.43".
 * Returns: (transfer full) (nullable): %NULL if there are no two */
char    *lamina_timeline_write_rivals (const LaminaFrame         *frame,
                                      guint64                     step);

G_END_DECLS
