/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-project-private.h"

#define MAX_BRANCHES 10000

gboolean
lamina_project_check_branch (LaminaProject *self,
                             gint64         branch,
                             GError       **error)
{
  gint64 n;

  if (!lamina_sql_get (self, 0, &n, error, "SELECT count(*) FROM branches WHERE id = ?1", "i",
                       branch))
    return FALSE;
  if (n == 1)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("The project has no run number %" PRId64), branch);

  return FALSE;
}

/* --- writing --- */

static gboolean
write_contents (LaminaProject      *self,
                gint64              id,
                const LaminaBranch *branch,
                GError            **error)
{
  for (guint i = 0; i < branch->stacks->len; i++)
    {
      const LaminaNamedStack *stack = g_ptr_array_index (branch->stacks, i);

      if (!lamina_project_set_stack (self, id, stack->name, stack->stack, error))
        return FALSE;
    }

  for (guint i = 0; i < branch->revisions->len; i++)
    {
      const LaminaRevision *row = &g_array_index (branch->revisions, LaminaRevision, i);

      if (!lamina_project_add_revision (self, id, row->revision, row->training, error))
        return FALSE;
    }

  for (guint i = 0; i < branch->notes->len; i++)
    {
      const LaminaNote *note = &g_array_index (branch->notes, LaminaNote, i);

      if (!lamina_project_set_note (self, id, note->step, note->text, error))
        return FALSE;
    }

  return lamina_project_write_training (self, id, branch->training, error) &&
         lamina_project_write_pairs (self, "data", id, branch->data, error) &&
         lamina_project_append (self, id, (const LmRecord *) (gpointer) branch->records->data,
                                branch->records->len, error);
}

static gboolean
write_branch (LaminaProject      *self,
              gint64              id,
              const LaminaBranch *branch,
              GError            **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  stmt =
    lamina_sql_query (self, error,
                      "INSERT INTO branches VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8)",
                      "iiitinnn", id, branch->parent, (gint64) branch->fork_step, branch->name,
                      branch->created_usec, branch->data_sha256, branch->data_description,
                      branch->fingerprint);

  return stmt != NULL && lamina_sql_step (self, stmt, &has_row, error);
}

gint64
lamina_project_add_branch (LaminaProject      *self,
                           const LaminaBranch *branch,
                           GError            **error)
{
  const gboolean is_nested = self->is_begun;
  gint64 id = branch->id;
  gboolean ok;

  /* Each part opens a transaction of its own unless one is begun. */
  if (!is_nested && !lamina_project_begin (self, error))
    return 0;

  ok = (id != 0 || lamina_sql_get (self, 0, &id, error,
                                   "SELECT coalesce(max(id), 0) + 1 FROM branches", "")) &&
       (branch->parent == 0 || lamina_project_check_branch (self, branch->parent, error)) &&
       write_branch (self, id, branch, error) && write_contents (self, id, branch, error);

  if (!is_nested && ok)
    ok = lamina_project_commit (self, error);
  else if (!is_nested)
    lamina_project_rollback (self);

  return ok ? id : 0;
}

/* One statement with the branch's id and a text. */
static gboolean
update (LaminaProject *self,
        const char    *sql,
        gint64         branch,
        const char    *text,
        GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error) &&
       lamina_sql_run (self, error, sql, "in", branch, text);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_rename_branch (LaminaProject *self,
                              gint64         branch,
                              const char    *name,
                              GError       **error)
{
  return update (self, "UPDATE branches SET name = ?2 WHERE id = ?1", branch, name, error);
}

gboolean
lamina_project_set_fingerprint (LaminaProject *self,
                                gint64         branch,
                                const char    *fingerprint,
                                GError       **error)
{
  return update (self, "UPDATE branches SET fingerprint = ?2 WHERE id = ?1", branch, fingerprint,
                 error);
}

/* Evaluations stay: that the test set was opened is never forgotten. */
static gboolean
remove_rows (LaminaProject *self,
             gint64         branch,
             GError       **error)
{
  static const char *const statements[] = {
    "DELETE FROM state_bytes WHERE id IN (SELECT id FROM states WHERE branch = ?1)",
    "DELETE FROM states WHERE branch = ?1",
    "DELETE FROM steps WHERE branch = ?1",
    "DELETE FROM events WHERE branch = ?1",
    "DELETE FROM notes WHERE branch = ?1",
    "DELETE FROM revisions WHERE branch = ?1",
    "DELETE FROM data WHERE branch = ?1",
    "DELETE FROM training WHERE branch = ?1",
    "DELETE FROM layers WHERE branch = ?1",
    "DELETE FROM stacks WHERE branch = ?1",
    "DELETE FROM branches WHERE id = ?1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lamina_sql_run (self, error, statements[i], "i", branch))
      return FALSE;

  return TRUE;
}

static gboolean
check_removable (LaminaProject *self,
                 gint64         branch,
                 GError       **error)
{
  gint64 n;

  if (!lamina_sql_get (self, 0, &n, error, "SELECT count(*) FROM branches WHERE parent = ?1", "i",
                       branch))
    return FALSE;
  if (branch != LAMINA_BRANCH_MAIN && n == 0)
    return TRUE;

  g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                       n == 0 ? _("The first run cannot be deleted: start a new project instead")
                              : _("Other runs start from this one: delete them first"));

  return FALSE;
}

gboolean
lamina_project_remove_branch (LaminaProject *self,
                              gint64         branch,
                              GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = check_removable (self, branch, error) && remove_rows (self, branch, error);

  return lamina_part_end (&part, ok, error);
}

/* --- reading --- */

static gboolean
has_branch (GPtrArray *branches,
            gint64     id)
{
  for (guint i = 0; i < branches->len; i++)
    if (((LaminaBranch *) g_ptr_array_index (branches, i))->id == id)
      return TRUE;

  return FALSE;
}

/* Returns: (nullable): %NULL if the row is nonsense */
static LaminaBranch *
get_branch (sqlite3_stmt *stmt,
            GPtrArray    *before)
{
  const gint64 min = before->len == 0
                       ? LAMINA_BRANCH_MAIN
                       : ((LaminaBranch *) g_ptr_array_index (before, before->len - 1))->id + 1;
  gint64 id, parent = 0, fork_step, created;
  const char *name, *sha256, *description, *fingerprint;
  LaminaBranch *branch;

  if (!lamina_sql_column_int (stmt, 0, min, before->len == 0 ? min : G_MAXINT32, &id) ||
      before->len == MAX_BRANCHES ||
      (sqlite3_column_type (stmt, 1) != SQLITE_NULL &&
       (!lamina_sql_column_int (stmt, 1, 1, id - 1, &parent) || !has_branch (before, parent))) ||
      !lamina_sql_column_int (stmt, 2, 0, G_MAXINT64 / 2, &fork_step) ||
      !lamina_sql_column_text (stmt, 3, &name) ||
      !lamina_sql_column_int (stmt, 4, G_MININT64, G_MAXINT64, &created) ||
      !lamina_sql_column_maybe (stmt, 5, &sha256) ||
      !lamina_sql_column_maybe (stmt, 6, &description) ||
      !lamina_sql_column_maybe (stmt, 7, &fingerprint))
    return NULL;

  branch = lamina_branch_new (name);
  branch->id = id;
  branch->parent = parent;
  branch->fork_step = (guint64) fork_step;
  branch->created_usec = created;
  branch->data_sha256 = g_strdup (sha256);
  branch->data_description = g_strdup (description);
  branch->fingerprint = g_strdup (fingerprint);

  return branch;
}

gboolean
lamina_project_read_branches (LaminaProject *self,
                              GPtrArray     *branches,
                              GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error,
                                                   "SELECT * FROM branches ORDER BY id", "");
  gboolean has_row;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      LaminaBranch *branch;

      if (!has_row)
        return branches->len > 0 || lamina_project_fail_damaged (self, "branches", error);

      branch = get_branch (stmt, branches);
      if (branch == NULL)
        return lamina_project_fail_damaged (self, "branches", error);
      g_ptr_array_add (branches, branch);

      if (!lamina_project_read_stacks (self, branch, error) ||
          !lamina_project_read_training (self, branch, error) ||
          !lamina_project_read_pairs (self, "data", branch->id, branch->data, error) ||
          !lamina_project_read_revisions (self, branch, error) ||
          !lamina_project_read_notes (self, branch, error) ||
          !lamina_project_read_records (self, branch, error))
        return FALSE;
    }

  return FALSE;
}
