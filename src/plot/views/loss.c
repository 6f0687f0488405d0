/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>

/* What the generator loses, where there is one. Returns: (nullable) */
static const LmSeries *
find_rival (const LaminaFrame *frame)
{
  if (frame->history == NULL || frame->network == NULL || !lm_network_has_parts (frame->network))
    return NULL;

  for (gsize i = 0; i < MIN (frame->n_metrics, frame->history->n_metrics); i++)
    if (frame->metrics[i] != NULL && g_str_equal (frame->metrics[i]->id, "generator-loss"))
      return frame->history->metrics[i];

  return NULL;
}

static LaminaHistoryChart
get_chart (const LaminaFrame *frame)
{
  return (LaminaHistoryChart) {
    .series = frame->history != NULL ? frame->history->loss : NULL,
    .rival = find_rival (frame),
    .validations = frame->history != NULL ? frame->history->validations : NULL,
    .metric = -1,
    .is_smooth = TRUE,
    .scale = LAMINA_SCALE_LOG,
  };
}

LAMINA_HISTORY_CHART_VIEW (loss)

static char *
lamina_loss_view_write_title (const LaminaFrame *frame)
{
  return g_strdup (find_rival (frame) != NULL ? _("Losses") : _("Loss"));
}

static char *
lamina_loss_view_write_subtitle (const LaminaFrame *frame)
{
  const LaminaHistoryChart chart = get_chart (frame);
  const char *loss = frame->loss_title != NULL ? frame->loss_title : "";

  if (!lamina_history_chart_is_log (&chart, frame))
    return g_strdup (loss);

  return *loss != '\0' ? g_strdup_printf (_("%s, log scale"), loss) : g_strdup (_("log scale"));
}

static void
lamina_loss_view_write_numbers (const LaminaFrame *frame,
                                GString           *csv)
{
  const LaminaHistoryChart chart = get_chart (frame);

  lamina_history_chart_write (&chart, "loss", csv);
}

const LaminaViewClass lamina_loss_view = {
  .id = "loss",
  .title = N_("Loss"),
  .summary = N_("The loss of every step, and of the validation set."),
  .empty = N_("The curve starts with the first step. Press play."),
  .watches = LAMINA_WATCH_HISTORY,
  .columns = 6,
  .height = 150,
  .takes_scale = TRUE,
  .has_content = lamina_loss_view_has_content,
  .write_title = lamina_loss_view_write_title,
  .write_subtitle = lamina_loss_view_write_subtitle,
  .draw = lamina_loss_view_draw,
  .get_value_at = lamina_loss_view_get_value_at,
  .describe = lamina_loss_view_describe,
  .write_numbers = lamina_loss_view_write_numbers,
};
