/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-vocabulary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
/* Control characters have pictures from here on. */

struct _LaminaVocabulary
{
  gatomicrefcount  ref_count;
  LaminaTokenUnit  unit;
  gboolean         lower_case;
  guint32          padding, unknown;
  GPtrArray       *tokens;     /* [n], owned */
  GPtrArray       *printables; /* [n], owned; NULL for padding and unknown */
  guint64         *counts;     /* [n] */
  guint64          total;
  GHashTable      *ids;        /* token to id + 1 */
};

/* (transfer full) */
static char *
lamina_token_make_printable (const char *token)
{
  const gunichar c = g_utf8_get_char (token);

  if (*g_utf8_next_char (token) != '\0')
    return g_strdup (token);

  switch (c)
    {
    case ' ':
      return g_strdup ("␣");
    case '\n':
      return g_strdup ("⏎");
    case '\t':
      return g_strdup ("⇥");
    case '\f':
      return g_strdup ("↡");
    case 0x7f:
      return g_strdup ("^?");
    default:
      break;
    }

  /* Few typefaces have the pictures that Unicode made for these. */
  if (c < ' ')
    return g_strdup_printf ("^%c", (char) ('@' + c));

  return g_unichar_isgraph (c) ? g_strdup (token) : g_strdup_printf ("U+%04X", c);
}

static guint32
lamina_vocabulary_add_special (LaminaVocabulary *self,
                               const char       *token)
{
  g_ptr_array_add (self->tokens, g_strdup (token));
  g_ptr_array_add (self->printables, NULL);

  return self->tokens->len - 1;
}

LaminaVocabulary *
lamina_vocabulary_new (const LaminaVocabularyContent *content)
{
  LaminaVocabulary *self = g_new0 (LaminaVocabulary, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->unit = content->unit;
  self->lower_case = content->lower_case;
  self->tokens = g_ptr_array_new_with_free_func (g_free);
  self->printables = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_new0 (guint64, content->n + 2);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->padding = content->has_padding ? lamina_vocabulary_add_special (self, "")
                                       : LAMINA_VOCABULARY_NONE;
  self->unknown = content->has_unknown ? lamina_vocabulary_add_special (self, REPLACEMENT)
                                       : LAMINA_VOCABULARY_NONE;
  if (content->has_unknown)
    self->counts[self->unknown] = content->n_unknown;
  self->total = content->n_unknown;

  for (gsize i = 0; i < content->n; i++)
    {
      char *token = g_strdup (content->tokens[i]);

      self->counts[self->tokens->len] = content->counts[i];
      self->total += content->counts[i];
      g_ptr_array_add (self->tokens, token);
      g_ptr_array_add (self->printables, lamina_token_make_printable (token));
      g_hash_table_insert (self->ids, token, GUINT_TO_POINTER (self->tokens->len));
    }

  return self;
}

LaminaVocabulary *
lamina_vocabulary_ref (LaminaVocabulary *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lamina_vocabulary_unref (LaminaVocabulary *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->printables);
  g_free (self->counts);
  g_free (self);
}

LaminaTokenUnit
lamina_vocabulary_get_unit (const LaminaVocabulary *self)
{
  return self->unit;
}

gsize
lamina_vocabulary_get_n (const LaminaVocabulary *self)
{
  return self->tokens->len;
}

guint32
lamina_vocabulary_get_padding (const LaminaVocabulary *self)
{
  return self->padding;
}

guint32
lamina_vocabulary_get_unknown (const LaminaVocabulary *self)
{
  return self->unknown;
}

const char *
lamina_vocabulary_get_token (const LaminaVocabulary *self,
                             guint32                 id)
{
  g_return_val_if_fail (id < self->tokens->len, "");

  return self->tokens->pdata[id];
}

const char *
lamina_vocabulary_get_printable (const LaminaVocabulary *self,
                                 guint32                 id)
{
  g_return_val_if_fail (id < self->tokens->len, "");

  if (id == self->padding)
    return _("‹padding›");
  if (id == self->unknown)
    return _("‹unknown›");

  return self->printables->pdata[id];
}

guint64
lamina_vocabulary_get_count (const LaminaVocabulary *self,
                             guint32                 id)
{
  g_return_val_if_fail (id < self->tokens->len, 0);

  return self->counts[id];
}

guint64
lamina_vocabulary_get_total (const LaminaVocabulary *self)
{
  return self->total;
}

guint32
lamina_vocabulary_find (const LaminaVocabulary *self,
                        const char             *token)
{
  const guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, token));

  return id > 0 ? id - 1 : LAMINA_VOCABULARY_NONE;
}

typedef struct
{
  const LaminaVocabulary *vocabulary;
  GArray                 *ids;
  gsize                   n_unknown;
} LaminaEncoding;

static gboolean
lamina_encoding_add (const char *token,
                     gsize       n_bytes,
                     gpointer    user_data)
{
  LaminaEncoding *self = user_data;
  guint32 id = lamina_vocabulary_find (self->vocabulary, token);

  if (id == LAMINA_VOCABULARY_NONE)
    {
      id = self->vocabulary->unknown;
      self->n_unknown++;
    }
  if (id != LAMINA_VOCABULARY_NONE)
    g_array_append_val (self->ids, id);

  return TRUE;
}

guint32 *
lamina_vocabulary_encode (const LaminaVocabulary *self,
                          const char             *text,
                          gsize                  *n,
                          gsize                  *n_unknown)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  LaminaEncoding encoding = { self, g_array_new (FALSE, FALSE, sizeof (guint32)), 0 };

  lamina_tokens_walk (self->unit, self->lower_case, valid, strlen (valid), lamina_encoding_add,
                      &encoding);
  *n = encoding.ids->len;
  if (n_unknown != NULL)
    *n_unknown = encoding.n_unknown;

  return (guint32 *) (gpointer) g_array_free (encoding.ids, FALSE);
}

typedef struct
{
  const LaminaVocabulary *vocabulary;
  GHashTable             *seen;
  GString                *list;
} LaminaUnknowns;

static gboolean
lamina_unknowns_add (const char *token,
                     gsize       n_bytes,
                     gpointer    user_data)
{
  LaminaUnknowns *self = user_data;
  g_autofree char *printable = NULL;

  if (lamina_vocabulary_find (self->vocabulary, token) != LAMINA_VOCABULARY_NONE ||
      !g_hash_table_add (self->seen, g_strdup (token)))
    return TRUE;

  printable = lamina_token_make_printable (token);
  g_string_append_printf (self->list, "%s%s", self->list->len > 0 ? " " : "", printable);

  return TRUE;
}

char *
lamina_vocabulary_list_unknown (const LaminaVocabulary *self,
                                const char             *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LaminaUnknowns unknowns = { self, seen, g_string_new (NULL) };

  lamina_tokens_walk (self->unit, self->lower_case, valid, strlen (valid), lamina_unknowns_add,
                      &unknowns);

  return g_string_free (unknowns.list, FALSE);
}

char *
lamina_vocabulary_decode (const LaminaVocabulary *self,
                          const guint32          *ids,
                          gsize                   n)
{
  GString *text = g_string_new (NULL);
  const char *before = NULL;

  for (gsize i = 0; i < n; i++)
    {
      const char *token = lamina_vocabulary_get_token (self, ids[i]);

      if (*token == '\0')
        continue;
      if (self->unit == LAMINA_TOKENS_WORDS && before != NULL
          && lamina_tokens_are_apart (before, token))
        g_string_append_c (text, ' ');
      g_string_append (text, self->unit == LAMINA_TOKENS_WORDS && *token == '\n' ? "\n\n" : token);
      before = token;
    }

  return g_string_free (text, FALSE);
}
