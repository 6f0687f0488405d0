/* SPDX-License-Identifier: GPL-3.0-or-later */

/* zero-padding2d.c: y = x surrounded by zeros
 *
 *   x [batch, channels, height, width]
 *   y [batch, channels, height + top + bottom, width + left + right]
 */

#include <glib/gi18n-lib.h>

#include "lm-picture.h"

static gboolean
lm_zero_padding2d_configure (LmLayer        *layer,
                             const LmShape  *x,
                             gsize           n_inputs,
                             LmShape        *y,
                             GError        **error)
{
  const LmFrame *self = (const LmFrame *) layer;

  if (!lm_picture_check (x, error))
    return FALSE;

  *y = *x;
  y->dim[2] += (gsize) self->top + (gsize) self->bottom;
  y->dim[3] += (gsize) self->left + (gsize) self->right;

  return TRUE;
}

static void
lm_zero_padding2d_forward (const LmLayer *layer,
                           LmPass        *pass,
                           LmTensor      *y)
{
  lm_frame_add ((const LmFrame *) layer, lm_pass_get_input (pass, 0), y);
}

static void
lm_zero_padding2d_backward (const LmLayer  *layer,
                            LmPass         *pass,
                            const LmTensor *y,
                            const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    lm_frame_remove ((const LmFrame *) layer, dy, dx);
}

static const LmField fields[] = {
  LM_FRAME_FIELDS,
  { NULL },
};

const LmLayerClass lm_zero_padding2d_class = {
  .id = "zero-padding2d",
  .stem = "padding",
  .title = N_("Zero padding"),
  .summary = N_("Surrounds pictures with zeros."),
  .keywords = N_("pad border margin frame enlarge picture"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 8 8 L 18 8 L 18 18 L 8 18 Z M 3 3 L 23 3 L 23 23 L 3 23 L 3 3",
  .size = sizeof (LmFrame),
  .fields = fields,
  .configure = lm_zero_padding2d_configure,
  .forward = lm_zero_padding2d_forward,
  .backward = lm_zero_padding2d_backward,
  .is_linear = TRUE,
  .describe = lm_frame_describe,
};
