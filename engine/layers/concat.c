/* SPDX-License-Identifier: GPL-3.0-or-later */

/* concat.c: y = all inputs side by side, along the features, or the channels of pictures
 *
 *   x[i] [batch, n_i] or [batch, time, n_i] or [batch, n_i, height, width]   y: Σ n_i
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-link.h"

typedef struct
{
  LmLayer parent;

  gsize   axis;
} LmConcat;

/* Whether the shapes are the same but for the axis. */
static gboolean
lm_concat_fits (const LmShape *a,
                const LmShape *b,
                gsize          axis)
{
  LmShape c = *b;

  if (a->rank != b->rank)
    return FALSE;

  c.dim[axis] = a->dim[axis];

  return lm_shape_equal (a, &c);
}

static gboolean
lm_concat_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  LmConcat *self = (LmConcat *) layer;

  self->axis = x->rank == 4 ? 1 : x->rank - 1;
  *y = *x;

  for (gsize i = 1; i < n_inputs; i++)
    {
      if (!lm_concat_fits (&x[0], &x[i], self->axis))
        {
          g_autofree char *first = lm_shape_to_string (&x[0]);
          g_autofree char *other = lm_shape_to_string (&x[i]);

          g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                       x->rank == 4
                         ? _("Cannot join %s to %s: height and width differ. Make them one size")
                         : _("Cannot join %s to %s: only the number of features may differ"),
                       other, first);
          return FALSE;
        }
      if (!g_size_checked_add (&y->dim[self->axis], y->dim[self->axis], x[i].dim[self->axis]))
        y->dim[self->axis] = G_MAXSIZE;
    }


  return TRUE;
}

/* Numbers that lie together: those of the axis and all after it. */
static gsize
lm_concat_get_run (const LmConcat *self,
                   const LmTensor *x)
{
  gsize n = 1;

  for (gsize i = self->axis; i < x->shape.rank; i++)
    n *= x->shape.dim[i];

  return n;
}

static void
lm_concat_forward (const LmLayer *layer,
                   LmPass        *pass,
                   LmTensor      *y)
{
  const LmConcat *self = (const LmConcat *) layer;
  const gsize n_y = lm_concat_get_run (self, y);
  lm_real *out = y->data;

  for (gsize i = 0; i < lm_link_get_n_inputs (layer); i++)
    {
      const LmTensor *x = lm_pass_get_input (pass, i);
      const gsize n_x = lm_concat_get_run (self, x);

      for (gsize j = 0; j < y->len / n_y; j++)
        memcpy (out + j * n_y, x->data + j * n_x, n_x * sizeof *out);
      out += n_x;
    }
}

static void
lm_concat_backward (const LmLayer  *layer,
                    LmPass         *pass,
                    const LmTensor *y,
                    const LmTensor *dy)
{
  const LmConcat *self = (const LmConcat *) layer;
  const gsize n_y = lm_concat_get_run (self, y);
  const lm_real *in = dy->data;

  for (gsize i = 0; i < lm_link_get_n_inputs (layer); i++)
    {
      const gsize n_x = lm_concat_get_run (self, lm_pass_get_input (pass, i));
      LmTensor *dx = lm_pass_get_input_grad (pass, i);

      for (gsize j = 0; dx != NULL && j < y->len / n_y; j++)
        memcpy (dx->data + j * n_x, in + j * n_y, n_x * sizeof *in);
      in += n_x;
    }
}

const LmLayerClass lm_concat_class = {
  .id = "concat",
  .stem = "concat",
  .title = N_("Concatenate"),
  .summary = N_("Puts what several layers give side by side: more features, or more channels."),
  .keywords = N_("concatenate join merge skip link append stack"),
  .group = LM_GROUP_LINK,
  .glyph = "M 4 4 L 12 4 L 12 22 L 4 22 L 4 4 M 14 3 L 23 3 L 23 23 L 14 23 Z",
  .size = sizeof (LmConcat),
  .keeps_time = TRUE,
  .min_inputs = 2,
  .max_inputs = G_MAXSIZE,
  .configure = lm_concat_configure,
  .forward = lm_concat_forward,
  .backward = lm_concat_backward,
  .is_linear = TRUE,
  .describe = lm_link_describe,
};
