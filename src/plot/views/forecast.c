/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-forecast-figure.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
lamina_forecast_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && frame->input_kind == LAMINA_INPUT_SERIES &&
         frame->target_kind == LAMINA_TARGET_NUMBERS && frame->windows.n > 0;
}

static gboolean
lamina_forecast_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_WINDOWS);

  return answers != NULL && answers->shape.dim[0] == frame->windows.n;
}

static char *
lamina_forecast_view_write_subtitle (const LaminaFrame *frame)
{
  if (frame->target_name == NULL)
    return g_strdup (_("beside each name how far off it is on average"));

  return g_strdup_printf (_("%s; beside each name how far off it is on average"),
                          frame->target_name);
}

static void
lamina_forecast_view_draw (cairo_t           *cr,
                           const LaminaFrame *frame,
                           const LaminaStyle *style,
                           double             width,
                           double             height)
{
  LaminaForecastFigure figure;

  if (!lamina_forecast_figure_init (&figure, cr, frame, style, width, height))
    return;

  lamina_forecast_figure_draw (&figure, cr, style, &frame->options, width, height);
  lamina_forecast_numbers_clear (&figure.forecast);
}

static char *
lamina_forecast_view_get_value_at (const LaminaFrame *frame,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height,
                                   double             x,
                                   double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  char *text = NULL;
  gssize index;
  LaminaForecastFigure figure;

  if (lamina_forecast_figure_init (&figure, cr, frame, style, width, height))
    {
      index = lamina_forecast_figure_hit (&figure, x, y);
      if (index >= 0)
        text = lamina_forecast_figure_write_step (&figure, (gsize) index);
      lamina_forecast_numbers_clear (&figure.forecast);
    }
  lamina_measure_end (cr);

  return text;
}

static char *
lamina_forecast_view_describe (const LaminaFrame *frame)
{
  g_auto(LaminaForecastNumbers) forecast = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *ahead = NULL, *by_itself = NULL, *last = NULL;

  lamina_forecast_numbers_init (&forecast, frame);
  ahead = lamina_format_number (forecast.ahead_error);
  by_itself = lamina_format_number (forecast.free_error);
  last = lamina_format_number (forecast.last_error);

  g_string_append_printf (text, _("The next step is off by %s on average"), ahead);
  if (isfinite (forecast.last_error))
    g_string_append_printf (text, _("; the same as the last value would be off by %s"), last);
  if (forecast.n_free > 0)
    g_string_append_printf (text, ngettext ("; by itself over %d step by %s",
                                            "; by itself over %d steps by %s",
                                            (gulong) forecast.n_free),
                            (int) forecast.n_free, by_itself);

  return g_strdup (text->str);
}

static void
lamina_forecast_view_write_numbers (const LaminaFrame *frame,
                                    GString           *csv)
{
  g_auto(LaminaForecastNumbers) forecast = { 0 };

  lamina_forecast_numbers_init (&forecast, frame);
  g_string_append (csv, "time,truth,next_step,by_itself,last_value\r\n");
  for (gsize i = 0; i < forecast.n_past + forecast.n; i++)
    {
      const double row[] = { forecast.truth[i], forecast.ahead[i], forecast.free[i],
                             forecast.last[i] };

      g_string_append_printf (csv, "%" G_GUINT64_FORMAT, forecast.time + i);
      for (gsize j = 0; j < G_N_ELEMENTS (row); j++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, row[j]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_forecast_view = {
  .id = "forecast",
  .title = N_("Forecast"),
  .summary = N_("A series it never trained on: the next step, and on from its own answers."),
  .empty = N_("The forecast comes with the first look at the network."),
  .unfit = N_("A forecast needs a series in the order of time, and numbers as the answer."),
  .nearest = "predictions text gan-samples reconstructions feature-maps",
  .watches = LAMINA_WATCH_WINDOWS,
  .columns = 12,
  .height = 240,
  .takes_example = TRUE,
  .fits = lamina_forecast_view_fits,
  .has_content = lamina_forecast_view_has_content,
  .write_subtitle = lamina_forecast_view_write_subtitle,
  .draw = lamina_forecast_view_draw,
  .get_value_at = lamina_forecast_view_get_value_at,
  .describe = lamina_forecast_view_describe,
  .write_numbers = lamina_forecast_view_write_numbers,
};
