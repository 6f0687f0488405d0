/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-pairs.h"

struct _LaminaPairs
{
  GArray *rows; /* LaminaPair */
};

static void
clear_pair (gpointer pair)
{
  g_free (((LaminaPair *) pair)->name);
  g_free (((LaminaPair *) pair)->value);
}

LaminaPairs *
lamina_pairs_new (void)
{
  LaminaPairs *self = g_new (LaminaPairs, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (LaminaPair));
  g_array_set_clear_func (self->rows, clear_pair);

  return self;
}

LaminaPairs *
lamina_pairs_copy (const LaminaPairs *self)
{
  LaminaPairs *copy = lamina_pairs_new ();

  for (gsize i = 0; i < lamina_pairs_get_n (self); i++)
    {
      const LaminaPair *from = lamina_pairs_nth (self, i);
      LaminaPair to = { g_strdup (from->name), g_strdup (from->value) };

      g_array_append_val (copy->rows, to);
    }

  return copy;
}

void
lamina_pairs_free (LaminaPairs *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->rows);
  g_free (self);
}

gsize
lamina_pairs_get_n (const LaminaPairs *self)
{
  return self->rows->len;
}

const LaminaPair *
lamina_pairs_nth (const LaminaPairs *self,
                  gsize              index)
{
  g_return_val_if_fail (index < self->rows->len, NULL);

  return &g_array_index (self->rows, LaminaPair, index);
}

static gssize
find (const LaminaPairs *self,
      const char        *name)
{
  for (gsize i = 0; i < self->rows->len; i++)
    if (g_str_equal (g_array_index (self->rows, LaminaPair, i).name, name))
      return (gssize) i;

  return -1;
}

const char *
lamina_pairs_get (const LaminaPairs *self,
                  const char        *name)
{
  const gssize index = find (self, name);

  return index < 0 ? NULL : g_array_index (self->rows, LaminaPair, index).value;
}

void
lamina_pairs_set (LaminaPairs *self,
                  const char  *name,
                  const char  *value)
{
  const gssize index = find (self, name);
  LaminaPair pair;

  g_return_if_fail (name != NULL);

  if (index >= 0 && value == NULL)
    {
      g_array_remove_index (self->rows, (guint) index);
    }
  else if (index >= 0)
    {
      char **place = &g_array_index (self->rows, LaminaPair, index).value;
      char *copy = g_strdup (value); /* First: @value may be what stands there. */

      g_free (*place);
      *place = copy;
    }
  else if (value != NULL)
    {
      pair = (LaminaPair) { g_strdup (name), g_strdup (value) };
      g_array_append_val (self->rows, pair);
    }
}

gboolean
lamina_pairs_equal (const LaminaPairs *a,
                    const LaminaPairs *b)
{
  if (a->rows->len != b->rows->len)
    return FALSE;

  for (gsize i = 0; i < a->rows->len; i++)
    {
      const LaminaPair *x = lamina_pairs_nth (a, i);
      const LaminaPair *y = lamina_pairs_nth (b, i);

      if (!g_str_equal (x->name, y->name) || !g_str_equal (x->value, y->value))
        return FALSE;
    }

  return TRUE;
}
