/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of a generator and a discriminator: the generator's loss beside the other's, and both scores. */

#include "lamina-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-chart.h"
#include "lamina-format.h"

/* What a letter keeps from the line's end, in pixels. */
#define LETTER_GAP 14

/* Of a recorded metric. Returns: (nullable) */
static const LmSeries *
find_series (const LaminaFrame *frame,
             const char        *id)
{
  if (frame->history == NULL)
    return NULL;

  for (gsize i = 0; i < MIN (frame->n_metrics, frame->history->n_metrics); i++)
    if (frame->metrics[i] != NULL && g_str_equal (frame->metrics[i]->id, id))
      return frame->history->metrics[i];

  return NULL;
}

gboolean
lamina_timeline_get_rival (const LaminaFrame          *frame,
                           const LaminaTimelineLayout *layout,
                           LaminaCurve                *curve)
{
  *curve = (LaminaCurve) {
    .series = find_series (frame, "generator-loss"),
    .x = &layout->x,
    .window = lamina_frame_get_window (frame),
    .color = LAMINA_COLOR_RUN_B,
  };

  return curve->series != NULL;
}

/* Names a line just before the step that is shown. */
static void
draw_letter (const LaminaTimelineLayout *self,
             cairo_t                    *cr,
             const LaminaFrame          *frame,
             const LaminaStyle          *style,
             const LaminaCurve          *curve,
             double                      shift,
             const char                 *letter)
{
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION,
    .color = curve->color,
    .align = LAMINA_ALIGN_MIDDLE,
    .is_bold = TRUE,
  };
  const double value = lamina_curve_get_value (curve->series, MAX (frame->step, 1), curve->window);
  const double height = lamina_get_line_height (style, text.font);
  const double x = lamina_axis_get_pixel (curve->x, (double) frame->step) - LETTER_GAP;
  double y;

  if (!isfinite (value) || x < LETTER_GAP || x > self->width)
    return;

  y = lamina_axis_get_pixel (curve->y, value) + shift * (height + 2) - height / 2;
  y = CLAMP (y, self->top, self->bottom - height);
  lamina_draw_text (cr, style, &text, x, lamina_get_baseline (style, text.font, y, height),
                    letter);
}

void
lamina_timeline_draw_rivals (const LaminaTimelineLayout *self,
                             cairo_t                    *cr,
                             const LaminaFrame          *frame,
                             const LaminaTimeline       *timeline,
                             const LaminaStyle          *style,
                             const LaminaAxis           *y)
{
  LaminaCurve rival, loss;
  double above;

  if (!lamina_timeline_get_rival (frame, self, &rival))
    return;

  rival.y = y;
  loss = rival;
  loss.series = frame->history->loss;
  loss.color = lamina_style_get_run_color (timeline->run);

  cairo_save (cr);
  cairo_rectangle (cr, 0, self->top, lamina_axis_get_pixel (&self->x, (double) frame->step),
                   self->bottom - self->top);
  cairo_clip (cr);
  lamina_curve_draw_line (&rival, cr, style, 1);
  cairo_restore (cr);

  /* Each letter on the side where the other line is not. */
  above = lamina_curve_get_value (rival.series, MAX (frame->step, 1), rival.window) >=
          lamina_curve_get_value (loss.series, MAX (frame->step, 1), loss.window) ? -0.5 : 0.5;
  draw_letter (self, cr, frame, style, &rival, above, "G");
  draw_letter (self, cr, frame, style, &loss, -above, "D");
}

static char *
write_at (const LmSeries *series,
          guint64         step,
          gsize           window)
{
  const double value = series != NULL ? lamina_curve_get_value (series, step, window) : NAN;

  return isfinite (value) ? lamina_format_number (value) : g_strdup ("–");
}

char *
lamina_timeline_write_rivals (const LaminaFrame *frame,
                              guint64            step)
{
  const gsize window = lamina_frame_get_window (frame);
  const LmSeries *rival = find_series (frame, "generator-loss");
  const LmSeries *real = find_series (frame, "real-score");
  const LmSeries *fake = find_series (frame, "fake-score");
  g_autofree char *d = NULL, *g = NULL, *real_text = NULL, *fake_text = NULL;

  if (rival == NULL || step == 0 || lm_history_get_n_steps (frame->history) == 0)
    return NULL;

  d = write_at (frame->history->loss, step, window);
  g = write_at (rival, step, window);
  if (real == NULL || fake == NULL)
    /* TRANSLATORS: losses of the discriminator and the generator. */
    return g_strdup_printf (_("D %s   G %s"), d, g);

  real_text = write_at (real, step, window);
  fake_text = write_at (fake, step, window);

  /* TRANSLATORS: losses of the discriminator and the generator; scores of data and of fakes. */
  return g_strdup_printf (_("D %s   G %s   real %s   fake %s"), d, g, real_text, fake_text);
}
