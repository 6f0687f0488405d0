/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-file.h"

G_BEGIN_DECLS

typedef enum
{
  LAMINA_COLUMN_NUMBER, /* Every cell that is there is a finite decimal number. */
  LAMINA_COLUMN_TEXT,   /* Anything else: the values of a category. */
} LaminaColumnKind;

/* The code of a missing cell in a column of text. */
#define LAMINA_COLUMN_MISSING G_MAXUINT32
/* Distinct numbers are counted up to here. */
#define LAMINA_COLUMN_MANY 1000
/* No cell: see LaminaColumn.odd_row. */
#define LAMINA_COLUMN_NONE G_MAXSIZE

/* A column. A cell is missing if it is empty or one of NA, N/A, NaN, null, ?, in any case. */
typedef struct
{
  char             *name;       /* From the header, or "column_3"; unique in the table. */
  LaminaColumnKind  kind;
  gsize             n_missing;
  gsize             n_distinct; /* Without missing cells; of numbers, LAMINA_COLUMN_MANY and more are one. */
  double           *numbers;    /* [n_rows], NaN where missing; NULL in a column of text. */
  guint32          *codes;      /* [n_rows], indices of levels or LAMINA_COLUMN_MISSING; NULL in a column of numbers. */
  GPtrArray        *levels;     /* [n_distinct] strings in the order of first appearance; NULL likewise. */
  gboolean          is_whole;   /* A column of numbers without a fraction: may be classes. */

  /* Why a column is text: of its cells, @n_numbers are numbers; the first that is
   * neither number nor missing is in @odd_row (LAMINA_COLUMN_NONE: none). If most are
   * numbers, the odd one is probably a slip of the pen.
   */
  gsize             n_numbers;
  gsize             odd_row;
} LaminaColumn;

/* A table in memory. Never changes after it was read. The members are for reading. */
typedef struct
{
  char          *source;     /* The name of the file, in UTF-8, for messages. */
  char           separator;  /* ',', ';' or '\t'. */
  gboolean       has_header;
  gsize          n_rows;     /* Without the header; at least 1. */
  gsize          n_columns;  /* At least 1. */
  LaminaColumn  *columns;
  guint32       *lines;      /* [n_rows]: where each row begins in the file, from 1. */
} LaminaTable;

typedef enum
{
  LAMINA_CSV_GUESS_HEADER,
  LAMINA_CSV_HEADER,
  LAMINA_CSV_NO_HEADER,
} LaminaCsvHeader;

/* Zeros are the usual choice. */
typedef struct
{
  char            separator;  /* 0: guess. */
  LaminaCsvHeader header;
  guint           skip_lines; /* Lines before the table, not read. */
  gsize           max_bytes;  /* 0: 1 GiB, unpacked. */
  gsize           max_rows;   /* 0: 20 million, with the header. */
} LaminaCsvOptions;

/**
 * lamina_csv_read:
 * @options: (nullable): all guessed
 * @error: also if the rows do not have the same number of cells, a quote does
 *   not end, the text is not UTF-8, or two columns have the same name
 *
 * Reads a table of comma-separated values (RFC 4180; also ; and tab; with or
 * without a byte order mark; any line end), packed by gzip or not. Numbers have
 * a decimal point, whatever the locale. Blocking, errors: see lamina-file.h.
 *
 * Returns: (transfer full) (nullable): the table
 */
LaminaTable  *lamina_csv_read          (const char              *path,
                                        const LaminaCsvOptions  *options,
                                        GCancellable            *cancellable,
                                        GFileProgressCallback    progress,
                                        gpointer                 progress_data,
                                        GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; @source: the name in messages. */
LaminaTable  *lamina_csv_parse         (GBytes                  *bytes,
                                        const char              *source,
                                        const LaminaCsvOptions  *options,
                                        GCancellable            *cancellable,
                                        GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_table_free        (LaminaTable             *self);

/* Returns: (transfer none) (nullable): the column called @name */
LaminaColumn *lamina_table_find_column (const LaminaTable       *self,
                                        const char              *name);
/**
 * lamina_table_get_numbers:
 * @column: below n_columns
 * @error: %LAMINA_ERROR_FORMAT names the first cell that is not a number: "iris.csv,
 *   line 17, column 3 (petal_length): “abc” is not a number: ..."
 *
 * Returns: (transfer none) (nullable): [n_rows], NaN where missing
 */
const double *lamina_table_get_numbers (const LaminaTable       *self,
                                        gsize                    column,
                                        GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a column of text holds numbers, and those with a fraction have a comma: “0,5”. */
gboolean      lamina_column_has_decimal_commas (const LaminaColumn      *column);
/* The same for a cell that must be there: sets @error for the first missing one, if any.
 * Returns: whether the column is complete */
gboolean      lamina_table_check_complete (const LaminaTable    *self,
                                           gsize                 column,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaTable, lamina_table_free)

G_END_DECLS
