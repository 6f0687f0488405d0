/* SPDX-License-Identifier: GPL-3.0-or-later */

/* States and attachments: rows that describe bytes, and the bytes. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-project-private.h"

static const char *const roles[] = {
  [LAMINA_STATE_INITIAL] = "initial",
  [LAMINA_STATE_NOW] = "now",
  [LAMINA_STATE_BEST] = "best",
  [LAMINA_STATE_KEYFRAME] = "keyframe",
};

static gboolean
check_size (GBytes  *bytes,
            GError **error)
{
  const gsize size = g_bytes_get_size (bytes);

  if (size <= LAMINA_MAX_BLOB)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("A project file holds pieces of %d MB at the most, and this one has %d"),
               (int) (LAMINA_MAX_BLOB / 1000000), (int) MIN (size / 1000000, G_MAXINT));

  return FALSE;
}

/* A branch has one state of each role, but a keyframe for any step. */
#define WITH_ROLE                                                                                  \
  "FROM states WHERE branch = ?1 AND role = ?2 AND (role <> 'keyframe' OR step = ?3)"

static gboolean
remove_states (LaminaProject  *self,
               gint64          branch,
               LaminaStateRole role,
               guint64         step,
               gint64          kept,
               GError        **error)
{
  return lamina_sql_run (self, error,
                         "DELETE FROM state_bytes WHERE id IN (SELECT id " WITH_ROLE
                         ") AND id <> ?4",
                         "itii", branch, roles[role], (gint64) step, kept) &&
         lamina_sql_run (self, error, "DELETE " WITH_ROLE " AND id <> ?4", "itii", branch,
                         roles[role], (gint64) step, kept);
}

/* First the new one, then the old one goes: its pages need not be copied into the journal. */
static gboolean
write_state (LaminaProject  *self,
             gint64          branch,
             LaminaStateRole role,
             guint64         step,
             GBytes         *bytes,
             GError        **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gint64 id;

  return lamina_project_check_branch (self, branch, error) &&
         lamina_sql_get (self, 1, &id, error, "SELECT max(id) + 1 FROM states", "") &&
         lamina_sql_run (self, error, "INSERT INTO states VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                         "iitiit", id, branch, roles[role], (gint64) step,
                         (gint64) g_bytes_get_size (bytes), sha256) &&
         lamina_project_write_bytes (self, "state_bytes", id, bytes, error) &&
         remove_states (self, branch, role, step, id, error);
}

gboolean
lamina_project_save_state (LaminaProject  *self,
                           gint64          branch,
                           LaminaStateRole role,
                           guint64         step,
                           GBytes         *bytes,
                           GError        **error)
{
  gboolean ok;
  LaminaPart part;

  if (!check_size (bytes, error) || !lamina_part_begin (&part, self, error))
    return FALSE;

  ok = write_state (self, branch, role, step, bytes, error);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_remove_state (LaminaProject  *self,
                             gint64          branch,
                             LaminaStateRole role,
                             guint64         step,
                             GError        **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = remove_states (self, branch, role, step, 0, error);

  return lamina_part_end (&part, ok, error);
}

static gboolean
get_hash (sqlite3_stmt *stmt,
          int           column,
          char          hash[65])
{
  const char *text;

  if (!lamina_sql_column_text (stmt, column, &text) || strlen (text) != 64 ||
      strspn (text, "0123456789abcdef") != 64)
    return FALSE;

  g_strlcpy (hash, text, 65);

  return TRUE;
}

/* Columns of @stmt: id, size, sha256. */
static GBytes *
load (LaminaProject *self,
      const char    *table,
      const char    *bytes_table,
      sqlite3_stmt  *stmt,
      GError       **error)
{
  gint64 id, size;
  char sha256[65];
  gboolean has_row;

  if (!lamina_sql_step (self, stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_autofree char *title = lamina_project_get_title (self);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("%s does not hold what was asked for"), title);
      return NULL;
    }
  if (!lamina_sql_column_int (stmt, 0, 1, G_MAXINT64, &id) ||
      !lamina_sql_column_int (stmt, 1, 0, LAMINA_MAX_BLOB, &size) || !get_hash (stmt, 2, sha256))
    {
      lamina_project_fail_damaged (self, table, error);
      return NULL;
    }

  return lamina_project_read_bytes (self, bytes_table, id, (gsize) size, sha256, error);
}

GBytes *
lamina_project_load_state (LaminaProject  *self,
                           gint64          branch,
                           LaminaStateRole role,
                           guint64         step,
                           GError        **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  stmt = lamina_sql_query (self, error, "SELECT id, size, sha256 " WITH_ROLE, "iti",
                           branch, roles[role], (gint64) step);

  return stmt != NULL ? load (self, "states", "state_bytes", stmt, error) : NULL;
}

static gboolean
get_state (sqlite3_stmt    *stmt,
           LaminaStateInfo *state)
{
  gint64 step, size;
  const char *role;

  if (!lamina_sql_column_int (stmt, 1, 1, G_MAXINT64, &state->branch) ||
      !lamina_sql_column_text (stmt, 2, &role) ||
      !lamina_sql_column_int (stmt, 3, 0, G_MAXINT64, &step) ||
      !lamina_sql_column_int (stmt, 4, 0, LAMINA_MAX_BLOB, &size) ||
      !get_hash (stmt, 5, state->sha256))
    return FALSE;

  state->step = (guint64) step;
  state->n_bytes = (gsize) size;
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i], role))
      {
        state->role = (LaminaStateRole) i;
        return TRUE;
      }

  return FALSE;
}

static int
compare_states (gconstpointer a,
                gconstpointer b)
{
  const LaminaStateInfo *x = a, *y = b;

  if (x->branch != y->branch)
    return x->branch < y->branch ? -1 : 1;
  if (x->step != y->step)
    return x->step < y->step ? -1 : 1;

  return (int) x->role - (int) y->role;
}

gboolean
lamina_project_read_states (LaminaProject *self,
                            GArray        *states,
                            GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error, "SELECT * FROM states ORDER BY id",
                                                   "");
  gboolean has_row;
  gint64 last = 0;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      LaminaStateInfo state;

      if (!has_row)
        {
          g_array_sort (states, compare_states);
          return TRUE;
        }
      if (!lamina_sql_column_int (stmt, 0, last + 1, G_MAXINT64, &last) ||
          states->len == LAMINA_MAX_ROWS || !get_state (stmt, &state))
        return lamina_project_fail_damaged (self, "states", error);

      g_array_append_val (states, state);
    }

  return FALSE;
}

/* --- attachments --- */

static gboolean
remove_attachment (LaminaProject *self,
                   const char    *name,
                   GError       **error)
{
  return lamina_sql_run (self, error, "DELETE FROM attachment_bytes WHERE id IN "
                         "(SELECT id FROM attachments WHERE name = ?1)", "t", name) &&
         lamina_sql_run (self, error, "DELETE FROM attachments WHERE name = ?1", "t", name);
}

static gboolean
write_attachment (LaminaProject *self,
                  const char    *name,
                  GBytes        *bytes,
                  GError       **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gint64 id;

  return remove_attachment (self, name, error) &&
         lamina_sql_get (self, 1, &id, error, "SELECT max(id) + 1 FROM attachments", "") &&
         lamina_sql_run (self, error, "INSERT INTO attachments VALUES (?1, ?2, ?3, ?4)", "itit",
                         id, name, (gint64) g_bytes_get_size (bytes), sha256) &&
         lamina_project_write_bytes (self, "attachment_bytes", id, bytes, error);
}

gboolean
lamina_project_attach (LaminaProject *self,
                       const char    *name,
                       GBytes        *bytes,
                       GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!check_size (bytes, error) || !lamina_part_begin (&part, self, error))
    return FALSE;

  ok = write_attachment (self, name, bytes, error);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_detach (LaminaProject *self,
                       const char    *name,
                       GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = remove_attachment (self, name, error);

  return lamina_part_end (&part, ok, error);
}

GBytes *
lamina_project_load_attachment (LaminaProject *self,
                                const char    *name,
                                GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  stmt = lamina_sql_query (self, error, "SELECT id, size, sha256 FROM attachments WHERE name = ?1",
                           "t", name);

  return stmt != NULL ? load (self, "attachments", "attachment_bytes", stmt, error) : NULL;
}

gboolean
lamina_project_read_attachments (LaminaProject *self,
                                 GPtrArray     *attachments,
                                 GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error,
                                                   "SELECT name, size, sha256 FROM attachments "
                                                   "ORDER BY name",
                                                   "");
  const char *last = NULL;
  gboolean has_row;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      LaminaAttachmentInfo row = { 0 }, *copy;
      const char *name;
      gint64 size;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_text (stmt, 0, &name) || (last != NULL && strcmp (name, last) <= 0) ||
          !lamina_sql_column_int (stmt, 1, 0, LAMINA_MAX_BLOB, &size) ||
          !get_hash (stmt, 2, row.sha256) || attachments->len == LAMINA_MAX_PAIRS)
        return lamina_project_fail_damaged (self, "attachments", error);

      copy = g_memdup2 (&row, sizeof row);
      copy->name = g_strdup (name);
      copy->n_bytes = (gsize) size;
      last = copy->name;
      g_ptr_array_add (attachments, copy);
    }

  return FALSE;
}
