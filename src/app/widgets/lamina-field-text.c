/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-field-text.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#define MINUS "\u2212"

static gboolean
is_number (const LmField *field)
{
  return field->type == LM_FIELD_INT || field->type == LM_FIELD_REAL ||
         field->type == LM_FIELD_REALS;
}

static const char *
get_point (void)
{
  const char *point = localeconv ()->decimal_point;

  return point != NULL && *point != '\0' ? point : ".";
}

/* Where the decimal point is a comma, a list has semicolons. */
static const char *
get_separator (void)
{
  return g_str_equal (get_point (), ",") ? ";" : ",";
}

static char *
show_choice (const LmField *field,
             const char    *value)
{
  for (int i = 0; field->choices[i] != NULL; i++)
    if (g_str_equal (field->choices[i], value))
      return g_strdup (field->choice_titles != NULL
                         ? g_dgettext (GETTEXT_PACKAGE, field->choice_titles[i]) : value);

  return g_strdup (value);
}

static char *
show_sizes (const LmField *field,
            const char    *value)
{
  g_auto(GStrv) parts = g_strsplit (value, "x", -1);

  if (field->type == LM_FIELD_PAIR && parts[0] != NULL && parts[1] == NULL)
    return g_strdup_printf ("%s × %s", parts[0], parts[0]);

  return g_strjoinv (" × ", parts);
}

char *
lamina_field_text_show (const LmField *field,
                        const char    *value)
{
  g_autoptr(GString) text = NULL;
  g_autofree char *comma = NULL;

  if (field->type == LM_FIELD_CHOICE)
    return show_choice (field, value);
  if (field->type == LM_FIELD_BOOL)
    return g_strdup (g_str_equal (value, "true") ? _("On") : _("Off"));
  if (field->type == LM_FIELD_PAIR || field->type == LM_FIELD_DIMS)
    return show_sizes (field, value);
  if (!is_number (field))
    return g_strdup (value);

  comma = g_strconcat (get_separator (), " ", NULL);
  text = g_string_new (value);
  if (field->type == LM_FIELD_REALS)
    g_string_replace (text, ",", "\n", 0);
  g_string_replace (text, ".", get_point (), 0);
  g_string_replace (text, "\n", comma, 0);
  g_string_replace (text, "-", MINUS, 0);
  g_string_replace (text, "e" MINUS, "e-", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
lamina_field_text_read (const LmField *field,
                        const char    *typed)
{
  g_autoptr(GString) text = g_string_new (typed);

  if (!is_number (field))
    return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));

  g_string_replace (text, MINUS, "-", 0);
  g_string_replace (text, "\u202f", "", 0);
  if (field->type == LM_FIELD_REALS)
    g_string_replace (text, get_separator (), "\n", 0);
  if (!g_str_equal (get_point (), "."))
    g_string_replace (text, get_point (), ".", 0);
  g_string_replace (text, "\n", ",", 0);
  g_strstrip (text->str);

  return g_strdup (text->str);
}
