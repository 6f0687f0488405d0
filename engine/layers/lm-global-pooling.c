/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-global-pooling.h"

#include <glib/gi18n-lib.h>

gboolean
lm_global_pooling_configure (LmLayer        *layer,
                             const LmShape  *x,
                             gsize           n_inputs,
                             LmShape        *y,
                             GError        **error)
{
  if (x->rank != 3 && x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Global pooling takes pictures or sequences, not %s: put it before the flatten layer"),
                   shape);
      return FALSE;
    }

  *y = (LmShape) { 2, { 1, x->rank == 4 ? x->dim[1] : x->dim[2] } };

  return TRUE;
}

gsize
lm_global_pooling_get_n_steps (const LmPass *pass,
                               gsize         row)
{
  const guint32 *lengths = lm_pass_get_lengths (pass);

  return lengths != NULL ? lengths[row] : lm_pass_get_input (pass, 0)->shape.dim[1];
}
