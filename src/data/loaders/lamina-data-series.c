/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-series.h"

#include <glib/gi18n-lib.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-data-table-private.h"
#include "lamina-data-time.h"

#define NONE G_MAXSIZE

/* Fills in the column that says when each row is, which is no input; NONE if there is none. */
static gboolean
lamina_series_find_time (const LaminaTable  *table,
                         const char         *name,
                         LaminaTablePlan    *plan,
                         gsize              *time,
                         GError            **error)
{
  *time = NONE;
  if (*name != '\0' && !lamina_table_look_up (table, name, time, error))
    return FALSE;

  for (gsize i = 0; *name == '\0' && *time == NONE && i < table->n_columns; i++)
    if (plan->is_input[i] && !plan->is_target[i] && lamina_column_is_time (&table->columns[i]))
      *time = i;

  if (*time != NONE)
    plan->is_input[*time] = FALSE;

  return TRUE;
}

/* Where the rows stand in time. @places: (out) (nullable): %NULL where they follow each other */
static gboolean
lamina_series_place_rows (const LaminaTablePlan    *plan,
                          gsize                     time,
                          const LaminaTableChoice  *choice,
                          guint32                 **places,
                          GError                  **error)
{
  *places = time != NONE
              ? lamina_table_place_rows (plan->table, time, plan->rows, plan->n_rows,
                                         choice->missing == LAMINA_MISSING_DROP, error)
              : g_memdup2 (plan->rows, plan->n_rows * sizeof *plan->rows);
  if (*places == NULL)
    return FALSE;

  if ((*places)[plan->n_rows - 1] - **places == plan->n_rows - 1)
    g_clear_pointer (places, g_free);

  return TRUE;
}

/* @names: [n_targets] */
static double *
lamina_series_make_targets (const LaminaTablePlan  *plan,
                            const char            **names,
                            GError                **error)
{
  double *y = lamina_data_alloc_doubles (plan->n_rows, plan->n_targets, error);

  for (gsize c = 0; y != NULL && c < plan->n_targets; c++)
    {
      const double *numbers = lamina_table_get_numbers (plan->table, plan->targets[c], error);

      if (numbers == NULL)
        {
          g_free (y);
          return NULL;
        }
      names[c] = plan->table->columns[plan->targets[c]].name;
      for (gsize row = 0; row < plan->n_rows; row++)
        y[row * plan->n_targets + c] = numbers[plan->rows[row]];
    }

  return y;
}

/* Empty lines are no rows. In a table of one column each may be a step that is missing. */
static gboolean
lamina_series_check_lines (const LaminaTable  *table,
                           GError            **error)
{
  for (gsize row = 1; table->n_columns == 1 && row < table->n_rows; row++)
    if (table->lines[row] != table->lines[row - 1] + 1)
      {
        g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                     _("%s, line %u is empty, and the series goes on below: fill it in or, if no "
                       "step is missing, remove it"),
                     table->source, table->lines[row - 1] + 1);
        return FALSE;
      }

  return TRUE;
}

LaminaDataDraft *
lamina_data_draft_new_from_series (const LaminaTable        *table,
                                   const LaminaTableChoice  *choice,
                                   const char               *time_name,
                                   const LaminaForecast     *forecast,
                                   GError                  **error)
{
  g_autoptr(LaminaDataDraft) self = lamina_data_draft_new (table->source, LAMINA_DATA_INPUT_SERIES,
                                                           2, (gsize[]) { forecast->window, 0 });
  g_auto(LaminaTablePlan) plan = { .table = table };
  g_autofree const char **names = g_new0 (const char *, table->n_columns);
  g_autofree double *y = NULL;
  g_autofree guint32 *places = NULL;
  LaminaSteps steps;
  gsize time;

  if (!lamina_series_check_lines (table, error)
      || !lamina_plan_find_columns (&plan, choice, error)
      || !lamina_series_find_time (table, time_name, &plan, &time, error)
      || !lamina_plan_choose_rows (&plan, choice, error)
      || !lamina_series_place_rows (&plan, time, choice, &places, error)
      || !lamina_plan_add_columns (&plan, self, choice, error)
      || (y = lamina_series_make_targets (&plan, names, error)) == NULL)
    return NULL;

  steps = (LaminaSteps) {
    plan.n_rows, lamina_plan_make_x (&plan, self->columns->len, error), y, plan.n_targets, names,
    places
  };
  self->n_dropped = table->n_rows - plan.n_rows;
  if (steps.x == NULL || !lamina_data_draft_take_forecast (self, forecast, &steps, error))
    return NULL;

  return g_steal_pointer (&self);
}
