/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-reader.h"

#include "lamina-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define BUFFER_SIZE (256 * 1024)
#define MIN_CAPACITY (64 * 1024)
#define N_PROGRESS_CALLS 200
/* What deflate can do at best (zlib's technical notes), so nothing unpacks to more. */
#define MAX_GZIP_RATIO 1032
#define GZIP_WINDOW_BITS (15 + 16)

struct _LaminaReader
{
  char                  *path;   /* NULL when it reads bytes. */
  char                  *source;
  int                    fd;
  guint64                size;   /* Of the file on disk. */
  guint64                n_done; /* Of these. */
  guint64                next_progress;
  GCancellable          *cancellable;
  GFileProgressCallback  progress;
  gpointer               progress_data;

  GBytes                *bytes;  /* The input: of a file, one buffer after the other. */
  guint8                *buffer;
  const guint8          *input;
  gsize                  n_input;

  gboolean               is_packed;
  gboolean               is_in_member; /* Between the first and last byte of a gzip member. */
  z_stream               stream;
};

static gboolean
lamina_reader_refill (LaminaReader  *self,
                      GError       **error)
{
  gssize n;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      lamina_error_set_cancelled (error, self->source);
      return FALSE;
    }

  if (self->fd < 0 || self->n_input > 0)
    return TRUE;

  do
    n = read (self->fd, self->buffer, BUFFER_SIZE);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      lamina_error_set_unreadable (error, self->path, errno);
      return FALSE;
    }

  self->input = self->buffer;
  self->n_input = (gsize) n;
  self->n_done += (gsize) n;

  if (self->progress != NULL && (self->n_done >= self->next_progress || n == 0))
    {
      self->next_progress = self->n_done + self->size / N_PROGRESS_CALLS;
      self->progress ((goffset) MIN (self->n_done, self->size), (goffset) self->size,
                      self->progress_data);
    }

  return TRUE;
}

static gboolean
lamina_reader_begin (LaminaReader  *self,
                     gboolean       unpack,
                     GError       **error)
{
  if (!lamina_reader_refill (self, error))
    return FALSE;

  self->is_packed = unpack && self->n_input >= 2
                    && self->input[0] == 0x1f && self->input[1] == 0x8b;

  if (self->is_packed && inflateInit2 (&self->stream, GZIP_WINDOW_BITS) != Z_OK)
    {
      lamina_error_set_no_memory (error, self->source, BUFFER_SIZE);
      self->is_packed = FALSE;
      return FALSE;
    }

  return TRUE;
}

static gboolean
lamina_reader_open (LaminaReader  *self,
                    GError       **error)
{
  struct stat st;

  /* Without O_NONBLOCK a pipe would be waited for before it can be refused. */
  self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  if (self->fd < 0 || fstat (self->fd, &st) != 0)
    {
      lamina_error_set_unreadable (error, self->path, errno);
      return FALSE;
    }

  if (S_ISDIR (st.st_mode))
    {
      lamina_error_set_unreadable (error, self->path, EISDIR);
      return FALSE;
    }

  if (!S_ISREG (st.st_mode))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("“%s” is a device or a pipe: copy its content to a file first"), self->source);
      return FALSE;
    }

  self->size = (guint64) st.st_size;
  self->buffer = g_malloc (BUFFER_SIZE);

  return TRUE;
}

LaminaReader *
lamina_reader_new_for_path (const char             *path,
                            gboolean                unpack,
                            GCancellable           *cancellable,
                            GFileProgressCallback   progress,
                            gpointer                progress_data,
                            GError                **error)
{
  g_autoptr(LaminaReader) self = g_new0 (LaminaReader, 1);

  self->path = g_strdup (path);
  self->source = g_filename_display_basename (path);
  self->fd = -1;
  self->progress = progress;
  self->progress_data = progress_data;
  g_set_object (&self->cancellable, cancellable);

  if (!lamina_reader_open (self, error) || !lamina_reader_begin (self, unpack, error))
    return NULL;

  return g_steal_pointer (&self);
}

LaminaReader *
lamina_reader_new_for_bytes (GBytes        *bytes,
                             const char    *source,
                             gboolean       unpack,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr(LaminaReader) self = g_new0 (LaminaReader, 1);

  self->source = g_strdup (source);
  self->fd = -1;
  self->bytes = g_bytes_ref (bytes);
  self->input = g_bytes_get_data (bytes, &self->n_input);
  self->size = self->n_input;
  g_set_object (&self->cancellable, cancellable);

  if (!lamina_reader_begin (self, unpack, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lamina_reader_free (LaminaReader *self)
{
  if (self->is_packed)
    inflateEnd (&self->stream);
  if (self->fd >= 0)
    close (self->fd);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->buffer);
  g_free (self->source);
  g_free (self->path);
  g_free (self);
}

const char *
lamina_reader_get_source (LaminaReader *self)
{
  return self->source;
}

gboolean
lamina_reader_is_packed (LaminaReader *self)
{
  return self->is_packed;
}

guint64
lamina_reader_get_max_len (LaminaReader *self)
{
  guint64 max_len;

  if (!self->is_packed)
    return self->size;

  return g_uint64_checked_mul (&max_len, self->size, MAX_GZIP_RATIO) ? max_len : G_MAXUINT64;
}

/* After a member: another one, zeros (tapes and some servers pad), or the end. */
static gboolean
lamina_reader_next_member (LaminaReader  *self,
                           gboolean      *is_end,
                           GError       **error)
{
  while (TRUE)
    {
      if (!lamina_reader_refill (self, error))
        return FALSE;

      *is_end = self->n_input == 0;

      if (*is_end || *self->input == 0x1f)
        break;

      if (*self->input != 0)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("“%s” goes on after the end of its gzip content: "
                         "it is damaged, get it again"),
                       self->source);
          return FALSE;
        }

      self->input++;
      self->n_input--;
    }

  if (!*is_end)
    inflateReset (&self->stream);

  return TRUE;
}

static gboolean
lamina_reader_inflate (LaminaReader  *self,
                       guint8        *buffer,
                       gsize          n_bytes,
                       gsize         *n_read,
                       gboolean      *is_end,
                       GError       **error)
{
  const gsize n_in = MIN (self->n_input, BUFFER_SIZE);
  const gsize n_out = MIN (n_bytes, BUFFER_SIZE);
  int status;

  self->stream.next_in = (Bytef *) self->input;
  self->stream.avail_in = (uInt) n_in;
  self->stream.next_out = buffer;
  self->stream.avail_out = (uInt) n_out;

  status = inflate (&self->stream, Z_NO_FLUSH);

  self->input += n_in - self->stream.avail_in;
  self->n_input -= n_in - self->stream.avail_in;
  *n_read = n_out - self->stream.avail_out;
  self->is_in_member = status != Z_STREAM_END;

  if (status == Z_STREAM_END)
    return lamina_reader_next_member (self, is_end, error);

  if (status == Z_OK || (status == Z_BUF_ERROR && self->n_input > 0))
    return TRUE;

  if (status == Z_MEM_ERROR)
    lamina_error_set_no_memory (error, self->source, BUFFER_SIZE);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” is a damaged gzip file (%s): get it again"), self->source,
                 self->stream.msg != NULL ? self->stream.msg : "inflate");

  return FALSE;
}

static gboolean
lamina_reader_unpack (LaminaReader  *self,
                      guint8        *buffer,
                      gsize          n_bytes,
                      gsize         *n_read,
                      GError       **error)
{
  gboolean is_end = FALSE;
  gsize n;

  for (*n_read = 0; *n_read < n_bytes && !is_end; *n_read += n)
    {
      if (!lamina_reader_refill (self, error))
        return FALSE;

      if (self->n_input == 0 && self->is_in_member)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("“%s” ends in the middle of its gzip content: "
                         "it is not complete, get it again"),
                       self->source);
          return FALSE;
        }

      if (self->n_input == 0)
        break;

      if (!lamina_reader_inflate (self, buffer + *n_read, n_bytes - *n_read, &n, &is_end, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
lamina_reader_read (LaminaReader  *self,
                    gpointer       buffer,
                    gsize          n_bytes,
                    gsize         *n_read,
                    GError       **error)
{
  if (self->is_packed)
    return lamina_reader_unpack (self, buffer, n_bytes, n_read, error);

  for (*n_read = 0; *n_read < n_bytes;)
    {
      gsize n;

      if (!lamina_reader_refill (self, error))
        return FALSE;

      if (self->n_input == 0)
        break;

      n = MIN (self->n_input, n_bytes - *n_read);
      memcpy ((guint8 *) buffer + *n_read, self->input, n);
      self->input += n;
      self->n_input -= n;
      *n_read += n;
    }

  return TRUE;
}

GBytes *
lamina_reader_read_bytes (LaminaReader  *self,
                          gsize          n_bytes,
                          GError       **error)
{
  /* Four times is what gzip usually makes: then nothing is moved. */
  const guint64 likely = self->is_packed ? self->size * 4 : self->size;
  gsize capacity = (gsize) MIN ((guint64) n_bytes, MAX (likely, MIN_CAPACITY));
  g_autofree guint8 *data = NULL;
  gsize len = 0;

  while (TRUE)
    {
      guint8 *grown = g_try_realloc (data, MAX (capacity, 1));
      gsize n;

      if (grown == NULL)
        {
          lamina_error_set_no_memory (error, self->source, capacity);
          return NULL;
        }

      data = grown;

      if (!lamina_reader_read (self, data + len, capacity - len, &n, error))
        return NULL;

      len += n;

      if (len < capacity || capacity == n_bytes)
        break;

      capacity = capacity > n_bytes / 2 ? n_bytes : capacity * 2;
    }

  return g_bytes_new_take (g_steal_pointer (&data), len);
}

GBytes *
lamina_reader_read_all (LaminaReader  *self,
                        gsize          max_bytes,
                        GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  gsize n_more = 0;
  guint8 more;

  /* A plain file tells its size before anything is read. */
  if (self->is_packed || self->size <= max_bytes)
    {
      bytes = lamina_reader_read_bytes (self, max_bytes, error);

      if (bytes == NULL || !lamina_reader_read (self, &more, 1, &n_more, error))
        return NULL;
    }

  if (bytes == NULL || n_more > 0)
    {
      g_autofree char *limit = g_format_size (max_bytes);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds more than %s, the most that is read at once: take a part of it"),
                   self->source, limit);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}
