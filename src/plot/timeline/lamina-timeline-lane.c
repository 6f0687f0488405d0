/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"

/* How near the pointer has to be, in pixels. */
#define REACH 7
#define SNAP 6

/* What has a flag: what was changed, measured or refused, not each pause. */
static gboolean
has_flag (const LmRecord *event)
{
  return event->type == LM_RECORD_SETTINGS || event->type == LM_RECORD_EVALUATION ||
         event->type == LM_RECORD_REFUSED || event->type == LM_RECORD_RESTORED;
}

static gsize
get_n_events (const LaminaFrame *frame)
{
  return frame->history != NULL ? frame->history->events->len : 0;
}

static const LmRecord *
get_event (const LaminaFrame *frame,
           gsize              index)
{
  return &g_array_index (frame->history->events, LmRecord, index);
}

/* Returns: (nullable) */
static const LmRecord *
get_best (const LaminaFrame *frame)
{
  if (frame->history == NULL || frame->history->best < 0)
    return NULL;

  return &g_array_index (frame->history->validations, LmRecord, frame->history->best);
}

static void
draw_flag (cairo_t           *cr,
           const LaminaStyle *style,
           LaminaColor        color,
           double             x,
           double             y)
{
  x = floor (x);
  cairo_rectangle (cr, x, y, 1.5, 12);
  cairo_move_to (cr, x + 1.5, y);
  cairo_line_to (cr, x + 10, y + 3.5);
  cairo_line_to (cr, x + 1.5, y + 7);
  cairo_close_path (cr);
  lamina_style_set_source (style, cr, color, 1);
  cairo_fill (cr);
}

/* Where the next sign in the lane begins after @x: what a label has to end before. */
static double
get_limit (const LaminaTimelineLayout *self,
           const LaminaFrame          *frame,
           const LaminaTimeline       *timeline,
           double                      x)
{
  const LmRecord *best = get_best (frame);
  const double head = lamina_axis_get_pixel (&self->x, (double) frame->step) - LAMINA_TIMELINE_HEAD;
  double limit = head > x ? head : self->width;

  for (gsize i = 0; i < get_n_events (frame); i++)
    {
      const double there = lamina_axis_get_pixel (&self->x, (double) get_event (frame, i)->step);

      if (has_flag (get_event (frame, i)) && there > x)
        limit = fmin (limit, there);
    }
  for (gsize i = 0; i < timeline->n_branches; i++)
    {
      const double there = lamina_axis_get_pixel (&self->x, (double) timeline->branches[i].fork);

      if (there > x)
        limit = fmin (limit, there);
    }
  if (best != NULL && lamina_axis_get_pixel (&self->x, (double) best->step) > x)
    limit = fmin (limit, lamina_axis_get_pixel (&self->x, (double) best->step) - 7);

  return limit;
}

/* A label beside something at @x, if it fits before @limit. */
static void
draw_label (cairo_t           *cr,
            const LaminaStyle *style,
            LaminaColor        color,
            const char        *string,
            double             x,
            double             limit,
            double             lane)
{
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .color = color, .is_bold = color != LAMINA_COLOR_DIM,
  };

  if (x + lamina_measure_text (cr, style, &text, string) < limit)
    lamina_draw_text (cr, style, &text, x, lamina_get_baseline (style, text.font, 0, lane), string);
}

static void
draw_events (const LaminaTimelineLayout *self,
             cairo_t                    *cr,
             const LaminaFrame          *frame,
             const LaminaStyle          *style)
{
  double last = -HUGE_VAL;

  for (gsize i = 0; i < get_n_events (frame); i++)
    {
      const LmRecord *event = get_event (frame, i);
      const double x = lamina_axis_get_pixel (&self->x, (double) event->step);
      const gboolean is_error = event->type == LM_RECORD_REFUSED;

      if (!has_flag (event) || x < 0 || x > self->width - 8 || (x - last < 3 && !is_error))
        continue;
      last = x;
      draw_flag (cr, style, is_error ? LAMINA_COLOR_WRONG : LAMINA_COLOR_DIM, x, 2);
    }
}

static void
draw_forks (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaFrame          *frame,
            const LaminaTimeline       *timeline,
            const LaminaStyle          *style)
{
  for (gsize i = 0; i < timeline->n_branches; i++)
    {
      const LaminaTimelineBranch *branch = &timeline->branches[i];
      const LaminaColor color = lamina_style_get_run_color (branch->run);
      const double x = lamina_axis_get_pixel (&self->x, (double) branch->fork);
      const char letter[] = { (char) ('A' + branch->run % 26), '\0' };

      if (x < 0 || x > self->width - 8)
        continue;
      draw_flag (cr, style, color, x, 2);
      draw_label (cr, style, color, letter, x + 13, get_limit (self, frame, timeline, x),
                  self->lane);
    }
}

void
lamina_timeline_draw_lane (const LaminaTimelineLayout *self,
                           cairo_t                    *cr,
                           const LaminaFrame          *frame,
                           const LaminaTimeline       *timeline,
                           const LaminaStyle          *style)
{
  const LmRecord *best = get_best (frame);

  draw_events (self, cr, frame, style);
  draw_forks (self, cr, frame, timeline, style);

  if (best != NULL)
    {
      const double x = lamina_axis_get_pixel (&self->x, (double) best->step);

      if (x < 0 || x > self->width)
        return;
      lamina_path_star (cr, x, self->lane / 2, 6);
      lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
      cairo_fill (cr);
      draw_label (cr, style, LAMINA_COLOR_DIM, _("best"), x + 9,
                  get_limit (self, frame, timeline, x), self->lane);
    }
}

static guint64
clamp_step (const LaminaFrame *frame,
            double             step)
{
  return (guint64) CLAMP (round (step), 0, (double) frame->now);
}

/* Keeps the nearest of what is within reach. */
static void
consider (const LaminaTimelineLayout *self,
          guint64                     step,
          double                      x,
          double                     *distance,
          guint64                    *nearest)
{
  const double there = fabs (lamina_axis_get_pixel (&self->x, (double) step) - x);

  if (there <= *distance)
    {
      *distance = there;
      *nearest = step;
    }
}

guint64
lamina_timeline_get_step (const LaminaFrame    *frame,
                          const LaminaTimeline *timeline,
                          const LaminaStyle    *style,
                          double                width,
                          double                x,
                          gboolean              snap)
{
  LaminaTimelineLayout layout;
  double distance = SNAP;
  guint64 step;

  lamina_timeline_layout_init (&layout, frame, timeline, style, width, 128);
  step = clamp_step (frame, lamina_axis_get_value (&layout.x, x));
  if (!snap)
    return step;

  if (frame->steps_per_epoch > 0)
    {
      const double epochs = round (lamina_axis_get_value (&layout.x, x) /
                                   (double) frame->steps_per_epoch);

      consider (&layout, (guint64) fmax (epochs, 0) * frame->steps_per_epoch, x, &distance, &step);
    }
  for (gsize i = 0; i < get_n_events (frame); i++)
    if (has_flag (get_event (frame, i)))
      consider (&layout, get_event (frame, i)->step, x, &distance, &step);
  for (gsize i = 0; i < timeline->n_branches; i++)
    consider (&layout, timeline->branches[i].fork, x, &distance, &step);
  if (get_best (frame) != NULL)
    consider (&layout, get_best (frame)->step, x, &distance, &step);
  consider (&layout, frame->now, x, &distance, &step);

  return MIN (step, frame->now);
}

double
lamina_timeline_get_x (const LaminaFrame    *frame,
                       const LaminaTimeline *timeline,
                       const LaminaStyle    *style,
                       double                width,
                       guint64               step)
{
  LaminaTimelineLayout layout;

  lamina_timeline_layout_init (&layout, frame, timeline, style, width, 128);

  return lamina_axis_get_pixel (&layout.x, (double) step);
}

/* What stands in the lane at @x. */
static LaminaTimelineHit
hit_lane (const LaminaTimelineLayout *self,
          const LaminaFrame          *frame,
          const LaminaTimeline       *timeline,
          double                      x)
{
  LaminaTimelineHit hit = { LAMINA_TIMELINE_HIT_NOTHING, 0, 0 };
  double distance = REACH;

  /* A flag hangs to the right of its place. */
  for (gsize i = 0; i < get_n_events (frame); i++)
    {
      const guint64 step = get_event (frame, i)->step;
      const double there = fabs (lamina_axis_get_pixel (&self->x, (double) step) + 5 - x);

      if (has_flag (get_event (frame, i)) && there <= distance)
        {
          distance = there;
          hit = (LaminaTimelineHit) { LAMINA_TIMELINE_HIT_EVENT, i, MIN (step, frame->now) };
        }
    }
  for (gsize i = 0; i < timeline->n_branches; i++)
    {
      const guint64 step = timeline->branches[i].fork;
      const double there = fabs (lamina_axis_get_pixel (&self->x, (double) step) + 5 - x);

      if (there <= distance)
        {
          distance = there;
          hit = (LaminaTimelineHit) { LAMINA_TIMELINE_HIT_FORK, i, MIN (step, frame->now) };
        }
    }
  if (get_best (frame) != NULL)
    {
      const guint64 step = get_best (frame)->step;

      if (fabs (lamina_axis_get_pixel (&self->x, (double) step) - x) <= distance)
        hit = (LaminaTimelineHit) { LAMINA_TIMELINE_HIT_BEST, 0, MIN (step, frame->now) };
    }

  return hit;
}

LaminaTimelineHit
lamina_timeline_hit (const LaminaFrame    *frame,
                     const LaminaTimeline *timeline,
                     const LaminaStyle    *style,
                     double                width,
                     double                height,
                     double                x,
                     double                y)
{
  LaminaTimelineLayout layout;
  LaminaTimelineHit hit = { LAMINA_TIMELINE_HIT_NOTHING, 0, 0 };
  double head;

  lamina_timeline_layout_init (&layout, frame, timeline, style, width, height);
  head = lamina_axis_get_pixel (&layout.x, (double) frame->step);

  if (x < 0 || x > width || y < 0 || y > height)
    return hit;
  if (frame->now > 0 && fabs (x - head) <= REACH && y < layout.top + 8)
    return (LaminaTimelineHit) { LAMINA_TIMELINE_HIT_HEAD, 0, frame->step };
  if (y < layout.top)
    return hit_lane (&layout, frame, timeline, x);
  if (y <= layout.bottom + LAMINA_TIMELINE_TICKS)
    return (LaminaTimelineHit) {
      LAMINA_TIMELINE_HIT_CURVE, 0, clamp_step (frame, lamina_axis_get_value (&layout.x, x)),
    };

  return hit;
}

char *
lamina_timeline_describe (const LaminaFrame    *frame,
                          const LaminaTimeline *timeline)
{
  static const char *const states[] = {
    [LAMINA_TIMELINE_EMPTY] = N_("not trained yet"),
    [LAMINA_TIMELINE_PAUSED] = N_("paused"),
    [LAMINA_TIMELINE_TRAINING] = N_("training"),
    [LAMINA_TIMELINE_PAST] = N_("past"),
    [LAMINA_TIMELINE_FINISHED] = N_("finished"),
  };
  g_autofree char *step = lamina_format_step (frame->step);
  g_autofree char *now = lamina_format_count (frame->now);
  g_autofree char *epoch = lamina_format_count (lamina_frame_get_epoch (frame, frame->step));
  g_autofree char *rivals = NULL;

  if (frame->steps_per_epoch == 0)
    return g_strdup_printf (_("%s of %s, %s"), step, now, _(states[timeline->state]));

  rivals = lamina_timeline_write_rivals (frame, frame->step);
  if (rivals != NULL)
    return g_strdup_printf (_("%s of %s, epoch %s, %s; %s"), step, now, epoch,
                            _(states[timeline->state]), rivals);

  return g_strdup_printf (_("%s of %s, epoch %s, %s"), step, now, epoch,
                          _(states[timeline->state]));
}

char *
lamina_timeline_write_value (const LaminaFrame *frame,
                             guint64            step)
{
  const LaminaHistoryChart loss = {
    .series = frame->history != NULL ? frame->history->loss : NULL,
    .validations = frame->history != NULL ? frame->history->validations : NULL,
    .metric = -1,
    .is_smooth = TRUE,
  };
  g_autofree char *text = NULL;
  g_autofree char *share = NULL;
  g_autofree char *rivals = NULL;

  if (!lamina_history_chart_has_content (&loss) || step == 0)
    return lamina_format_step (step);
  if ((rivals = lamina_timeline_write_rivals (frame, step)) != NULL)
    {
      text = lamina_format_step (step);
      return g_strjoin ("   ", text, rivals, NULL);
    }

  text = lamina_history_chart_write_step (&loss, frame, step);
  if (frame->n_metrics == 0 || frame->history->n_metrics == 0 || !frame->metrics[0]->is_share)
    return g_steal_pointer (&text);

  share = lamina_format_percent (lamina_curve_get_value (frame->history->metrics[0], step,
                                                         lamina_frame_get_window (frame)), 1);

  return g_strdup_printf ("%s   %s %s", text, _(frame->metrics[0]->title), share);
}
