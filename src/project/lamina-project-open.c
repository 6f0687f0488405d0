/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lamina-project-private.h"

#define BUSY_MSEC 5000
/* A schema that is a knot of pages would be read for ever. */
#define CHECK_USEC (20 * G_USEC_PER_SEC)

/* Nothing that Lamina asks of SQLite comes near these; what a file asks may. */
static void
limit (sqlite3 *db)
{
  static const int limits[][2] = {
    { SQLITE_LIMIT_LENGTH, (int) LAMINA_MAX_BLOB + 1000 },
    { SQLITE_LIMIT_SQL_LENGTH, 100000 },
    { SQLITE_LIMIT_COLUMN, 100 },
    { SQLITE_LIMIT_EXPR_DEPTH, 50 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 3 },
    { SQLITE_LIMIT_VDBE_OP, 25000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 8 },
    { SQLITE_LIMIT_ATTACHED, 0 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 20 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (db, limits[i][0], limits[i][1]);
}

static gboolean
harden (sqlite3 *db)
{
  static const int switches[][2] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
    { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    if (sqlite3_db_config (db, switches[i][0], switches[i][1], NULL) != SQLITE_OK)
      return FALSE;

  limit (db);

  /* Deleted pages need not be overwritten: it would double what a state costs. */
  return sqlite3_exec (
           db,
           "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
           "PRAGMA secure_delete = OFF; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192",
           NULL, NULL, NULL) == SQLITE_OK;
}

gboolean
lamina_project_connect (LaminaProject *self,
                        int            flags,
                        int            timeout_msec,
                        GError       **error)
{
  int code;

  code = sqlite3_open_v2 (self->path, &self->db,
                          flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (self->db == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("There is not enough memory to open a project"));
      return FALSE;
    }

  sqlite3_busy_timeout (self->db, timeout_msec);
  if (code != SQLITE_OK || !harden (self->db))
    {
      lamina_project_fail (self, error);
      lamina_project_close (self);
      return FALSE;
    }

  return TRUE;
}

void
lamina_project_close (LaminaProject *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
}

static int
is_late (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

static void
set_read_only (LaminaProject *self,
               LaminaReadOnly why)
{
  static const char *const reasons[] = {
    [LAMINA_READ_ONLY_ASKED] = N_("%s was opened for reading only"),
    [LAMINA_READ_ONLY_IN_USE] =
      N_("%s is open in another window or program, so that nothing can be changed here: close it there first"),
    [LAMINA_READ_ONLY_FILE] =
      N_("%s is a read-only file: save a copy under another name to change it"),
    [LAMINA_READ_ONLY_FOLDER] =
      N_("%s is in a folder that cannot be written: save a copy in another one to change it"),
  };
  g_autofree char *title = lamina_project_get_title (self);

  self->read_only = why;
  if (why != LAMINA_WRITABLE)
    self->reason = g_strdup_printf (_(reasons[why]), title);
}

/* Also what a program that made it a WAL database left behind is brought in order. */
static gboolean
set_journal (LaminaProject *self,
             GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error, "PRAGMA journal_mode = DELETE", "");
  gboolean has_row;

  return stmt != NULL && lamina_sql_step (self, stmt, &has_row, error);
}

gboolean
lamina_project_open_locked (LaminaProject *self,
                            const char    *path,
                            LaminaLock    *lock,
                            LaminaReadOnly why,
                            GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + CHECK_USEC;
  gboolean ok;

  g_free (self->path);
  self->path = g_strdup (path);
  lamina_lock_free (self->lock);
  self->lock = lock;
  g_clear_pointer (&self->reason, g_free);
  if (why == LAMINA_WRITABLE && access (path, W_OK) != 0)
    why = LAMINA_READ_ONLY_FILE;

  /* For reading too: SQLite may have to undo what a killed program began to write. */
  if (!lamina_project_connect (self, SQLITE_OPEN_READWRITE, BUSY_MSEC, error))
    return FALSE;

  if (why == LAMINA_WRITABLE && sqlite3_db_readonly (self->db, "main") == 1)
    why = LAMINA_READ_ONLY_FILE;
  set_read_only (self, why);

  sqlite3_progress_handler (self->db, 100000, is_late, &deadline);
  ok = lamina_project_check (self, TRUE, error) &&
       (why == LAMINA_WRITABLE
        ? set_journal (self, error)
        : lamina_sql_run (self, error, "PRAGMA query_only = ON", ""));
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  if (!ok)
    lamina_project_close (self);

  return ok;
}

char *
lamina_path_find_file (const char *path,
                       GError    **error)
{
  g_autofree char *title = g_filename_display_basename (path);
  char *real = realpath (path, NULL);
  char *copy;

  if (real == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%s cannot be opened: %s"), title, g_strerror (errno));
      return NULL;
    }
  if (!g_file_test (real, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s is not a file: choose a Lamina project"), title);
      free (real);
      return NULL;
    }

  copy = g_strdup (real);
  free (real);

  return copy;
}

LaminaProject *
lamina_project_open (const char        *path,
                     LaminaProjectMode  mode,
                     GError           **error)
{
  g_autoptr(LaminaProject) self = g_new0 (LaminaProject, 1);
  g_autofree char *real = lamina_path_find_file (path, error);
  LaminaReadOnly why = LAMINA_READ_ONLY_ASKED;
  LaminaLock *lock = NULL;

  if (real == NULL)
    return NULL;
  if (mode == LAMINA_PROJECT_READ_WRITE)
    lock = lamina_lock_new (real, &why);
  if (!lamina_project_open_locked (self, real, lock, why, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lamina_project_free (LaminaProject *self)
{
  if (self == NULL)
    return;

  lamina_project_close (self);
  lamina_lock_free (self->lock);
  g_free (self->reason);
  g_free (self->path);
  g_free (self);
}

static gboolean
fill_new (LaminaProject *self,
          GError       **error)
{
  g_autoptr(LaminaBranch) branch = lamina_branch_new (LAMINA_STACK_MAIN);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());

  branch->id = LAMINA_BRANCH_MAIN;
  lamina_branch_take_stack (branch, LAMINA_STACK_MAIN, lm_stack_new ());

  return sqlite3_exec (self->db, "PRAGMA auto_vacuum = INCREMENTAL", NULL, NULL, NULL) == SQLITE_OK
         ? lamina_project_make_schema (self, error) &&
           lamina_project_look (self, error) &&
           lamina_project_begin (self, error) &&
           lamina_project_set_info (self, LAMINA_INFO_CREATED, now, error) &&
           lamina_project_add_branch (self, branch, error) != 0 &&
           lamina_project_commit (self, error)
         : lamina_project_fail (self, error);
}

/* Asked first, as later it would be the temporary file that cannot be made. */
static gboolean
check_folder (const char  *place,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (place);

  if (g_access (folder, W_OK | X_OK) == 0)
    return TRUE;

  lamina_error_set_unwritable (error, place, errno);

  return FALSE;
}

static gboolean
make_file (const char *path,
           GError    **error)
{
  g_autoptr(LaminaProject) self = g_new0 (LaminaProject, 1);

  self->path = g_strdup (path);

  return lamina_project_connect (self, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, BUSY_MSEC,
                                 error) &&
         fill_new (self, error);
}

LaminaProject *
lamina_project_create (const char  *path,
                       gboolean     overwrite,
                       GError     **error)
{
  g_autoptr(LaminaProject) self = g_new0 (LaminaProject, 1);
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  g_autofree char *temporary = lamina_path_make_temporary (place);
  g_autoptr(LaminaLock) lock = NULL;
  LaminaReadOnly why;

  if (!check_folder (place, error))
    return NULL;

  lock = lamina_lock_new (place, &why);
  if (why != LAMINA_WRITABLE)
    {
      self->path = g_steal_pointer (&place);
      set_read_only (self, why);
      g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_IO, self->reason);
      return NULL;
    }

  if (!make_file (temporary, error) || !lamina_path_put (temporary, place, overwrite, error))
    {
      lamina_path_remove (temporary);
      return NULL;
    }
  if (!lamina_project_open_locked (self, place, g_steal_pointer (&lock), why, error))
    return NULL;

  return g_steal_pointer (&self);
}
