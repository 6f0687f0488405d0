/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-history-rivals.h"

#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_WINDOW 64
/* The first axis of a run ends there, whatever is planned. */
#define LEAST_STEPS 20
/* A picture lower than this goes without a legend. */
#define LEAST_HEIGHT 64
#define LATER_ALPHA 0.35

gsize
lamina_frame_get_window (const LaminaFrame *frame)
{
  if (frame->options.smoothing >= 1)
    return (gsize) fmin (frame->options.smoothing, 1e9);

  /* Where a batch is the whole set there is no noise, and each step counts. */
  return (gsize) CLAMP (frame->steps_per_epoch / 2, 1, MAX_WINDOW);
}

double
lamina_frame_get_last_step (const LaminaFrame *frame)
{
  const double now = frame->history != NULL ? (double) lm_history_get_n_steps (frame->history) : 0;
  double last = (double) frame->n_steps;

  if (frame->n_steps == 0)
    return fmax (LEAST_STEPS, now);

  /* Nearer by halves while less than an eighth is done, or the beginning would be a dot. */
  while (last / 2 >= LEAST_STEPS && now < last / 8)
    last /= 2;

  return fmax (last, now);
}

gboolean
lamina_history_chart_has_content (const LaminaHistoryChart *self)
{
  return self->series != NULL && lm_series_get_n (self->series) > 0;
}

gboolean
lamina_history_chart_is_log (const LaminaHistoryChart *self,
                             const LaminaFrame        *frame)
{
  const LaminaScale scale = frame->options.scale != LAMINA_SCALE_AUTO ? frame->options.scale
                                                                      : self->scale;
  double min, max, mean;

  if (scale != LAMINA_SCALE_LOG || !lamina_history_chart_has_content (self))
    return FALSE;

  if (!lm_series_get_range (self->series, 0, lm_series_get_n (self->series), &min, &max, &mean) ||
      !(min > 0))
    return FALSE;

  return self->rival == NULL ||
         !lm_series_get_range (self->rival, 0, lm_series_get_n (self->rival), &min, &max, &mean) ||
         min > 0;
}

static void
extend_by_validations (const LaminaHistoryChart *self,
                       double                   *min,
                       double                   *max)
{
  /* A thousand tell the range as well as a million do. */
  const gsize n = self->validations != NULL ? self->validations->len : 0;
  const gsize stride = n / 1000 + 1;

  for (gsize i = 0; i < n; i += stride)
    {
      const double value = lamina_record_get (&g_array_index (self->validations, LmRecord, i),
                                              self->metric);

      if (isfinite (value))
        {
          *min = fmin (*min, value);
          *max = fmax (*max, value);
        }
    }
}

/* What the y axis spans. */
static void
get_extent (const LaminaHistoryChart *self,
            const LaminaFrame        *frame,
            double                    width,
            double                   *min,
            double                   *max)
{
  LaminaAxis x;
  const LaminaCurve curve = {
    .series = self->series,
    .x = &x,
    .window = self->is_smooth ? lamina_frame_get_window (frame) : 1,
  };

  lamina_axis_init (&x, LAMINA_SCALE_LINEAR, 0, lamina_frame_get_last_step (frame), 0, width);
  if (!lamina_curve_get_extent (&curve, min, max))
    {
      *min = 0;
      *max = 1;
    }
  /* A share climbs within a few steps: what came before would flatten all the rest. */
  if (self->is_percent)
    lamina_curve_get_usual_extent (&curve, min, max);
  lamina_history_rivals_extend (self, &curve, min, max);
  extend_by_validations (self, min, max);
  if (self->is_percent)
    {
      *min = fmax (*min, 0);
      *max = fmin (*max, 1);
    }
}

static void
init_chart (const LaminaHistoryChart *self,
            LaminaChart              *chart,
            cairo_t                  *cr,
            const LaminaFrame        *frame,
            const LaminaStyle        *style,
            double                    width,
            double                    height)
{
  const gboolean has_legend = height >= LEAST_HEIGHT * style->text_scale;
  const LaminaScale scale = lamina_history_chart_is_log (self, frame) ? LAMINA_SCALE_LOG
                                                                      : LAMINA_SCALE_LINEAR;
  LaminaAxis y;
  double min, max;

  get_extent (self, frame, width, &min, &max);
  lamina_axis_init (&y, scale, min, max, 0, 1);
  lamina_axis_make_round (&y, 4);
  lamina_chart_init (chart, cr, style, scale, 0, lamina_frame_get_last_step (frame), y.min,
                     self->is_percent ? fmin (y.max, 1) : y.max, self->is_percent,
                     has_legend ? lamina_get_legend_height (style) + 2 : 0, width, height);
}

char *
lamina_history_chart_write_value (const LaminaHistoryChart *self,
                                  double                    value)
{
  if (self->is_percent)
    return lamina_format_percent (value, 1);

  return self->is_smooth ? lamina_format_number (value) : lamina_format_setting (value);
}

/* Returns: (transfer full) (nullable) */
static char *
write_known (const LaminaHistoryChart *self,
             double                    value)
{
  return isnan (value) ? NULL : lamina_history_chart_write_value (self, value);
}

static double
get_training_value (const LaminaHistoryChart *self,
                    const LaminaFrame        *frame,
                    guint64                   step)
{
  return lamina_curve_get_value (self->series, step,
                                 self->is_smooth ? lamina_frame_get_window (frame) : 1);
}

/* NaN if nothing was measured until then. */
static double
get_validation_value (const LaminaHistoryChart *self,
                      guint64                   step)
{
  const LmRecord *record = self->validations != NULL ? lamina_marks_find (self->validations, step)
                                                     : NULL;

  return record != NULL ? lamina_record_get (record, self->metric) : NAN;
}

static void
draw_legend (const LaminaHistoryChart *self,
             cairo_t                  *cr,
             const LaminaFrame        *frame,
             const LaminaStyle        *style,
             double                    width)
{
  const double training = get_training_value (self, frame, frame->step);
  const double validation = get_validation_value (self, frame->step);
  g_autofree char *training_text = write_known (self, training);
  g_autofree char *validation_text = write_known (self, validation);
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, self->is_smooth ? _("train") : _("rate"),
      training_text },
    { LAMINA_LINE_DASHED, LAMINA_COLOR_RUN_A_STRONG, _("validation"), validation_text },
  };

  lamina_draw_legend (cr, style, items, isnan (validation) ? 1 : 2, 0, 0, width);
}

/* Everything that is of the run. */
static void
draw_curves (const LaminaHistoryChart *self,
             cairo_t                  *cr,
             const LaminaFrame        *frame,
             const LaminaStyle        *style,
             const LaminaChart        *chart,
             double                    alpha)
{
  const LaminaCurve curve = {
    .series = self->series, .x = &chart->x, .y = &chart->y, .color = LAMINA_COLOR_RUN_A,
    .window = self->is_smooth ? lamina_frame_get_window (frame) : 0,
  };

  const double band = alpha * (lamina_style_is_dark (style) ? 0.36 : 0.22);

  if (self->is_smooth)
    lamina_curve_draw_band (&curve, cr, style, band);
  lamina_curve_draw_line (&curve, cr, style, alpha);
  if (self->rival != NULL)
    lamina_history_rivals_draw (self, cr, frame, style, chart, &curve, band, alpha);
  if (self->validations != NULL)
    {
      const LaminaMarks marks = {
        .records = self->validations, .metric = self->metric, .x = &chart->x, .y = &chart->y,
        .color = LAMINA_COLOR_RUN_A_STRONG,
      };

      lamina_marks_draw (&marks, cr, style, alpha);
    }
}

/* What is later than the step that is shown is pale. */
static void
draw_past (const LaminaHistoryChart *self,
           cairo_t                  *cr,
           const LaminaFrame        *frame,
           const LaminaStyle        *style,
           const LaminaChart        *chart)
{
  const double x = lamina_axis_get_pixel (&chart->x, (double) frame->step);

  cairo_save (cr);
  cairo_rectangle (cr, chart->left, chart->top, x - chart->left, chart->bottom - chart->top);
  cairo_clip (cr);
  draw_curves (self, cr, frame, style, chart, 1);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, x, chart->top, chart->right - x, chart->bottom - chart->top);
  cairo_clip (cr);
  draw_curves (self, cr, frame, style, chart, LATER_ALPHA);
  cairo_restore (cr);

  cairo_rectangle (cr, round (x) - 1, chart->top, 2, chart->bottom - chart->top);
  lamina_style_set_source (style, cr, LAMINA_COLOR_PAST_FG, 1);
  cairo_fill (cr);
}

/* The step under a pixel, 0 if none was trained there. */
static guint64
get_step_at (const LaminaHistoryChart *self,
             const LaminaChart        *chart,
             double                    x)
{
  const double step = floor (lamina_axis_get_value (&chart->x, x) + 0.5);
  const gsize n = lm_series_get_n (self->series);

  if (x < chart->left || x > chart->right || step > (double) n + 0.02 * chart->x.max)
    return 0;

  return (guint64) CLAMP (step, 1, (double) n);
}

char *
lamina_history_chart_write_step (const LaminaHistoryChart *self,
                                 const LaminaFrame        *frame,
                                 guint64                   step)
{
  g_autofree char *step_text = lamina_format_step (step);
  const double value = get_training_value (self, frame, step);
  g_autofree char *training = lamina_history_chart_write_value (self, value);
  g_autofree char *validation = write_known (self, get_validation_value (self, step));

  if (self->rival != NULL)
    {
      g_autofree char *other = lamina_history_rivals_write (self, frame, step);

      return g_strdup_printf ("%s   D %s   G %s", step_text, training, other);
    }
  if (!self->is_smooth)
    return g_strdup_printf ("%s   %s", step_text, training);
  if (validation == NULL)
    return g_strdup_printf (_("%s   train %s"), step_text, training);

  return g_strdup_printf (_("%s   train %s   val. %s"), step_text, training, validation);
}

static void
draw_hover (const LaminaHistoryChart *self,
            cairo_t                  *cr,
            const LaminaFrame        *frame,
            const LaminaStyle        *style,
            const LaminaChart        *chart,
            double                    width,
            double                    height)
{
  static const double dots[] = { 2, 2 };
  const guint64 step = get_step_at (self, chart, frame->options.hover_x);
  const double x = floor (lamina_axis_get_pixel (&chart->x, (double) step)) + 0.5;
  g_autofree char *text = NULL;

  if (step == 0)
    return;

  text = lamina_history_chart_write_step (self, frame, step);
  cairo_save (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dots, 2, 0);
  cairo_move_to (cr, x, chart->top);
  cairo_line_to (cr, x, chart->bottom);
  cairo_stroke (cr);
  cairo_restore (cr);
  lamina_draw_bubble (cr, style, text, x, fmax (frame->options.hover_y, chart->top), width, height);
}

void
lamina_history_chart_draw (const LaminaHistoryChart *self,
                           cairo_t                  *cr,
                           const LaminaFrame        *frame,
                           const LaminaStyle        *style,
                           double                    width,
                           double                    height)
{
  LaminaChart chart;

  init_chart (self, &chart, cr, frame, style, width, height);
  if (chart.top > lamina_get_legend_height (style) && self->rival != NULL)
    lamina_history_rivals_draw_legend (self, cr, frame, style, width);
  else if (chart.top > lamina_get_legend_height (style))
    draw_legend (self, cr, frame, style, width);
  lamina_chart_draw_y (&chart, cr, style, TRUE);
  lamina_chart_draw_epochs (&chart, cr, style, frame->steps_per_epoch);

  lamina_chart_clip (&chart, cr);
  if (lamina_frame_is_past (frame))
    draw_past (self, cr, frame, style, &chart);
  else
    draw_curves (self, cr, frame, style, &chart, 1);
  cairo_restore (cr);

  if (frame->options.has_hover)
    draw_hover (self, cr, frame, style, &chart, width, height);
}

char *
lamina_history_chart_get_value_at (const LaminaHistoryChart *self,
                                   const LaminaFrame        *frame,
                                   const LaminaStyle        *style,
                                   double                    width,
                                   double                    height,
                                   double                    x,
                                   double                    y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaChart chart;
  guint64 step;

  init_chart (self, &chart, cr, frame, style, width, height);
  lamina_measure_end (cr);

  step = y >= chart.top && y <= chart.bottom ? get_step_at (self, &chart, x) : 0;

  return step > 0 ? lamina_history_chart_write_step (self, frame, step) : NULL;
}

/* Over the last quarter of the run. */
static const char *
get_trend (const LaminaHistoryChart *self)
{
  const gsize n = lm_series_get_n (self->series);
  const gsize quarter = n / 4;
  double min, max, before, after;

  if (quarter < 2 ||
      !lm_series_get_range (self->series, n - 2 * quarter, n - quarter, &min, &max, &before) ||
      !lm_series_get_range (self->series, n - quarter, n, &min, &max, &after))
    return NULL;
  if (fabs (after - before) < 0.01 * fabs (before))
    return _("steady");

  return after < before ? _("falling") : _("rising");
}

char *
lamina_history_chart_describe (const LaminaHistoryChart *self,
                               const LaminaFrame        *frame)
{
  const double value = get_training_value (self, frame, frame->step);
  g_autofree char *training_text = lamina_history_chart_write_value (self, value);
  g_autofree char *validation_text = write_known (self, get_validation_value (self, frame->step));
  g_autofree char *step = lamina_format_step (frame->step);
  GString *text = g_string_new (NULL);
  const char *trend = get_trend (self);

  if (self->rival != NULL)
    {
      g_autofree char *other = lamina_history_rivals_write (self, frame, frame->step);

      /* TRANSLATORS: losses of discriminator and generator; then "step 600" */
      g_string_append_printf (text, _("D %s, G %s at %s"), training_text, other, step);
    }
  else if (!self->is_smooth)
    g_string_append_printf (text, _("%s at %s"), training_text, step);
  else if (validation_text == NULL)
    g_string_append_printf (text, _("Training %s at %s"), training_text, step);
  else
    g_string_append_printf (text, _("Training %s, validation %s at %s"),
                            training_text, validation_text, step);
  if (frame->steps_per_epoch > 0)
    {
      g_autofree char *epoch = lamina_format_count (lamina_frame_get_epoch (frame, frame->step));

      g_string_append_printf (text, _(", epoch %s"), epoch);
    }
  if (trend != NULL)
    g_string_append_printf (text, _("; %s"), trend);

  return g_string_free (text, FALSE);
}

void
lamina_history_chart_write (const LaminaHistoryChart *self,
                            const char               *name,
                            GString                  *csv)
{
  const gsize n = lm_series_get_n (self->series);
  const gsize n_records = self->validations != NULL ? self->validations->len : 0;
  gsize next = 0;

  g_string_append_printf (csv, n_records > 0 ? "step,%s,validation_%s\r\n" : "step,%s\r\n",
                          name, name);
  for (gsize i = 0; i < n; i++)
    {
      g_string_append_printf (csv, "%" G_GSIZE_FORMAT ",", i + 1);
      lamina_csv_append_number (csv, lm_series_nth (self->series, i));
      if (n_records > 0)
        {
          const LmRecord *record = NULL;

          while (next < n_records &&
                 g_array_index (self->validations, LmRecord, next).step <= i + 1)
            record = &g_array_index (self->validations, LmRecord, next++);
          g_string_append_c (csv, ',');
          if (record != NULL && record->step == i + 1)
            lamina_csv_append_number (csv, lamina_record_get (record, self->metric));
        }
      g_string_append (csv, "\r\n");
    }
}
