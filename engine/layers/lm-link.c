/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gsize
lm_link_get_n_inputs (const LmLayer *layer)
{
  return MAX (1, g_strv_length (layer->inputs));
}

gboolean
lm_link_configure (LmLayer        *layer,
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
                       _("Cannot combine %s with %s: the shapes differ. Link layers of one shape"),
                       other, first);
          return FALSE;
        }
    }

  *y = x[0];

  return TRUE;
}

char *
lm_link_describe_as (const LmLayer *layer,
                     const char    *sign)
{
  GString *text = g_string_new (NULL);

  for (GStrv input = layer->inputs; *input != NULL; input++)
    {
      if (input != layer->inputs)
        g_string_append_printf (text, "%s%s ", text->len > 0 ? " " : "", sign);
      if (strcmp (*input, LM_INPUT_NETWORK) == 0)
        g_string_append (text, _("input"));
      else if (strcmp (*input, LM_INPUT_PREVIOUS) != 0)
        g_string_append (text, *input);
    }

  return g_string_free (text, FALSE);
}

char *
lm_link_describe (const LmLayer *layer)
{
  return lm_link_describe_as (layer, "+");
}
