/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample-text.h"

#include <string.h>

const char sample_rhyme[] =
  "The river runs below the town,\n"
  "\tand what it takes it carries down:\n"
  "a leaf, a boat, a bit of light,\n"
  "\tthe quiet colours of the night.\n"
  "The river never asks us why,\n"
  "\tit has the patience of the sky.\n\n"
  "The mill beside it turns and turns,\n"
  "\tand every turn is what it learns;\n"
  "it counts the water, grain by grain,\n"
  "\tforgets, and counts it all again.\n\n";

const char sample_poem[] =
  "小河从村边慢慢流过，\n"
  "水里有云，也有灯火。\n"
  "风来的时候云就散开，\n"
  "风走的时候灯又回来。\n\n"
  "老磨坊的轮子转了又转，\n"
  "数着水，也数着谷子。\n"
  "数完了，忘掉，再从头数起，\n"
  "一天，一年，都在水里。\n\n";

/* Words of ASCII; each other sign is one by itself. */
static gsize
get_length (const char *text,
            gboolean    has_words)
{
  gsize n = 0;

  while (has_words && g_ascii_isalnum (text[n]))
    n++;

  return n > 0 ? n : (gsize) (g_utf8_next_char (text) - text);
}

static gboolean
are_apart (const char *before,
           const char *after)
{
  return g_ascii_isalnum (*after) && *before != '\n';
}

guint32
sample_text_find (const SampleText *self,
                  const char       *token)
{
  guint i;

  for (i = 0; i < self->texts->len; i++)
    if (strcmp (self->texts->pdata[i], token) == 0)
      break;

  return i;
}

static const char *
get_sign (const char *token)
{
  static const char *const signs[][2] = { { " ", "␣" }, { "\n", "⏎" }, { "\t", "⇥" } };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (token, signs[i][0]) == 0)
      return signs[i][1];

  return token;
}

SampleText *
sample_text_new (const char *text,
                 gboolean    has_words)
{
  SampleText *self = g_new0 (SampleText, 1);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->signs = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  while (*text != '\0')
    {
      const gsize n = get_length (text, has_words);
      g_autofree char *token = g_strndup (text, n);
      const guint32 id = sample_text_find (self, token);

      text += n;
      if (has_words && g_ascii_isspace (*token) && *token != '\n')
        continue;
      if (id == self->texts->len)
        {
          g_ptr_array_add (self->texts, g_strdup (token));
          g_ptr_array_add (self->signs, g_strdup (get_sign (token)));
        }
      g_array_append_val (self->ids, id);
    }

  self->names = (LaminaTokenNames) {
    self->texts->len, (const char *const *) self->texts->pdata,
    (const char *const *) self->signs->pdata, has_words ? are_apart : NULL,
  };

  return self;
}

void
sample_text_free (SampleText *self)
{
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->signs);
  g_array_unref (self->ids);
  g_free (self);
}

guint32
sample_text_get (const SampleText *self,
                 gsize             place)
{
  return g_array_index (self->ids, guint32, place % self->ids->len);
}
