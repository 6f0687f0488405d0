/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-project-private.h"

static void
bind (sqlite3_stmt *stmt,
      const char   *types,
      va_list       args)
{
  for (int i = 0; types[i] != '\0'; i++)
    {
      const char *text;

      switch (types[i])
        {
        case 'i':
          sqlite3_bind_int64 (stmt, i + 1, va_arg (args, gint64));
          break;
        case 'd':
          sqlite3_bind_double (stmt, i + 1, va_arg (args, double));
          break;
        case 't':
        case 'n':
          text = va_arg (args, const char *);
          g_assert (text != NULL || types[i] == 'n');
          sqlite3_bind_text (stmt, i + 1, text, -1, SQLITE_TRANSIENT);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

static sqlite3_stmt *
query (LaminaProject *self,
       GError       **error,
       const char    *sql,
       const char    *types,
       va_list        args)
{
  sqlite3_stmt *stmt;

  if (self->db == NULL)
    {
      lamina_project_fail_closed (self, error);
      return NULL;
    }
  if (sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL) != SQLITE_OK)
    {
      lamina_project_fail (self, error);
      return NULL;
    }

  bind (stmt, types, args);

  return stmt;
}

sqlite3_stmt *
lamina_sql_query (LaminaProject *self,
                  GError       **error,
                  const char    *sql,
                  const char    *types,
                  ...)
{
  sqlite3_stmt *stmt;
  va_list args;

  va_start (args, types);
  stmt = query (self, error, sql, types, args);
  va_end (args);

  return stmt;
}

gboolean
lamina_sql_step (LaminaProject *self,
                 sqlite3_stmt  *stmt,
                 gboolean      *has_row,
                 GError       **error)
{
  const int code = sqlite3_step (stmt);

  *has_row = code == SQLITE_ROW;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return lamina_project_fail (self, error);

  return TRUE;
}

gboolean
lamina_sql_run (LaminaProject *self,
                GError       **error,
                const char    *sql,
                const char    *types,
                ...)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  gboolean has_row;
  va_list args;

  va_start (args, types);
  stmt = query (self, error, sql, types, args);
  va_end (args);

  return stmt != NULL && lamina_sql_step (self, stmt, &has_row, error);
}

gboolean
lamina_sql_get (LaminaProject *self,
                gint64         fallback,
                gint64        *value,
                GError       **error,
                const char    *sql,
                const char    *types,
                ...)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  gboolean has_row;
  va_list args;

  va_start (args, types);
  stmt = query (self, error, sql, types, args);
  va_end (args);

  if (stmt == NULL || !lamina_sql_step (self, stmt, &has_row, error))
    return FALSE;

  *value = fallback;
  if (has_row && sqlite3_column_type (stmt, 0) == SQLITE_INTEGER)
    *value = sqlite3_column_int64 (stmt, 0);

  return TRUE;
}

gboolean
lamina_sql_column_int (sqlite3_stmt *stmt,
                       int           column,
                       gint64        min,
                       gint64        max,
                       gint64       *value)
{
  if (sqlite3_column_type (stmt, column) != SQLITE_INTEGER)
    return FALSE;

  *value = sqlite3_column_int64 (stmt, column);

  return *value >= min && *value <= max;
}

gboolean
lamina_sql_column_real (sqlite3_stmt *stmt,
                        int           column,
                        double       *value)
{
  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_NULL:
      *value = NAN;
      return TRUE;
    case SQLITE_FLOAT:
      *value = sqlite3_column_double (stmt, column);
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
lamina_sql_column_text (sqlite3_stmt *stmt,
                        int           column,
                        const char  **value)
{
  gsize length;

  if (sqlite3_column_type (stmt, column) != SQLITE_TEXT)
    return FALSE;

  *value = (const char *) sqlite3_column_text (stmt, column);
  length = (gsize) sqlite3_column_bytes (stmt, column);

  return *value != NULL && length <= LAMINA_MAX_TEXT && g_utf8_validate_len (*value, length, NULL);
}

gboolean
lamina_sql_column_maybe (sqlite3_stmt *stmt,
                         int           column,
                         const char  **value)
{
  *value = NULL;

  return sqlite3_column_type (stmt, column) == SQLITE_NULL ||
         lamina_sql_column_text (stmt, column, value);
}

char *
lamina_project_get_title (const LaminaProject *self)
{
  return g_filename_display_basename (self->path);
}

gboolean
lamina_project_fail_damaged (LaminaProject *self,
                             const char    *table,
                             GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s is damaged: its table “%s” holds what no Lamina writes. Use an earlier copy of the file."),
               title, table);

  return FALSE;
}

gboolean
lamina_project_fail_closed (LaminaProject *self,
                            GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("%s could not be opened again after it was moved: save a copy under another name"), title);

  return FALSE;
}

/* What to say of an error of reading or writing; %NULL: nothing special. */
static const char *
describe_io (int code,
             int system_error)
{
  if (code == SQLITE_FULL || system_error == ENOSPC || system_error == EDQUOT)
    return N_("%s cannot be written: the disk is full. Free some space, or save a copy on another disk.");
  if (system_error == EFBIG)
    return N_("%s cannot be written: it would be larger than a file may be here. Save a copy on another disk.");
  if (system_error == EACCES || system_error == EPERM)
    return N_("%s cannot be opened: its permissions do not allow it. Ask whoever owns the file.");
  if (code == SQLITE_READONLY_DBMOVED)
    return N_("%s cannot be written: the file was moved or deleted while it was open. "
              "Move it back, or save a copy under another name.");
  if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY ||
      code == SQLITE_READONLY_CANTINIT)
    return N_("%s cannot be read: writing was interrupted, and what was begun cannot be undone in "
              "a folder that is read-only. Copy the file, and the one whose name goes on with "
              "“-journal”, to another folder.");
  if ((code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_PERM)
    return N_("%s cannot be written: the file or its folder is read-only. Save a copy in another folder.");
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
    return N_("%s is being used by another program: close it there, or try again");
  if ((code & 0xff) == SQLITE_NOMEM)
    return N_("%s needs more memory than there is: close other programs and try again");

  return NULL;
}

static LaminaError
classify (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return LAMINA_ERROR_FORMAT;
    case SQLITE_INTERRUPT:
      return LAMINA_ERROR_CANCELLED;
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
      return LAMINA_ERROR_FAILED;
    default:
      return LAMINA_ERROR_IO;
    }
}

/* SQLite notes errno for statements, but not for commits. */
static int
get_system_error (sqlite3 *db,
                  int      code)
{
  int last = 0;

  if ((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN)
    return 0;
  if ((code & 0xff) == SQLITE_IOERR &&
      sqlite3_file_control (db, "main", SQLITE_FCNTL_LAST_ERRNO, &last) == SQLITE_OK && last != 0)
    return last;

  return sqlite3_system_errno (db);
}

gboolean
lamina_project_fail (LaminaProject *self,
                     GError       **error)
{
  const int code = sqlite3_extended_errcode (self->db);
  const int system_error = get_system_error (self->db, code);
  const char *sentence = describe_io (code, system_error);
  g_autofree char *title = lamina_project_get_title (self);

  if (sentence != NULL)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO, _(sentence), title);
  else if ((code & 0xff) == SQLITE_NOTADB)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT, _("%s is not a Lamina project"), title);
  else if ((code & 0xff) == SQLITE_CORRUPT)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s is damaged: parts of it are missing or were overwritten. Use an earlier copy of the file."),
                 title);
  else if (system_error != 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("%s cannot be read or written: %s. Check the disk."), title,
                    g_strerror (system_error));
  else
    g_set_error (error, LAMINA_ERROR, classify (code), _("%s cannot be read or written: %s"),
                 title, sqlite3_errmsg (self->db));

  return FALSE;
}
