/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project.h"

#include <glib/gi18n-lib.h>

#include "lamina-config.h"
#include "lamina-project-private.h"

const char *
lamina_project_get_path (const LaminaProject *self)
{
  return self->path;
}

LaminaReadOnly
lamina_project_get_read_only (const LaminaProject *self)
{
  return self->read_only;
}

const char *
lamina_project_get_read_only_reason (const LaminaProject *self)
{
  return self->reason;
}

gboolean
lamina_project_has_moved (LaminaProject *self)
{
  int has_moved = 0;

  return sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) == SQLITE_OK &&
         has_moved;
}

gboolean
lamina_project_has_changed (LaminaProject *self)
{
  gint64 version;

  return lamina_sql_get (self, 0, &version, NULL, "PRAGMA data_version", "") &&
         version != self->version;
}

static gboolean
get_marks (LaminaProject *self,
           gint64        *version,
           gint64        *changed,
           GError       **error)
{
  return lamina_sql_get (self, 0, version, error, "PRAGMA data_version", "") &&
         lamina_sql_get (self, 0, changed, error,
                         "SELECT CAST (value AS INTEGER) FROM info WHERE name = 'changed'", "");
}

gboolean
lamina_project_look (LaminaProject *self,
                     GError       **error)
{
  self->has_failed = FALSE;

  return get_marks (self, &self->version, &self->changed, error);
}

/* Two programs that both write would mix two histories. The version also changes when SQLite has
 * to undo what we could not write ourselves: then the time of the last commit tells.
 */
static gboolean
check_alone (LaminaProject *self,
             GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);
  gint64 version, changed;

  if (!get_marks (self, &version, &changed, error))
    return FALSE;
  if (version == self->version || (self->has_failed && changed == self->changed))
    {
      self->version = version;
      return TRUE;
    }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("%s was changed by another program while it was open here: "
                 "save a copy under another name, or open it again"), title);

  return FALSE;
}

static gboolean
begin (LaminaProject *self,
       GError       **error)
{
  if (self->db == NULL)
    return lamina_project_fail_closed (self, error);
  if (self->read_only != LAMINA_WRITABLE)
    {
      g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_IO, self->reason);
      return FALSE;
    }
  if (!lamina_sql_run (self, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  if (check_alone (self, error))
    return TRUE;

  lamina_project_rollback (self);

  return FALSE;
}

/* Each commit notes when it was, never twice the same, and by which version. */
static gboolean
stamp (LaminaProject *self,
       gint64         now,
       GError       **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  return lamina_sql_run (self, error, "INSERT OR REPLACE INTO info VALUES (?1, ?2)", "tt",
                         LAMINA_INFO_CHANGED, text) &&
         lamina_sql_run (self, error, "INSERT OR REPLACE INTO info VALUES (?1, ?2)", "tt",
                         LAMINA_INFO_VERSION, LAMINA_VERSION);
}

static gboolean
commit (LaminaProject *self,
        GError       **error)
{
  gint64 now = g_get_real_time ();

  if (now == self->changed)
    now++;
  if (!stamp (self, now, error))
    return FALSE;

  if (lamina_project_has_moved (self))
    {
      g_autofree char *title = lamina_project_get_title (self);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%s cannot be written: the file was moved or deleted while it was open. "
                     "Move it back, or save a copy under another name."), title);
      return FALSE;
    }
  if (!lamina_sql_run (self, error, "COMMIT", ""))
    return FALSE;

  self->changed = now;
  self->has_failed = FALSE;

  return TRUE;
}

gboolean
lamina_project_begin (LaminaProject *self,
                      GError       **error)
{
  g_return_val_if_fail (!self->is_begun, FALSE);

  self->is_begun = begin (self, error);

  return self->is_begun;
}

/* Some errors (a full disk) make SQLite undo the whole transaction by itself. */
static gboolean
check_begun (LaminaProject *self,
             GError       **error)
{
  g_autofree char *title = NULL;

  if (self->db != NULL && !sqlite3_get_autocommit (self->db))
    return TRUE;

  title = lamina_project_get_title (self);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("%s could not be written, and what was begun was undone: try again"), title);

  return FALSE;
}

gboolean
lamina_project_commit (LaminaProject *self,
                       GError       **error)
{
  gboolean ok;

  g_return_val_if_fail (self->is_begun, FALSE);

  ok = check_begun (self, error) && commit (self, error);
  if (!ok)
    lamina_project_rollback (self);
  self->is_begun = FALSE;

  return ok;
}

void
lamina_project_rollback (LaminaProject *self)
{
  if (self->db != NULL && !sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  self->is_begun = FALSE;
  self->has_failed = TRUE;
}

gboolean
lamina_part_begin (LaminaPart    *self,
                   LaminaProject *project,
                   GError       **error)
{
  self->project = project;
  self->is_own = !project->is_begun;

  if (self->is_own)
    return begin (project, error);

  return check_begun (project, error) && lamina_sql_run (project, error, "SAVEPOINT part", "");
}

gboolean
lamina_part_end (LaminaPart *self,
                 gboolean    ok,
                 GError    **error)
{
  LaminaProject *project = self->project;

  if (self->is_own)
    {
      ok = ok && commit (project, error);
      if (!ok)
        lamina_project_rollback (project);
    }
  else if (!sqlite3_get_autocommit (project->db))
    {
      if (!ok)
        sqlite3_exec (project->db, "ROLLBACK TO part", NULL, NULL, NULL);
      sqlite3_exec (project->db, "RELEASE part", NULL, NULL, NULL);
    }

  return ok;
}

static gboolean
read_all (LaminaProject        *self,
          LaminaProjectContent *content,
          GError              **error)
{
  return lamina_project_read_pairs (self, "info", 0, content->info, error) &&
         lamina_project_read_pairs (self, "layout", 0, content->layout, error) &&
         lamina_project_read_branches (self, content->branches, error) &&
         lamina_project_read_states (self, content->states, error) &&
         lamina_project_read_evaluations (self, content->evaluations, error) &&
         lamina_project_read_attachments (self, content->attachments, error);
}

LaminaProjectContent *
lamina_project_read (LaminaProject *self,
                     GError       **error)
{
  g_autoptr(LaminaProjectContent) content = lamina_project_content_new ();
  gboolean ok;

  g_return_val_if_fail (!self->is_begun, NULL);

  if (!lamina_sql_run (self, error, "BEGIN", ""))
    return NULL;
  ok = read_all (self, content, error) &&
       lamina_project_look (self, error);
  sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);

  return ok ? g_steal_pointer (&content) : NULL;
}
