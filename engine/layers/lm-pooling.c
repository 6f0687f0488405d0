/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-pooling.h"

#include <glib/gi18n-lib.h>

static gboolean
lm_pooling_check (const LmPooling  *self,
                  const LmShape    *x,
                  GError          **error)
{
  if (x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Pooling takes pictures, not %s: put it before the flatten layer"), shape);
      return FALSE;
    }

  if (2 * self->padding.height > self->size.height || 2 * self->padding.width > self->size.width)
    {
      g_autofree char *padding = lm_pair_to_string (&self->padding);
      g_autofree char *size = lm_pair_to_string (&self->size);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A padding of %s is more than half of the size %s: make it smaller"),
                   padding, size);
      return FALSE;
    }

  return TRUE;
}

static LmSlide
lm_pooling_get_slide (gsize in,
                      int   size,
                      int   stride,
                      int   padding)
{
  return (LmSlide) {
    .in = in,
    .kernel = (gsize) size,
    .stride = (gsize) (stride != 0 ? stride : size),
    .dilation = 1,
    .before = (gsize) padding,
    .after = (gsize) padding,
  };
}

gboolean
lm_pooling_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmPooling *self = (LmPooling *) layer;
  LmWindow *window = &self->window;

  if (!lm_pooling_check (self, x, error))
    return FALSE;

  window->y = lm_pooling_get_slide (x->dim[2], self->size.height, self->stride.height,
                                    self->padding.height);
  window->x = lm_pooling_get_slide (x->dim[3], self->size.width, self->stride.width,
                                    self->padding.width);
  if (!lm_slide_fit (&window->y) || !lm_slide_fit (&window->x))
    {
      g_autofree char *size = lm_pair_to_string (&self->size);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A patch of %s does not fit into %zu × %zu: make it smaller, or remove a pooling layer above"),
                   size, x->dim[2], x->dim[3]);
      return FALSE;
    }

  *y = (LmShape) { 4, { 1, x->dim[1], window->y.out, window->x.out } };

  return TRUE;
}

char *
lm_pooling_describe (const LmLayer *layer)
{
  const LmPooling *self = (const LmPooling *) layer;
  const LmPair stride = {
    self->stride.height != 0 ? self->stride.height : self->size.height,
    self->stride.width != 0 ? self->stride.width : self->size.width,
  };
  g_autofree char *size = lm_pair_to_string (&self->size);
  g_autofree char *step = lm_pair_to_short_string (&stride);

  if (stride.height == self->size.height && stride.width == self->size.width)
    return g_strdup_printf (_("size %s"), size);

  return g_strdup_printf (_("size %s, stride %s"), size, step);
}
