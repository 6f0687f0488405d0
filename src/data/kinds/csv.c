/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-kind.h"
#include "lamina-data-paths.h"
#include "lamina-data-table.h"

typedef struct
{
  char *path;
  char *target;
  char *ignored;
  int   task;
  int   missing;
  int   separator;
  int   header;
  int   skip_lines;
  int   max_categories;
} LaminaCsvData;

static const char *const separator_ids[] = { "guess", "comma", "semicolon", "tab", NULL };
static const char *const separator_titles[] = {
  N_("Guess"), N_("Comma"), N_("Semicolon"), N_("Tab"), NULL
};
static const char separators[] = { 0, ',', ';', '\t' };

/* In the order of LaminaCsvHeader. */
static const char *const header_ids[] = { "guess", "yes", "no", NULL };
static const char *const header_titles[] = { N_("Guess"), N_("Yes"), N_("No"), NULL };

static const LmField fields[] = {
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaCsvData, path),
    .title = N_("File"),
    .hint = N_("A table of comma-separated values, one row an example"),
    .flags = LM_FIELD_FILE },
  { "target_column", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaCsvData, target),
    .title = N_("Target column"),
    .hint = N_("A name, or a number from 1; if empty, the last column") },
  { "task", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaCsvData, task), 0, 2, LAMINA_TASK_GUESS,
    N_("Targets are"),
    N_("Guessed: text and few whole numbers are classes"), lamina_task_ids,
    lamina_task_titles },
  { "missing", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaCsvData, missing), 0, 2,
    LAMINA_MISSING_REFUSE,
    N_("Missing cells"),
    N_("The mean is that of the training part"), lamina_missing_ids,
    lamina_missing_titles },
  { "ignored_columns", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaCsvData, ignored),
    .title = N_("Ignored columns"), .hint = N_("Names or numbers, with commas between") },
  { "max_categories", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaCsvData, max_categories), 1,
    1000, 32,
    N_("Most categories"),
    N_("A column of text becomes one column for each of its texts"),
    .flags = LM_FIELD_MORE },
  { "separator", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaCsvData, separator), 0, 3, 0,
    N_("Separator"), NULL, separator_ids, separator_titles, .flags = LM_FIELD_MORE },
  { "header", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaCsvData, header), 0, 2,
    LAMINA_CSV_GUESS_HEADER,
    N_("Header"),
    N_("Whether the first row holds the columns' names"), header_ids,
    header_titles, .flags = LM_FIELD_MORE },
  { "skip_lines", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaCsvData, skip_lines), 0,
    1000, 0, N_("Lines before the table"), .flags = LM_FIELD_MORE },
  { NULL },
};

static const char *const defaults[] = { "scaling=standardise", NULL };

static gboolean
lamina_csv_data_check (gconstpointer   instance,
                       GError        **error)
{
  return lamina_data_check_file (((const LaminaCsvData *) instance)->path, _("a CSV file"), error);
}

static LaminaDataDraft *
lamina_csv_data_load (gconstpointer        instance,
                      int                  seed,
                      GCancellable        *cancellable,
                      LaminaDataProgress   progress,
                      gpointer             progress_data,
                      GError             **error)
{
  const LaminaCsvData *self = instance;
  const LaminaCsvOptions options = { .separator = separators[self->separator],
                                     .header = (LaminaCsvHeader) self->header,
                                     .skip_lines = (guint) self->skip_lines };
  const LaminaTableChoice choice = { self->target, self->ignored, (LaminaTask) self->task,
                                     (LaminaMissing) self->missing, (gsize) self->max_categories };
  LaminaDataPart part = { progress, progress_data, 0, 1 };
  g_autoptr(LaminaTable) table = lamina_csv_read (self->path, &options, cancellable,
                                                  lamina_data_part_bytes_cb, &part, error);

  return table != NULL ? lamina_data_draft_new_from_table (table, &choice, error) : NULL;
}

const LaminaDataKind lamina_csv_data = {
  .id = "csv",
  .title = N_("Table"),
  .summary = N_("Rows of numbers and categories from a CSV file"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaCsvData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_csv_data_load,
  .check = lamina_csv_data_check,
};
