/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-csv.h"

G_BEGIN_DECLS

/* More columns than this are a wrong separator or a wrong file. */
#define LAMINA_CSV_MAX_COLUMNS 100000

/* Returns: whether a cell holds nothing: see #LaminaColumn */
gboolean lamina_csv_is_missing   (const char *text);
/* A decimal number and nothing else: no hexadecimal, no infinity, no locale.
 * @text ends with a NUL. */
gboolean lamina_csv_parse_number (const char *text,
                                  double     *value);

/* The text of a file, ready to be cut into cells. Borrowed. */
typedef struct
{
  const char *source;
  const char *data;
  gsize       n_bytes;
  guint       first_line; /* The number of the line at @data. */
} LaminaCsvText;

/* Checks that @bytes are UTF-8 text; steps over a byte order mark and @skip_lines. */
gboolean lamina_csv_text_init    (LaminaCsvText  *text,
                                  GBytes         *bytes,
                                  const char     *source,
                                  guint           skip_lines,
                                  GError        **error);
/* Returns: the separator that the first lines agree on */
char     lamina_csv_text_guess_separator (const LaminaCsvText *text);
/* Returns: the bytes of the line at @offset with its end (LF, CR LF or CR); 0 at the end */
gsize    lamina_csv_text_measure_line    (const LaminaCsvText *text,
                                          gsize                offset);

/* Takes the cells one after the other, row by row from 0; @text ends with a NUL. */
typedef void (*LaminaCsvCellFunc) (gsize       row,
                                   gsize       column,
                                   const char *text,
                                   gsize       n_bytes,
                                   guint       line,
                                   gpointer    user_data);

typedef struct
{
  LaminaCsvCellFunc      cell;
  gpointer               cell_data;
  gsize                  max_rows;
  GCancellable          *cancellable;
  GFileProgressCallback  progress; /* Called with bytes of the text. */
  gpointer               progress_data;
} LaminaCsvVisitor;

/**
 * lamina_csv_walk:
 * @n_rows: (out): the rows, without blank lines
 * @n_columns: (out): the cells of each of them
 *
 * Cuts the text into cells. All rows have the same number of cells, or it fails.
 */
gboolean lamina_csv_walk         (const LaminaCsvText     *text,
                                  char                     separator,
                                  const LaminaCsvVisitor  *visitor,
                                  gsize                   *n_rows,
                                  gsize                   *n_columns,
                                  GError                 **error);

G_END_DECLS
