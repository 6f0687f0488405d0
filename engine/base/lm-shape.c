/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-shape.h"

#include <string.h>

gboolean
lm_shape_equal (const LmShape *a,
                const LmShape *b)
{
  return a->rank == b->rank && memcmp (a->dim, b->dim, a->rank * sizeof a->dim[0]) == 0;
}

static gsize
lm_shape_multiply (const LmShape *self,
                   gsize          first)
{
  gsize n = 1;

  for (gsize i = first; i < self->rank; i++)
    {
      if (!g_size_checked_mul (&n, n, self->dim[i]))
        return G_MAXSIZE;
    }

  return n;
}

gsize
lm_shape_get_n_elements (const LmShape *self)
{
  return lm_shape_multiply (self, 0);
}

gsize
lm_shape_get_n_columns (const LmShape *self)
{
  return lm_shape_multiply (self, 1);
}

char *
lm_shape_to_string (const LmShape *self)
{
  const gsize *d = self->dim;
  GString *text;

  if (self->rank == 4) /* Planes come first in memory and last in speech. */
    return g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT,
                            d[2], d[3], d[1]);

  text = g_string_new (self->rank < 2 ? "1" : NULL);
  for (gsize i = 1; i < self->rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 1 ? " × " : "", d[i]);

  return g_string_free (text, FALSE);
}
