/* SPDX-License-Identifier: GPL-3.0-or-later */

/* flatten.c: y [batch, all numbers of an example], in the order in which they lie */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"

static gboolean
lm_flatten_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  *y = (LmShape) { 2, { 1, lm_shape_get_n_columns (x) } };

  return TRUE;
}

static void
lm_flatten_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
}

static void
lm_flatten_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
}

const LmLayerClass lm_flatten_class = {
  .id = "flatten",
  .stem = "flatten",
  .title = N_("Flatten"),
  .summary = N_("Lays the numbers of a picture out in one row, channel by channel."),
  .keywords = N_("row vector reshape"),
  .group = LM_GROUP_COMMON,
  .glyph = "M 10 2 L 16 2 L 16 6 L 10 6 Z M 10 7 L 16 7 L 16 11 L 10 11 Z "
           "M 10 12 L 16 12 L 16 16 L 10 16 Z M 10 17 L 16 17 L 16 20 L 10 20 Z "
           "M 10 21 L 16 21 L 16 24 L 10 24 Z",
  .size = sizeof (LmLayer),
  .configure = lm_flatten_configure,
  .forward = lm_flatten_forward,
  .backward = lm_flatten_backward,
  .is_linear = TRUE,
};
