/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-step-pooling.h"

#include <glib/gi18n-lib.h>

static gboolean
lm_step_pooling_check (const LmStepPooling  *self,
                       const LmShape        *x,
                       GError              **error)
{
  if (x->rank != 3)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Pooling along time takes sequences of features, not %s: put a reshape layer before it"),
                   shape);
      return FALSE;
    }

  if (2 * self->padding > self->size)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A padding of %d is more than half of the size %d: make it smaller"),
                   self->padding, self->size);
      return FALSE;
    }

  return TRUE;
}

gboolean
lm_step_pooling_configure (LmLayer        *layer,
                           const LmShape  *x,
                           gsize           n_inputs,
                           LmShape        *y,
                           GError        **error)
{
  LmStepPooling *self = (LmStepPooling *) layer;

  if (!lm_step_pooling_check (self, x, error))
    return FALSE;

  self->n = x->dim[2];
  self->slide = (LmSlide) {
    .in = x->dim[1],
    .kernel = (gsize) self->size,
    .stride = (gsize) (self->stride != 0 ? self->stride : self->size),
    .dilation = 1,
    .before = (gsize) self->padding,
    .after = (gsize) self->padding,
  };
  if (!lm_slide_fit (&self->slide))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A patch of %d does not fit into %zu steps: make it smaller, or remove a pooling layer above"),
                   self->size, x->dim[1]);
      return FALSE;
    }

  *y = (LmShape) { 3, { 1, self->slide.out, self->n } };

  return TRUE;
}

void
lm_step_pooling_get_patch (const LmStepPooling *self,
                           const guint32       *lengths,
                           gsize                row,
                           gsize                out,
                           gsize               *first,
                           gsize               *end)
{
  lm_slide_get_patch (&self->slide, out, first, end);
  if (lengths != NULL)
    {
      *end = MIN (*end, lengths[row]);
      *first = MIN (*first, *end);
    }
}

char *
lm_step_pooling_describe (const LmLayer *layer)
{
  const LmStepPooling *self = (const LmStepPooling *) layer;

  if (self->stride == 0 || self->stride == self->size)
    return g_strdup_printf (_("size %d"), self->size);

  return g_strdup_printf (_("size %d, stride %d"), self->size, self->stride);
}
