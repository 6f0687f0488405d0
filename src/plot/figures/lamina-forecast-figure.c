/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-forecast-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define LEAST_LEGEND 90   /* A lower picture goes without a legend, */
#define LEAST_ERRORS 150  /* and without the field of errors. */
#define ERRORS_SHARE 0.3
#define MARK_DISTANCE 26
#define MARK_RADIUS 2.8

/* What was, and a margin: the range stays while the network learns. */
static void
find_range (const LaminaForecastNumbers *forecast,
            double               *min,
            double               *max)
{
  *min = HUGE_VAL;
  *max = -HUGE_VAL;
  for (gsize i = 0; i < forecast->n_past + forecast->n; i++)
    if (isfinite (forecast->truth[i]))
      {
        *min = fmin (*min, forecast->truth[i]);
        *max = fmax (*max, forecast->truth[i]);
      }
}

/* The greatest miss of the last value, where there is one: it stays as well. */
static double
find_error (const LaminaForecastNumbers *forecast)
{
  const double *row = isfinite (forecast->last_error) ? forecast->last : forecast->ahead;
  double most = 0;

  for (gsize i = 0; i < forecast->n_past + forecast->n; i++)
    if (isfinite (row[i] - forecast->truth[i]))
      most = fmax (most, fabs (row[i] - forecast->truth[i]));

  return most > 0 ? most : 1;
}

static void
set_left (LaminaChart *chart,
          double       left)
{
  chart->left = left;
  lamina_axis_init (&chart->x, chart->x.scale, chart->x.min, chart->x.max, left, chart->right);
}

/* Low as the field is, numbers beside 0 if there is room for three. */
static void
take_ticks (LaminaChart       *chart,
            cairo_t           *cr,
            const LaminaStyle *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };

  if (chart->bottom - chart->top < 3 * lamina_get_line_height (style, text.font))
    return;

  for (gsize n = 2; n < 8 && chart->n_y_ticks < 3; n++)
    chart->n_y_ticks = lamina_axis_get_ticks (&chart->y, n, chart->y_ticks);
  for (gsize i = 0; chart->has_y_labels && i < chart->n_y_ticks; i++)
    {
      g_autofree char *string = lamina_axis_write_tick (&chart->y, chart->y_ticks, chart->n_y_ticks,
                                                        i, FALSE);

      chart->left = fmax (chart->left, ceil (lamina_measure_text (cr, style, &text, string)) + 6);
    }
}

static void
init_charts (LaminaForecastFigure *self,
             cairo_t              *cr,
             const LaminaStyle    *style,
             double                width,
             double                height)
{
  const LaminaForecastNumbers *forecast = &self->forecast;
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 3;
  const double top = self->has_legend ? lamina_get_legend_height (style) + 2 : 0;
  const double from = (double) forecast->time;
  const double to = from + (double) (forecast->n_past + forecast->n) - 1;
  const double border = self->has_errors ? floor (height - ERRORS_SHARE * height) : height;
  const double most = find_error (forecast);
  LaminaAxis y;
  double min, max;

  find_range (forecast, &min, &max);
  lamina_axis_init (&y, LAMINA_SCALE_LINEAR, min, max, 0, 1);
  lamina_axis_init (&y, LAMINA_SCALE_LINEAR, y.min - 0.06 * (y.max - y.min),
                    y.max + 0.06 * (y.max - y.min), 0, 1);
  lamina_axis_make_round (&y, 5);

  /* The time is written once, below. */
  lamina_chart_init (&self->series, cr, style, LAMINA_SCALE_LINEAR, from, to, y.min, y.max, FALSE,
                     top, width, self->has_errors ? border + line : height);
  if (!self->has_errors)
    return;

  lamina_chart_init (&self->errors, cr, style, LAMINA_SCALE_LINEAR, from, to, -1.1 * most,
                     1.1 * most, FALSE, border + 6, width, height);
  take_ticks (&self->errors, cr, style);
  set_left (&self->series, fmax (self->series.left, self->errors.left));
  set_left (&self->errors, self->series.left);
}

gboolean
lamina_forecast_figure_init (LaminaForecastFigure *self,
                             cairo_t              *cr,
                             const LaminaFrame    *frame,
                             const LaminaStyle    *style,
                             double                width,
                             double                height)
{
  *self = (LaminaForecastFigure) { 0 };
  if (!lamina_forecast_numbers_init (&self->forecast, frame))
    return FALSE;

  self->has_legend = height >= LEAST_LEGEND * style->text_scale;
  self->has_errors = height >= LEAST_ERRORS * style->text_scale;
  init_charts (self, cr, style, width, height);

  return TRUE;
}

static double
get_time (const LaminaForecastNumbers *forecast,
          gsize                 index)
{
  return (double) forecast->time + (double) index;
}

/* Adds the row to the path, less @zero (nullable), with gaps where it is not finite. */
static void
path_row (cairo_t              *cr,
          const LaminaForecastNumbers *forecast,
          const LaminaChart    *chart,
          const double         *row,
          const double         *zero)
{
  gboolean has_point = FALSE;

  cairo_new_path (cr);
  for (gsize i = 0; i < forecast->n_past + forecast->n; i++)
    {
      const double value = zero != NULL ? row[i] - zero[i] : row[i];
      const double x = lamina_axis_get_pixel (&chart->x, get_time (forecast, i));

      if (!isfinite (value))
        has_point = FALSE;
      else
        {
          const double y = CLAMP (lamina_axis_get_pixel (&chart->y, value), -1e4, 1e4);

          if (has_point)
            cairo_line_to (cr, x, y);
          else
            cairo_move_to (cr, x, y);
          has_point = TRUE;
        }
    }
}

static void
draw_row (cairo_t              *cr,
          const LaminaForecastNumbers *forecast,
          const LaminaStyle    *style,
          const LaminaChart    *chart,
          const double         *row,
          const double         *zero,
          LaminaLine            line,
          LaminaColor           color,
          double                width)
{
  path_row (cr, forecast, chart, row, zero);
  lamina_set_line (cr, style, line, color, 1);
  cairo_set_line_width (cr, width * sqrt (style->text_scale));
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_stroke (cr);
}

/* Open marks, far enough from each other: the dashed line is told from others by them. */
static void
draw_marks (cairo_t              *cr,
            const LaminaForecastNumbers *forecast,
            const LaminaStyle    *style,
            const LaminaChart    *chart)
{
  double least = -HUGE_VAL;

  for (gsize i = 0; i < forecast->n_past + forecast->n; i++)
    {
      const double x = lamina_axis_get_pixel (&chart->x, get_time (forecast, i));

      if (!isfinite (forecast->free[i]) || x < least)
        continue;
      least = x + MARK_DISTANCE * style->text_scale;
      lamina_draw_mark (cr, style, 0, TRUE, LAMINA_COLOR_RUN_B, x,
                        CLAMP (lamina_axis_get_pixel (&chart->y, forecast->free[i]), -1e4, 1e4),
                        MARK_RADIUS * sqrt (style->text_scale));
    }
}

/* The field of the past, up to where predictions begin. */
static void
draw_past (cairo_t                    *cr,
           const LaminaStyle          *style,
           const LaminaForecastFigure *self)
{
  const LaminaChart *chart = &self->series;
  const double x = lamina_axis_get_pixel (&chart->x, get_time (&self->forecast,
                                                               self->forecast.n_past) - 0.5);

  if (self->forecast.n_past == 0)
    return;

  cairo_rectangle (cr, chart->left, chart->top, x - chart->left, chart->bottom - chart->top);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);
}

static void
draw_legend (cairo_t              *cr,
             const LaminaForecastNumbers *forecast,
             const LaminaStyle    *style,
             double                width)
{
  g_autofree char *ahead = lamina_format_number (forecast->ahead_error);
  g_autofree char *by_itself = lamina_format_number (forecast->free_error);
  g_autofree char *last = lamina_format_number (forecast->last_error);
  LaminaLegendItem items[4] = {
    { LAMINA_LINE_SOLID, LAMINA_COLOR_TEXT, _("truth"), NULL },
    { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, _("next step"), ahead },
  };
  gsize n = 2;

  if (forecast->n_free > 0)
    items[n++] = (LaminaLegendItem) { LAMINA_LINE_DASHED, LAMINA_COLOR_RUN_B,
                                      _("by itself"), by_itself };
  if (isfinite (forecast->last_error))
    items[n++] = (LaminaLegendItem) { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_OTHER,
                                      _("last value again"), last };
  lamina_draw_legend (cr, style, items, n, 0, 0, width);
}

static void
draw_series (cairo_t                    *cr,
             const LaminaStyle          *style,
             const LaminaForecastFigure *self)
{
  const LaminaForecastNumbers *forecast = &self->forecast;
  const LaminaChart *chart = &self->series;

  draw_past (cr, style, self);
  lamina_chart_draw_y (chart, cr, style, TRUE);
  lamina_chart_clip (chart, cr);
  draw_row (cr, forecast, style, chart, forecast->truth, NULL, LAMINA_LINE_SOLID,
            LAMINA_COLOR_TEXT, 1.2);
  draw_row (cr, forecast, style, chart, forecast->ahead, NULL, LAMINA_LINE_SOLID,
            LAMINA_COLOR_RUN_A, 2);
  draw_row (cr, forecast, style, chart, forecast->free, NULL, LAMINA_LINE_DASHED,
            LAMINA_COLOR_RUN_B, 2);
  draw_marks (cr, forecast, style, chart);
  cairo_restore (cr);
}

static void
draw_errors (cairo_t                    *cr,
             const LaminaStyle          *style,
             const LaminaForecastFigure *self)
{
  const LaminaForecastNumbers *forecast = &self->forecast;
  const LaminaChart *chart = &self->errors;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const double line = lamina_get_line_height (style, text.font);

  lamina_chart_draw_y (chart, cr, style, TRUE);
  lamina_chart_clip (chart, cr);
  draw_row (cr, forecast, style, chart, forecast->last, forecast->truth, LAMINA_LINE_SOLID,
            LAMINA_COLOR_RUN_OTHER, 1.2);
  draw_row (cr, forecast, style, chart, forecast->ahead, forecast->truth, LAMINA_LINE_SOLID,
            LAMINA_COLOR_RUN_A, 1.6);
  cairo_restore (cr);
  lamina_draw_text (cr, style, &text, chart->left + 4,
                    lamina_get_baseline (style, text.font, chart->top, line), _("error"));
}

gssize
lamina_forecast_figure_hit (const LaminaForecastFigure *self,
                            double                      x,
                            double                      y)
{
  const LaminaForecastNumbers *forecast = &self->forecast;
  const double time = lamina_axis_get_value (&self->series.x, x) - (double) forecast->time;

  if (x < self->series.left || x > self->series.right || y < self->series.top || time < -0.5 ||
      time > (double) (forecast->n_past + forecast->n) - 0.5)
    return -1;

  return (gssize) floor (time + 0.5);
}

static void
append_value (GString    *text,
              const char *name,
              double      value)
{
  g_autofree char *number = lamina_format_exact (value);

  if (!isnan (value))
    g_string_append_printf (text, _(", %s %s"), name, number);
}

/* "time 1 234: truth 0.51, next step 0.48, by itself 0.33, last value 0.40" */
char *
lamina_forecast_figure_write_step (const LaminaForecastFigure *self,
                                   gsize                       index)
{
  const LaminaForecastNumbers *forecast = &self->forecast;
  g_autofree char *time = lamina_format_count (forecast->time + index);
  g_autofree char *truth = lamina_format_exact (forecast->truth[index]);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("time %s: truth %s"), time, truth);
  append_value (text, _("next step"), forecast->ahead[index]);
  append_value (text, _("by itself"), forecast->free[index]);
  append_value (text, _("last value again"), forecast->last[index]);

  return g_string_free (text, FALSE);
}

/* A line through both fields, and what is read there. */
static void
draw_hover (cairo_t                    *cr,
            const LaminaStyle          *style,
            const LaminaForecastFigure *self,
            const LaminaOptions        *options,
            double                      width,
            double                      height)
{
  const gssize index = lamina_forecast_figure_hit (self, options->hover_x, options->hover_y);
  const double bottom = self->has_errors ? self->errors.bottom : self->series.bottom;
  g_autofree char *text = NULL;
  double x;

  if (index < 0)
    return;

  x = floor (lamina_axis_get_pixel (&self->series.x, get_time (&self->forecast, (gsize) index)));
  cairo_rectangle (cr, x, self->series.top, 1, bottom - self->series.top);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_fill (cr);
  text = lamina_forecast_figure_write_step (self, (gsize) index);
  lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}

void
lamina_forecast_figure_draw (const LaminaForecastFigure *self,
                             cairo_t                    *cr,
                             const LaminaStyle          *style,
                             const LaminaOptions        *options,
                             double                      width,
                             double                      height)
{
  if (self->has_legend)
    draw_legend (cr, &self->forecast, style, width);
  draw_series (cr, style, self);
  if (self->has_errors)
    draw_errors (cr, style, self);
  lamina_chart_draw_x (self->has_errors ? &self->errors : &self->series, cr, style, FALSE,
                       _("time"));
  if (options->has_hover)
    draw_hover (cr, style, self, options, width, height);
}
