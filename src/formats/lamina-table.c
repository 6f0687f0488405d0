/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-csv-private.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
lamina_column_clear (LaminaColumn *column)
{
  g_free (column->name);
  g_free (column->numbers);
  g_free (column->codes);
  g_clear_pointer (&column->levels, g_ptr_array_unref);
}

void
lamina_table_free (LaminaTable *self)
{
  for (gsize i = 0; i < self->n_columns; i++)
    lamina_column_clear (&self->columns[i]);

  g_free (self->columns);
  g_free (self->lines);
  g_free (self->source);
  g_free (self);
}

LaminaColumn *
lamina_table_find_column (const LaminaTable *self,
                          const char        *name)
{
  for (gsize i = 0; i < self->n_columns; i++)
    if (strcmp (self->columns[i].name, name) == 0)
      return &self->columns[i];

  return NULL;
}

/* "iris.csv, line 17, column 3 (petal_length)" */
static char *
lamina_table_name_cell (const LaminaTable *self,
                        gsize              row,
                        gsize              column)
{
  g_autofree char *name = lamina_error_quote (self->columns[column].name, -1);

  return g_strdup_printf (_("%s, line %u, column %zu (%s)"),
                          self->source, self->lines[row], column + 1, name);
}

/* "0,5": what a spreadsheet writes where the comma is the decimal point. */
static gboolean
lamina_table_has_decimal_comma (const char *text)
{
  const char *comma = strchr (text, ',');

  return comma != NULL && g_ascii_isdigit (comma[1])
         && strspn (text, "+-0123456789,") == strlen (text) && strchr (comma + 1, ',') == NULL;
}

gboolean
lamina_column_has_decimal_commas (const LaminaColumn *column)
{
  gboolean has_one = FALSE;

  for (guint i = 0; column->levels != NULL && i < column->levels->len; i++)
    {
      const char *text = column->levels->pdata[i];
      double number;

      if (lamina_table_has_decimal_comma (text))
        has_one = TRUE;
      else if (!lamina_csv_parse_number (text, &number))
        return FALSE;
    }

  return has_one;
}

const double *
lamina_table_get_numbers (const LaminaTable  *self,
                          gsize               column,
                          GError            **error)
{
  const LaminaColumn *c = &self->columns[column];
  g_autofree char *cell = NULL;
  g_autofree char *quoted = NULL;
  const char *text;

  g_return_val_if_fail (column < self->n_columns, NULL);

  if (c->kind == LAMINA_COLUMN_NUMBER)
    return c->numbers;

  if (c->odd_row == LAMINA_COLUMN_NONE)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, column %zu (%s) is empty: choose another column"),
                   self->source, column + 1, c->name);
      return NULL;
    }

  text = g_ptr_array_index (c->levels, c->codes[c->odd_row]);
  cell = lamina_table_name_cell (self, c->odd_row, column);
  quoted = lamina_error_quote (text, -1);

  if (lamina_table_has_decimal_comma (text))
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: “%s” is not a number: write a decimal point, not a comma"), cell, quoted);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: “%s” is not a number: correct the cell or leave it empty"), cell, quoted);

  return NULL;
}

static gboolean
lamina_column_is_missing (const LaminaColumn *column,
                          gsize               row)
{
  return column->kind == LAMINA_COLUMN_NUMBER ? isnan (column->numbers[row])
                                              : column->codes[row] == LAMINA_COLUMN_MISSING;
}

gboolean
lamina_table_check_complete (const LaminaTable  *self,
                             gsize               column,
                             GError            **error)
{
  const LaminaColumn *c = &self->columns[column];
  g_autofree char *cell = NULL;
  gsize row = 0;

  g_return_val_if_fail (column < self->n_columns, FALSE);

  if (c->n_missing == 0)
    return TRUE;

  while (!lamina_column_is_missing (c, row))
    row++;

  cell = lamina_table_name_cell (self, row, column);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               ngettext ("%s is empty: fill it in or remove the row",
                         "%s is empty, as are others, %zu in all: "
                         "fill them in or remove the rows", c->n_missing),
               cell, c->n_missing);

  return FALSE;
}
