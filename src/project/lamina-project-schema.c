/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-project-private.h"
#include "lamina-schema.h"

/* Checking the pages of all tables that are read as a whole costs 3 ms a megabyte; of larger files
 * those of the states and attachments are left out: they have their hashes.
 */
#define MAX_WHOLE_CHECK ((gint64) 64 << 20)

const char *
lamina_project_get_schema (void)
{
  return LAMINA_SCHEMA;
}

gboolean
lamina_project_make_schema (LaminaProject *self,
                            GError       **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                            LAMINA_APPLICATION_ID, LAMINA_SCHEMA_VERSION);

  if (sqlite3_exec (self->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (self->db, LAMINA_SCHEMA, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (self->db, stamp, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    return lamina_project_fail (self, error);

  return TRUE;
}

/* Adds a text for each object of the schema.
 * Returns: SQLITE_DONE; SQLITE_ROW if there are more than @max; an error
 */
static int
list_objects (sqlite3    *db,
              GHashTable *objects,
              guint       max)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int code;

  code = sqlite3_prepare_v2 (db, "SELECT type, name, tbl_name, sql FROM sqlite_schema", -1, &stmt,
                             NULL);
  if (code != SQLITE_OK)
    return code;

  while ((code = sqlite3_step (stmt)) == SQLITE_ROW && g_hash_table_size (objects) < max)
    g_hash_table_add (objects, g_strdup_printf ("%s %s %s %s",
                                                (const char *) sqlite3_column_text (stmt, 0),
                                                (const char *) sqlite3_column_text (stmt, 1),
                                                (const char *) sqlite3_column_text (stmt, 2),
                                                (const char *) sqlite3_column_text (stmt, 3)));

  return code;
}

/* Made by the same SQLite from the same text, so that they are equal or not ours. */
static GHashTable *
list_expected_objects (void)
{
  g_autoptr(GHashTable) objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3 *db = NULL;
  gboolean ok;

  ok = sqlite3_open (":memory:", &db) == SQLITE_OK &&
       sqlite3_exec (db, LAMINA_SCHEMA, NULL, NULL, NULL) == SQLITE_OK &&
       list_objects (db, objects, G_MAXUINT) == SQLITE_DONE;
  sqlite3_close (db);

  return ok ? g_steal_pointer (&objects) : NULL;
}

static gboolean
check_objects (LaminaProject *self,
               GError       **error)
{
  g_autoptr(GHashTable) objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) expected = list_expected_objects ();
  g_autofree char *title = lamina_project_get_title (self);
  GHashTableIter iter;
  gpointer object;
  gboolean equal;
  int code;

  if (expected == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%s needs more memory than there is: close other programs and try again"), title);
      return FALSE;
    }

  code = list_objects (self->db, objects, g_hash_table_size (expected));
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    return lamina_project_fail (self, error);

  equal = code == SQLITE_DONE && g_hash_table_size (objects) == g_hash_table_size (expected);
  g_hash_table_iter_init (&iter, expected);
  while (equal && g_hash_table_iter_next (&iter, &object, NULL))
    equal = g_hash_table_contains (objects, object);

  if (!equal)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s was not opened: its tables, triggers or views are not those of a Lamina project, "
                   "so that it may be damaged or do harm"), title);

  return equal;
}

static gboolean
check_version (LaminaProject *self,
               GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);
  gint64 id, version;

  if (!lamina_sql_get (self, 0, &id, error, "PRAGMA application_id", "") ||
      !lamina_sql_get (self, 0, &version, error, "PRAGMA user_version", ""))
    return FALSE;

  if (id != LAMINA_APPLICATION_ID || version < 1)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s is not a Lamina project"), title);
      return FALSE;
    }
  if (version > LAMINA_SCHEMA_VERSION)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_NEWER,
                   _("%s is a project file of version %d, and this Lamina knows versions up to %d: "
                     "update Lamina to open it"),
                   title, (int) version, LAMINA_SCHEMA_VERSION);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_pages (LaminaProject *self,
             GError       **error)
{
  static const char *const small[] = {
    "info",  "layout", "branches", "layers",      "stacks", "training",    "data", "revisions",
    "steps", "notes",  "events",   "evaluations", "states", "attachments", NULL,
  };
  static const char *const whole[] = { "1", NULL };
  gint64 n_pages, page_size;
  const char *const *names;

  if (!lamina_sql_get (self, 0, &n_pages, error, "PRAGMA page_count", "") ||
      !lamina_sql_get (self, 0, &page_size, error, "PRAGMA page_size", ""))
    return FALSE;

  names = n_pages * page_size <= MAX_WHOLE_CHECK ? whole : small;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("PRAGMA quick_check(%s)", names[i]);
      g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error, sql, "");
      gboolean has_row;
      const char *answer;

      if (stmt == NULL || !lamina_sql_step (self, stmt, &has_row, error))
        return FALSE;
      if (!has_row || !lamina_sql_column_text (stmt, 0, &answer) || !g_str_equal (answer, "ok"))
        {
          g_autofree char *title = lamina_project_get_title (self);

          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("%s is damaged: parts of it are missing or were overwritten. "
                         "Use an earlier copy of the file."), title);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
lamina_project_check (LaminaProject *self,
                      gboolean       is_whole,
                      GError       **error)
{
  gboolean ok;

  /* One transaction, so that all of it is said of the same file. */
  if (sqlite3_exec (self->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
    return lamina_project_fail (self, error);

  ok = check_version (self, error) && check_objects (self, error) &&
       (!is_whole || check_pages (self, error)) &&
       lamina_project_look (self, error);
  sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);

  return ok;
}
