/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to say about series. */

#include "lamina-data-report-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-baseline.h"
#include "lamina-data-words.h"

static void
lamina_report_add_order (GPtrArray           *report,
                         const LaminaDataSet *set)
{
  const LaminaPipeline *pipeline = lamina_data_config_get_pipeline (
    lamina_data_set_get_config (set));
  g_autofree char *training = lamina_data_format_count (
    lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING));

  lamina_report_add (report, "time", LAMINA_FINDING_NOTE,
                     g_strdup_printf (
                       _("The first %s windows are for training, those after them for validation and test: nothing is mixed across time"),
                       training),
                     pipeline->scaling != LAMINA_SCALING_NONE || pipeline->scale_targets
                       ? _("Numbers are scaled by the training part alone") : NULL);
}

static gboolean
lamina_data_set_is_random_walk (const LaminaDataSet *set)
{
  g_autofree char *series = lamina_data_config_get (lamina_data_set_get_config (set), "series");

  return g_strcmp0 (series, "random_walk") == 0;
}

static void
lamina_report_add_baseline (GPtrArray           *report,
                            const LaminaDataSet *set)
{
  const gboolean has_validation = lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION) > 0;
  const LmSplit split = has_validation ? LM_SPLIT_VALIDATION : LM_SPLIT_TRAINING;
  const double baseline = lamina_data_set_get_baseline (set, split);
  g_autofree char *number = lamina_data_format_number (baseline);
  g_autofree char *square = lamina_data_format_number (baseline * baseline);

  if (!isnan (baseline))
    lamina_report_add (report, "baseline", LAMINA_FINDING_NOTE,
                       g_strdup_printf (
                         _("A forecast that says “the same as the last value” has a mean squared error of %s, an error of %s: that is to be beaten"),
                         square, number),
                       NULL);
  if (lamina_data_set_is_random_walk (set))
    lamina_report_add (report, "random-walk", LAMINA_FINDING_NOTE,
                       g_strdup (
                         _("In a random walk each step is chance: no forecast beats “the same as the last value”")),
                       _("Take another series to see one that does"));
}

void
lamina_report_check_series (GPtrArray           *report,
                            const LaminaDataSet *set)
{
  if (lamina_data_set_get_horizon (set) == 0)
    return;

  lamina_report_add_order (report, set);
  lamina_report_add_baseline (report, set);
}
