/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-array.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define BLOCK_LEN 1024

static const struct
{
  const char *name;
  gsize       size;
} dtypes[LAMINA_N_DTYPES] = {
  [LAMINA_DTYPE_BOOL] = { "bool", 1 },
  [LAMINA_DTYPE_U8] = { "u8", 1 },
  [LAMINA_DTYPE_I8] = { "i8", 1 },
  [LAMINA_DTYPE_I16] = { "i16", 2 },
  [LAMINA_DTYPE_I32] = { "i32", 4 },
  [LAMINA_DTYPE_I64] = { "i64", 8 },
  [LAMINA_DTYPE_F32] = { "f32", 4 },
  [LAMINA_DTYPE_F64] = { "f64", 8 },
};

gsize
lamina_dtype_get_size (LaminaDtype dtype)
{
  g_return_val_if_fail (dtype < LAMINA_N_DTYPES, 0);

  return dtypes[dtype].size;
}

const char *
lamina_dtype_get_name (LaminaDtype dtype)
{
  g_return_val_if_fail (dtype < LAMINA_N_DTYPES, NULL);

  return dtypes[dtype].name;
}

gboolean
lamina_array_get_size (LaminaDtype  dtype,
                       gsize        rank,
                       const gsize *shape,
                       gsize       *len,
                       gsize       *n_bytes)
{
  gsize n = 1, bytes;
  gboolean is_empty = FALSE;

  g_return_val_if_fail (dtype < LAMINA_N_DTYPES, FALSE);
  g_return_val_if_fail (rank <= LAMINA_ARRAY_MAX_RANK, FALSE);

  /* A zero does not excuse an overflow before it. */
  for (gsize i = 0; i < rank; i++)
    {
      is_empty = is_empty || shape[i] == 0;

      if (!g_size_checked_mul (&n, n, MAX (shape[i], 1)))
        return FALSE;
    }

  if (!g_size_checked_mul (&bytes, n, dtypes[dtype].size) || bytes > G_MAXSIZE / 2)
    return FALSE;

  if (len != NULL)
    *len = is_empty ? 0 : n;
  if (n_bytes != NULL)
    *n_bytes = is_empty ? 0 : bytes;

  return TRUE;
}

char *
lamina_shape_to_string (gsize        rank,
                        const gsize *shape)
{
  GString *text = g_string_new ("[");

  for (gsize i = 0; i < rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "", shape[i]);

  g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}

static GBytes *
lamina_bytes_align (GBytes *bytes,
                    gsize   alignment)
{
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);

  if ((guintptr) data % alignment == 0)
    return g_bytes_ref (bytes);

  return g_bytes_new (data, n);
}

LaminaArray *
lamina_array_new (const char  *name,
                  LaminaDtype  dtype,
                  gsize        rank,
                  const gsize *shape,
                  GBytes      *bytes)
{
  LaminaArray *self;
  gsize len, n_bytes;

  if (!lamina_array_get_size (dtype, rank, shape, &len, &n_bytes))
    g_assert_not_reached ();

  g_assert (g_bytes_get_size (bytes) == n_bytes);

  self = g_atomic_rc_box_new0 (LaminaArray);
  self->name = g_strdup (name);
  self->dtype = dtype;
  self->rank = rank;
  self->len = len;
  self->bytes = lamina_bytes_align (bytes, dtypes[dtype].size);
  for (gsize i = 0; i < rank; i++)
    self->shape[i] = shape[i];

  return self;
}

LaminaArray *
lamina_array_new_copy (const char    *name,
                       LaminaDtype    dtype,
                       gsize          rank,
                       const gsize   *shape,
                       gconstpointer  items)
{
  g_autoptr(GBytes) bytes = NULL;
  gsize n_bytes;

  if (!lamina_array_get_size (dtype, rank, shape, NULL, &n_bytes))
    g_assert_not_reached ();

  bytes = g_bytes_new (items, n_bytes);

  return lamina_array_new (name, dtype, rank, shape, bytes);
}

LaminaArray *
lamina_array_ref (LaminaArray *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lamina_array_clear (gpointer data)
{
  LaminaArray *self = data;

  g_free (self->name);
  g_bytes_unref (self->bytes);
}

void
lamina_array_unref (LaminaArray *self)
{
  g_atomic_rc_box_release_full (self, lamina_array_clear);
}

gconstpointer
lamina_array_get_data (const LaminaArray *self)
{
  static const double nothing = 0.0;
  gconstpointer data = g_bytes_get_data (self->bytes, NULL);

  return data != NULL ? data : &nothing;
}

LaminaArray *
lamina_array_get_rows (LaminaArray *self,
                       gsize        first,
                       gsize        n)
{
  g_autoptr(GBytes) bytes = NULL;
  gsize shape[LAMINA_ARRAY_MAX_RANK];
  gsize row_size;

  g_return_val_if_fail (self->rank > 0, NULL);
  g_return_val_if_fail (first <= self->shape[0] && n <= self->shape[0] - first, NULL);

  row_size = self->shape[0] > 0 ? g_bytes_get_size (self->bytes) / self->shape[0] : 0;
  bytes = g_bytes_new_from_bytes (self->bytes, first * row_size, n * row_size);
  memcpy (shape, self->shape, sizeof shape);
  shape[0] = n;

  return lamina_array_new (self->name, self->dtype, self->rank, shape, bytes);
}

/* "weights[3, 0]" */
static char *
lamina_array_name_item (const LaminaArray *self,
                        gsize              index)
{
  g_autofree char *name = lamina_error_quote (self->name != NULL ? self->name : _("array"), -1);
  g_autofree char *place = NULL;
  gsize at[LAMINA_ARRAY_MAX_RANK];

  for (gsize i = self->rank; i > 0; i--)
    {
      at[i - 1] = index % self->shape[i - 1];
      index /= self->shape[i - 1];
    }

  place = lamina_shape_to_string (self->rank, at);

  return g_strconcat (name, place, NULL);
}

#define CONVERT(Type)                                         \
  do                                                          \
    {                                                         \
      const Type *items = lamina_array_get_data (self);       \
                                                              \
      for (gsize i = 0; i < n; i++)                           \
        values[i] = (__typeof__ (*values)) items[first + i];  \
    }                                                         \
  while (0)

#define CONVERT_ANY                                           \
  switch (self->dtype)                                        \
    {                                                         \
    case LAMINA_DTYPE_BOOL:                                   \
    case LAMINA_DTYPE_U8:  CONVERT (guint8); break;           \
    case LAMINA_DTYPE_I8:  CONVERT (gint8);  break;           \
    case LAMINA_DTYPE_I16: CONVERT (gint16); break;           \
    case LAMINA_DTYPE_I32: CONVERT (gint32); break;           \
    case LAMINA_DTYPE_I64: CONVERT (gint64); break;           \
    case LAMINA_DTYPE_F32: CONVERT (float);  break;           \
    case LAMINA_DTYPE_F64: CONVERT (double); break;           \
    default: g_assert_not_reached ();                         \
    }

gboolean
lamina_array_copy_float (const LaminaArray  *self,
                         gsize               first,
                         gsize               n,
                         float              *values,
                         GError            **error)
{
  g_return_val_if_fail (first <= self->len && n <= self->len - first, FALSE);

  CONVERT_ANY

  if (self->dtype == LAMINA_DTYPE_F64)
    {
      const double *items = lamina_array_get_data (self);

      for (gsize i = 0; i < n; i++)
        if (isinf (values[i]) && !isinf (items[first + i]))
          {
            g_autofree char *name = lamina_array_name_item (self, first + i);

            g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                         _("%s is %g, more than a 32-bit number holds (3.4e38): "
                           "scale the numbers first"),
                         name, items[first + i]);
            return FALSE;
          }
    }

  return TRUE;
}

void
lamina_array_copy_double (const LaminaArray *self,
                          gsize              first,
                          gsize              n,
                          double            *values)
{
  g_return_if_fail (first <= self->len && n <= self->len - first);

  CONVERT_ANY
}

static gpointer
lamina_array_alloc (const LaminaArray  *self,
                    gsize               item_size,
                    GError            **error)
{
  gsize n_bytes;
  gpointer values = NULL;

  if (g_size_checked_mul (&n_bytes, MAX (self->len, 1), item_size))
    values = g_try_malloc (n_bytes);

  if (values == NULL)
    lamina_error_set_no_memory (error, self->name != NULL ? self->name : _("array"),
                                (guint64) self->len * item_size);

  return values;
}

float *
lamina_array_to_float (const LaminaArray  *self,
                       GError            **error)
{
  g_autofree float *values = lamina_array_alloc (self, sizeof (float), error);

  if (values == NULL || !lamina_array_copy_float (self, 0, self->len, values, error))
    return NULL;

  return g_steal_pointer (&values);
}

double *
lamina_array_to_double (const LaminaArray  *self,
                        GError            **error)
{
  double *values = lamina_array_alloc (self, sizeof (double), error);

  if (values != NULL)
    lamina_array_copy_double (self, 0, self->len, values);

  return values;
}

int *
lamina_array_to_labels (const LaminaArray  *self,
                        int                 n_classes,
                        GError            **error)
{
  g_autofree int *labels = lamina_array_alloc (self, sizeof (int), error);
  double block[BLOCK_LEN];

  if (labels == NULL)
    return NULL;

  for (gsize first = 0; first < self->len; first += BLOCK_LEN)
    {
      const gsize n = MIN (self->len - first, BLOCK_LEN);

      lamina_array_copy_double (self, first, n, block);

      for (gsize i = 0; i < n; i++)
        {
          if (!(block[i] >= 0.0 && block[i] < n_classes && block[i] == floor (block[i])))
            {
              g_autofree char *name = lamina_array_name_item (self, first + i);

              g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                           _("%s is %g: labels are whole numbers from 0 to %d: number the classes from 0"),
                           name, block[i], n_classes - 1);
              return NULL;
            }

          labels[first + i] = (int) block[i];
        }
    }

  return g_steal_pointer (&labels);
}

gboolean
lamina_array_is_finite (const LaminaArray *self,
                        gsize             *index)
{
  double block[BLOCK_LEN];

  if (self->dtype != LAMINA_DTYPE_F32 && self->dtype != LAMINA_DTYPE_F64)
    return TRUE;

  for (gsize first = 0; first < self->len; first += BLOCK_LEN)
    {
      const gsize n = MIN (self->len - first, BLOCK_LEN);

      lamina_array_copy_double (self, first, n, block);

      for (gsize i = 0; i < n; i++)
        if (!isfinite (block[i]))
          {
            if (index != NULL)
              *index = first + i;
            return FALSE;
          }
    }

  return TRUE;
}

GPtrArray *
lamina_arrays_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_array_unref);
}

gboolean
lamina_arrays_have_names (const GPtrArray *arrays)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < arrays->len; i++)
    {
      const LaminaArray *array = g_ptr_array_index (arrays, i);

      if (array->name == NULL || !g_hash_table_add (seen, array->name))
        return FALSE;
    }

  return TRUE;
}

LaminaArray *
lamina_arrays_find (const GPtrArray *arrays,
                    const char      *name)
{
  for (guint i = 0; i < arrays->len; i++)
    {
      LaminaArray *array = g_ptr_array_index (arrays, i);

      if (g_strcmp0 (array->name, name) == 0)
        return array;
    }

  return NULL;
}
