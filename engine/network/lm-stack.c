/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-stack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

LmStack *
lm_stack_new (void)
{
  LmStack *self = g_new0 (LmStack, 1);

  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) lm_layer_free);

  return self;
}

LmStack *
lm_stack_copy (const LmStack *self)
{
  LmStack *copy = lm_stack_new ();

  copy->has_parts = self->has_parts;
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    g_ptr_array_add (copy->layers, lm_layer_copy (lm_stack_nth (self, i)));

  return copy;
}

void
lm_stack_free (LmStack *self)
{
  g_ptr_array_unref (self->layers);
  g_free (self);
}

gsize
lm_stack_get_n (const LmStack *self)
{
  return self->layers->len;
}

LmLayer *
lm_stack_nth (const LmStack *self,
              gsize          index)
{
  g_return_val_if_fail (index < self->layers->len, NULL);

  return g_ptr_array_index (self->layers, index);
}

gssize
lm_stack_find (const LmStack *self,
               const char    *name)
{
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    {
      if (strcmp (lm_stack_nth (self, i)->name, name) == 0)
        return (gssize) i;
    }

  return -1;
}

static gboolean
lm_stack_layers_equal (const LmLayer *a,
                       const LmLayer *b)
{
  return a->klass == b->klass && strcmp (a->name, b->name) == 0 && a->part == b->part &&
         a->bypassed == b->bypassed &&
         g_strv_equal ((const char *const *) a->inputs, (const char *const *) b->inputs) &&
         lm_fields_equal (a->klass->fields, a, b);
}

gboolean
lm_stack_equal (const LmStack *a,
                const LmStack *b)
{
  if (lm_stack_get_n (a) != lm_stack_get_n (b) || a->has_parts != b->has_parts)
    return FALSE;

  for (gsize i = 0; i < lm_stack_get_n (a); i++)
    {
      if (!lm_stack_layers_equal (lm_stack_nth (a, i), lm_stack_nth (b, i)))
        return FALSE;
    }

  return TRUE;
}

char *
lm_stack_make_name (const LmStack *self,
                    const char    *stem)
{
  for (gsize i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s_%" G_GSIZE_FORMAT, stem, i);

      if (lm_stack_find (self, name) < 0)
        return g_steal_pointer (&name);
    }
}

void
lm_stack_take (LmStack *self,
               gsize    index,
               LmLayer *layer)
{
  gsize first, n;

  g_return_if_fail (lm_stack_find (self, layer->name) < 0);

  index = MIN (index, self->layers->len);
  if (!self->has_parts)
    layer->part = LM_PART_MAIN;
  else if (layer->part == LM_PART_MAIN)
    layer->part = index > 0 ? lm_stack_nth (self, index - 1)->part : LM_PART_GENERATOR;

  n = lm_stack_get_part (self, layer->part, &first);
  g_ptr_array_insert (self->layers, (int) CLAMP (index, first, first + n), layer);
}

LmLayer *
lm_stack_insert (LmStack            *self,
                 gsize               index,
                 const LmLayerClass *klass)
{
  g_autofree char *name = lm_stack_make_name (self, klass->stem);
  LmLayer *layer = lm_layer_new (klass, name);

  lm_stack_take (self, index, layer);

  return layer;
}

/* Replaces the name of an input by another; by nothing if @to is %NULL. */
static void
lm_stack_relink (LmStack    *self,
                 const char *from,
                 const char *to)
{
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    {
      LmLayer *layer = lm_stack_nth (self, i);
      g_autoptr(GStrvBuilder) inputs = NULL;

      if (!g_strv_contains ((const char *const *) layer->inputs, from))
        continue;

      inputs = g_strv_builder_new ();
      for (GStrv input = layer->inputs; *input != NULL; input++)
        {
          if (strcmp (*input, from) != 0)
            g_strv_builder_add (inputs, *input);
          else if (to != NULL)
            g_strv_builder_add (inputs, to);
        }
      g_strfreev (layer->inputs);
      layer->inputs = g_strv_builder_end (inputs);
    }
}

void
lm_stack_remove (LmStack *self,
                 gsize    index)
{
  g_return_if_fail (index < self->layers->len);

  lm_stack_relink (self, lm_stack_nth (self, index)->name, NULL);
  g_ptr_array_remove_index (self->layers, (guint) index);
}

LmLayer *
lm_stack_duplicate (LmStack *self,
                    gsize    index)
{
  LmLayer *layer = lm_layer_copy (lm_stack_nth (self, index));

  g_free (layer->name);
  layer->name = lm_stack_make_name (self, layer->klass->stem);
  lm_stack_take (self, index + 1, layer);

  return layer;
}

static gboolean
lm_stack_reads (const LmLayer *layer,
                const LmLayer *other)
{
  return g_strv_contains ((const char *const *) layer->inputs, other->name);
}

/* Whether @layer, moved between @other and where it stands, would be on the wrong side of it. */
static gboolean
lm_stack_check_order (const LmLayer  *layer,
                      const LmLayer  *other,
                      gboolean        is_up,
                      GError        **error)
{
  if (is_up && lm_stack_reads (layer, other))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%s reads %s and has to stay below it"), layer->name, other->name);
      return FALSE;
    }
  if (!is_up && lm_stack_reads (other, layer))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%s is read by %s and has to stay above it"), layer->name, other->name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
lm_stack_check_part (const LmStack  *self,
                     const LmLayer  *layer,
                     GError        **error)
{
  for (gsize i = 0; i < lm_stack_get_n (self); i++)
    {
      const LmLayer *other = lm_stack_nth (self, i);

      if (!lm_stack_reads (layer, other) && !lm_stack_reads (other, layer))
        continue;

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%s and %s are linked and have to stay in one part: remove the link first"),
                   layer->name, other->name);
      return FALSE;
    }

  return TRUE;
}

gboolean
lm_stack_move_into (LmStack  *self,
                    gsize     from,
                    gsize     to,
                    LmPart    part,
                    GError  **error)
{
  LmLayer *layer = lm_stack_nth (self, from);

  for (gsize i = MIN (from, to); i <= MAX (from, to); i++)
    {
      if (!lm_stack_check_order (layer, lm_stack_nth (self, i), to < from, error))
        return FALSE;
    }
  if (part != layer->part && !lm_stack_check_part (self, layer, error))
    return FALSE;

  layer->part = part;
  g_ptr_array_steal_index (self->layers, (guint) from);
  g_ptr_array_insert (self->layers, (int) to, layer);

  return TRUE;
}

gboolean
lm_stack_move (LmStack  *self,
               gsize     from,
               gsize     to,
               GError  **error)
{
  LmPart part = lm_stack_nth (self, from)->part;
  gsize border;

  g_return_val_if_fail (to < self->layers->len, FALSE);

  if (self->has_parts)
    {
      border = lm_stack_get_part (self, LM_PART_GENERATOR, &(gsize) { 0 }) -
               (part == LM_PART_GENERATOR);
      if (to != border)
        part = to < border ? LM_PART_GENERATOR : LM_PART_DISCRIMINATOR;
    }

  return lm_stack_move_into (self, from, to, part, error);
}

gboolean
lm_stack_rename (LmStack     *self,
                 gsize        index,
                 const char  *name,
                 GError     **error)
{
  LmLayer *layer = lm_stack_nth (self, index);
  const gssize other = lm_stack_find (self, name);

  if (!lm_layer_is_name (name))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME,
                   _("“%s” is no name for a layer: use 1 to 40 Latin letters, digits, _ and -"),
                   name);
      return FALSE;
    }
  if (other >= 0 && (gsize) other != index)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("Another layer is called %s already"), name);
      return FALSE;
    }

  lm_stack_relink (self, layer->name, name);
  g_free (layer->name);
  layer->name = g_strdup (name);

  return TRUE;
}

gsize
lm_stack_get_n_inputs (const LmStack *self,
                       gsize          index)
{
  return MAX (1, g_strv_length (lm_stack_nth (self, index)->inputs));
}

/* The layer before a part: what its first layer reads. */
static gssize
lm_stack_get_part_input (const LmStack *self,
                         LmPart         part)
{
  gsize first;

  lm_stack_get_part (self, part, &first);

  return (gssize) first - 1;
}

gssize
lm_stack_get_input (const LmStack *self,
                    gsize          index,
                    gsize          i)
{
  const LmLayer *layer = lm_stack_nth (self, index);
  gssize input = (gssize) index - 1;

  if (layer->inputs[0] != NULL)
    {
      const char *name = layer->inputs[i];

      if (strcmp (name, LM_INPUT_NETWORK) == 0)
        input = lm_stack_get_part_input (self, layer->part);
      else if (strcmp (name, LM_INPUT_PREVIOUS) != 0)
        {
          input = lm_stack_find (self, name);
          if (input < 0 || input >= (gssize) index ||
              lm_stack_nth (self, (gsize) input)->part != layer->part)
            return G_MINSSIZE;
        }
    }

  if (input >= 0 && lm_stack_nth (self, (gsize) input)->bypassed)
    return lm_stack_get_input (self, (gsize) input, 0);

  return input;
}
