/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-safetensors.h"

#include "lamina-error.h"
#include "lamina-raw.h"
#include "lamina-safetensors-header.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define LENGTH_SIZE 8

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN); /* The writer does not swap. */

/* The data must be covered from the first byte to the last, without holes or overlaps. */
static gboolean
lamina_safetensors_check_cover (GArray      *entries,
                                gsize        n_bytes,
                                const char  *source,
                                GError     **error)
{
  guint64 covered = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const LaminaTensorEntry *entry = &g_array_index (entries, LaminaTensorEntry, i);

      if (entry->begin != covered)
        {
          g_autofree char *name = lamina_error_quote (entry->name, -1);

          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("“%s”: the data of “%s” begin at byte %" PRIu64
                         ", those before end at %" PRIu64 ": "
                         "the file is damaged, get it again"),
                       source, name, entry->begin, covered);
          return FALSE;
        }

      covered = entry->end;
    }

  if (covered != n_bytes)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has %zu bytes of data, its header tells of %" PRIu64 ": it is not complete, get it again"),
                   source, n_bytes, covered);
      return FALSE;
    }

  return TRUE;
}

static int
lamina_tensor_entry_compare (gconstpointer a,
                             gconstpointer b)
{
  const LaminaTensorEntry *x = a;
  const LaminaTensorEntry *y = b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;

  return (x->end > y->end) - (x->end < y->end);
}

static GPtrArray *
lamina_safetensors_make_arrays (GArray      *entries,
                                GBytes      *data,
                                const char  *source,
                                GError     **error)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const LaminaTensorEntry *entry = &g_array_index (entries, LaminaTensorEntry, i);
      g_autoptr(GBytes) items = NULL;
      LaminaArray *array;

      items = g_bytes_new_from_bytes (data, (gsize) entry->begin,
                                      (gsize) (entry->end - entry->begin));
      array = lamina_raw_to_array (entry->raw, G_LITTLE_ENDIAN, entry->name, entry->rank,
                                   entry->shape, items, source, error);

      if (array == NULL)
        return NULL;

      g_ptr_array_add (arrays, array);
    }

  return g_steal_pointer (&arrays);
}

/* @n_header: (out): of the JSON text, at most the rest of the file */
static gboolean
lamina_safetensors_parse_length (const guint8  *data,
                                 gsize          n_bytes,
                                 const char    *source,
                                 gsize         *n_header,
                                 GError       **error)
{
  guint64 length = 0;

  if (n_bytes >= LENGTH_SIZE)
    memcpy (&length, data, LENGTH_SIZE);

  length = GUINT64_FROM_LE (length);

  if (n_bytes < LENGTH_SIZE || length > n_bytes - LENGTH_SIZE
      || length > LAMINA_SAFETENSORS_MAX_HEADER)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” (%zu bytes) cannot have a header of %" PRIu64
                     " bytes: it is not complete or not safetensors, get it again"),
                   source, n_bytes, length);
      return FALSE;
    }

  *n_header = (gsize) length;

  return TRUE;
}

GPtrArray *
lamina_safetensors_parse (GBytes       *bytes,
                          const char   *source,
                          GHashTable  **metadata,
                          GError      **error)
{
  gsize n_bytes, n_header;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  g_autoptr(GHashTable) strings = NULL;
  g_autoptr(GArray) entries = NULL;
  g_autoptr(GBytes) items = NULL;
  GPtrArray *arrays;

  if (!lamina_safetensors_parse_length (data, n_bytes, source, &n_header, error))
    return NULL;

  entries = lamina_safetensors_parse_header ((const char *) data + LENGTH_SIZE, n_header, source,
                                             &strings, error);

  if (entries == NULL)
    return NULL;

  items = g_bytes_new_from_bytes (bytes, LENGTH_SIZE + n_header, n_bytes - LENGTH_SIZE - n_header);
  g_array_sort (entries, lamina_tensor_entry_compare);

  if (!lamina_safetensors_check_cover (entries, g_bytes_get_size (items), source, error))
    return NULL;

  arrays = lamina_safetensors_make_arrays (entries, items, source, error);

  if (arrays != NULL && metadata != NULL)
    *metadata = g_steal_pointer (&strings);

  return arrays;
}

GPtrArray *
lamina_safetensors_read (const char             *path,
                         GHashTable            **metadata,
                         GCancellable           *cancellable,
                         GFileProgressCallback   progress,
                         gpointer                progress_data,
                         GError                **error)
{
  g_autofree char *source = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = NULL;

  bytes = lamina_file_read (path, 0, cancellable, progress, progress_data, error);

  return bytes != NULL ? lamina_safetensors_parse (bytes, source, metadata, error) : NULL;
}

gboolean
lamina_safetensors_write (const char       *path,
                          const GPtrArray  *arrays,
                          GHashTable       *metadata,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autofree char *header = NULL;
  g_autoptr(LaminaFileWriter) file = NULL;
  guint64 length;

  g_return_val_if_fail (lamina_arrays_have_names (arrays), FALSE);

  header = lamina_safetensors_make_header (arrays, metadata);
  length = GUINT64_TO_LE ((guint64) strlen (header));
  file = lamina_file_writer_new (path, error);

  if (file == NULL || !lamina_file_writer_write (file, &length, LENGTH_SIZE, error)
      || !lamina_file_writer_write (file, header, strlen (header), error))
    return FALSE;

  for (guint i = 0; i < arrays->len; i++)
    {
      const LaminaArray *array = g_ptr_array_index (arrays, i);

      if (g_cancellable_is_cancelled (cancellable))
        {
          g_autofree char *source = g_filename_display_basename (path);

          lamina_error_set_cancelled (error, source);
          return FALSE;
        }

      if (!lamina_file_writer_write (file, lamina_array_get_data (array),
                                     g_bytes_get_size (array->bytes), error))
        return FALSE;
    }

  return lamina_file_writer_commit (file, error);
}
