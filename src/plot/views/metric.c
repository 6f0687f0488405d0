/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Returns: (nullable) */
static const LmMetric *
get_metric (const LaminaFrame *frame)
{
  return frame->options.index < frame->n_metrics ? frame->metrics[frame->options.index] : NULL;
}

static LaminaHistoryChart
get_chart (const LaminaFrame *frame)
{
  const guint index = frame->options.index;
  const gboolean is_there = frame->history != NULL && index < frame->history->n_metrics;

  return (LaminaHistoryChart) {
    .series = is_there ? frame->history->metrics[index] : NULL,
    .validations = is_there ? frame->history->validations : NULL,
    .metric = (int) index,
    .is_percent = get_metric (frame) != NULL && get_metric (frame)->is_share,
    .is_smooth = TRUE,
    .scale = LAMINA_SCALE_LINEAR,
  };
}

LAMINA_HISTORY_CHART_VIEW (metric)

static gboolean
lamina_metric_view_fits (const LaminaFrame *frame)
{
  return get_metric (frame) != NULL;
}

static char *
lamina_metric_view_write_title (const LaminaFrame *frame)
{
  const LmMetric *metric = get_metric (frame);

  return g_strdup (metric != NULL ? _(metric->title) : _("Metric"));
}

static char *
lamina_metric_view_write_subtitle (const LaminaFrame *frame)
{
  const LmMetric *metric = get_metric (frame);
  char *summary = g_strdup (metric->summary != NULL ? _(metric->summary) : "");

  /* A subtitle is no sentence. */
  if (g_str_has_suffix (summary, "."))
    summary[strlen (summary) - 1] = '\0';
  else if (g_str_has_suffix (summary, "。"))
    summary[strlen (summary) - strlen ("。")] = '\0';

  return summary;
}

static void
lamina_metric_view_write_numbers (const LaminaFrame *frame,
                                  GString           *csv)
{
  const LaminaHistoryChart chart = get_chart (frame);

  lamina_history_chart_write (&chart, get_metric (frame)->id, csv);
}

const LaminaViewClass lamina_metric_view = {
  .id = "metric",
  .title = N_("Metric"),
  .summary = N_("Accuracy, or another metric of this run, for every step and the validation set."),
  .empty = N_("The curve starts with the first step. Press play."),
  .unfit = N_("This run has no such metric. Choose one in the training settings."),
  .nearest = "loss",
  .watches = LAMINA_WATCH_HISTORY,
  .columns = 6,
  .height = 150,
  .takes_scale = TRUE,
  .fits = lamina_metric_view_fits,
  .has_content = lamina_metric_view_has_content,
  .write_title = lamina_metric_view_write_title,
  .write_subtitle = lamina_metric_view_write_subtitle,
  .draw = lamina_metric_view_draw,
  .get_value_at = lamina_metric_view_get_value_at,
  .describe = lamina_metric_view_describe,
  .write_numbers = lamina_metric_view_write_numbers,
};
