/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-npy.h"

#include "lamina-error.h"
#include "lamina-npy-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE 6
#define ALIGNMENT 64
/* NumPy itself refuses more than 10000 by default. */
#define MAX_HEADER_SIZE (64 * 1024)

static gboolean
lamina_npy_set_incomplete (const char  *source,
                           GError     **error)
{
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” ends in its NPY header: it is not complete, save it again"), source);

  return FALSE;
}

/* @n_prefix: (out): where the header's text begins
 * @n_text: (out): its length; all of it is there
 */
static gboolean
lamina_npy_find_text (const guint8  *data,
                      gsize          n_bytes,
                      const char    *source,
                      gsize         *n_prefix,
                      gsize         *n_text,
                      GError       **error)
{
  if (n_bytes < MAGIC_SIZE || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” is not an NPY file: choose one that numpy.save() wrote"), source);
      return FALSE;
    }

  if (n_bytes < 12)
    return lamina_npy_set_incomplete (source, error);

  if (data[6] < 1 || data[6] > 3)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_NEWER,
                   _("“%s” is NPY version %d, versions 1 to 3 can be read: "
                     "save it in an older one"),
                   source, data[6]);
      return FALSE;
    }

  *n_prefix = data[6] == 1 ? 10 : 12;
  *n_text = data[8] | (gsize) data[9] << 8;
  if (data[6] > 1)
    *n_text |= (gsize) data[10] << 16 | (gsize) data[11] << 24;

  if (*n_text > MAX_HEADER_SIZE)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has an NPY header of %zu bytes, at most %d are read: "
                     "save it again"),
                   source, *n_text, MAX_HEADER_SIZE);
      return FALSE;
    }

  return *n_text <= n_bytes - *n_prefix || lamina_npy_set_incomplete (source, error);
}

/* @offset: (out): where the items begin */
static gboolean
lamina_npy_parse_header (const guint8     *data,
                         gsize             n_bytes,
                         const char       *source,
                         LaminaNpyHeader  *header,
                         gsize            *offset,
                         GError          **error)
{
  g_autofree char *text = NULL;
  gsize n_prefix, n_text;

  if (!lamina_npy_find_text (data, n_bytes, source, &n_prefix, &n_text, error))
    return FALSE;

  text = g_strndup ((const char *) data + n_prefix, n_text);
  *offset = n_prefix + n_text;

  return lamina_npy_header_parse (header, text, source, error);
}

#define GATHER(Type)                          \
  do                                          \
    {                                         \
      const Type *from = in;                  \
      Type *to = out;                         \
                                              \
      for (gsize i = 0; i < n; i++)           \
        to[i] = from[i * stride];             \
    }                                         \
  while (0)

static void
lamina_npy_gather (gpointer      out,
                   gconstpointer in,
                   gsize         n,
                   gsize         stride,
                   gsize         item_size)
{
  switch (item_size)
    {
    case 1:
      GATHER (guint8);
      break;
    case 2:
      GATHER (guint16);
      break;
    case 4:
      GATHER (guint32);
      break;
    default:
      GATHER (guint64);
    }
}

/* From the first dimension fastest to the last dimension fastest: row by row of
 * the result, whose items lie a product of the other sizes apart.
 */
static void
lamina_npy_transpose (guint8          *out,
                      const guint8    *in,
                      gsize            rank,
                      const gsize     *shape,
                      gsize            len,
                      gsize            item_size)
{
  const gsize n_last = shape[rank - 1];
  const gsize stride = len / n_last;
  gsize at[LAMINA_ARRAY_MAX_RANK] = { 0 };

  for (gsize row = 0; row < len / n_last; row++)
    {
      gsize offset = 0;

      for (gsize i = rank - 1; i > 0; i--)
        offset = offset * shape[i - 1] + at[i - 1];

      lamina_npy_gather (out + row * n_last * item_size, in + offset * item_size, n_last, stride,
                         item_size);

      for (gsize i = rank - 1; i > 0; i--)
        {
          if (++at[i - 1] < shape[i - 1])
            break;

          at[i - 1] = 0;
        }
    }
}

/* Returns: (transfer full) (nullable): an array with the items in C order */
static LaminaArray *
lamina_npy_reorder (LaminaArray  *array,
                    const char   *source,
                    GError      **error)
{
  const gsize n_bytes = g_bytes_get_size (array->bytes);
  g_autoptr(GBytes) bytes = NULL;
  guint8 *out;

  if (array->rank < 2 || array->len == 0)
    return lamina_array_ref (array);

  out = g_try_malloc (n_bytes);

  if (out == NULL)
    {
      lamina_error_set_no_memory (error, source, n_bytes);
      return NULL;
    }

  lamina_npy_transpose (out, lamina_array_get_data (array), array->rank, array->shape, array->len,
                        lamina_dtype_get_size (array->dtype));
  bytes = g_bytes_new_take (out, n_bytes);

  return lamina_array_new (array->name, array->dtype, array->rank, array->shape, bytes);
}

LaminaArray *
lamina_npy_parse (GBytes      *bytes,
                  const char  *name,
                  const char  *source,
                  GError     **error)
{
  gsize n_bytes, offset, n_items_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  LaminaNpyHeader header = { 0 };
  g_autoptr(GBytes) items = NULL;
  g_autoptr(LaminaArray) array = NULL;

  if (!lamina_npy_parse_header (data, n_bytes, source, &header, &offset, error))
    return NULL;

  if (!lamina_raw_get_size (header.raw, header.rank, header.shape, &n_items_bytes)
      || n_items_bytes != n_bytes - offset)
    {
      g_autofree char *shape = lamina_shape_to_string (header.rank, header.shape);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds %zu bytes, not the %s numbers of %zu bytes that its header promises: save it again"),
                   source, n_bytes - offset, shape, lamina_raw_get_item_size (header.raw));
      return NULL;
    }

  items = g_bytes_new_from_bytes (bytes, offset, n_items_bytes);
  array = lamina_raw_to_array (header.raw, header.byte_order, name, header.rank, header.shape,
                               items, source, error);

  if (array == NULL || !header.is_fortran)
    return g_steal_pointer (&array);

  return lamina_npy_reorder (array, source, error);
}

LaminaArray *
lamina_npy_read (const char             *path,
                 GCancellable           *cancellable,
                 GFileProgressCallback   progress,
                 gpointer                progress_data,
                 GError                **error)
{
  g_autofree char *source = g_filename_display_basename (path);
  g_autofree char *name = g_strdup (source);
  g_autoptr(GBytes) bytes = NULL;

  bytes = lamina_file_read (path, 0, cancellable, progress, progress_data, error);

  if (bytes == NULL)
    return NULL;

  if (g_str_has_suffix (name, ".npy"))
    name[strlen (name) - strlen (".npy")] = '\0';

  return lamina_npy_parse (bytes, name, source, error);
}

GBytes *
lamina_npy_make_header (const LaminaArray *array)
{
  static const char *const descrs[LAMINA_N_DTYPES] = {
    [LAMINA_DTYPE_BOOL] = "|b1", [LAMINA_DTYPE_U8] = "|u1",  [LAMINA_DTYPE_I8] = "|i1",
    [LAMINA_DTYPE_I16] = "?i2",  [LAMINA_DTYPE_I32] = "?i4", [LAMINA_DTYPE_I64] = "?i8",
    [LAMINA_DTYPE_F32] = "?f4",  [LAMINA_DTYPE_F64] = "?f8",
  };
  const char *descr = descrs[array->dtype];
  const char order = descr[0] == '|' ? '|' : G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>';
  GString *text = g_string_new_len (MAGIC "\1\0\0\0", MAGIC_SIZE + 4);
  gsize n_text;

  g_string_append_printf (text, "{'descr': '%c%s', 'fortran_order': False, 'shape': (", order,
                          descr + 1);

  for (gsize i = 0; i < array->rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT "%s", i > 0 ? " " : "", array->shape[i],
                            i + 1 < array->rank || array->rank == 1 ? "," : "");

  g_string_append (text, "), }");

  while ((text->len + 1) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');

  g_string_append_c (text, '\n');
  n_text = text->len - (MAGIC_SIZE + 4);
  text->str[MAGIC_SIZE + 2] = (char) (n_text & 0xff);
  text->str[MAGIC_SIZE + 3] = (char) (n_text >> 8);

  return g_string_free_to_bytes (text);
}

gboolean
lamina_npy_write (const char         *path,
                  const LaminaArray  *array,
                  GError            **error)
{
  g_autoptr(GBytes) header = lamina_npy_make_header (array);
  g_autoptr(LaminaFileWriter) writer = lamina_file_writer_new (path, error);

  return writer != NULL
         && lamina_file_writer_write (writer, g_bytes_get_data (header, NULL),
                                      g_bytes_get_size (header), error)
         && lamina_file_writer_write (writer, lamina_array_get_data (array),
                                      g_bytes_get_size (array->bytes), error)
         && lamina_file_writer_commit (writer, error);
}
