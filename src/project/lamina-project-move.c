/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rename, Duplicate, and the way out when the file has gone. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "lamina-project-private.h"

#define COPY_PAGES 256
#define RETRY_MSEC 50

char *
lamina_path_make_temporary (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf (".lamina-%s", id);

  return g_build_filename (folder, name, NULL);
}

static void
remove_journal (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (journal);
}

void
lamina_path_remove (const char *path)
{
  g_unlink (path);
  remove_journal (path);
}

/* Without this a power failure may forget the new name. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
move (const char *from,
      const char *to,
      gboolean    overwrite)
{
  if (overwrite)
    return g_rename (from, to) == 0;
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  /* A file system without it: the smallest gap that there is. */
  if (g_access (to, F_OK) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }

  return g_rename (from, to) == 0;
}

gboolean
lamina_path_put (const char *from,
                 const char *to,
                 gboolean    overwrite,
                 GError    **error)
{
  g_autofree char *title = g_filename_display_basename (to);
  g_autofree char *journal = g_strconcat (to, "-journal", NULL);
  const gboolean exists = g_access (to, F_OK) == 0;

  /* An old journal would be played into the new file. The old file goes first: without
   * its journal it would be damaged. */
  if (overwrite && exists && g_access (journal, F_OK) == 0)
    g_unlink (to);
  if (overwrite || !exists)
    g_unlink (journal);

  if (move (from, to, overwrite))
    {
      sync_folder (to);
      return TRUE;
    }

  if (errno == EEXIST)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("There is already a file called %s in that folder: choose another name"), title);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("%s cannot be made: %s"), title, g_strerror (errno));

  return FALSE;
}

/* @path is locked first, so that nobody makes a project of that name meanwhile. */
static LaminaLock *
lock_target (const char *path,
             GError    **error)
{
  g_autofree char *title = g_filename_display_basename (path);
  LaminaReadOnly why;
  LaminaLock *lock = lamina_lock_new (path, &why);

  if (lock == NULL && why == LAMINA_READ_ONLY_IN_USE)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("%s is open in another window or program: choose another name"), title);
  else if (lock == NULL)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("%s cannot be made: that folder cannot be written. Choose another one."), title);

  return lock;
}

static gboolean
copy_pages (LaminaProject     *self,
            LaminaProject     *copy,
            LaminaProgressFunc progress,
            gpointer           progress_data,
            GError           **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy->db, "main", self->db, "main");
  gboolean is_cancelled = FALSE;
  int code = SQLITE_OK;

  if (backup == NULL)
    return lamina_project_fail (copy, error);

  while (!is_cancelled && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED))
    {
      code = sqlite3_backup_step (backup, COPY_PAGES);
      if (code != SQLITE_OK && code != SQLITE_DONE)
        sqlite3_sleep (RETRY_MSEC); /* Somebody writes to the original. */
      if (progress != NULL)
        {
          const gint64 total = sqlite3_backup_pagecount (backup);

          is_cancelled = !progress (total - sqlite3_backup_remaining (backup), total,
                                    progress_data);
        }
    }

  if (code == SQLITE_DONE)
    is_cancelled = FALSE;
  code = sqlite3_backup_finish (backup);
  if (is_cancelled)
    {
      g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED, _("The copy was stopped"));
      return FALSE;
    }

  return code == SQLITE_OK || lamina_project_fail (copy, error);
}

/* The file @path, which has that name only when it is whole. */
static gboolean
make_copy (LaminaProject     *self,
           const char        *path,
           LaminaProgressFunc progress,
           gpointer           progress_data,
           GError           **error)
{
  g_autoptr(LaminaProject) copy = g_new0 (LaminaProject, 1);
  g_autofree char *temporary = lamina_path_make_temporary (path);
  gboolean ok;

  copy->path = g_strdup (temporary);
  ok = lamina_project_connect (copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, RETRY_MSEC,
                               error) &&
       copy_pages (self, copy, progress, progress_data, error);
  lamina_project_close (copy);

  ok = ok && lamina_path_put (temporary, path, FALSE, error);
  if (!ok)
    lamina_path_remove (temporary);

  return ok;
}

gboolean
lamina_project_duplicate (LaminaProject     *self,
                          const char        *path,
                          LaminaProgressFunc progress,
                          gpointer           progress_data,
                          GError           **error)
{
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  g_autoptr(LaminaLock) lock = NULL;

  g_return_val_if_fail (!self->is_begun, FALSE);

  if (self->db == NULL)
    return lamina_project_fail_closed (self, error);

  lock = lock_target (place, error);

  return lock != NULL && make_copy (self, place, progress, progress_data, error);
}

gboolean
lamina_project_relocate (LaminaProject     *self,
                         const char        *path,
                         LaminaProgressFunc progress,
                         gpointer           progress_data,
                         GError           **error)
{
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  g_autoptr(LaminaLock) lock = NULL;

  g_return_val_if_fail (!self->is_begun, FALSE);

  if (self->db == NULL)
    return lamina_project_fail_closed (self, error);

  lock = lock_target (place, error);
  if (lock == NULL || !make_copy (self, place, progress, progress_data, error))
    return FALSE;

  lamina_project_close (self);

  return lamina_project_open_locked (self, place, g_steal_pointer (&lock), LAMINA_WRITABLE, error);
}

gboolean
lamina_project_rename (LaminaProject *self,
                       const char    *path,
                       GError       **error)
{
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  g_autofree char *old = g_strdup (self->path);
  g_autoptr(LaminaLock) lock = NULL;
  LaminaLock *kept;

  g_return_val_if_fail (!self->is_begun, FALSE);

  if (g_str_equal (place, old))
    return TRUE;
  if (!lamina_project_begin (self, error)) /* Read-only, closed, changed by others. */
    return FALSE;
  if (!lamina_project_commit (self, error)) /* Moved. */
    return FALSE;

  lock = lock_target (place, error);
  if (lock == NULL)
    return FALSE;

  /* SQLite must not see its file move; its journal has gone with the last commit. */
  lamina_project_close (self);
  if (lamina_path_put (old, place, FALSE, error))
    return lamina_project_open_locked (self, place, g_steal_pointer (&lock), LAMINA_WRITABLE,
                                       error);

  kept = g_steal_pointer (&self->lock);
  lamina_project_open_locked (self, old, kept, LAMINA_WRITABLE, NULL);

  return FALSE;
}
