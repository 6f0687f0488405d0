/* SPDX-License-Identifier: GPL-3.0-or-later */

/* cropping2d.c: y = x without its outer rows and columns
 *
 *   x [batch, channels, height, width]
 *   y [batch, channels, height - top - bottom, width - left - right]
 */

#include <glib/gi18n-lib.h>

#include "lm-picture.h"

static gboolean
lm_cropping2d_configure (LmLayer        *layer,
                         const LmShape  *x,
                         gsize           n_inputs,
                         LmShape        *y,
                         GError        **error)
{
  const LmFrame *self = (const LmFrame *) layer;
  const gsize height = (gsize) self->top + (gsize) self->bottom;
  const gsize width = (gsize) self->left + (gsize) self->right;

  if (!lm_picture_check (x, error))
    return FALSE;

  if (height >= x->dim[2] || width >= x->dim[3])
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Cutting off %zu rows and %zu columns leaves nothing of %zu × %zu: cut off less"),
                   height, width, x->dim[2], x->dim[3]);
      return FALSE;
    }

  *y = *x;
  y->dim[2] -= height;
  y->dim[3] -= width;

  return TRUE;
}

static void
lm_cropping2d_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  lm_frame_remove ((const LmFrame *) layer, lm_pass_get_input (pass, 0), y);
}

static void
lm_cropping2d_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    lm_frame_add ((const LmFrame *) layer, dy, dx);
}

static const LmField fields[] = {
  LM_FRAME_FIELDS,
  { NULL },
};

const LmLayerClass lm_cropping2d_class = {
  .id = "cropping2d",
  .stem = "crop",
  .title = N_("Cropping"),
  .summary = N_("Cuts rows and columns off the edges of pictures."),
  .keywords = N_("crop cut border margin frame trim picture"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 7 2 L 7 19 L 24 19 M 2 7 L 19 7 L 19 24",
  .size = sizeof (LmFrame),
  .fields = fields,
  .configure = lm_cropping2d_configure,
  .forward = lm_cropping2d_forward,
  .backward = lm_cropping2d_backward,
  .is_linear = TRUE,
  .describe = lm_frame_describe,
};
