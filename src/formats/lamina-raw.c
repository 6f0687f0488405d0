/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-raw.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  gsize       item_size;
  LaminaDtype dtype;
} raws[] = {
  [LAMINA_RAW_BOOL] = { 1, LAMINA_DTYPE_BOOL },
  [LAMINA_RAW_U8] = { 1, LAMINA_DTYPE_U8 },
  [LAMINA_RAW_I8] = { 1, LAMINA_DTYPE_I8 },
  [LAMINA_RAW_U16] = { 2, LAMINA_DTYPE_I32 },
  [LAMINA_RAW_I16] = { 2, LAMINA_DTYPE_I16 },
  [LAMINA_RAW_U32] = { 4, LAMINA_DTYPE_I64 },
  [LAMINA_RAW_I32] = { 4, LAMINA_DTYPE_I32 },
  [LAMINA_RAW_U64] = { 8, LAMINA_DTYPE_I64 },
  [LAMINA_RAW_I64] = { 8, LAMINA_DTYPE_I64 },
  [LAMINA_RAW_F16] = { 2, LAMINA_DTYPE_F32 },
  [LAMINA_RAW_BF16] = { 2, LAMINA_DTYPE_F32 },
  [LAMINA_RAW_F32] = { 4, LAMINA_DTYPE_F32 },
  [LAMINA_RAW_F64] = { 8, LAMINA_DTYPE_F64 },
};

gsize
lamina_raw_get_item_size (LaminaRaw raw)
{
  return raws[raw].item_size;
}

gboolean
lamina_raw_get_size (LaminaRaw    raw,
                     gsize        rank,
                     const gsize *shape,
                     gsize       *n_bytes)
{
  gsize len;

  /* In the array an item is never smaller than in the file. */
  if (!lamina_array_get_size (raws[raw].dtype, rank, shape, &len, NULL))
    return FALSE;

  *n_bytes = len * raws[raw].item_size;

  return TRUE;
}

static inline guint16
load_16 (const guint8 *p,
         gboolean      swap)
{
  guint16 v;

  memcpy (&v, p, sizeof v);

  return swap ? GUINT16_SWAP_LE_BE (v) : v;
}

static inline guint32
load_32 (const guint8 *p,
         gboolean      swap)
{
  guint32 v;

  memcpy (&v, p, sizeof v);

  return swap ? GUINT32_SWAP_LE_BE (v) : v;
}

static inline guint64
load_64 (const guint8 *p,
         gboolean      swap)
{
  guint64 v;

  memcpy (&v, p, sizeof v);

  return swap ? GUINT64_SWAP_LE_BE (v) : v;
}

/* The bits of the float equal to a half: IEEE 754 binary16, 5 bits of exponent, 10 of fraction. */
static guint32
lamina_half_to_float_bits (guint16 half)
{
  const guint32 sign = (guint32) (half & 0x8000) << 16;
  guint32 exponent = (half >> 10) & 0x1f;
  guint32 fraction = half & 0x3ff;

  if (exponent == 0x1f)
    return sign | 0x7f800000 | fraction << 13;

  if (exponent == 0 && fraction == 0)
    return sign;

  /* Subnormal halves are normal floats. */
  if (exponent == 0)
    {
      exponent = 1;

      while ((fraction & 0x400) == 0)
        {
          fraction <<= 1;
          exponent--;
        }

      fraction &= 0x3ff;
    }

  return sign | (exponent + (127 - 15)) << 23 | fraction << 13;
}

#define EACH(Type, value)                \
  do                                     \
    {                                    \
      Type *items = out;                 \
                                         \
      for (gsize i = 0; i < len; i++)    \
        items[i] = (Type) (value);       \
    }                                    \
  while (0)

static void
lamina_raw_convert (LaminaRaw     raw,
                    gboolean      swap,
                    const guint8 *in,
                    gsize         len,
                    gpointer      out)
{
  switch (raw)
    {
    case LAMINA_RAW_BOOL:
      EACH (guint8, in[i] != 0);
      break;
    case LAMINA_RAW_U8:
    case LAMINA_RAW_I8:
      EACH (guint8, in[i]);
      break;
    case LAMINA_RAW_U16:
      EACH (gint32, load_16 (in + 2 * i, swap));
      break;
    case LAMINA_RAW_I16:
      EACH (guint16, load_16 (in + 2 * i, swap));
      break;
    case LAMINA_RAW_U32:
      EACH (gint64, load_32 (in + 4 * i, swap));
      break;
    case LAMINA_RAW_I32:
    case LAMINA_RAW_F32:
      EACH (guint32, load_32 (in + 4 * i, swap));
      break;
    case LAMINA_RAW_U64:
    case LAMINA_RAW_I64:
    case LAMINA_RAW_F64:
      EACH (guint64, load_64 (in + 8 * i, swap));
      break;
    case LAMINA_RAW_F16:
      EACH (guint32, lamina_half_to_float_bits (load_16 (in + 2 * i, swap)));
      break;
    case LAMINA_RAW_BF16:
      EACH (guint32, (guint32) load_16 (in + 2 * i, swap) << 16);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Only a u64 can be too large for its array. */
static gboolean
lamina_raw_fits (LaminaRaw     raw,
                 gboolean      swap,
                 const guint8 *in,
                 gsize         len)
{
  guint64 all = 0;

  for (gsize i = 0; raw == LAMINA_RAW_U64 && i < len; i++)
    all |= load_64 (in + 8 * i, swap);

  return all <= G_MAXINT64;
}

LaminaArray *
lamina_raw_to_array (LaminaRaw     raw,
                     int           byte_order,
                     const char   *name,
                     gsize         rank,
                     const gsize  *shape,
                     GBytes       *bytes,
                     const char   *source,
                     GError      **error)
{
  const LaminaDtype dtype = raws[raw].dtype;
  const gboolean swap = byte_order != G_BYTE_ORDER && raws[raw].item_size > 1;
  g_autoptr(GBytes) converted = NULL;
  g_autofree guint8 *out = NULL;
  gsize len, n_bytes;

  if (!lamina_array_get_size (dtype, rank, shape, &len, &n_bytes))
    g_assert_not_reached ();

  g_assert (g_bytes_get_size (bytes) == len * raws[raw].item_size);

  if (!swap && raw != LAMINA_RAW_BOOL && raw != LAMINA_RAW_U64
      && raws[raw].item_size == lamina_dtype_get_size (dtype))
    return lamina_array_new (name, dtype, rank, shape, bytes);

  out = g_try_malloc (MAX (n_bytes, 1));

  if (out == NULL)
    {
      lamina_error_set_no_memory (error, source, n_bytes);
      return NULL;
    }

  if (!lamina_raw_fits (raw, swap, g_bytes_get_data (bytes, NULL), len))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds whole numbers above 9223372036854775807: save them as floats"),
                   source);
      return NULL;
    }

  lamina_raw_convert (raw, swap, g_bytes_get_data (bytes, NULL), len, out);
  converted = g_bytes_new_take (g_steal_pointer (&out), n_bytes);

  return lamina_array_new (name, dtype, rank, shape, converted);
}
