/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-tokens.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const lamina_token_unit_ids[] = { "characters", "words", NULL };
const char *const lamina_token_unit_titles[] = { N_("Characters"), N_("Words"), NULL };

/* Signs that stand close to the word before them, or after them. */
static const char *const closing[] = {
  ".", ",", ";", ":", "!", "?", ")", "]", "}", "%", "…", "”", "’", "»", "-", "/", NULL
};
static const char *const opening[] = { "(", "[", "{", "“", "‘", "«", "-", "/", NULL };

/* One that is written without blanks between the words. */
static gboolean
lamina_is_ideograph (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return TRUE;
    default:
      return c >= 0x3000 && c <= 0x303f; /* Their points and brackets. */
    }
}

static gboolean
lamina_is_of_word (gunichar c)
{
  return (g_unichar_isalnum (c) || g_unichar_ismark (c)) && !lamina_is_ideograph (c);
}

/* Whether @c, between @before and @after, is inside a word: don't, 2.5, 1,000. */
static gboolean
lamina_is_inside_word (gunichar before,
                       gunichar c,
                       gunichar after)
{
  if (c == '\'' || c == 0x2019)
    return g_unichar_isalpha (before) && g_unichar_isalpha (after);

  return (c == '.' || c == ',') && g_unichar_isdigit (before) && g_unichar_isdigit (after);
}

static const char *
lamina_find_end_of_word (const char *p,
                         const char *end)
{
  gunichar before = 0;

  for (gsize n = 0; p < end && n < LAMINA_TOKENS_MAX_WORD; n++)
    {
      const gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      const gunichar after = next < end ? g_utf8_get_char (next) : 0;

      if (!lamina_is_of_word (c) && (lamina_is_ideograph (after)
                                     || !lamina_is_inside_word (before, c, after)))
        break;
      before = c;
      p = next;
    }

  return p;
}

static gboolean
lamina_token_emit (GString         *buffer,
                   gboolean         lower_case,
                   const char      *token,
                   gsize            n_bytes,
                   LaminaTokenFunc  func,
                   gpointer         user_data)
{
  if (lower_case)
    {
      g_autofree char *lower = g_utf8_strdown (token, (gssize) n_bytes);

      return func (lower, strlen (lower), user_data);
    }

  g_string_truncate (buffer, 0);
  g_string_append_len (buffer, token, (gssize) n_bytes);

  return func (buffer->str, buffer->len, user_data);
}

/* Steps over white space. @n_lines: (out): line ends in it */
static const char *
lamina_skip_space (const char *p,
                   const char *end,
                   gsize      *n_lines)
{
  *n_lines = 0;
  while (p < end && g_unichar_isspace (g_utf8_get_char (p)))
    {
      *n_lines += *p == '\n';
      p = g_utf8_next_char (p);
    }

  return p;
}

static gboolean
lamina_walk_words (GString         *buffer,
                   gboolean         lower_case,
                   const char      *text,
                   const char      *end,
                   LaminaTokenFunc  func,
                   gpointer         user_data)
{
  gsize n_lines;

  for (const char *p = lamina_skip_space (text, end, &n_lines), *next; p < end;)
    {
      next = lamina_is_of_word (g_utf8_get_char (p)) ? lamina_find_end_of_word (p, end)
                                                     : g_utf8_next_char (p);
      if (!lamina_token_emit (buffer, lower_case, p, (gsize) (next - p), func, user_data))
        return FALSE;

      p = lamina_skip_space (next, end, &n_lines);
      if (n_lines > 1 && p < end && !func ("\n", 1, user_data))
        return FALSE;
    }

  return TRUE;
}

gboolean
lamina_tokens_walk (LaminaTokenUnit  unit,
                    gboolean         lower_case,
                    const char      *text,
                    gsize            n_bytes,
                    LaminaTokenFunc  func,
                    gpointer         user_data)
{
  g_autoptr(GString) buffer = g_string_new (NULL);
  const char *end = text + n_bytes;

  if (unit == LAMINA_TOKENS_WORDS)
    return lamina_walk_words (buffer, lower_case, text, end, func, user_data);

  for (const char *p = text, *next; p < end; p = next)
    {
      next = g_utf8_next_char (p);
      if (!lamina_token_emit (buffer, lower_case, p, (gsize) (next - p), func, user_data))
        return FALSE;
    }

  return TRUE;
}

static gboolean
lamina_is_one_ideograph (const char *token)
{
  return lamina_is_ideograph (g_utf8_get_char (token));
}

gboolean
lamina_tokens_are_apart (const char *before,
                         const char *after)
{
  if (*before == '\n' || *after == '\n')
    return FALSE;

  return !g_strv_contains (opening, before) && !g_strv_contains (closing, after)
         && !lamina_is_one_ideograph (before) && !lamina_is_one_ideograph (after);
}
