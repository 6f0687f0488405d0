/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stacks of two parts. Every layer knows its own; that they lie one after the other is kept by what
 * inserts and moves.
 */

#include "lm-stack-private.h"

#include <glib/gi18n-lib.h>

const char *const lm_part_ids[LM_N_PARTS + 1] = { "main", "generator", "discriminator", NULL };

gboolean
lm_stack_has_parts (const LmStack *self)
{
  return self->has_parts;
}

void
lm_stack_split (LmStack *self,
                gsize    n)
{
  self->has_parts = TRUE;
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    lm_stack_nth (self, i)->part = i < n ? LM_PART_GENERATOR : LM_PART_DISCRIMINATOR;
}

void
lm_stack_unite (LmStack *self)
{
  self->has_parts = FALSE;
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    lm_stack_nth (self, i)->part = LM_PART_MAIN;
}

gsize
lm_stack_get_part (const LmStack *self,
                   LmPart         part,
                   gsize         *first)
{
  gsize n = 0;

  *first = 0;
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    {
      *first += lm_stack_nth (self, i)->part < part;
      n += lm_stack_nth (self, i)->part == part;
    }

  return n;
}

LmLayer *
lm_stack_insert_into (LmStack            *self,
                      LmPart              part,
                      gsize               index,
                      const LmLayerClass *klass)
{
  gsize first;
  const gsize n = lm_stack_get_part (self, part, &first);
  LmLayer *layer;

  g_return_val_if_fail ((part == LM_PART_MAIN) != self->has_parts, NULL);

  layer = lm_stack_insert (self, CLAMP (index, first, first + n), klass);
  layer->part = part;

  return layer;
}

gboolean
lm_stack_set_part (LmStack  *self,
                   gsize     index,
                   LmPart    part,
                   GError  **error)
{
  const LmLayer *layer = lm_stack_nth (self, index);
  gsize border;

  g_return_val_if_fail ((part == LM_PART_MAIN) != self->has_parts, FALSE);

  if (layer->part == part)
    return TRUE;

  border = lm_stack_get_part (self, LM_PART_GENERATOR, &(gsize) { 0 });

  return lm_stack_move_into (self, index, part == LM_PART_DISCRIMINATOR ? border - 1 : border, part,
                             error);
}

gboolean
lm_stack_move_block (LmStack  *self,
                     gsize     first,
                     gsize     n,
                     gsize     to,
                     LmPart    part,
                     GError  **error)
{
  const gsize n_layers = lm_stack_get_n (self);
  gsize n_generator = lm_stack_get_part (self, LM_PART_GENERATOR, &(gsize) { 0 });

  g_return_val_if_fail ((part == LM_PART_MAIN) != self->has_parts, FALSE);
  g_return_val_if_fail (n > 0 && first + n <= n_layers, FALSE);

  for (gsize i = first; i < first + n; i++)
    n_generator -= lm_stack_nth (self, i)->part == LM_PART_GENERATOR;
  to = CLAMP (to, part == LM_PART_DISCRIMINATOR ? n_generator : 0,
              part == LM_PART_GENERATOR ? n_generator : n_layers - n);

  for (gsize i = 0; i < n; i++)
    {
      const gsize from = to <= first ? first + i : first;

      if (!lm_stack_move_into (self, from, to <= first ? to + i : to + n - 1, part, error))
        return FALSE;
    }

  return TRUE;
}

LmStack *
lm_stack_copy_part (const LmStack *self,
                    LmPart         part)
{
  LmStack *copy = lm_stack_new ();

  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    {
      if (lm_stack_nth (self, i)->part == part)
        lm_stack_take (copy, lm_stack_get_n (copy), lm_layer_copy (lm_stack_nth (self, i)));
    }

  return copy;
}

gboolean
lm_stack_add_part (LmStack        *self,
                   LmPart          part,
                   const LmStack  *layers,
                   GError        **error)
{
  gsize first;
  gsize end = lm_stack_get_part (self, part, &first) + first;

  g_return_val_if_fail ((part == LM_PART_MAIN) != self->has_parts, FALSE);

  for (gsize i = 0; i < lm_stack_get_n (layers); i++)
    {
      const char *name = lm_stack_nth (layers, i)->name;

      if (lm_stack_find (self, name) >= 0)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_NAME,
                       _("Another layer is called %s already"), name);
          return FALSE;
        }
    }

  for (gsize i = 0; i < lm_stack_get_n (layers); i++)
    {
      LmLayer *layer = lm_layer_copy (lm_stack_nth (layers, i));

      layer->part = part;
      lm_stack_take (self, end++, layer);
    }

  return TRUE;
}
