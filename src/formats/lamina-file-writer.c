/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-file.h"

#include "lamina-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* More at once is cut by the kernel anyway. */
#define MAX_WRITE (1 << 30)

struct _LaminaFileWriter
{
  char *path;
  char *folder;
  char *temporary; /* NULL once it was renamed. */
  int   fd;
};

/* Where the new content goes: the end of a chain of links. */
static char *
lamina_file_follow_links (const char *path)
{
  char *target = realpath (path, NULL);
  char *copy = g_strdup (target != NULL ? target : path);

  free (target);

  return copy;
}

/* @mode: (out): of the file that will be replaced, 0 if there is none */
static gboolean
lamina_file_check_replaceable (const char  *path,
                               mode_t      *mode,
                               GError     **error)
{
  struct stat st;

  *mode = 0;

  if (stat (path, &st) != 0)
    return TRUE;

  if (S_ISDIR (st.st_mode))
    {
      lamina_error_set_unwritable (error, path, EISDIR);
      return FALSE;
    }

  if (!S_ISREG (st.st_mode))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("“%s” is a device or a pipe, which cannot be replaced: choose a file"), name);
      return FALSE;
    }

  /* Rename asks the folder only: a file protected by its owner would be lost. */
  if (access (path, W_OK) != 0)
    {
      lamina_error_set_unwritable (error, path, errno);
      return FALSE;
    }

  *mode = st.st_mode & 0777;

  return TRUE;
}

LaminaFileWriter *
lamina_file_writer_new (const char  *path,
                        GError     **error)
{
  g_autoptr(LaminaFileWriter) self = g_new0 (LaminaFileWriter, 1);
  g_autofree char *temporary = NULL;
  mode_t mode;

  self->fd = -1;
  self->path = lamina_file_follow_links (path);
  self->folder = g_path_get_dirname (self->path);

  if (!lamina_file_check_replaceable (self->path, &mode, error))
    return NULL;

  temporary = g_build_filename (self->folder, ".lamina-XXXXXX", NULL);
  self->fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);

  if (self->fd < 0)
    {
      lamina_error_set_unwritable (error, path, errno);
      return NULL;
    }

  self->temporary = g_steal_pointer (&temporary);

  if (mode != 0 && fchmod (self->fd, mode) != 0)
    {
      lamina_error_set_unwritable (error, path, errno);
      return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
lamina_file_writer_write (LaminaFileWriter  *self,
                          gconstpointer      data,
                          gsize              n_bytes,
                          GError           **error)
{
  const guint8 *p = data;

  while (n_bytes > 0)
    {
      const gssize n = write (self->fd, p, MIN (n_bytes, MAX_WRITE));

      if (n < 0 && errno == EINTR)
        continue;

      if (n < 0)
        {
          lamina_error_set_unwritable (error, self->path, errno);
          return FALSE;
        }

      p += n;
      n_bytes -= (gsize) n;
    }

  return TRUE;
}

/* The rename itself is on the disk only when the folder is. Not every file
 * system can do that, and the content is safe either way: errors are ignored.
 */
static void
lamina_file_sync_folder (const char *folder)
{
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;

  (void) fsync (fd);
  close (fd);
}

gboolean
lamina_file_writer_commit (LaminaFileWriter  *self,
                           GError           **error)
{
  int failed = fsync (self->fd);

  if (failed == 0)
    failed = close (g_steal_fd (&self->fd));
  if (failed == 0)
    failed = g_rename (self->temporary, self->path);

  if (failed != 0)
    {
      lamina_error_set_unwritable (error, self->path, errno);
      return FALSE;
    }

  g_clear_pointer (&self->temporary, g_free);
  lamina_file_sync_folder (self->folder);

  return TRUE;
}

void
lamina_file_writer_free (LaminaFileWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);

  g_free (self->temporary);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

gboolean
lamina_file_replace (const char  *path,
                     GBytes      *bytes,
                     GError     **error)
{
  g_autoptr(LaminaFileWriter) writer = lamina_file_writer_new (path, error);

  return writer != NULL
         && lamina_file_writer_write (writer, g_bytes_get_data (bytes, NULL),
                                      g_bytes_get_size (bytes), error)
         && lamina_file_writer_commit (writer, error);
}
