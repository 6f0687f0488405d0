/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-picture.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
lm_picture_check (const LmShape  *x,
                  GError        **error)
{
  g_autofree char *shape = NULL;

  if (x->rank == 4)
    return TRUE;

  shape = lm_shape_to_string (x);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("This layer takes pictures, not %s: put a reshape layer before it"), shape);

  return FALSE;
}

void
lm_frame_add (const LmFrame  *self,
              const LmTensor *x,
              LmTensor       *y)
{
  const gsize height = x->shape.dim[2], width = x->shape.dim[3], outer_width = y->shape.dim[3];
  const gsize n_outer = y->shape.dim[2] * outer_width;
  const lm_real *row = x->data;

  memset (y->data, 0, y->len * sizeof *y->data);
  for (gsize plane = 0; plane < y->len / n_outer; plane++)
    {
      lm_real *to = y->data + plane * n_outer + (gsize) self->top * outer_width +
                    (gsize) self->left;

      for (gsize i = 0; i < height; i++, row += width, to += outer_width)
        memcpy (to, row, width * sizeof *to);
    }
}

void
lm_frame_remove (const LmFrame  *self,
                 const LmTensor *x,
                 LmTensor       *y)
{
  const gsize height = y->shape.dim[2], width = y->shape.dim[3], outer_width = x->shape.dim[3];
  const gsize n_outer = x->shape.dim[2] * outer_width;
  lm_real *row = y->data;

  for (gsize plane = 0; plane < x->len / n_outer; plane++)
    {
      const lm_real *from = x->data + plane * n_outer + (gsize) self->top * outer_width +
                            (gsize) self->left;

      for (gsize i = 0; i < height; i++, row += width, from += outer_width)
        memcpy (row, from, width * sizeof *row);
    }
}

char *
lm_frame_describe (const LmLayer *layer)
{
  const LmFrame *self = (const LmFrame *) layer;

  if (self->top == self->bottom && self->top == self->left && self->top == self->right)
    return g_strdup_printf ("%d", self->top);

  /* Translators: pixels at the top, on the right, at the bottom, on the left */
  return g_strdup_printf (_("%d, %d, %d, %d"), self->top, self->right, self->bottom, self->left);
}
