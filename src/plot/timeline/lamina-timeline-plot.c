/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define LABEL_GAP 16
/* So many steps or fewer are drawn one by one. */
#define FEW_STEPS 60
/* What the loss has to span for a logarithm. */
#define LOG_SPAN 3
/* The least loss stands that far above the ground. */
#define GROUND 0.18
#define RADIUS 4

static const LaminaText caption = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

void
lamina_timeline_layout_init (LaminaTimelineLayout *self,
                             const LaminaFrame    *frame,
                             const LaminaTimeline *timeline,
                             const LaminaStyle    *style,
                             double                width,
                             double                height)
{
  const double label = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const double planned = fmax ((double) frame->n_steps, (double) frame->now);
  const gboolean is_whole = timeline->end <= timeline->first;

  self->lane = ceil (16 * fmax (1, style->text_scale * 0.85));
  self->bottom = floor (height - label - 2) - LAMINA_TIMELINE_TICKS;
  self->top = fmin (self->lane, self->bottom - 4);
  self->width = width;
  lamina_axis_init (&self->x, LAMINA_SCALE_LINEAR,
                    is_whole ? 0 : (double) timeline->first,
                    is_whole ? fmax (planned, 1) : (double) timeline->end,
                    LAMINA_TIMELINE_MARGIN, fmax (width - LAMINA_TIMELINE_MARGIN,
                                                  LAMINA_TIMELINE_MARGIN + 1));
}

/* The axis of the loss. Returns: %FALSE if there is nothing to see */
static gboolean
init_y (const LaminaTimelineLayout *self,
        const LaminaFrame          *frame,
        const LaminaTimeline       *timeline,
        LaminaAxis                 *y)
{
  LaminaCurve curve = {
    .x = &self->x, .window = lamina_frame_get_window (frame),
  };
  double min = HUGE_VAL, max = -HUGE_VAL, low, high;
  gboolean is_log;

  if (frame->history != NULL)
    {
      curve.series = frame->history->loss;
      lamina_curve_get_line_extent (&curve, &min, &max);
    }
  if (lamina_timeline_get_rival (frame, self, &curve) &&
      lamina_curve_get_line_extent (&curve, &low, &high))
    {
      min = fmin (min, low);
      max = fmax (max, high);
    }
  for (gsize i = 0; i < timeline->n_branches; i++)
    {
      curve.series = timeline->branches[i].history->loss;
      if (lamina_curve_get_line_extent (&curve, &low, &high))
        {
          min = fmin (min, low);
          max = fmax (max, high);
        }
    }
  if (!(min <= max))
    return FALSE;

  is_log = timeline->scale == LAMINA_SCALE_LOG ||
           (timeline->scale == LAMINA_SCALE_AUTO && min > 0 && max / min > LOG_SPAN);
  lamina_axis_init (y, is_log && min > 0 ? LAMINA_SCALE_LOG : LAMINA_SCALE_LINEAR, min, max,
                    self->bottom - GROUND * (self->bottom - self->top), self->top + 4);

  return TRUE;
}

static double
get_now_x (const LaminaTimelineLayout *self,
           const LaminaFrame          *frame)
{
  return CLAMP (lamina_axis_get_pixel (&self->x, (double) frame->now), 0, self->width);
}

/* The trained part as a card, what is to come recessed. */
static void
draw_field (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaFrame          *frame,
            const LaminaStyle          *style)
{
  cairo_save (cr);
  lamina_path_round_rect (cr, 0, self->top, self->width, self->bottom - self->top, RADIUS);
  cairo_clip (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_paint (cr);
  if (frame->now > 0)
    {
      cairo_rectangle (cr, 0, self->top, get_now_x (self, frame), self->bottom - self->top);
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static void
draw_line_at (cairo_t           *cr,
              const LaminaStyle *style,
              LaminaColor        color,
              double             x,
              double             top,
              double             bottom)
{
  cairo_rectangle (cr, floor (x), top, 1, bottom - top);
  lamina_style_set_source (style, cr, color, 1);
  cairo_fill (cr);
}

/* Returns: (transfer full) */
static char *
write_epoch (guint64  epoch,
             gboolean is_brief)
{
  g_autofree char *count = lamina_format_count (epoch);

  return is_brief ? g_steal_pointer (&count) : g_strdup_printf (_("Epoch %s"), count);
}

/* How many epochs lie between two labels, by the room that the longest one needs. */
static guint64
get_stride (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaFrame          *frame,
            const LaminaStyle          *style,
            gboolean                    is_brief)
{
  const double last = self->x.max / (double) frame->steps_per_epoch;
  g_autofree char *label = write_epoch ((guint64) fmax (last, 1), is_brief);

  return lamina_axis_get_epoch_stride (&self->x, frame->steps_per_epoch,
                                       lamina_measure_text (cr, style, &caption, label) +
                                         LABEL_GAP * style->text_scale);
}

/* Lines at the ends of epochs, and their names; where not all have room, the first has the word and
 * the others are numbers. */
static void
draw_epochs (const LaminaTimelineLayout *self,
             cairo_t                    *cr,
             const LaminaFrame          *frame,
             const LaminaStyle          *style)
{
  const gboolean is_brief = get_stride (self, cr, frame, style, FALSE) > 1;
  const guint64 stride = get_stride (self, cr, frame, style, is_brief);
  const guint64 span = stride * frame->steps_per_epoch;
  const double baseline = lamina_get_baseline (style, caption.font,
                                               self->bottom + LAMINA_TIMELINE_TICKS,
                                               lamina_get_line_height (style, caption.font));
  gboolean is_first = TRUE;
  LaminaText text = caption;

  text.align = LAMINA_ALIGN_MIDDLE;
  for (guint64 start = (guint64) self->x.min / span * span; (double) start < self->x.max;
       start += span)
    {
      const double end = fmin ((double) (start + span), self->x.max);
      const guint64 epoch = (start + span) / frame->steps_per_epoch;
      const double middle = stride == 1 ? ((double) start + end) / 2 : end;
      const double x = lamina_axis_get_pixel (&self->x, middle);
      g_autofree char *label = write_epoch (epoch, is_brief && !is_first);
      const double width = lamina_measure_text (cr, style, &text, label);

      if ((double) (start + span) < self->x.max)
        draw_line_at (cr, style, LAMINA_COLOR_GRID,
                      lamina_axis_get_pixel (&self->x, (double) (start + span)), self->top,
                      self->bottom);
      text.alpha = (double) start >= (double) frame->now ? 0.55 : 1;
      if (x - width / 2 < 0 || x + width / 2 > self->width)
        continue;
      lamina_draw_text (cr, style, &text, x, baseline, label);
      is_first = FALSE;
    }
}

/* A tick for each step, and their numbers where they fit. */
static void
draw_steps (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaStyle          *style)
{
  const double baseline = lamina_get_baseline (style, caption.font,
                                               self->bottom + LAMINA_TIMELINE_TICKS,
                                               lamina_get_line_height (style, caption.font));
  double ticks[LAMINA_MAX_TICKS];
  const gsize n = lamina_axis_get_ticks (&self->x, (gsize) CLAMP (self->width / 90, 2, 12), ticks);
  LaminaText text = caption;

  if (self->x.max - self->x.min <= FEW_STEPS)
    for (double step = ceil (self->x.min); step <= self->x.max; step++)
      draw_line_at (cr, style, LAMINA_COLOR_DIM, lamina_axis_get_pixel (&self->x, step),
                    self->bottom + 1, self->bottom + 3);

  text.align = LAMINA_ALIGN_MIDDLE;
  for (gsize i = 0; i < n; i++)
    {
      const double x = lamina_axis_get_pixel (&self->x, ticks[i]);
      g_autofree char *label = NULL;
      double width;

      if (fabs (ticks[i] - round (ticks[i])) > 1e-6)
        continue;
      label = lamina_format_step ((guint64) round (ticks[i]));
      width = lamina_measure_text (cr, style, &text, label);
      if (ticks[i] > self->x.min)
        draw_line_at (cr, style, LAMINA_COLOR_GRID, x, self->top, self->bottom);
      if (x - width / 2 >= 0 && x + width / 2 <= self->width)
        lamina_draw_text (cr, style, &text, x, baseline, label);
    }
}

static void
clip_columns (const LaminaTimelineLayout *self,
              cairo_t                    *cr,
              double                      left,
              double                      right)
{
  cairo_rectangle (cr, left, self->top, fmax (right - left, 0), self->bottom - self->top);
  cairo_clip (cr);
}

/* The current branch: filled up to the step that is shown, grey beyond it. */
static void
draw_current (const LaminaTimelineLayout *self,
              cairo_t                    *cr,
              const LaminaFrame          *frame,
              const LaminaTimeline       *timeline,
              const LaminaStyle          *style,
              const LaminaAxis           *y)
{
  const double head = lamina_axis_get_pixel (&self->x, (double) frame->step);
  LaminaCurve curve = {
    .series = frame->history->loss, .x = &self->x, .y = y,
    .window = lamina_frame_get_window (frame), .color = lamina_style_get_run_color (timeline->run),
  };

  cairo_save (cr);
  clip_columns (self, cr, 0, head);
  lamina_curve_fill (&curve, cr, style, self->bottom, 0.2);
  lamina_curve_draw_line (&curve, cr, style, 1);
  cairo_restore (cr);

  if (!lamina_frame_is_past (frame))
    return;
  curve.color = LAMINA_COLOR_RUN_OTHER;
  cairo_save (cr);
  clip_columns (self, cr, head, self->width);
  lamina_curve_draw_line (&curve, cr, style, 0.7);
  cairo_restore (cr);
}

static double
get_fork_y (const LaminaFrame          *frame,
            const LaminaTimelineBranch *branch,
            const LaminaAxis           *y)
{
  const double value = lamina_curve_get_value (branch->history->loss, branch->fork,
                                               lamina_frame_get_window (frame));

  return isfinite (value) ? lamina_axis_get_pixel (y, value) : y->from;
}

static void
draw_branches (const LaminaTimelineLayout *self,
               cairo_t                    *cr,
               const LaminaFrame          *frame,
               const LaminaTimeline       *timeline,
               const LaminaStyle          *style,
               const LaminaAxis           *y)
{
  for (gsize i = 0; i < timeline->n_branches; i++)
    {
      const LaminaTimelineBranch *branch = &timeline->branches[i];
      const double x = lamina_axis_get_pixel (&self->x, (double) branch->fork);
      const LaminaCurve curve = {
        .series = branch->history->loss,
        .x = &self->x,
        .y = y,
        .window = lamina_frame_get_window (frame),
        .color = lamina_style_get_run_color (branch->run),
      };

      cairo_save (cr);
      clip_columns (self, cr, x, self->width);
      lamina_curve_draw_line (&curve, cr, style, 1);
      cairo_restore (cr);
      lamina_draw_mark (cr, style, branch->run, FALSE, curve.color, x,
                        get_fork_y (frame, branch, y), 3);
    }
}

/* Nothing was trained: where the curve will be. */
static void
draw_baseline (const LaminaTimelineLayout *self,
               cairo_t                    *cr,
               const LaminaStyle          *style)
{
  static const double dashes[] = { 4, 4 };
  const double y = floor (self->bottom - 0.25 * (self->bottom - self->top)) + 0.5;

  cairo_save (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.6);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_move_to (cr, self->x.from, y);
  cairo_line_to (cr, self->x.to, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_keyframes (const LaminaTimelineLayout *self,
                cairo_t                    *cr,
                const LaminaTimeline       *timeline,
                const LaminaStyle          *style)
{
  double last = -HUGE_VAL;

  cairo_new_path (cr);
  for (gsize i = 0; i < timeline->n_keyframes; i++)
    {
      const double x = floor (lamina_axis_get_pixel (&self->x, (double) timeline->keyframes[i]));

      if (x < 0 || x > self->width || x - last < 3)
        continue;
      last = x;
      cairo_rectangle (cr, x, self->bottom + 1, 2, LAMINA_TIMELINE_TICKS - 1);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_fill (cr);
}

/* Where the branch ends, while something earlier is shown. */
static void
draw_now (const LaminaTimelineLayout *self,
          cairo_t                    *cr,
          const LaminaFrame          *frame,
          const LaminaTimeline       *timeline,
          const LaminaStyle          *style)
{
  static const double dashes[] = { 2, 2 };
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION,
    .color = lamina_style_get_run_color (timeline->run),
    .is_bold = TRUE,
  };
  const double x = floor (get_now_x (self, frame)) + 0.5;

  cairo_save (cr);
  lamina_style_set_source (style, cr, text.color, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_move_to (cr, x, self->top);
  cairo_line_to (cr, x, self->bottom);
  cairo_stroke (cr);
  cairo_restore (cr);

  if (x + 6 + lamina_measure_text (cr, style, &text, _("now")) < self->width)
    lamina_draw_text (cr, style, &text, x + 6,
                      lamina_get_baseline (style, text.font, self->top + 2,
                                           lamina_get_line_height (style, text.font)),
                      _("now"));
}

static void
draw_head (const LaminaTimelineLayout *self,
           cairo_t                    *cr,
           const LaminaFrame          *frame,
           const LaminaTimeline       *timeline,
           const LaminaStyle          *style)
{
  const LaminaColor color = lamina_frame_is_past (frame)
                              ? LAMINA_COLOR_PAST_FG : lamina_style_get_run_color (timeline->run);
  const double x = round (lamina_axis_get_pixel (&self->x, (double) frame->step));
  const double top = self->top - 8;

  if (x < 0 || x > self->width)
    return;

  cairo_rectangle (cr, x - 1, self->top, 2, self->bottom - self->top + LAMINA_TIMELINE_TICKS - 1);
  lamina_path_round_rect (cr, x - LAMINA_TIMELINE_HEAD, top, 2 * LAMINA_TIMELINE_HEAD, 15, 4);
  lamina_style_set_source (style, cr, color, 1);
  cairo_fill (cr);
  cairo_rectangle (cr, x - 2.5, top + 4, 1.5, 7);
  cairo_rectangle (cr, x + 1, top + 4, 1.5, 7);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_fill (cr);
}

static void
draw_hover (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaFrame          *frame,
            const LaminaTimeline       *timeline,
            const LaminaStyle          *style,
            double                      height)
{
  const double x = floor (lamina_axis_get_pixel (&self->x, (double) timeline->hover_step)) + 0.5;
  g_autofree char *text = lamina_timeline_write_value (frame, timeline->hover_step);
  static const double dots[] = { 2, 2 };

  cairo_save (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dots, 2, 0);
  cairo_move_to (cr, x, self->top);
  cairo_line_to (cr, x, self->bottom);
  cairo_stroke (cr);
  cairo_restore (cr);
  lamina_draw_bubble (cr, style, text, x, self->top + 30, self->width, height);
}

static void
draw_focus (const LaminaTimelineLayout *self,
            cairo_t                    *cr,
            const LaminaStyle          *style)
{
  lamina_path_round_rect (cr, 1, self->top + 1, self->width - 2, self->bottom - self->top - 2,
                          RADIUS);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.8);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

void
lamina_timeline_draw (cairo_t              *cr,
                      const LaminaFrame    *frame,
                      const LaminaTimeline *timeline,
                      const LaminaStyle    *style,
                      double                width,
                      double                height)
{
  LaminaTimelineLayout layout;
  LaminaAxis y;

  if (width < 40 || height < 30)
    return;

  lamina_timeline_layout_init (&layout, frame, timeline, style, width, height);
  cairo_save (cr);
  draw_field (&layout, cr, frame, style);
  if (frame->steps_per_epoch > 0 &&
      layout.x.max - layout.x.min > 0.75 * (double) frame->steps_per_epoch)
    draw_epochs (&layout, cr, frame, style);
  else
    draw_steps (&layout, cr, style);

  if (frame->now > 0 && init_y (&layout, frame, timeline, &y))
    {
      if (frame->history != NULL && lm_history_get_n_steps (frame->history) > 0)
        {
          draw_current (&layout, cr, frame, timeline, style, &y);
          lamina_timeline_draw_rivals (&layout, cr, frame, timeline, style, &y);
        }
      draw_branches (&layout, cr, frame, timeline, style, &y);
    }
  else
    draw_baseline (&layout, cr, style);

  draw_keyframes (&layout, cr, timeline, style);
  lamina_timeline_draw_lane (&layout, cr, frame, timeline, style);
  if (lamina_frame_is_past (frame))
    draw_now (&layout, cr, frame, timeline, style);
  if (timeline->has_focus)
    draw_focus (&layout, cr, style);
  if (frame->now > 0)
    draw_head (&layout, cr, frame, timeline, style);
  if (timeline->has_hover && timeline->hover_step > 0)
    draw_hover (&layout, cr, frame, timeline, style, height);
  cairo_restore (cr);
}
