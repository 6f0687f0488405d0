/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-csv.h"

#include <math.h>

static void
check_column (const LaminaTable  *table,
              const LaminaColumn *column)
{
  gsize n_missing = 0;

  g_assert_true (g_utf8_validate (column->name, -1, NULL));
  g_assert_true (lamina_table_find_column (table, column->name) == column);

  for (gsize row = 0; row < table->n_rows; row++)
    if (column->kind == LAMINA_COLUMN_NUMBER)
      {
        n_missing += isnan (column->numbers[row]);
        g_assert_false (isinf (column->numbers[row]));
      }
    else
      {
        n_missing += column->codes[row] == LAMINA_COLUMN_MISSING;
        g_assert_true (column->codes[row] == LAMINA_COLUMN_MISSING
                       || column->codes[row] < column->n_distinct);
      }

  g_assert_cmpuint (n_missing, ==, column->n_missing);
  g_assert_cmpuint (column->n_numbers + n_missing, <=, table->n_rows);
  g_assert_true (column->odd_row == LAMINA_COLUMN_NONE || column->odd_row < table->n_rows);
}

static void
check_table (const LaminaTable *table)
{
  for (gsize row = 1; row < table->n_rows; row++)
    g_assert_cmpuint (table->lines[row], >, table->lines[row - 1]);

  for (gsize i = 0; i < table->n_columns; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) gap = NULL;

      check_column (table, &table->columns[i]);
      check_result (lamina_table_get_numbers (table, i, &error) != NULL, error);
      check_result (lamina_table_check_complete (table, i, &gap), gap);
    }
}

/* The first byte chooses the options. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  LaminaCsvOptions options = { .max_bytes = 1000000 };
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LaminaTable) table = NULL;
  g_autoptr(GError) error = NULL;

  if (n_bytes == 0)
    return 0;

  options.separator = "\0,;\t"[data[0] & 3];
  options.header = (LaminaCsvHeader) ((data[0] >> 2) % 3);
  options.skip_lines = data[0] >> 6;
  bytes = g_bytes_new_static (data + 1, n_bytes - 1);
  table = lamina_csv_parse (bytes, "fuzz.csv", &options, NULL, &error);
  check_result (table != NULL, error);

  if (table != NULL)
    check_table (table);

  return 0;
}
