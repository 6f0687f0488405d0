/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina-project-private.h"

struct _LaminaLock
{
  char *path;
  int   fd;
};

static char *
make_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s-lock", name);

  return g_build_filename (folder, hidden, NULL);
}

/* Who closes the project removes the file, perhaps between our open and our lock. */
static gboolean
is_still_there (const char *path,
                int         fd)
{
  struct stat ours, theirs;

  return fstat (fd, &ours) == 0 && stat (path, &theirs) == 0 &&
         ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

/* Returns: the descriptor; -1 with @why set; G_MININT to try again */
static int
try_lock (const char     *path,
          LaminaReadOnly *why)
{
  const int fd = g_open (path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

  *why = LAMINA_WRITABLE;
  if (fd < 0)
    {
      if (errno == EACCES || errno == EROFS || errno == EPERM)
        *why = LAMINA_READ_ONLY_FOLDER;
      return -1; /* A full disk, for example, says so itself at the first commit. */
    }

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      const int code = errno;

      if (code == EWOULDBLOCK)
        *why = LAMINA_READ_ONLY_IN_USE;
      close (fd);
      return code == EINTR ? G_MININT : -1;
    }

  if (is_still_there (path, fd))
    return fd;

  close (fd);
  return G_MININT;
}

LaminaLock *
lamina_lock_new (const char     *path,
                 LaminaReadOnly *why)
{
  g_autofree char *place = make_path (path);
  LaminaLock *self;
  int fd;

  do
    fd = try_lock (place, why);
  while (fd == G_MININT);

  if (fd < 0)
    return NULL;

  self = g_new (LaminaLock, 1);
  self->path = g_steal_pointer (&place);
  self->fd = fd;

  return self;
}

void
lamina_lock_free (LaminaLock *self)
{
  if (self == NULL)
    return;

  /* In this order: nobody can lock a file that is about to go. */
  if (is_still_there (self->path, self->fd))
    g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}
