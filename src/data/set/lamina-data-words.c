/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-words.h"

#include <string.h>

#define NARROW_SPACE "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"

char *
lamina_data_format_count (gsize count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  const gsize n = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (text, NARROW_SPACE);
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

char *
lamina_data_format_number (double number)
{
  g_autofree char *text = g_strdup_printf ("%.4g", number);

  return *text == '-' ? g_strconcat (MINUS, text + 1, NULL) : g_steal_pointer (&text);
}
