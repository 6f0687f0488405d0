/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "lamina-project.h"

G_BEGIN_DECLS

#define LAMINA_APPLICATION_ID 0x4c616d69 /* "Lami" */
#define LAMINA_SCHEMA_VERSION 1

/* What a file may hold before memory is taken for it. */
#define LAMINA_MAX_BLOB     LAMINA_PROJECT_MAX_BYTES
#define LAMINA_MAX_TEXT     (16 * 1024 * 1024)
#define LAMINA_MAX_LAYERS   4096
#define LAMINA_MAX_PAIRS    1024
#define LAMINA_MAX_ROWS     1000000

typedef struct _LaminaLock LaminaLock;

struct _LaminaProject
{
  char          *path;
  sqlite3       *db;        /* %NULL only after a move that went wrong half-way. */
  LaminaLock    *lock;      /* (nullable) */
  LaminaReadOnly read_only;
  char          *reason;
  /* How the file was when this program last read or wrote it. */
  gint64         version;   /* PRAGMA data_version */
  gint64         changed;   /* LAMINA_INFO_CHANGED */
  gboolean       has_failed; /* A transaction was undone since. */
  gboolean       is_begun;  /* By lamina_project_begin(). */
};

/* --- the lock: one program writes ---
 *
 * A hidden, empty file beside the project, locked by the kernel for as long as
 * the program lives. The project itself is not used for it: SQLite's locks on it
 * are dropped when anything else in the process closes it.
 */

/* @why: %LAMINA_WRITABLE if it was taken, or if this file system has no locks
 * Returns: (transfer full) (nullable) */
LaminaLock   *lamina_lock_new         (const char      *path,
                                       LaminaReadOnly  *why) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_lock_free        (LaminaLock      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaLock, lamina_lock_free)

/* --- SQL ---
 *
 * @types has a letter for each argument: i gint64, d double (NaN becomes NULL),
 * t text, n text that may be %NULL.
 */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* Returns: (transfer full) (nullable) */
sqlite3_stmt *lamina_sql_query        (LaminaProject   *self,
                                       GError         **error,
                                       const char      *sql,
                                       const char      *types,
                                       ...) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: %TRUE and whether there is a row */
gboolean      lamina_sql_step         (LaminaProject   *self,
                                       sqlite3_stmt    *stmt,
                                       gboolean        *has_row,
                                       GError         **error);
gboolean      lamina_sql_run          (LaminaProject   *self,
                                       GError         **error,
                                       const char      *sql,
                                       const char      *types,
                                       ...);
/* The single integer that @sql answers; @fallback for NULL or no row. */
gboolean      lamina_sql_get          (LaminaProject   *self,
                                       gint64           fallback,
                                       gint64          *value,
                                       GError         **error,
                                       const char      *sql,
                                       const char      *types,
                                       ...);
/* Columns of untrusted files: FALSE without an error set if it is not what it should be. */
gboolean      lamina_sql_column_int   (sqlite3_stmt    *stmt,
                                       int              column,
                                       gint64           min,
                                       gint64           max,
                                       gint64          *value);
/* NaN for NULL. */
gboolean      lamina_sql_column_real  (sqlite3_stmt    *stmt,
                                       int              column,
                                       double          *value);
/* Borrowed until the next step; valid UTF-8 without a zero in it. */
gboolean      lamina_sql_column_text  (sqlite3_stmt    *stmt,
                                       int              column,
                                       const char     **value);
/* NULL too. */
gboolean      lamina_sql_column_maybe (sqlite3_stmt    *stmt,
                                       int              column,
                                       const char     **value);

/* --- errors --- */

/* Returns: (transfer full): the file's name for a sentence */
char         *lamina_project_get_title  (const LaminaProject *self) G_GNUC_WARN_UNUSED_RESULT;
/* What SQLite last said, as a sentence. All three return %FALSE. */
gboolean      lamina_project_fail       (LaminaProject   *self,
                                         GError         **error);
gboolean      lamina_project_fail_damaged (LaminaProject *self,
                                         const char      *table,
                                         GError         **error);
gboolean      lamina_project_fail_closed (LaminaProject  *self,
                                         GError         **error);

/* A setting that an honest file of a newer Lamina may have is told apart from nonsense.
 * @where: “dense_1”; @cause: what the engine says of the setting */
gboolean      lamina_project_fail_setting (LaminaProject *self,
                                         const char      *where,
                                         const char      *name,
                                         GError          *cause,
                                         GError         **error);

/* --- parts of a transaction --- */

typedef struct
{
  LaminaProject *project;
  gboolean       is_own;
} LaminaPart;

/* A transaction of its own, or a part of the one that was begun. */
gboolean      lamina_part_begin       (LaminaPart      *self,
                                       LaminaProject   *project,
                                       GError         **error);
/* @ok: whether it is kept. Returns: @ok, unless that cannot be done */
gboolean      lamina_part_end         (LaminaPart      *self,
                                       gboolean         ok,
                                       GError         **error);

/* --- opening --- */

/* Connects and hardens; the lock and the checks are the caller's. */
gboolean      lamina_project_connect  (LaminaProject   *self,
                                       int              flags,
                                       int              timeout_msec,
                                       GError         **error);
/* All checks of a file that somebody may have made for us. @is_whole: every page too */
gboolean      lamina_project_check    (LaminaProject   *self,
                                       gboolean         is_whole,
                                       GError         **error);
/* The tables, in an empty database. */
gboolean      lamina_project_make_schema (LaminaProject *self,
                                          GError       **error);
const char   *lamina_project_get_schema  (void);
/* Opens @path with @lock (transfer full) (nullable), which gave @why. */
gboolean      lamina_project_open_locked (LaminaProject *self,
                                          const char     *path,
                                          LaminaLock     *lock,
                                          LaminaReadOnly  why,
                                          GError        **error);
void          lamina_project_close    (LaminaProject   *self);
gboolean      lamina_project_has_moved (LaminaProject  *self);
/* Notes how the file is, in a transaction. */
gboolean      lamina_project_look     (LaminaProject   *self,
                                       GError         **error);

/* The regular file that @path leads to: a pipe would block. Returns: (transfer full) (nullable) */
char         *lamina_path_find_file      (const char    *path,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): a hidden name beside @path that nothing has */
char         *lamina_path_make_temporary (const char    *path) G_GNUC_WARN_UNUSED_RESULT;
/* The database @from becomes @to, with what lies about of an older @to removed. */
gboolean      lamina_path_put            (const char    *from,
                                          const char    *to,
                                          gboolean       overwrite,
                                          GError       **error);
/* Also its journal. */
void          lamina_path_remove         (const char    *path);

/* --- reading a branch: each fills what it is named after --- */

gboolean      lamina_project_read_pairs    (LaminaProject *self,
                                            const char    *table,
                                            gint64         branch,
                                            LaminaPairs   *pairs,
                                            GError       **error);
gboolean      lamina_project_read_stacks   (LaminaProject *self,
                                            LaminaBranch  *branch,
                                            GError       **error);
gboolean      lamina_project_read_training (LaminaProject *self,
                                            LaminaBranch  *branch,
                                            GError       **error);
gboolean      lamina_project_read_revisions (LaminaProject *self,
                                            LaminaBranch  *branch,
                                            GError       **error);
gboolean      lamina_project_read_notes    (LaminaProject *self,
                                            LaminaBranch  *branch,
                                            GError       **error);
gboolean      lamina_project_read_records  (LaminaProject *self,
                                            LaminaBranch  *branch,
                                            GError       **error);
gboolean      lamina_project_read_branches (LaminaProject *self,
                                            GPtrArray     *branches,
                                            GError       **error);
gboolean      lamina_project_read_states   (LaminaProject *self,
                                            GArray        *states,
                                            GError       **error);
gboolean      lamina_project_read_evaluations (LaminaProject *self,
                                            GArray        *evaluations,
                                            GError       **error);
gboolean      lamina_project_read_attachments (LaminaProject *self,
                                            GPtrArray     *attachments,
                                            GError       **error);

/* --- writing a branch: within a transaction --- */

/* FAILED unless it is there. */
gboolean      lamina_project_check_branch  (LaminaProject    *self,
                                            gint64            branch,
                                            GError          **error);
gboolean      lamina_project_write_pairs   (LaminaProject    *self,
                                            const char       *table,
                                            gint64            branch,
                                            const LaminaPairs *pairs,
                                            GError          **error);
gboolean      lamina_project_write_stack   (LaminaProject    *self,
                                            gint64            branch,
                                            const char       *name,
                                            const LmStack    *stack,
                                            GError          **error);
gboolean      lamina_project_write_training (LaminaProject   *self,
                                            gint64            branch,
                                            const LmTraining *training,
                                            GError          **error);

/* --- bytes, in the tables state_bytes and attachment_bytes --- */

gboolean      lamina_project_write_bytes   (LaminaProject *self,
                                            const char    *table,
                                            gint64         id,
                                            GBytes        *bytes,
                                            GError       **error);
/* @size and @sha256: what they must be */
GBytes       *lamina_project_read_bytes    (LaminaProject *self,
                                            const char    *table,
                                            gint64         id,
                                            gsize          size,
                                            const char    *sha256,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
