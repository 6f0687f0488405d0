/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-csv-private.h"

#include "lamina-error.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* How much is cut between two looks at the cancellable. */
#define STRIDE (1024 * 1024)
#define CELL_BLOCK (16 * 1024)

/* libcsv knows no lines and cannot be stopped by its callbacks. So it is fed
 * line by line: that gives each row its line, and after each line a failure
 * is seen.
 */
typedef struct
{
  struct csv_parser       parser;
  const LaminaCsvText    *text;
  const LaminaCsvVisitor *visitor;
  char                    separator;
  guint                   line;     /* That is being fed. */
  guint                   row_line; /* Where the current row began. */
  gboolean                is_in_row;
  gsize                   row;
  gsize                   column;
  gsize                   n_columns;
  guint                   first_row_line;
  GError                 *failure;
} LaminaCsvWalk;

static void
lamina_csv_walk_cell_cb (void   *cell,
                         size_t  n_bytes,
                         void   *user_data)
{
  LaminaCsvWalk *walk = user_data;

  if (walk->failure != NULL)
    return;

  if (walk->column >= LAMINA_CSV_MAX_COLUMNS)
    {
      g_set_error (&walk->failure, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, line %u: more than %d cells: this is not a table, choose another file"),
                   walk->text->source, walk->row_line, LAMINA_CSV_MAX_COLUMNS);
      return;
    }

  /* Cells beyond the last column are counted for the message, not shown. */
  if (walk->row == 0 || walk->column < walk->n_columns)
    walk->visitor->cell (walk->row, walk->column, cell != NULL ? cell : "", n_bytes,
                         walk->row_line, walk->visitor->cell_data);

  walk->column++;
}

static void
lamina_csv_walk_check_row (LaminaCsvWalk *walk)
{
  if (walk->row == 0)
    {
      walk->n_columns = walk->column;
      walk->first_row_line = walk->row_line;
    }

  if (walk->column != walk->n_columns)
    {
      g_autofree char *cells = NULL;

      cells = g_strdup_printf (ngettext ("%zu cell", "%zu cells",
                                         walk->column), walk->column);
      g_set_error (&walk->failure, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, line %u: %s, but line %u has %zu: "
                     "correct the row, or skip the lines before the table"),
                   walk->text->source, walk->row_line, cells, walk->first_row_line,
                   walk->n_columns);
    }
  else if (walk->row >= walk->visitor->max_rows)
    {
      g_set_error (&walk->failure, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, line %u: more than %zu rows, the most that is read: "
                     "take a part of the file"),
                   walk->text->source, walk->row_line, walk->visitor->max_rows);
    }
}

static void
lamina_csv_walk_row_cb (int   end,
                        void *user_data)
{
  LaminaCsvWalk *walk = user_data;

  if (walk->failure == NULL)
    lamina_csv_walk_check_row (walk);

  walk->row++;
  walk->column = 0;
  walk->is_in_row = FALSE;
}

static void
lamina_csv_walk_explain (LaminaCsvWalk *walk,
                         gboolean       is_end)
{
  if (csv_error (&walk->parser) == CSV_EPARSE && is_end)
    g_set_error (&walk->failure, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, line %u: a quote opens in this row and does not end: close it"),
                 walk->text->source, walk->row_line);
  else if (csv_error (&walk->parser) == CSV_EPARSE)
    g_set_error (&walk->failure, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s, line %u: a quote (\") inside a cell: "
                   "put the whole cell in quotes and write the inner one twice"),
                 walk->text->source, walk->line);
  else
    lamina_error_set_no_memory (&walk->failure, walk->text->source, walk->text->n_bytes);
}

/* What libcsv steps over between rows; a separator makes a row of empty cells. */
static gboolean
lamina_csv_is_blank (const char *line,
                     gsize       n_bytes,
                     char        separator)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (line[i] == separator || strchr (" \t\r\n", line[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
lamina_csv_walk_feed_line (LaminaCsvWalk *walk,
                           const char    *line,
                           gsize          n_bytes)
{
  if (!walk->is_in_row && !lamina_csv_is_blank (line, n_bytes, walk->separator))
    {
      walk->row_line = walk->line;
      walk->is_in_row = TRUE;
    }

  if (csv_parse (&walk->parser, line, n_bytes, lamina_csv_walk_cell_cb, lamina_csv_walk_row_cb,
                 walk) != n_bytes
      && walk->failure == NULL)
    lamina_csv_walk_explain (walk, FALSE);
}

static void
lamina_csv_walk_lines (LaminaCsvWalk *walk)
{
  const LaminaCsvText *text = walk->text;
  const LaminaCsvVisitor *visitor = walk->visitor;
  gsize next_stride = STRIDE;
  gsize n;

  for (gsize offset = 0; offset < text->n_bytes && walk->failure == NULL; offset += n)
    {
      n = lamina_csv_text_measure_line (text, offset);
      lamina_csv_walk_feed_line (walk, text->data + offset, n);

      if (walk->line < G_MAXUINT32)
        walk->line++;

      if (offset < next_stride)
        continue;

      next_stride = offset + STRIDE;

      if (g_cancellable_is_cancelled (visitor->cancellable) && walk->failure == NULL)
        lamina_error_set_cancelled (&walk->failure, text->source);

      if (visitor->progress != NULL)
        visitor->progress ((goffset) offset, (goffset) text->n_bytes, visitor->progress_data);
    }

  if (walk->failure == NULL
      && csv_fini (&walk->parser, lamina_csv_walk_cell_cb, lamina_csv_walk_row_cb, walk) != 0
      && walk->failure == NULL)
    lamina_csv_walk_explain (walk, TRUE);
}

gboolean
lamina_csv_walk (const LaminaCsvText     *text,
                 char                     separator,
                 const LaminaCsvVisitor  *visitor,
                 gsize                   *n_rows,
                 gsize                   *n_columns,
                 GError                 **error)
{
  LaminaCsvWalk walk = {
    .text = text,
    .visitor = visitor,
    .separator = separator,
    .line = text->first_line,
  };

  if (csv_init (&walk.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
    {
      lamina_error_set_no_memory (error, text->source, sizeof walk.parser);
      return FALSE;
    }

  csv_set_delim (&walk.parser, (unsigned char) separator);
  csv_set_blk_size (&walk.parser, CELL_BLOCK);
  lamina_csv_walk_lines (&walk);
  csv_free (&walk.parser);

  *n_rows = walk.row;
  *n_columns = walk.n_columns;

  if (walk.failure != NULL)
    g_propagate_error (error, walk.failure);

  return walk.failure == NULL;
}
