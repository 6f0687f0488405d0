/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>

static LaminaHistoryChart
get_chart (const LaminaFrame *frame)
{
  return (LaminaHistoryChart) {
    .series = frame->history != NULL ? frame->history->rate : NULL,
    .scale = LAMINA_SCALE_LINEAR,
  };
}

LAMINA_HISTORY_CHART_VIEW (learning_rate)

static char *
lamina_learning_rate_view_write_subtitle (const LaminaFrame *frame)
{
  const LaminaHistoryChart chart = get_chart (frame);

  return g_strdup (lamina_history_chart_is_log (&chart, frame) ? _("of each step, log scale")
                                                               : _("of each step"));
}

static void
lamina_learning_rate_view_write_numbers (const LaminaFrame *frame,
                                         GString           *csv)
{
  const LaminaHistoryChart chart = get_chart (frame);

  lamina_history_chart_write (&chart, "learning_rate", csv);
}

const LaminaViewClass lamina_learning_rate_view = {
  .id = "learning-rate",
  .title = N_("Learning rate"),
  .summary = N_("What the schedule made of the learning rate, step by step."),
  .empty = N_("The curve starts with the first step. Press play."),
  .watches = LAMINA_WATCH_HISTORY,
  .columns = 4,
  .height = 150,
  .takes_scale = TRUE,
  .has_content = lamina_learning_rate_view_has_content,
  .write_subtitle = lamina_learning_rate_view_write_subtitle,
  .draw = lamina_learning_rate_view_draw,
  .get_value_at = lamina_learning_rate_view_get_value_at,
  .describe = lamina_learning_rate_view_describe,
  .write_numbers = lamina_learning_rate_view_write_numbers,
};
