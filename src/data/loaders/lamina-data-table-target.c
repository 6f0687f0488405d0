/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whole numbers are guessed to be classes if there are no more of them than this. */
#define MAX_GUESSED_CLASSES 20

static gboolean
lamina_plan_is_classes (const LaminaTablePlan *self,
                        LaminaTask             task)
{
  const LaminaColumn *column = &self->table->columns[self->target];

  if (task != LAMINA_TASK_GUESS)
    return task == LAMINA_TASK_CLASSIFY;

  /* Mostly numbers: a slip of the pen, which the reader names when numbers are asked for. */
  if (column->kind == LAMINA_COLUMN_TEXT)
    return 2 * column->n_numbers <= self->table->n_rows - column->n_missing
           && !lamina_column_has_decimal_commas (column);

  return column->is_whole && column->n_distinct <= MAX_GUESSED_CLASSES;
}

static gboolean
lamina_plan_check_classes (const LaminaTablePlan  *self,
                           gsize                   n_classes,
                           GError                **error)
{
  const char *name = self->table->columns[self->target].name;

  if (n_classes <= LAMINA_MAX_CLASSES)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s, column %zu (%s) would be more than %d classes: "
                 "choose values as targets, or another column"),
               self->table->source, self->target + 1, name, LAMINA_MAX_CLASSES);

  return FALSE;
}

static double *
lamina_plan_make_text_labels (const LaminaTablePlan  *self,
                              LaminaDataDraft        *draft,
                              GError                **error)
{
  const LaminaColumn *column = &self->table->columns[self->target];
  g_autofree guint32 *order = NULL, *ranks = NULL;
  double *y;

  if (!lamina_plan_check_classes (self, column->levels->len, error)
      || (y = lamina_data_alloc_doubles (self->n_rows, 1, error)) == NULL)
    return NULL;

  lamina_column_sort_levels (column, &order, &ranks);
  for (gsize k = 0; k < column->levels->len; k++)
    lamina_data_draft_add_classes (draft, (const char *const *) &column->levels->pdata[order[k]], 1,
                                   FALSE);
  for (gsize row = 0; row < self->n_rows; row++)
    y[row] = ranks[column->codes[self->rows[row]]];

  return y;
}

static int
lamina_compare_numbers (gconstpointer a,
                        gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
lamina_data_draft_add_number_class (LaminaDataDraft *draft,
                                    double           number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *name = g_ascii_formatd (buffer, sizeof buffer, "%.12g", number);

  lamina_data_draft_add_classes (draft, &name, 1, FALSE);
}

/* Each number that occurs is a class, in rising order. */
static double *
lamina_plan_make_number_labels (const LaminaTablePlan  *self,
                                LaminaDataDraft        *draft,
                                GError                **error)
{
  const double *numbers = self->table->columns[self->target].numbers;
  g_autofree double *sorted = lamina_data_alloc_doubles (self->n_rows, 1, error);
  double *y = sorted != NULL ? lamina_data_alloc_doubles (self->n_rows, 1, error) : NULL;
  gsize n = 0;

  if (y == NULL)
    return NULL;

  for (gsize row = 0; row < self->n_rows; row++)
    sorted[row] = numbers[self->rows[row]];
  qsort (sorted, self->n_rows, sizeof *sorted, lamina_compare_numbers);
  for (gsize row = 0; row < self->n_rows; row++)
    if (n == 0 || sorted[row] != sorted[n - 1])
      sorted[n++] = sorted[row];

  if (!lamina_plan_check_classes (self, n, error))
    {
      g_free (y);
      return NULL;
    }

  for (gsize k = 0; k < n; k++)
    lamina_data_draft_add_number_class (draft, sorted[k]);
  for (gsize row = 0; row < self->n_rows; row++)
    y[row] = (double) ((const double *) bsearch (&numbers[self->rows[row]], sorted, n,
                                                 sizeof *sorted, lamina_compare_numbers) -
                       sorted);

  return y;
}

static double *
lamina_plan_make_values (const LaminaTablePlan  *self,
                         GError                **error)
{
  const double *numbers = lamina_table_get_numbers (self->table, self->target, error);
  double *y = numbers != NULL ? lamina_data_alloc_doubles (self->n_rows, 1, error) : NULL;

  for (gsize row = 0; y != NULL && row < self->n_rows; row++)
    y[row] = numbers[self->rows[row]];

  return y;
}

double *
lamina_plan_make_y (const LaminaTablePlan  *self,
                    LaminaDataDraft        *draft,
                    LaminaTask              task,
                    GError                **error)
{
  const LaminaColumn *column = &self->table->columns[self->target];

  lamina_data_draft_add_target (draft, column->name);

  if (!lamina_plan_is_classes (self, task))
    return lamina_plan_make_values (self, error);

  return column->kind == LAMINA_COLUMN_TEXT ? lamina_plan_make_text_labels (self, draft, error)
                                            : lamina_plan_make_number_labels (self, draft, error);
}
