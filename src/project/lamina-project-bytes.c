/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-project-private.h"

/* Half of the file unused, and enough to be worth the wear: two states that take turns in two
 * places leave less.
 */
#define MIN_FREE_PAGES 1024
#define SHRINK_PAGES   256

gboolean
lamina_project_write_bytes (LaminaProject *self,
                            const char    *table,
                            gint64         id,
                            GBytes        *bytes,
                            GError       **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s VALUES (?1, ?2)", table);
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error, sql, "i", id);
  gboolean has_row;
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  if (stmt == NULL)
    return FALSE;

  /* Without data the pointer may be NULL, which SQLite would take for NULL. */
  sqlite3_bind_blob64 (stmt, 2, size > 0 ? data : "", size, SQLITE_STATIC);

  return lamina_sql_step (self, stmt, &has_row, error);
}

static gboolean
fail_hash (LaminaProject *self,
           GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("A state or data set in %s is damaged: its bytes are not those that were written. "
                 "Use an earlier copy of the file."), title);

  return FALSE;
}

static sqlite3_blob *
open_blob (LaminaProject *self,
           const char    *table,
           gint64         id,
           GError       **error)
{
  sqlite3_blob *blob = NULL;

  if (sqlite3_blob_open (self->db, "main", table, "bytes", id, 0, &blob) == SQLITE_OK)
    return blob;

  if ((sqlite3_errcode (self->db) & 0xff) == SQLITE_ERROR) /* no such row */
    fail_hash (self, error);
  else
    lamina_project_fail (self, error);

  return NULL;
}

static GBytes *
read_blob (LaminaProject *self,
           sqlite3_blob  *blob,
           gsize          size,
           GError       **error)
{
  g_autofree gpointer data = g_try_malloc (MAX (size, 1));

  if (data == NULL)
    {
      g_autofree char *title = lamina_project_get_title (self);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%s needs more memory than there is: close other programs and try again"), title);
      return NULL;
    }
  if (sqlite3_blob_read (blob, data, (int) size, 0) != SQLITE_OK)
    {
      lamina_project_fail (self, error);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

GBytes *
lamina_project_read_bytes (LaminaProject *self,
                           const char    *table,
                           gint64         id,
                           gsize          size,
                           const char    *sha256,
                           GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  sqlite3_blob *blob = open_blob (self, table, id, error);

  if (blob == NULL)
    return NULL;
  if ((gsize) sqlite3_blob_bytes (blob) != size)
    {
      sqlite3_blob_close (blob);
      fail_hash (self, error);
      return NULL;
    }

  bytes = read_blob (self, blob, size, error);
  sqlite3_blob_close (blob);
  if (bytes == NULL)
    return NULL;

  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (!g_str_equal (found, sha256))
    {
      fail_hash (self, error);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

gboolean
lamina_project_shrink (LaminaProject *self)
{
  gint64 n_free, n_pages;

  if (self->read_only != LAMINA_WRITABLE || self->is_begun ||
      !lamina_sql_get (self, 0, &n_free, NULL, "PRAGMA freelist_count", "") ||
      !lamina_sql_get (self, 0, &n_pages, NULL, "PRAGMA page_count", "") ||
      n_free < MIN_FREE_PAGES || n_free < n_pages / 2 || lamina_project_has_moved (self))
    return FALSE;

  /* It is a statement that answers once a page. */
  return sqlite3_exec (self->db, "PRAGMA incremental_vacuum(" G_STRINGIFY (SHRINK_PAGES) ")",
                       NULL, NULL, NULL) == SQLITE_OK;
}
