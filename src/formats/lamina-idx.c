/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-idx.h"

#include "lamina-error.h"
#include "lamina-raw.h"
#include "lamina-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  LaminaRaw raw;
  gsize     rank;
  gsize     shape[LAMINA_ARRAY_MAX_RANK];
  gsize     n_bytes; /* Of the items. */
} LaminaIdxHeader;

static gboolean
lamina_idx_get_raw (guint8     code,
                    LaminaRaw *raw)
{
  switch (code)
    {
    case 0x08:
      *raw = LAMINA_RAW_U8;
      return TRUE;
    case 0x09:
      *raw = LAMINA_RAW_I8;
      return TRUE;
    case 0x0b:
      *raw = LAMINA_RAW_I16;
      return TRUE;
    case 0x0c:
      *raw = LAMINA_RAW_I32;
      return TRUE;
    case 0x0d:
      *raw = LAMINA_RAW_F32;
      return TRUE;
    case 0x0e:
      *raw = LAMINA_RAW_F64;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
lamina_idx_read_exactly (LaminaReader  *reader,
                         guint8        *data,
                         gsize          n_bytes,
                         GError       **error)
{
  gsize n;

  if (!lamina_reader_read (reader, data, n_bytes, &n, error))
    return FALSE;

  if (n == n_bytes)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” ends in its IDX header: it is not complete, get it again"),
               lamina_reader_get_source (reader));
  return FALSE;
}

/* What the header promises must fit the file, before memory is taken for it. */
static gboolean
lamina_idx_check_size (LaminaReader     *reader,
                       LaminaIdxHeader  *header,
                       GError          **error)
{
  const char *source = lamina_reader_get_source (reader);
  g_autofree char *shape = lamina_shape_to_string (header->rank, header->shape);
  const guint64 max_len = lamina_reader_get_max_len (reader);

  if (!lamina_raw_get_size (header->raw, header->rank, header->shape, &header->n_bytes)
      || header->n_bytes + 4 + 4 * header->rank > max_len)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” cannot hold the %s numbers that its header promises: "
                     "it is not complete or not IDX, get it again"),
                   source, shape);
      return FALSE;
    }

  if (header->n_bytes > lamina_file_get_max_bytes ())
    {
      lamina_error_set_no_memory (error, source, header->n_bytes);
      return FALSE;
    }

  return TRUE;
}

static gboolean
lamina_idx_read_header (LaminaReader     *reader,
                        LaminaIdxHeader  *header,
                        GError          **error)
{
  guint8 magic[4];
  guint8 sizes[4 * LAMINA_ARRAY_MAX_RANK];

  if (!lamina_idx_read_exactly (reader, magic, sizeof magic, error))
    return FALSE;

  if (magic[0] != 0 || magic[1] != 0 || !lamina_idx_get_raw (magic[2], &header->raw)
      || magic[3] == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” is not an IDX file (it begins with %02x %02x %02x %02x): "
                     "choose another"),
                   lamina_reader_get_source (reader), magic[0], magic[1], magic[2], magic[3]);
      return FALSE;
    }

  if (magic[3] > LAMINA_ARRAY_MAX_RANK)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has %d dimensions, %d at most can be read: choose another file"),
                   lamina_reader_get_source (reader), magic[3], LAMINA_ARRAY_MAX_RANK);
      return FALSE;
    }

  header->rank = magic[3];

  if (!lamina_idx_read_exactly (reader, sizes, 4 * header->rank, error))
    return FALSE;

  for (gsize i = 0; i < header->rank; i++)
    {
      guint32 size;

      memcpy (&size, sizes + 4 * i, sizeof size);
      header->shape[i] = GUINT32_FROM_BE (size);
    }

  return lamina_idx_check_size (reader, header, error);
}

static LaminaArray *
lamina_idx_read_items (LaminaReader  *reader,
                       GError       **error)
{
  const char *source = lamina_reader_get_source (reader);
  g_autoptr(GBytes) bytes = NULL;
  LaminaIdxHeader header;
  gsize n_more;
  guint8 more;

  if (!lamina_idx_read_header (reader, &header, error))
    return NULL;

  bytes = lamina_reader_read_bytes (reader, header.n_bytes, error);

  if (bytes == NULL || !lamina_reader_read (reader, &more, 1, &n_more, error))
    return NULL;

  if (g_bytes_get_size (bytes) != header.n_bytes || n_more > 0)
    {
      g_autofree char *shape = lamina_shape_to_string (header.rank, header.shape);
      const char *format = n_more > 0
        ? _("“%s” goes on after the %s numbers of its header: it is damaged, get it again")
        : _("“%s” ends before the %s numbers of its header: it is not complete, get it again");

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT, format, source, shape);
      return NULL;
    }

  return lamina_raw_to_array (header.raw, G_BIG_ENDIAN, source, header.rank, header.shape,
                              bytes, source, error);
}

LaminaArray *
lamina_idx_read (const char             *path,
                 GCancellable           *cancellable,
                 GFileProgressCallback   progress,
                 gpointer                progress_data,
                 GError                **error)
{
  g_autoptr(LaminaReader) reader = NULL;

  reader = lamina_reader_new_for_path (path, TRUE, cancellable, progress, progress_data, error);

  return reader != NULL ? lamina_idx_read_items (reader, error) : NULL;
}

LaminaArray *
lamina_idx_parse (GBytes      *bytes,
                  const char  *source,
                  GError     **error)
{
  g_autoptr(LaminaReader) reader = NULL;

  reader = lamina_reader_new_for_bytes (bytes, source, TRUE, NULL, error);

  return reader != NULL ? lamina_idx_read_items (reader, error) : NULL;
}

static gboolean
lamina_idx_check_pair (const LaminaArray  *images,
                       const LaminaArray  *labels,
                       GError            **error)
{
  if (images->rank < 2 || images->len == 0)
    {
      g_autofree char *shape = lamina_shape_to_string (images->rank, images->shape);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds %s numbers, not pictures: choose the file with the pictures"),
                   images->name, shape);
      return FALSE;
    }

  if (labels->rank != 1 || labels->dtype == LAMINA_DTYPE_F32 || labels->dtype == LAMINA_DTYPE_F64)
    {
      g_autofree char *shape = lamina_shape_to_string (labels->rank, labels->shape);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds %s numbers, not labels: choose the file with the labels"),
                   labels->name, shape);
      return FALSE;
    }

  if (labels->len != images->shape[0])
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has %zu pictures, “%s” labels for %zu: "
                     "choose two files that belong together"),
                   images->name, images->shape[0], labels->name, labels->len);
      return FALSE;
    }

  return TRUE;
}

gboolean
lamina_idx_read_pair (const char             *images_path,
                      const char             *labels_path,
                      LaminaArray           **images,
                      LaminaArray           **labels,
                      GCancellable           *cancellable,
                      GFileProgressCallback   progress,
                      gpointer                progress_data,
                      GError                **error)
{
  g_autoptr(LaminaArray) x = NULL;
  g_autoptr(LaminaArray) y = NULL;

  /* The labels are a thousandth of the pictures: read first, a wrong choice
   * shows at once.
   */
  y = lamina_idx_read (labels_path, cancellable, NULL, NULL, error);

  if (y == NULL)
    return FALSE;

  x = lamina_idx_read (images_path, cancellable, progress, progress_data, error);

  if (x == NULL || !lamina_idx_check_pair (x, y, error))
    return FALSE;

  *images = g_steal_pointer (&x);
  *labels = g_steal_pointer (&y);

  return TRUE;
}
