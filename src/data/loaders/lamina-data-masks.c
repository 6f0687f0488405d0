/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-masks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
lamina_array_is_masks (const LaminaArray *array,
                       gsize              height,
                       gsize              width)
{
  const gsize *d = array->shape;

  return (array->rank == 3 && d[1] == height && d[2] == width)
         || (array->rank == 4
             && ((d[1] == 1 && d[2] == height && d[3] == width)
                 || (d[1] == height && d[2] == width && d[3] == 1)));
}

GBytes *
lamina_array_to_masks (const LaminaArray  *array,
                       const char         *title,
                       GError            **error)
{
  g_autofree guint8 *masks = lamina_data_alloc_bytes (array->len, 1, error);

  for (gsize i = 0; masks != NULL && i < array->len; i++)
    {
      double value;

      lamina_array_copy_double (array, i, 1, &value);
      if (value != 0 && value != 1 && value != 255)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("%s: the mask of example %zu holds %g: masks are 0, and where the picture "
                         "is covered 1 or 255"),
                       title, i / (array->len / array->shape[0]) + 1, value);
          return NULL;
        }
      masks[i] = value != 0 ? 255 : 0;
    }

  return masks != NULL ? g_bytes_new_take (g_steal_pointer (&masks), array->len) : NULL;
}

/* Whether there is a byte in the masks of a block that is @value. */
static gboolean
lamina_block_has_mask_byte (const LaminaBlock *block,
                            int                value)
{
  gsize n_bytes;
  gconstpointer masks = g_bytes_get_data (block->masks, &n_bytes);

  return memchr (masks, value, n_bytes) != NULL;
}

gboolean
lamina_data_check_masks (const LaminaDataDraft  *draft,
                         GError                **error)
{
  const LaminaBlock *block = &draft->blocks[LAMINA_BLOCK_TRAINING];

  if (block->masks == NULL
      || (lamina_block_has_mask_byte (block, 0) && lamina_block_has_mask_byte (block, 255)))
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               lamina_block_has_mask_byte (block, 0)
                 ? _("%s: no mask covers anything, so there is nothing to find: choose other "
                     "targets")
                 : _("%s: the masks cover everything, so there is nothing to find: choose other "
                     "targets"),
               draft->title);

  return FALSE;
}
