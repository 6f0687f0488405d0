/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-time.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SECONDS_A_DAY 86400.0
/* A step that is longer than this many usual ones lacks rows: months differ by less. */
#define LONG_STEP 1.5

/* Reads 1 to @max_digits digits. Returns: behind them, or %NULL */
static const char *
lamina_take_number (const char *p,
                    int         max_digits,
                    int        *number)
{
  const char *end = p;

  for (*number = 0; end < p + max_digits && g_ascii_isdigit (*end); end++)
    *number = *number * 10 + (*end - '0');

  return end > p ? end : NULL;
}

/* [T ]hh:mm[:ss][Z], or nothing. */
static gboolean
lamina_take_clock (const char *p,
                   double     *seconds)
{
  int hour, minute, second = 0;

  *seconds = 0;
  if (*p == '\0')
    return TRUE;
  if ((*p != 'T' && *p != ' ') || (p = lamina_take_number (p + 1, 2, &hour)) == NULL || *p != ':'
      || (p = lamina_take_number (p + 1, 2, &minute)) == NULL)
    return FALSE;
  if (*p == ':' && (p = lamina_take_number (p + 1, 2, &second)) == NULL)
    return FALSE;
  p += *p == 'Z';
  *seconds = hour * 3600.0 + minute * 60.0 + second;

  return *p == '\0' && hour < 24 && minute < 60 && second <= 60;
}

gboolean
lamina_time_parse (const char *text,
                   double     *seconds)
{
  int year, month, day = 1;
  const char *p = lamina_take_number (text, 4, &year);
  double clock;
  GDate date;

  if (p == NULL || p != text + 4 || (*p != '-' && *p != '/')
      || (p = lamina_take_number (p + 1, 2, &month)) == NULL)
    return FALSE;
  if (*p == text[4] && (p = lamina_take_number (p + 1, 2, &day)) == NULL)
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year)
      || !lamina_take_clock (p, &clock))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *seconds = g_date_get_julian (&date) * SECONDS_A_DAY + clock;

  return TRUE;
}

gboolean
lamina_column_is_time (const LaminaColumn *column)
{
  double seconds;

  if (column->kind != LAMINA_COLUMN_TEXT || column->n_missing > 0)
    return FALSE;

  for (guint i = 0; i < column->levels->len; i++)
    if (!lamina_time_parse (column->levels->pdata[i], &seconds))
      return FALSE;

  return TRUE;
}

static double
lamina_column_get_time (const LaminaColumn *column,
                        gsize               row)
{
  double seconds;

  if (column->kind == LAMINA_COLUMN_NUMBER)
    return column->numbers[row];

  return column->codes[row] != LAMINA_COLUMN_MISSING
         && lamina_time_parse (column->levels->pdata[column->codes[row]], &seconds) ? seconds
                                                                                   : (double) NAN;
}

static int
lamina_compare_doubles (gconstpointer a,
                        gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median: a few gaps do not move it. */
static double
lamina_get_usual_step (const double *steps,
                       gsize         n)
{
  g_autofree double *sorted = g_memdup2 (steps, n * sizeof *steps);

  qsort (sorted, n, sizeof *sorted, lamina_compare_doubles);

  return sorted[n / 2];
}

/* What lies between each two rows; all above 0. Returns: %FALSE with @error */
static gboolean
lamina_table_measure_steps (const LaminaTable  *table,
                            gsize               time,
                            const guint32      *rows,
                            gsize               n,
                            double             *steps,
                            GError            **error)
{
  const LaminaColumn *column = &table->columns[time];

  for (gsize i = 0; i < n; i++)
    if (isnan (lamina_column_get_time (column, rows[i])))
      {
        g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                     _("%s, line %u, column %zu (%s): this is neither a number nor a date such as 2024-02-29: correct it, or ignore the column"),
                     table->source, table->lines[rows[i]], time + 1, column->name);
        return FALSE;
      }

  for (gsize i = 0; i + 1 < n; i++)
    {
      steps[i] = lamina_column_get_time (column, rows[i + 1])
                 - lamina_column_get_time (column, rows[i]);
      if (steps[i] > 0)
        continue;

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, line %u: the time (%s) is not after that of the row before: sort the rows by time, or ignore the column"),
                   table->source, table->lines[rows[i + 1]], column->name);
      return FALSE;
    }

  return TRUE;
}

guint32 *
lamina_table_place_rows (const LaminaTable  *table,
                         gsize               time,
                         const guint32      *rows,
                         gsize               n,
                         gboolean            may_have_gaps,
                         GError            **error)
{
  g_autofree double *steps = g_new (double, n);
  g_autofree guint32 *places = g_new0 (guint32, n);
  double usual;

  if (!lamina_table_measure_steps (table, time, rows, n, steps, error))
    return NULL;
  if (n < 2)
    return g_steal_pointer (&places);

  usual = lamina_get_usual_step (steps, n - 1);
  for (gsize i = 0; i + 1 < n; i++)
    {
      const double n_steps = steps[i] > LONG_STEP * usual ? fmin (rint (steps[i] / usual), 1e6) : 1;

      if (n_steps > 1 && !may_have_gaps)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       ngettext ("%s, line %u: %.0f step is missing before this row (%s): "
                                 "add it, leave rows with gaps out, or ignore the column",
                                 "%s, line %u: %.0f steps are missing before this row (%s): "
                                 "add them, leave rows with gaps out, or ignore the column",
                                 (gulong) n_steps - 1),
                       table->source, table->lines[rows[i + 1]], n_steps - 1,
                       table->columns[time].name);
          return NULL;
        }
      if (places[i] > G_MAXUINT32 - (guint32) n_steps)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("%s: the gaps in time (%s) are too many: ignore the column"), table->source,
                       table->columns[time].name);
          return NULL;
        }
      places[i + 1] = places[i] + (guint32) n_steps;
    }

  return g_steal_pointer (&places);
}
