/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-npz.h"

#include "lamina-error.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#define SUFFIX ".npy"
#define FIRST_CAPACITY ((gsize) 64 * 1024)
#define BLOCK_SIZE (1024 * 1024)
/* 1 January 1980, where zip's calendar begins: the same arrays give the same bytes. */
#define EPOCH 315532800

typedef struct archive LaminaZipReader;
typedef struct archive LaminaZipWriter;
typedef struct archive_entry LaminaZipEntry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaZipEntry, archive_entry_free)

/* libarchive turns every name into the locale's characters and loses what they
 * lack. So this thread speaks UTF-8 while libarchive works.
 *
 * Returns: what lamina_npz_pop_locale() takes
 */
static locale_t
lamina_npz_push_utf8 (void)
{
  const locale_t copy = duplocale (uselocale ((locale_t) 0));
  const locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", copy);

  if (utf8 != (locale_t) 0)
    return uselocale (utf8);

  freelocale (copy);

  return (locale_t) 0;
}

static void
lamina_npz_pop_locale (locale_t before)
{
  if (before != (locale_t) 0)
    freelocale (uselocale (before));
}

static void
lamina_npz_set_damaged (GError         **error,
                        const char      *source,
                        struct archive  *zip)
{
  const char *reason = archive_error_string (zip);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” is not a whole NPZ file (%s): save it again"), source,
               reason != NULL ? reason : "zip");
}

static void
lamina_npz_set_too_large (GError     **error,
                          const char  *source)
{
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” unpacks to more than its directory or this computer's memory "
                 "allows: do not trust it, get it elsewhere"),
               source);
}

/* Reads the content of the current entry, taking memory as it comes.
 *
 * @n_max: where it must end; what the directory of the zip says may be a lie
 */
static GBytes *
lamina_npz_read_entry (LaminaZipReader  *zip,
                       gsize             n_max,
                       const char       *source,
                       GError          **error)
{
  gsize capacity = MIN (FIRST_CAPACITY, n_max) + 1;
  g_autofree guint8 *data = NULL;
  gsize n_bytes = 0;

  while (TRUE)
    {
      guint8 *grown = g_try_realloc (data, capacity);
      gssize n;

      if (grown == NULL)
        {
          lamina_error_set_no_memory (error, source, capacity);
          return NULL;
        }

      data = grown;
      n = archive_read_data (zip, data + n_bytes, capacity - n_bytes);

      if (n < 0)
        {
          lamina_npz_set_damaged (error, source, zip);
          return NULL;
        }

      if (n == 0)
        return g_bytes_new_take (g_realloc (g_steal_pointer (&data), MAX (n_bytes, 1)), n_bytes);

      n_bytes += (gsize) n;

      if (n_bytes > n_max)
        {
          lamina_npz_set_too_large (error, source);
          return NULL;
        }

      if (n_bytes == capacity)
        capacity = capacity > n_max / 2 ? n_max + 1 : capacity * 2;
    }
}

/* Returns: (transfer full) (nullable): "x" of "x.npy", in UTF-8; NULL for what is no array */
static char *
lamina_npz_get_name (LaminaZipEntry *entry)
{
  const char *path = archive_entry_pathname_utf8 (entry);

  if (path == NULL)
    path = archive_entry_pathname (entry);

  if (path == NULL || !g_utf8_validate (path, -1, NULL) || !g_str_has_suffix (path, SUFFIX))
    return NULL;

  return g_strndup (path, strlen (path) - strlen (SUFFIX));
}

/* @n_left: (inout): how many bytes may still be unpacked */
static gboolean
lamina_npz_read_array (LaminaZipReader  *zip,
                       LaminaZipEntry   *entry,
                       const char       *source,
                       GPtrArray        *arrays,
                       GHashTable       *names,
                       gsize            *n_left,
                       GError          **error)
{
  g_autofree char *name = lamina_npz_get_name (entry);
  g_autofree char *quoted = NULL;
  g_autofree char *inner = NULL;
  g_autoptr(GBytes) bytes = NULL;
  LaminaArray *array;
  gsize n_max = *n_left;

  if (name == NULL)
    return TRUE;

  quoted = lamina_error_quote (name, -1);

  if (!g_hash_table_add (names, g_strdup (name)))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds two arrays called “%s”: save it again with different names"),
                   source, quoted);
      return FALSE;
    }

  if (archive_entry_size_is_set (entry) && archive_entry_size (entry) >= 0)
    n_max = (gsize) MIN ((guint64) archive_entry_size (entry), n_max);

  bytes = lamina_npz_read_entry (zip, n_max, source, error);

  if (bytes == NULL)
    return FALSE;

  *n_left -= g_bytes_get_size (bytes);
  inner = g_strdup_printf ("%s, %s" SUFFIX, source, quoted);
  array = lamina_npy_parse (bytes, name, inner, error);

  if (array == NULL)
    return FALSE;

  g_ptr_array_add (arrays, array);

  return TRUE;
}

static GPtrArray *
lamina_npz_read_arrays (LaminaZipReader  *zip,
                        const char       *source,
                        gsize             n_left,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LaminaZipEntry *entry;
  int status;

  while ((status = archive_read_next_header (zip, &entry)) == ARCHIVE_OK)
    {
      if (g_cancellable_is_cancelled (cancellable))
        {
          lamina_error_set_cancelled (error, source);
          return NULL;
        }

      if (!lamina_npz_read_array (zip, entry, source, arrays, names, &n_left, error))
        return NULL;
    }

  if (status != ARCHIVE_EOF)
    {
      lamina_npz_set_damaged (error, source, zip);
      return NULL;
    }

  if (arrays->len == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds no arrays: choose a file that numpy.savez() wrote"), source);
      return NULL;
    }

  return g_steal_pointer (&arrays);
}

static GPtrArray *
lamina_npz_parse_cancellable (GBytes        *bytes,
                              const char    *source,
                              gsize          max_bytes,
                              GCancellable  *cancellable,
                              GError       **error)
{
  const locale_t locale = lamina_npz_push_utf8 ();
  LaminaZipReader *zip = archive_read_new ();
  const gsize n_bytes = g_bytes_get_size (bytes);
  const gsize n_memory = lamina_file_get_max_bytes ();
  GPtrArray *arrays = NULL;

  archive_read_support_format_zip_seekable (zip);

  if (archive_read_open_memory (zip, g_bytes_get_data (bytes, NULL), n_bytes) != ARCHIVE_OK)
    lamina_npz_set_damaged (error, source, zip);
  else
    arrays = lamina_npz_read_arrays (zip, source,
                                     max_bytes > 0 ? max_bytes : n_memory - MIN (n_bytes, n_memory),
                                     cancellable, error);

  archive_read_free (zip);
  lamina_npz_pop_locale (locale);

  return arrays;
}

GPtrArray *
lamina_npz_parse (GBytes      *bytes,
                  const char  *source,
                  gsize        max_bytes,
                  GError     **error)
{
  return lamina_npz_parse_cancellable (bytes, source, max_bytes, NULL, error);
}

GPtrArray *
lamina_npz_read (const char             *path,
                 GCancellable           *cancellable,
                 GFileProgressCallback   progress,
                 gpointer                progress_data,
                 GError                **error)
{
  g_autofree char *source = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = NULL;

  /* The file and what comes out of it are in memory together. */
  bytes = lamina_file_read (path, lamina_file_get_max_bytes () / 2, cancellable, progress,
                            progress_data, error);

  if (bytes == NULL)
    return NULL;

  return lamina_npz_parse_cancellable (bytes, source, 0, cancellable, error);
}

typedef struct
{
  LaminaFileWriter *file;
  GCancellable     *cancellable;
  const char       *source;
  GError           *failure;
} LaminaNpzSink;

static la_ssize_t
lamina_npz_write_cb (struct archive *zip,
                     void           *user_data,
                     const void     *data,
                     size_t          n_bytes)
{
  LaminaNpzSink *sink = user_data;

  if (sink->failure == NULL && g_cancellable_is_cancelled (sink->cancellable))
    lamina_error_set_cancelled (&sink->failure, sink->source);

  if (sink->failure == NULL
      && lamina_file_writer_write (sink->file, data, n_bytes, &sink->failure))
    return (la_ssize_t) n_bytes;

  archive_set_error (zip, EIO, "cannot write");

  return -1;
}

static gboolean
lamina_npz_write_data (LaminaZipWriter *zip,
                       GBytes          *bytes)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  for (gsize done = 0; done < n_bytes; done += BLOCK_SIZE)
    {
      const gsize n = MIN (BLOCK_SIZE, n_bytes - done);

      if (archive_write_data (zip, data + done, n) != (la_ssize_t) n)
        return FALSE;
    }

  return TRUE;
}

static gboolean
lamina_npz_write_array (LaminaZipWriter   *zip,
                        const LaminaArray *array)
{
  g_autoptr(LaminaZipEntry) entry = archive_entry_new ();
  g_autoptr(GBytes) header = lamina_npy_make_header (array);
  g_autofree char *path = g_strconcat (array->name, SUFFIX, NULL);

  archive_entry_set_pathname_utf8 (entry, path);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, EPOCH, 0);
  archive_entry_set_size (entry, (gint64) (g_bytes_get_size (header)
                                           + g_bytes_get_size (array->bytes)));

  return archive_write_header (zip, entry) == ARCHIVE_OK && lamina_npz_write_data (zip, header)
         && lamina_npz_write_data (zip, array->bytes)
         && archive_write_finish_entry (zip) == ARCHIVE_OK;
}

static gboolean
lamina_npz_write_arrays (LaminaZipWriter  *zip,
                         LaminaNpzSink    *sink,
                         const GPtrArray  *arrays)
{
  if (archive_write_set_format_zip (zip) != ARCHIVE_OK
      || archive_write_zip_set_compression_store (zip) != ARCHIVE_OK
      || archive_write_set_options (zip, "zip:hdrcharset=UTF-8") != ARCHIVE_OK
      || archive_write_set_bytes_in_last_block (zip, 1) != ARCHIVE_OK
      || archive_write_open (zip, sink, NULL, lamina_npz_write_cb, NULL) != ARCHIVE_OK)
    return FALSE;

  for (guint i = 0; i < arrays->len; i++)
    if (!lamina_npz_write_array (zip, g_ptr_array_index (arrays, i)))
      return FALSE;

  return archive_write_close (zip) == ARCHIVE_OK;
}

gboolean
lamina_npz_write (const char       *path,
                  const GPtrArray  *arrays,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autoptr(LaminaFileWriter) file = NULL;
  g_autofree char *source = g_filename_display_basename (path);
  LaminaNpzSink sink = { .cancellable = cancellable, .source = source };
  LaminaZipWriter *zip;
  gboolean is_written;
  locale_t locale;

  g_return_val_if_fail (lamina_arrays_have_names (arrays), FALSE);

  sink.file = file = lamina_file_writer_new (path, error);

  if (file == NULL)
    return FALSE;

  locale = lamina_npz_push_utf8 ();
  zip = archive_write_new ();
  is_written = lamina_npz_write_arrays (zip, &sink, arrays);

  if (!is_written && sink.failure == NULL)
    g_set_error (&sink.failure, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("“%s” cannot be written (%s): check the disk and try again"), source,
                 archive_error_string (zip));

  archive_write_free (zip);
  lamina_npz_pop_locale (locale);

  if (sink.failure != NULL)
    {
      g_propagate_error (error, sink.failure);
      return FALSE;
    }

  return lamina_file_writer_commit (file, error);
}
