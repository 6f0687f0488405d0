/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-data-table-private.h"

const char *const lamina_missing_ids[] = { "refuse", "mean", "drop", NULL };
const char *const lamina_missing_titles[] = {
  N_("Refuse the file"), N_("Take the mean"), N_("Leave the row out"), NULL
};

gboolean
lamina_table_look_up (const LaminaTable  *table,
                      const char         *name,
                      gsize              *column,
                      GError            **error)
{
  const LaminaColumn *found = lamina_table_find_column (table, name);
  g_autoptr(GString) names = NULL;
  guint64 number;

  if (found != NULL)
    {
      *column = (gsize) (found - table->columns);
      return TRUE;
    }

  if (g_ascii_string_to_unsigned (name, 10, 1, table->n_columns, &number, NULL))
    {
      *column = (gsize) number - 1;
      return TRUE;
    }

  names = g_string_new (NULL);
  for (gsize i = 0; i < MIN (table->n_columns, 20); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
  if (table->n_columns > 20)
    g_string_append (names, ", …");

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s has no column “%s”: choose one of %s"), table->source, name, names->str);

  return FALSE;
}

/* Of a series there may be several, with commas between; a name with a comma is meant first. */
static gboolean
lamina_plan_find_targets (LaminaTablePlan          *self,
                          const LaminaTableChoice  *choice,
                          GError                  **error)
{
  const LaminaTable *table = self->table;
  const gboolean is_list = choice->target_is_input
                           && lamina_table_find_column (table, choice->target) == NULL;
  g_auto(GStrv) names = g_strsplit (choice->target, ",", is_list ? -1 : 1);

  self->targets = g_new (gsize, table->n_columns);
  self->is_target = g_new0 (gboolean, table->n_columns);
  for (GStrv name = names; *name != NULL; name++)
    {
      gsize column;

      if (*g_strstrip (*name) == '\0')
        continue;
      if (!lamina_table_look_up (table, *name, &column, error))
        return FALSE;
      if (!self->is_target[column])
        self->targets[self->n_targets++] = column;
      self->is_target[column] = TRUE;
    }

  if (self->n_targets == 0)
    self->targets[self->n_targets++] = table->n_columns - 1;
  self->target = self->targets[0];
  self->is_target[self->target] = TRUE;

  return TRUE;
}

gboolean
lamina_plan_find_columns (LaminaTablePlan          *self,
                          const LaminaTableChoice  *choice,
                          GError                  **error)
{
  g_auto(GStrv) ignored = g_strsplit (choice->ignored, ",", -1);
  gsize column;

  if (!lamina_plan_find_targets (self, choice, error))
    return FALSE;

  self->is_input = g_new (gboolean, self->table->n_columns);
  for (gsize i = 0; i < self->table->n_columns; i++)
    self->is_input[i] = !self->is_target[i] || choice->target_is_input;

  for (GStrv name = ignored; *name != NULL; name++)
    {
      if (*g_strstrip (*name) == '\0')
        continue;
      if (!lamina_table_look_up (self->table, *name, &column, error))
        return FALSE;
      self->is_input[column] = FALSE;
    }

  return TRUE;
}

static gboolean
lamina_column_is_missing (const LaminaColumn *column,
                          gsize               row)
{
  return column->kind == LAMINA_COLUMN_NUMBER ? isnan (column->numbers[row])
                                              : column->codes[row] == LAMINA_COLUMN_MISSING;
}

/* Which rows stay: rows without a target cannot be filled, only refused or left out. */
gboolean
lamina_plan_choose_rows (LaminaTablePlan          *self,
                         const LaminaTableChoice  *choice,
                         GError                  **error)
{
  const LaminaTable *table = self->table;

  self->rows = g_new (guint32, table->n_rows);
  for (gsize c = 0; c < table->n_columns; c++)
    {
      const gboolean is_target = self->is_target[c];
      const gboolean must_be_there = is_target || (self->is_input[c]
                                                   && choice->missing == LAMINA_MISSING_REFUSE);

      if (choice->missing != LAMINA_MISSING_DROP && must_be_there
          && !lamina_table_check_complete (table, c, error))
        {
          g_prefix_error (error, "%s", is_target ? _("The target is needed: ") : "");
          return FALSE;
        }
    }

  for (gsize row = 0; row < table->n_rows; row++)
    {
      gboolean is_complete = TRUE;

      for (gsize c = 0; c < table->n_columns && is_complete; c++)
        is_complete = !((self->is_input[c] || self->is_target[c])
                        && lamina_column_is_missing (&table->columns[c], row));

      if (is_complete || choice->missing != LAMINA_MISSING_DROP)
        self->rows[self->n_rows++] = (guint32) row;
    }

  if (self->n_rows > 0)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: every row lacks a cell, so none is left: ignore the columns that are empty, "
                 "or take the mean"), table->source);

  return FALSE;
}

static int
lamina_compare_levels (gconstpointer a,
                       gconstpointer b,
                       gpointer      levels)
{
  const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return strcmp (((GPtrArray *) levels)->pdata[x], ((GPtrArray *) levels)->pdata[y]);
}

/* ranks[code] is the place of a text in the alphabet; @order is the inverse. */
void
lamina_column_sort_levels (const LaminaColumn  *column,
                           guint32            **order,
                           guint32            **ranks)
{
  const guint n = column->levels->len;

  *order = g_new (guint32, n);
  *ranks = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    (*order)[i] = i;
  g_qsort_with_data (*order, (int) n, sizeof (guint32), lamina_compare_levels, column->levels);
  for (guint32 i = 0; i < n; i++)
    (*ranks)[(*order)[i]] = i;
}

static gboolean
lamina_plan_check_text (const LaminaTablePlan    *self,
                        gsize                     column,
                        const LaminaTableChoice  *choice,
                        GError                  **error)
{
  const LaminaColumn *c = &self->table->columns[column];

  /* Most cells are numbers, so this one is a slip of the pen: the reader names it. So it does
   * where the comma is the decimal point. */
  if (2 * c->n_numbers > self->table->n_rows - c->n_missing
      || lamina_column_has_decimal_commas (c))
    return lamina_table_get_numbers (self->table, column, error) != NULL;

  if (c->n_distinct <= choice->max_categories)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s, column %zu (%s) holds %zu different texts, more than %zu: ignore the column, allow "
                 "more categories or, if it is what is to be classified, choose labelled texts"),
               self->table->source, column + 1, c->name, c->n_distinct, choice->max_categories);

  return FALSE;
}

gboolean
lamina_plan_add_columns (LaminaTablePlan          *self,
                         LaminaDataDraft          *draft,
                         const LaminaTableChoice  *choice,
                         GError                  **error)
{
  for (gsize i = 0; i < self->table->n_columns; i++)
    {
      const LaminaColumn *column = &self->table->columns[i];
      g_autofree guint32 *order = NULL, *ranks = NULL;

      if (!self->is_input[i])
        continue;

      if (column->kind == LAMINA_COLUMN_NUMBER)
        {
          lamina_data_draft_add_column (draft, column->name, NULL);
          continue;
        }

      if (!lamina_plan_check_text (self, i, choice, error))
        return FALSE;

      lamina_column_sort_levels (column, &order, &ranks);
      for (gsize k = 0; k < column->levels->len; k++)
        lamina_data_draft_add_column (draft, column->name, column->levels->pdata[order[k]]);
    }

  if (draft->columns->len > 0)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: no column is left to learn from: the target needs at least one other column"),
               self->table->source);

  return FALSE;
}

/* Missing: every category is NaN, so that each is filled with its share. */
static void
lamina_write_categories (double             *x,
                         const LaminaColumn *column,
                         const guint32      *ranks,
                         gsize               row)
{
  const guint32 code = column->codes[row];

  for (gsize k = 0; k < column->levels->len; k++)
    x[k] = code == LAMINA_COLUMN_MISSING ? (double) NAN : k == ranks[code] ? 1 : 0;
}

double *
lamina_plan_make_x (const LaminaTablePlan  *self,
                    gsize                   n_columns,
                    GError                **error)
{
  double *x = lamina_data_alloc_doubles (self->n_rows, n_columns, error);
  gsize first = 0;

  for (gsize i = 0; x != NULL && i < self->table->n_columns; i++)
    {
      const LaminaColumn *column = &self->table->columns[i];
      g_autofree guint32 *order = NULL, *ranks = NULL;

      if (!self->is_input[i])
        continue;

      if (column->kind == LAMINA_COLUMN_TEXT)
        lamina_column_sort_levels (column, &order, &ranks);

      for (gsize row = 0; row < self->n_rows; row++)
        {
          if (column->kind == LAMINA_COLUMN_NUMBER)
            x[row * n_columns + first] = column->numbers[self->rows[row]];
          else
            lamina_write_categories (x + row * n_columns + first, column, ranks, self->rows[row]);
        }

      first += column->kind == LAMINA_COLUMN_NUMBER ? 1 : column->levels->len;
    }

  return x;
}

static GBytes *
lamina_plan_make_block (const LaminaTablePlan  *self,
                        LaminaDataDraft        *draft,
                        GError                **error)
{
  const gsize n_columns = draft->columns->len;
  double *x = lamina_plan_make_x (self, n_columns, error);

  draft->store = LAMINA_STORE_DOUBLE;
  draft->n_dropped = self->table->n_rows - self->n_rows;

  return x != NULL ? g_bytes_new_take (x, self->n_rows * n_columns * sizeof *x) : NULL;
}

static gboolean
lamina_plan_init (LaminaTablePlan          *self,
                  LaminaDataDraft          *draft,
                  const LaminaTableChoice  *choice,
                  GError                  **error)
{
  return lamina_plan_find_columns (self, choice, error)
         && lamina_plan_choose_rows (self, choice, error)
         && lamina_plan_add_columns (self, draft, choice, error);
}

void
lamina_table_plan_clear (LaminaTablePlan *self)
{
  g_free (self->targets);
  g_free (self->is_target);
  g_free (self->is_input);
  g_free (self->rows);
}

LaminaDataDraft *
lamina_data_draft_new_from_table (const LaminaTable        *table,
                                  const LaminaTableChoice  *choice,
                                  GError                  **error)
{
  g_autoptr(LaminaDataDraft) self = lamina_data_draft_new (table->source, LAMINA_DATA_INPUT_TABLE,
                                                           1, (gsize[]) { 0 });
  g_auto(LaminaTablePlan) plan = { .table = table };
  g_autoptr(GBytes) x = NULL;
  double *y;

  if (!lamina_plan_init (&plan, self, choice, error)
      || (x = lamina_plan_make_block (&plan, self, error)) == NULL
      || (y = lamina_plan_make_y (&plan, self, choice->task, error)) == NULL)
    return NULL;

  self->input.dim[1] = self->columns->len;
  lamina_data_draft_take_block (self, LAMINA_BLOCK_TRAINING, plan.n_rows, g_steal_pointer (&x), y);

  return g_steal_pointer (&self);
}
