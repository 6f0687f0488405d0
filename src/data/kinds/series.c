/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-kind.h"
#include "lamina-data-paths.h"
#include "lamina-data-series.h"

typedef struct
{
  char *path;
  char *target;
  char *time;
  char *ignored;
  int   window;
  int   gap;
  int   horizon;
  int   missing;
} LaminaSeriesData;

static const LmField fields[] = {
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaSeriesData, path),
    .title = N_("File"),
    .hint = N_("A table of comma-separated values, one row a step of time"),
    .flags = LM_FIELD_FILE },
  { "target_column", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaSeriesData, target),
    .title = N_("Predicted columns"),
    .hint = N_("Names, or numbers from 1, with commas between; if empty, the last column") },
  { "window", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSeriesData, window), 1, 10000, 24,
    N_("Window"), N_("Steps of the past that the network sees") },
  { "horizon", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSeriesData, horizon), 1, 1000, 1,
    N_("Predicted steps"), N_("How many steps are predicted at once") },
  { "gap", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSeriesData, gap), 0, 10000, 0,
    N_("Gap"), N_("Steps between the window and the first that is predicted") },
  { "time_column", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaSeriesData, time),
    .title = N_("Column of time"),
    .hint = N_("Numbers or dates that rise step by step, so that a missing row is found; "
               "if empty, the first column of dates") },
  { "ignored_columns", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaSeriesData, ignored),
    .title = N_("Ignored columns"),
    .hint = N_("Names or numbers, with commas between: the date, for example") },
  { "missing", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaSeriesData, missing), 0, 2,
    LAMINA_MISSING_REFUSE,
    N_("Missing cells"),
    N_("The mean is that of the training part"), lamina_missing_ids, lamina_missing_titles },
  { NULL },
};

/* In the order of time: the future is not known while the past is learnt. */
static const char *const defaults[] = {
  "scaling=standardise", "scale_targets=true", "shuffle=false", NULL
};

#define MAX_CATEGORIES 32

static gboolean
lamina_series_data_check (gconstpointer   instance,
                          GError        **error)
{
  return lamina_data_check_file (((const LaminaSeriesData *) instance)->path, _("a CSV file"),
                                 error);
}

static LaminaDataDraft *
lamina_series_data_load (gconstpointer        instance,
                         int                  seed,
                         GCancellable        *cancellable,
                         LaminaDataProgress   progress,
                         gpointer             progress_data,
                         GError             **error)
{
  const LaminaSeriesData *self = instance;
  const LaminaTableChoice choice = {
    .target = self->target,
    .ignored = self->ignored,
    .task = LAMINA_TASK_REGRESS,
    .missing = (LaminaMissing) self->missing,
    .max_categories = MAX_CATEGORIES,
    .target_is_input = TRUE,
  };
  const LaminaForecast forecast = { (gsize) self->window, (gsize) self->gap,
                                    (gsize) self->horizon };
  LaminaDataPart part = { progress, progress_data, 0, 1 };
  g_autoptr(LaminaTable) table = lamina_csv_read (self->path, NULL, cancellable,
                                                  lamina_data_part_bytes_cb, &part, error);

  if (table == NULL)
    return NULL;

  return lamina_data_draft_new_from_series (table, &choice, self->time, &forecast, error);
}

const LaminaDataKind lamina_series_data = {
  .id = "series",
  .title = N_("Time series"),
  .summary = N_("Rows of a CSV file that follow each other: predict what comes next"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaSeriesData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_series_data_load,
  .check = lamina_series_data_check,
};
