/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* The scrubber: event lane, loss curve, keyframe ticks, epochs. The widget around it is not ours. */

/* The state decides about signs and colours. */
typedef enum
{
  LAMINA_TIMELINE_EMPTY,    /* nothing trained */
  LAMINA_TIMELINE_PAUSED,
  LAMINA_TIMELINE_TRAINING,
  LAMINA_TIMELINE_PAST,     /* step < now: sepia, and what is later in grey */
  LAMINA_TIMELINE_FINISHED,
} LaminaTimelineState;

/* Another branch's curve; the current one is the frame's history. */
typedef struct
{
  const LmHistory *history; /* its steps before @fork are its parent's */
  guint64          fork;
  gsize            run;     /* 1 = B, 2 = C… */
  gsize            parent;  /* whose curve it leaves; 0 is the current one */
} LaminaTimelineBranch;

typedef struct
{
  LaminaTimelineState state;
  guint64  first, end;     /* the steps that are shown; both 0: the whole run */
  gsize    run;            /* of the current branch: 0 = A */
  gsize    n_branches;
  const LaminaTimelineBranch *branches; /* borrowed */
  gsize    n_keyframes;
  const guint64 *keyframes; /* borrowed; steps, ascending */
  gboolean has_focus;
  gboolean has_hover;      /* a vertical line and a read-out at @hover_step */
  guint64  hover_step;
  LaminaScale scale;       /* of the loss; AUTO: logarithmic where it spans much */
} LaminaTimeline;

typedef enum
{
  LAMINA_TIMELINE_HIT_NOTHING,
  LAMINA_TIMELINE_HIT_CURVE, /* anywhere on the curve's field */
  LAMINA_TIMELINE_HIT_HEAD,  /* the play-head's handle */
  LAMINA_TIMELINE_HIT_EVENT, /* @index in history->events */
  LAMINA_TIMELINE_HIT_BEST,
  LAMINA_TIMELINE_HIT_FORK,  /* @index in branches */
} LaminaTimelineHitType;

typedef struct
{
  LaminaTimelineHitType type;
  gsize   index;
  guint64 step; /* under the pointer, or where the thing stands; at most @now */
} LaminaTimelineHit;

/* @frame: history, step, now, steps_per_epoch, n_steps, metrics. */
void              lamina_timeline_draw     (cairo_t              *cr,
                                            const LaminaFrame    *frame,
                                            const LaminaTimeline *timeline,
                                            const LaminaStyle    *style,
                                            double                width,
                                            double                height);
LaminaTimelineHit lamina_timeline_hit      (const LaminaFrame    *frame,
                                            const LaminaTimeline *timeline,
                                            const LaminaStyle    *style,
                                            double                width,
                                            double                height,
                                            double                x,
                                            double                y);
/* The step at @x, at most @now; with @snap the next event, epoch or best within 6 pixels. */
guint64           lamina_timeline_get_step (const LaminaFrame    *frame,
                                            const LaminaTimeline *timeline,
                                            const LaminaStyle    *style,
                                            double                width,
                                            double                x,
                                            gboolean              snap);
double            lamina_timeline_get_x    (const LaminaFrame    *frame,
                                            const LaminaTimeline *timeline,
                                            const LaminaStyle    *style,
                                            double                width,
                                            guint64               step);
/* "step 1 204 of 4 212, epoch 1, past". Returns: (transfer full) */
char             *lamina_timeline_describe (const LaminaFrame    *frame,
                                            const LaminaTimeline *timeline) G_GNUC_WARN_UNUSED_RESULT;
/* What the read-out shows: "step 2 600   train 0.371   val. 0.357". (transfer full) */
char             *lamina_timeline_write_value (const LaminaFrame *frame,
                                            guint64               step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
