/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The generator's curve beside the discriminator's, in one chart. */

#include "lamina-history-rivals.h"

#include <math.h>

/* What a letter keeps from the end of its line. */
#define LETTER_GAP 5

void
lamina_history_rivals_extend (const LaminaHistoryChart *self,
                              const LaminaCurve        *curve,
                              double                   *min,
                              double                   *max)
{
  LaminaCurve rival = *curve;
  double low, high;

  rival.series = self->rival;
  if (self->rival == NULL || !lamina_curve_get_extent (&rival, &low, &high))
    return;

  *min = fmin (*min, low);
  *max = fmax (*max, high);
}

char *
lamina_history_rivals_write (const LaminaHistoryChart *self,
                             const LaminaFrame        *frame,
                             guint64                   step)
{
  const double value = lamina_curve_get_value (self->rival, step, lamina_frame_get_window (frame));

  return lamina_history_chart_write_value (self, value);
}

void
lamina_history_rivals_draw_legend (const LaminaHistoryChart *self,
                                   cairo_t                  *cr,
                                   const LaminaFrame        *frame,
                                   const LaminaStyle        *style,
                                   double                    width)
{
  const double value = lamina_curve_get_value (self->series, frame->step,
                                               lamina_frame_get_window (frame));
  g_autofree char *own = lamina_history_chart_write_value (self, value);
  g_autofree char *other = lamina_history_rivals_write (self, frame, frame->step);

  lamina_draw_legend (cr, style,
                      (LaminaLegendItem[]) {
                        { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, "D", own },
                        { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_B, "G", other },
                      }, 2, 0, 0, width);
}

/* Names a line at its end: not by its colour alone. @above: of the two */
static void
draw_letter (cairo_t           *cr,
             const LaminaStyle *style,
             const LaminaChart *chart,
             const LaminaCurve *curve,
             double             step,
             gboolean           is_above,
             const char        *letter)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = curve->color, .is_bold = TRUE };
  const double height = lamina_get_line_height (style, text.font);
  const double width = lamina_measure_text (cr, style, &text, letter);
  const double value = lamina_curve_get_value (curve->series, (guint64) step, curve->window);
  double x = lamina_axis_get_pixel (&chart->x, step) + LETTER_GAP;
  double y = lamina_axis_get_pixel (&chart->y, value) - height / 2;

  if (!isfinite (y))
    return;

  if (x + width > chart->right)
    {
      x -= 2 * LETTER_GAP + width;
      y += (is_above ? -1 : 1) * (height / 2 + LETTER_GAP);
    }
  y = CLAMP (y, chart->top, chart->bottom - height);
  lamina_draw_text (cr, style, &text, x, lamina_get_baseline (style, text.font, y, height), letter);
}

void
lamina_history_rivals_draw (const LaminaHistoryChart *self,
                            cairo_t                  *cr,
                            const LaminaFrame        *frame,
                            const LaminaStyle        *style,
                            const LaminaChart        *chart,
                            const LaminaCurve        *own,
                            double                    band,
                            double                    alpha)
{
  const double step = (double) MAX (frame->step, 1);
  LaminaCurve rival = *own;
  gboolean is_above;

  rival.series = self->rival;
  rival.color = LAMINA_COLOR_RUN_B;
  is_above = lamina_curve_get_value (rival.series, (guint64) step, rival.window) >
             lamina_curve_get_value (own->series, (guint64) step, own->window);
  lamina_curve_draw_band (&rival, cr, style, band);
  lamina_curve_draw_line (&rival, cr, style, alpha);
  draw_letter (cr, style, chart, own, step, !is_above, "D");
  draw_letter (cr, style, chart, &rival, step, is_above, "G");
}
