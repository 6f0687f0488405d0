/* SPDX-License-Identifier: GPL-3.0-or-later */

/* add.c: y = Σ x of all inputs, which have one shape */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-link.h"
#include "lm-math.h"

static gboolean
lm_add_layer_configure (LmLayer        *layer,
                        const LmShape  *x,
                        gsize           n_inputs,
                        LmShape        *y,
                        GError        **error)
{
  for (gsize i = 1; i < n_inputs; i++)
    {
      if (!lm_shape_equal (&x[i], &x[0]))
        {
          g_autofree char *first = lm_shape_to_string (&x[0]);
          g_autofree char *other = lm_shape_to_string (&x[i]);

          g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                       _("Cannot add %s to %s: the shapes differ. Link layers of one shape"),
                       other, first);
          return FALSE;
        }
    }

  *y = x[0];

  return TRUE;
}

static void
lm_add_layer_forward (const LmLayer *layer,
                      LmPass        *pass,
                      LmTensor      *y)
{
  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
  for (gsize i = 1; i < lm_link_get_n_inputs (layer); i++)
    lm_add (lm_pass_get_input (pass, i)->data, y->data, y->len);
}

static void
lm_add_layer_backward (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       const LmTensor *dy)
{
  for (gsize i = 0; i < lm_link_get_n_inputs (layer); i++)
    {
      LmTensor *dx = lm_pass_get_input_grad (pass, i);

      if (dx != NULL)
        memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
    }
}

const LmLayerClass lm_add_class = {
  .id = "add",
  .stem = "add",
  .title = N_("Add"),
  .summary = N_("Adds up what several layers give, number by number: a skip link."),
  .keywords = N_("sum skip residual link plus"),
  .group = LM_GROUP_LINK,
  .glyph = "M 4 13 C 4 8 8 4 13 4 C 18 4 22 8 22 13 C 22 18 18 22 13 22 C 8 22 4 18 4 13 "
           "M 13 8.5 L 13 17.5 M 8.5 13 L 17.5 13",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .min_inputs = 2,
  .max_inputs = G_MAXSIZE,
  .configure = lm_add_layer_configure,
  .forward = lm_add_layer_forward,
  .backward = lm_add_layer_backward,
  .is_linear = TRUE,
  .describe = lm_link_describe,
};
