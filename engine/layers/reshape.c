/* SPDX-License-Identifier: GPL-3.0-or-later */

/* reshape.c: the same numbers in another shape, in the order in which they lie
 *
 * A shape is written as people say it, height × width × channels; in memory the
 * channels come first, as after PyTorch's view (-1, channels, height, width).
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"

#define MAX_DIMS 3

typedef struct
{
  LmLayer parent;

  LmDims dims;
} LmReshape;

/* The product of the numbers that are given; @open is the index of the one that is not, or -1. */
static gboolean
lm_reshape_multiply (const LmReshape  *self,
                     gsize            *product,
                     int              *open,
                     GError          **error)
{
  *product = 1;
  *open = -1;

  for (int i = 0; i < self->dims.n; i++)
    {
      const int dim = self->dims.dim[i];

      if (dim == 0 || (dim < 0 && *open >= 0))
        {
          g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE,
                               dim == 0
                                 ? _("A shape cannot contain a 0: choose numbers above it")
                                 : _("Two numbers of the shape are −1: leave one open"));
          return FALSE;
        }

      if (dim < 0)
        *open = i;
      else if (!g_size_checked_mul (product, *product, (gsize) dim))
        *product = G_MAXSIZE;
    }

  return TRUE;
}

static gboolean
lm_reshape_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmReshape *self = (LmReshape *) layer;
  const gsize n = lm_shape_get_n_columns (x);
  gsize dim[MAX_DIMS] = { 0 };
  gsize product;
  int open;

  if (self->dims.n < 1 || self->dims.n > MAX_DIMS)
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE,
                           _("A shape has one to three numbers: features, time × features, or "
                             "height × width × channels"));
      return FALSE;
    }
  if (!lm_reshape_multiply (self, &product, &open, error))
    return FALSE;

  if (open >= 0 ? n % product != 0 : n != product)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   open >= 0
                   ? _("%s is %zu numbers, which cannot be divided by %zu: choose other numbers")
                   : _("%s is %zu numbers, and the new shape has %zu: choose numbers whose "
                       "product is the same"),
                   shape, n, product);
      return FALSE;
    }

  for (int i = 0; i < self->dims.n; i++)
    dim[i] = i == open ? n / product : (gsize) self->dims.dim[i];

  *y = self->dims.n == 3 ? (LmShape) { 4, { 1, dim[2], dim[0], dim[1] } }
                         : (LmShape) { 1 + (gsize) self->dims.n, { 1, dim[0], dim[1] } };

  return TRUE;
}

static void
lm_reshape_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
}

static void
lm_reshape_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
}

static char *
lm_reshape_describe (const LmLayer *layer)
{
  const LmReshape *self = (const LmReshape *) layer;
  GString *text = g_string_new (NULL);

  for (int i = 0; i < self->dims.n; i++)
    {
      if (i > 0)
        g_string_append (text, " × ");
      if (self->dims.dim[i] < 0)
        g_string_append (text, "−1");
      else
        g_string_append_printf (text, "%d", self->dims.dim[i]);
    }

  return g_string_free (text, FALSE);
}

static const LmField fields[] = {
  { "dims", LM_FIELD_DIMS, G_STRUCT_OFFSET (LmReshape, dims), -1, G_MAXINT, 0,
    .title = N_("Shape"),
    .hint = N_("Features, time × features, or height × width × channels; −1 takes what is left. "
               "Numbers are taken channel by channel; Keras takes them pixel by pixel."),
    .text = "-1" },
  { NULL },
};

const LmLayerClass lm_reshape_class = {
  .id = "reshape",
  .stem = "reshape",
  .title = N_("Reshape"),
  .summary = N_("Reads the same numbers as another shape: a row as a picture, for one."),
  .keywords = N_("view dimensions picture sequence"),
  .group = LM_GROUP_SHAPE,
  .glyph = "M 2 10 L 10 10 L 10 16 L 2 16 Z M 12 13 L 15 13 M 17 4 L 23 4 L 23 22 L 17 22 Z",
  .size = sizeof (LmReshape),
  .fields = fields,
  .configure = lm_reshape_configure,
  .forward = lm_reshape_forward,
  .backward = lm_reshape_backward,
  .is_linear = TRUE,
  .describe = lm_reshape_describe,
};
