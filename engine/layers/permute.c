/* SPDX-License-Identifier: GPL-3.0-or-later */

/* permute.c: the axes of every example in another order
 *
 *   [batch, time, features], or [batch, channels, height, width]
 *
 * An order is written as people write shapes, time × features or height × width × channels,
 * counted from 1: axis i of y is axis order[i] of x. 2x1x3 lays a picture on its side.
 */

#include <glib/gi18n-lib.h>

#include "lm-layer.h"

#define MAX_AXES 3

typedef struct
{
  LmLayer parent;

  LmDims  order;

  /* In the order of memory: how many numbers an axis of y has, and how far apart they are in x. */
  gsize   dim[MAX_AXES], stride[MAX_AXES];
} LmPermute;

/* The place in memory, without the batch, of axis @axis of a shape as it is written. */
static gsize
lm_permute_get_place (gsize n_axes,
                      gsize axis)
{
  return n_axes == 3 ? (axis + 1) % 3 : axis;
}

static gboolean
lm_permute_check (const LmPermute  *self,
                  const LmShape    *x,
                  GError          **error)
{
  guint seen = 0;

  for (int i = 0; i < self->order.n; i++)
    seen |= 1u << self->order.dim[i];

  if (seen != (2u << self->order.n) - 2)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("An order of %d axes has every number from 1 to %d once: 2x1 changes two places"),
                   self->order.n, self->order.n);
      return FALSE;
    }

  if ((gsize) self->order.n != x->rank - 1)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%s has %zu axes, and the order %d: give every axis a place"),
                   shape, x->rank - 1, self->order.n);
      return FALSE;
    }

  return TRUE;
}

static gboolean
lm_permute_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmPermute *self = (LmPermute *) layer;
  const gsize n = x->rank - 1;
  gsize strides[MAX_AXES + 1];

  if (!lm_permute_check (self, x, error))
    return FALSE;

  strides[n] = 1;
  for (gsize i = n; i-- > 0;)
    strides[i] = i + 1 == n ? 1 : strides[i + 1] * x->dim[i + 2];

  *y = *x;
  for (gsize i = 0; i < MAX_AXES; i++)
    self->dim[i] = 1;
  for (gsize i = 0; i < n; i++)
    {
      const gsize to = lm_permute_get_place (n, i);
      const gsize from = lm_permute_get_place (n, (gsize) self->order.dim[i] - 1);

      y->dim[1 + to] = x->dim[1 + from];
      self->dim[MAX_AXES - n + to] = x->dim[1 + from];
      self->stride[MAX_AXES - n + to] = strides[from];
    }

  return TRUE;
}

/* Of one example: y in the order of memory, x as the strides have it. */
static void
lm_permute_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  const LmPermute *self = (const LmPermute *) layer;
  const gsize *stride = self->stride;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  lm_real *out = y->data;

  for (gsize row = 0; row < y->shape.dim[0]; row++, x += y->len / y->shape.dim[0])
    {
      for (gsize i = 0; i < self->dim[0]; i++)
        {
          for (gsize j = 0; j < self->dim[1]; j++)
            {
              for (gsize k = 0; k < self->dim[2]; k++)
                *out++ = x[i * stride[0] + j * stride[1] + k * stride[2]];
            }
        }
    }
}

static void
lm_permute_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  const LmPermute *self = (const LmPermute *) layer;
  const gsize *stride = self->stride;
  const lm_real *in = dy->data;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize row = 0; dx != NULL && row < y->shape.dim[0]; row++)
    {
      lm_real *out = dx->data + row * (dx->len / y->shape.dim[0]);

      for (gsize i = 0; i < self->dim[0]; i++)
        {
          for (gsize j = 0; j < self->dim[1]; j++)
            {
              for (gsize k = 0; k < self->dim[2]; k++)
                out[i * stride[0] + j * stride[1] + k * stride[2]] = *in++;
            }
        }
    }
}

static char *
lm_permute_describe (const LmLayer *layer)
{
  const LmPermute *self = (const LmPermute *) layer;
  GString *text = g_string_new (NULL);

  for (int i = 0; i < self->order.n; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? ", " : "", self->order.dim[i]);

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "order", LM_FIELD_DIMS, G_STRUCT_OFFSET (LmPermute, order), 1, MAX_AXES, 0,
    .title = N_("Order"),
    .hint = N_("Which axis comes first, second… of time × features or height × width × channels."),
    .text = "2x1" },
  { NULL },
};

const LmLayerClass lm_permute_class = {
  .id = "permute",
  .stem = "permute",
  .title = N_("Permute"),
  .summary = N_("Puts the axes in another order: time and features change places, for one."),
  .keywords = N_("transpose axes swap order dimensions rotate"),
  .group = LM_GROUP_SHAPE,
  .glyph = "M 3 4 L 10 4 L 10 22 L 3 22 Z M 13 17 C 19 17 20 14 20 9 M 17 12 L 20 8 L 23 12",
  .size = sizeof (LmPermute),
  .fields = fields,
  .configure = lm_permute_configure,
  .forward = lm_permute_forward,
  .backward = lm_permute_backward,
  .is_linear = TRUE,
  .describe = lm_permute_describe,
};
