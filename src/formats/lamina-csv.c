/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-csv-private.h"

#include "lamina-error.h"
#include "lamina-number-set.h"
#include "lamina-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DEFAULT_MAX_BYTES ((gsize) 1024 * 1024 * 1024)
#define DEFAULT_MAX_ROWS 20000000

/* Reading, measuring and filling take about a third of the time each. */
enum
{
  PHASE_READ,
  PHASE_MEASURE,
  PHASE_FILL,
  N_PHASES,
};

/* What the first pass learns of a column from all rows but the first, which may be the header. */
typedef struct
{
  gsize    n_missing;
  gsize    n_numbers;
  gsize    odd_row;
  gboolean recurs; /* The text of the first row comes again. */
} LaminaCsvProfile;

typedef struct
{
  LaminaTable           *table;
  LaminaCsvText          text;
  const LaminaCsvOptions *options;
  LaminaCsvVisitor       visitor;
  GPtrArray             *first_row;
  GArray                *profiles;
  gsize                  n_walked;     /* Rows with the header. */
  GHashTable           **codes;        /* [n_columns]: text to its code + 1; NULL for numbers. */
  GFileProgressCallback  progress;
  gpointer               progress_data;
  int                    phase;
} LaminaCsvLoad;

static void
lamina_csv_load_progress_cb (goffset  done,
                             goffset  total,
                             gpointer user_data)
{
  LaminaCsvLoad *load = user_data;

  if (load->progress != NULL)
    load->progress (load->phase * total + done, N_PHASES * total, load->progress_data);
}

static void
lamina_csv_measure_cell (gsize       row,
                         gsize       column,
                         const char *text,
                         gsize       n_bytes,
                         guint       line,
                         gpointer    user_data)
{
  LaminaCsvLoad *load = user_data;
  LaminaCsvProfile *profile;
  double value;

  if (row == 0)
    {
      const LaminaCsvProfile nothing = { .odd_row = LAMINA_COLUMN_NONE };

      g_ptr_array_add (load->first_row, g_strndup (text, n_bytes));
      g_array_append_val (load->profiles, nothing);
      return;
    }

  profile = &g_array_index (load->profiles, LaminaCsvProfile, column);

  if (lamina_csv_parse_number (text, &value))
    profile->n_numbers++;
  else if (lamina_csv_is_missing (text))
    profile->n_missing++;
  else
    {
      if (profile->odd_row == LAMINA_COLUMN_NONE)
        profile->odd_row = row;

      profile->recurs = profile->recurs
                        || strcmp (text, g_ptr_array_index (load->first_row, column)) == 0;
    }
}

static gboolean
lamina_csv_has_repeated_name (GPtrArray *names)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < names->len; i++)
    if (!g_hash_table_add (seen, g_ptr_array_index (names, i)))
      return TRUE;

  return FALSE;
}

/* A first row without a number above a column with numbers is a header. If all
 * is text, it is one if nothing in it comes again.
 */
static gboolean
lamina_csv_guess_header (LaminaCsvLoad *load)
{
  gboolean has_numbers = FALSE, recurs = FALSE, has_text = FALSE;

  for (guint i = 0; i < load->first_row->len; i++)
    {
      const LaminaCsvProfile *profile = &g_array_index (load->profiles, LaminaCsvProfile, i);
      const char *text = g_ptr_array_index (load->first_row, i);
      double value;

      if (lamina_csv_parse_number (text, &value))
        return FALSE;

      has_text = has_text || !lamina_csv_is_missing (text);
      has_numbers = has_numbers || profile->n_numbers > 0;
      recurs = recurs || profile->recurs;
    }

  if (!has_text)
    return FALSE;

  return has_numbers || (!recurs && !lamina_csv_has_repeated_name (load->first_row));
}

/* A first row that is no header counts like the others. */
static void
lamina_csv_count_first_row (LaminaCsvLoad *load)
{
  for (guint i = 0; i < load->first_row->len; i++)
    {
      LaminaCsvProfile *profile = &g_array_index (load->profiles, LaminaCsvProfile, i);
      const char *text = g_ptr_array_index (load->first_row, i);
      double value;

      if (lamina_csv_parse_number (text, &value))
        profile->n_numbers++;
      else if (lamina_csv_is_missing (text))
        profile->n_missing++;
      else
        profile->odd_row = 0;
    }
}

static gboolean
lamina_csv_measure (LaminaCsvLoad  *load,
                    GError        **error)
{
  LaminaTable *table = load->table;
  gsize n_columns;

  load->phase = PHASE_MEASURE;
  load->visitor.cell = lamina_csv_measure_cell;

  if (!lamina_csv_walk (&load->text, table->separator, &load->visitor, &load->n_walked, &n_columns,
                        error))
    return FALSE;

  if (load->n_walked == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds no rows: choose another file"), table->source);
      return FALSE;
    }

  table->has_header = load->options->header == LAMINA_CSV_GUESS_HEADER
    ? lamina_csv_guess_header (load)
    : load->options->header == LAMINA_CSV_HEADER;

  if (!table->has_header)
    lamina_csv_count_first_row (load);

  table->n_rows = load->n_walked - (table->has_header ? 1 : 0);

  if (table->n_rows == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds a header and no rows: add rows or choose another file"),
                   table->source);
      return FALSE;
    }

  table->columns = g_new0 (LaminaColumn, n_columns);
  table->n_columns = n_columns;

  return TRUE;
}

static gboolean
lamina_csv_name_columns (LaminaCsvLoad  *load,
                         GError        **error)
{
  LaminaTable *table = load->table;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < table->n_columns; i++)
    {
      const char *text = g_ptr_array_index (load->first_row, i);
      gpointer other;

      table->columns[i].name = table->has_header && *text != '\0'
        ? g_strdup (text)
        : g_strdup_printf ("column_%" G_GSIZE_FORMAT, i + 1);

      if (g_hash_table_lookup_extended (seen, table->columns[i].name, NULL, &other))
        {
          g_autofree char *quoted = lamina_error_quote (table->columns[i].name, -1);

          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("“%s” has two columns called “%s” (%u and %zu): "
                         "rename one of them"),
                       table->source, quoted, GPOINTER_TO_UINT (other), i + 1);
          return FALSE;
        }

      g_hash_table_insert (seen, table->columns[i].name, GUINT_TO_POINTER (i + 1));
    }

  return TRUE;
}

static gboolean
lamina_csv_prepare_column (LaminaCsvLoad *load,
                           gsize          i)
{
  LaminaColumn *column = &load->table->columns[i];
  const LaminaCsvProfile *profile = &g_array_index (load->profiles, LaminaCsvProfile, i);
  const gsize n_rows = load->table->n_rows;

  column->n_missing = profile->n_missing;
  column->n_numbers = profile->n_numbers;
  column->odd_row = profile->odd_row;

  if (column->odd_row != LAMINA_COLUMN_NONE && load->table->has_header)
    column->odd_row--;

  if (column->n_numbers > 0 && column->odd_row == LAMINA_COLUMN_NONE)
    {
      column->kind = LAMINA_COLUMN_NUMBER;
      column->numbers = g_try_new (double, n_rows);
      return column->numbers != NULL;
    }

  column->kind = LAMINA_COLUMN_TEXT;
  column->codes = g_try_new (guint32, n_rows);
  column->levels = g_ptr_array_new_with_free_func (g_free);
  load->codes[i] = g_hash_table_new (g_str_hash, g_str_equal);

  return column->codes != NULL;
}

static void
lamina_csv_fill_cell (gsize       row,
                      gsize       i,
                      const char *text,
                      gsize       n_bytes,
                      guint       line,
                      gpointer    user_data)
{
  LaminaCsvLoad *load = user_data;
  LaminaColumn *column = &load->table->columns[i];
  gpointer code;

  if (load->table->has_header && row-- == 0)
    return;

  load->table->lines[row] = line;

  if (column->kind == LAMINA_COLUMN_NUMBER)
    {
      if (!lamina_csv_parse_number (text, &column->numbers[row]))
        column->numbers[row] = NAN;
      return;
    }

  if (lamina_csv_is_missing (text))
    {
      column->codes[row] = LAMINA_COLUMN_MISSING;
      return;
    }

  code = g_hash_table_lookup (load->codes[i], text);

  if (code == NULL)
    {
      char *level = g_strndup (text, n_bytes);

      g_ptr_array_add (column->levels, level);
      code = GUINT_TO_POINTER (column->levels->len);
      g_hash_table_insert (load->codes[i], level, code);
    }

  column->codes[row] = GPOINTER_TO_UINT (code) - 1;
}

/* Column by column, when all are filled: in the walk each cell would find other
 * memory in the cache.
 */
static void
lamina_csv_count_distinct (LaminaColumn *column,
                           gsize         n_rows)
{
  g_autoptr(LaminaNumberSet) set = NULL;

  if (column->kind == LAMINA_COLUMN_TEXT)
    {
      column->n_distinct = column->levels->len;
      return;
    }

  set = lamina_number_set_new (LAMINA_COLUMN_MANY);
  column->is_whole = TRUE;

  for (gsize row = 0; row < n_rows; row++)
    {
      const double value = column->numbers[row];

      if (isnan (value))
        continue;

      column->is_whole = column->is_whole && value == floor (value);
      lamina_number_set_add (set, value);
    }

  column->n_distinct = lamina_number_set_get_size (set);
}

static gboolean
lamina_csv_fill (LaminaCsvLoad  *load,
                 GError        **error)
{
  LaminaTable *table = load->table;
  gsize n_rows, n_columns;

  load->codes = g_new0 (GHashTable *, table->n_columns);
  table->lines = g_try_new (guint32, table->n_rows);

  for (gsize i = 0; i < table->n_columns; i++)
    if (!lamina_csv_prepare_column (load, i) || table->lines == NULL)
      {
        lamina_error_set_no_memory (error, table->source,
                                    (guint64) table->n_rows * table->n_columns * sizeof (double));
        return FALSE;
      }

  load->phase = PHASE_FILL;
  load->visitor.cell = lamina_csv_fill_cell;

  if (!lamina_csv_walk (&load->text, table->separator, &load->visitor, &n_rows, &n_columns, error))
    return FALSE;

  for (gsize i = 0; i < table->n_columns; i++)
    lamina_csv_count_distinct (&table->columns[i], table->n_rows);

  return TRUE;
}

static void
lamina_csv_load_clear (LaminaCsvLoad *load)
{
  for (gsize i = 0; load->codes != NULL && i < load->table->n_columns; i++)
    g_clear_pointer (&load->codes[i], g_hash_table_unref);

  g_free (load->codes);
  g_ptr_array_unref (load->first_row);
  g_array_unref (load->profiles);
}

static gboolean
lamina_csv_load (LaminaCsvLoad  *load,
                 GBytes         *bytes,
                 GError        **error)
{
  const LaminaCsvOptions *options = load->options;

  if (!lamina_csv_text_init (&load->text, bytes, load->table->source, options->skip_lines, error))
    return FALSE;

  load->table->separator = options->separator != '\0'
    ? options->separator
    : lamina_csv_text_guess_separator (&load->text);
  load->visitor.max_rows = options->max_rows > 0 ? options->max_rows : DEFAULT_MAX_ROWS;
  load->visitor.progress = lamina_csv_load_progress_cb;
  load->visitor.progress_data = load;
  load->visitor.cell_data = load;

  return lamina_csv_measure (load, error) && lamina_csv_name_columns (load, error)
         && lamina_csv_fill (load, error);
}

static LaminaTable *
lamina_csv_load_from (LaminaReader            *reader,
                      LaminaCsvLoad           *load,
                      GError                 **error)
{
  g_autoptr(LaminaTable) table = g_new0 (LaminaTable, 1);
  g_autoptr(GBytes) bytes = NULL;
  gboolean is_loaded;

  table->source = g_strdup (lamina_reader_get_source (reader));
  load->table = table;
  bytes = lamina_reader_read_all (reader,
                                  load->options->max_bytes > 0 ? load->options->max_bytes
                                                               : DEFAULT_MAX_BYTES,
                                  error);
  if (bytes == NULL)
    return NULL;

  load->first_row = g_ptr_array_new_with_free_func (g_free);
  load->profiles = g_array_new (FALSE, FALSE, sizeof (LaminaCsvProfile));
  is_loaded = lamina_csv_load (load, bytes, error);
  lamina_csv_load_clear (load);

  return is_loaded ? g_steal_pointer (&table) : NULL;
}

LaminaTable *
lamina_csv_read (const char              *path,
                 const LaminaCsvOptions  *options,
                 GCancellable            *cancellable,
                 GFileProgressCallback    progress,
                 gpointer                 progress_data,
                 GError                 **error)
{
  static const LaminaCsvOptions defaults = { 0 };
  LaminaCsvLoad load = {
    .options = options != NULL ? options : &defaults,
    .visitor.cancellable = cancellable,
    .progress = progress,
    .progress_data = progress_data,
  };
  g_autoptr(LaminaReader) reader = NULL;

  reader = lamina_reader_new_for_path (path, TRUE, cancellable, lamina_csv_load_progress_cb, &load,
                                       error);

  return reader != NULL ? lamina_csv_load_from (reader, &load, error) : NULL;
}

LaminaTable *
lamina_csv_parse (GBytes                  *bytes,
                  const char              *source,
                  const LaminaCsvOptions  *options,
                  GCancellable            *cancellable,
                  GError                 **error)
{
  static const LaminaCsvOptions defaults = { 0 };
  LaminaCsvLoad load = {
    .options = options != NULL ? options : &defaults,
    .visitor.cancellable = cancellable,
  };
  g_autoptr(LaminaReader) reader = NULL;

  reader = lamina_reader_new_for_bytes (bytes, source, TRUE, cancellable, error);

  return reader != NULL ? lamina_csv_load_from (reader, &load, error) : NULL;
}
