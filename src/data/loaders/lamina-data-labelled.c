/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-labelled.h"

#include <glib/gi18n-lib.h>

#include "lamina-corpus.h"
#include "lamina-data-table-private.h"

/* How often progress is told and cancelling asked for. */
#define STRIDE 1024

static gboolean
lamina_labelled_find_text (const LaminaTable           *table,
                           const LaminaLabelledChoice  *choice,
                           gsize                        target,
                           gsize                       *text,
                           GError                     **error)
{
  *text = target == 0 && table->n_columns > 1 ? 1 : 0;
  for (gsize i = 0; i < table->n_columns; i++)
    if (i != target && g_ascii_strcasecmp (table->columns[i].name, "text") == 0)
      *text = i;

  return *choice->text == '\0' || lamina_table_look_up (table, choice->text, text, error);
}

/* The column called "label" or, where there is none, the last one that is not called "text". */
static gsize
lamina_labelled_guess_target (const LaminaTable *table)
{
  const gsize last = table->n_columns - 1;

  for (gsize i = 0; i <= last; i++)
    if (g_ascii_strcasecmp (table->columns[i].name, "label") == 0)
      return i;

  return last > 0 && g_ascii_strcasecmp (table->columns[last].name, "text") == 0 ? last - 1 : last;
}

static gboolean
lamina_labelled_find_columns (const LaminaTable           *table,
                              const LaminaLabelledChoice  *choice,
                              gsize                       *text,
                              gsize                       *target,
                              GError                     **error)
{
  *target = lamina_labelled_guess_target (table);
  if ((*choice->target != '\0' && !lamina_table_look_up (table, choice->target, target, error))
      || !lamina_labelled_find_text (table, choice, *target, text, error))
    return FALSE;

  if (*text == *target)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: column %zu (%s) cannot be both the text and its label: choose two columns"),
                 table->source, *text + 1, table->columns[*text].name);
  else if (table->columns[*text].kind != LAMINA_COLUMN_TEXT)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: column %zu (%s) holds numbers: choose the column with the texts"),
                 table->source, *text + 1, table->columns[*text].name);
  else
    return TRUE;

  return FALSE;
}

static gboolean
lamina_labelled_add_row (LaminaCorpus       *corpus,
                         const LaminaTable  *table,
                         const LaminaColumn *column,
                         gsize               row,
                         gsize               max_tokens,
                         gsize              *n_cut,
                         GError            **error)
{
  const guint32 code = column->codes[row];
  gsize n = 0;

  if (code != LAMINA_COLUMN_MISSING
      && !lamina_corpus_add_row (corpus, column->levels->pdata[code], max_tokens, &n, error))
    return FALSE;

  if (n == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, line %u: the text is empty: write one, or take the row out"),
                   table->source, table->lines[row]);
      return FALSE;
    }

  *n_cut += n > max_tokens;

  return TRUE;
}

static gboolean
lamina_labelled_add_rows (LaminaCorpus                *corpus,
                          LaminaDataDraft             *draft,
                          const LaminaTable           *table,
                          const LaminaColumn          *column,
                          const LaminaLabelledChoice  *choice,
                          const LaminaDataPart        *part,
                          GCancellable                *cancellable,
                          GError                     **error)
{
  const gsize max_tokens = choice->max_tokens > 0 ? choice->max_tokens : LAMINA_MAX_TEXT_TOKENS;

  for (gsize row = 0; row < table->n_rows; row++)
    {
      if (row % STRIDE == 0)
        lamina_data_part_report (part, (double) row / (double) table->n_rows);
      if ((row % STRIDE == 0 && !lamina_data_check_cancelled (cancellable, error))
          || !lamina_labelled_add_row (corpus, table, column, row, max_tokens,
                                       &draft->text_facts.n_cut, error))
        return FALSE;
    }

  return TRUE;
}

static double *
lamina_labelled_make_y (LaminaDataDraft    *draft,
                        const LaminaTable  *table,
                        gsize               target,
                        GError            **error)
{
  g_autofree guint32 *rows = g_new (guint32, table->n_rows);
  const LaminaTablePlan plan = { .table = table, .target = target, .rows = rows,
                                 .n_rows = table->n_rows };

  for (gsize row = 0; row < table->n_rows; row++)
    rows[row] = (guint32) row;

  if (!lamina_table_check_complete (table, target, error))
    {
      g_prefix_error (error, "%s", _("The target is needed: "));
      return NULL;
    }

  return lamina_plan_make_y (&plan, draft, LAMINA_TASK_CLASSIFY, error);
}

LaminaDataDraft *
lamina_data_draft_new_from_labelled (const LaminaTable           *table,
                                     const LaminaLabelledChoice  *choice,
                                     const LaminaDataPart        *part,
                                     GCancellable                *cancellable,
                                     GError                     **error)
{
  const LaminaCorpusOptions options = { .unit = choice->unit, .lower_case = choice->lower_case,
                                        .max_vocabulary = choice->max_vocabulary };
  g_autoptr(LaminaDataDraft) self = lamina_data_draft_new (table->source, LAMINA_DATA_INPUT_TEXT,
                                                           1, (gsize[]) { 0 });
  g_autoptr(LaminaCorpus) corpus = lamina_corpus_new (&options);
  gsize text, target;
  double *y;

  if (!lamina_labelled_find_columns (table, choice, &text, &target, error)
      || !lamina_labelled_add_rows (corpus, self, table, &table->columns[text], choice, part,
                                    cancellable, error)
      || (y = lamina_labelled_make_y (self, table, target, error)) == NULL)
    return NULL;

  lamina_data_draft_add_column (self, table->columns[text].name, NULL);
  lamina_data_draft_take_rows (self, g_steal_pointer (&corpus), y);

  return g_steal_pointer (&self);
}
