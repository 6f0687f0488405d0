/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gsize
lm_link_get_n_inputs (const LmLayer *layer)
{
  return MAX (1, g_strv_length (layer->inputs));
}

char *
lm_link_describe (const LmLayer *layer)
{
  GString *text = g_string_new (NULL);

  for (GStrv input = layer->inputs; *input != NULL; input++)
    {
      if (input != layer->inputs)
        g_string_append (text, text->len > 0 ? " + " : "+ ");
      if (strcmp (*input, LM_INPUT_NETWORK) == 0)
        g_string_append (text, _("input"));
      else if (strcmp (*input, LM_INPUT_PREVIOUS) != 0)
        g_string_append (text, *input);
    }

  return g_string_free (text, FALSE);
}
