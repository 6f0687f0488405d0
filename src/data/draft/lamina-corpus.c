/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-corpus-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How often progress is told and cancelling asked for. */
#define STRIDE 65536
#define FIRST_SIZE 4096

static void
lamina_corpus_text_clear (gpointer data)
{
  g_free (((LaminaCorpusText *) data)->name);
}

LaminaCorpus *
lamina_corpus_new (const LaminaCorpusOptions *options)
{
  LaminaCorpus *self = g_new0 (LaminaCorpus, 1);

  self->options = *options;
  self->strings = g_string_chunk_new (4096);
  self->words = g_ptr_array_new ();
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_array_new (FALSE, TRUE, sizeof (LaminaCorpusText));
  g_array_set_clear_func (self->texts, lamina_corpus_text_clear);

  return self;
}

void
lamina_corpus_free (LaminaCorpus *self)
{
  if (self == NULL)
    return;

  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->ids);
  g_array_unref (self->texts);
  g_free (self->tokens);
  g_free (self);
}

static guint32
lamina_corpus_find (LaminaCorpus *self,
                    const char   *token,
                    gsize         n_bytes)
{
  guint32 *quick = n_bytes == 1 ? &self->ascii[(guchar) *token % LAMINA_N_ASCII] : NULL;
  guint32 id = quick != NULL ? *quick : 0;

  if (id == 0)
    id = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, token));

  if (id == 0)
    {
      char *word = g_string_chunk_insert_len (self->strings, token, (gssize) n_bytes);

      g_ptr_array_add (self->words, word);
      id = self->words->len;
      g_hash_table_insert (self->ids, word, GUINT_TO_POINTER (id));
    }
  if (quick != NULL)
    *quick = id;

  return id - 1;
}

/* Room for @n more tokens. */
static gboolean
lamina_corpus_reserve (LaminaCorpus  *self,
                       gsize          n,
                       const char    *name,
                       GError       **error)
{
  gsize n_wanted = MAX (self->n_allocated, FIRST_SIZE);
  guint32 *tokens = NULL;

  if (self->n_allocated - self->n >= n)
    return TRUE;

  while (n_wanted - self->n < n && n_wanted < G_MAXUINT32)
    n_wanted *= 2;
  if (n_wanted <= G_MAXUINT32 && n_wanted <= lamina_file_get_max_bytes () / sizeof *tokens)
    tokens = g_try_renew (guint32, self->tokens, n_wanted);
  if (tokens == NULL)
    {
      lamina_error_set_no_memory (error, name, (guint64) n_wanted * sizeof *tokens);
      return FALSE;
    }

  self->tokens = tokens;
  self->n_allocated = n_wanted;

  return TRUE;
}

typedef struct
{
  LaminaCorpus         *corpus;
  const char           *name;
  gsize                 n_bytes, n_done;
  gsize                 n_tokens, max_tokens;
  const LaminaDataPart *part;        /* (nullable) */
  GCancellable         *cancellable;
  GError              **error;
} LaminaCorpusWalk;

static gboolean
lamina_corpus_walk_cb (const char *token,
                       gsize       n_bytes,
                       gpointer    user_data)
{
  LaminaCorpusWalk *walk = user_data;
  LaminaCorpus *self = walk->corpus;

  walk->n_done += n_bytes;
  if (++walk->n_tokens > walk->max_tokens)
    return TRUE;

  if (walk->part != NULL && walk->n_tokens % STRIDE == 0)
    {
      lamina_data_part_report (walk->part, (double) walk->n_done / (double) walk->n_bytes);
      if (!lamina_data_check_cancelled (walk->cancellable, walk->error))
        return FALSE;
    }

  if (self->n == self->n_allocated && !lamina_corpus_reserve (self, 1, walk->name, walk->error))
    return FALSE;

  self->tokens[self->n++] = lamina_corpus_find (self, token, n_bytes);

  return TRUE;
}

gboolean
lamina_corpus_add_text (LaminaCorpus          *self,
                        const char            *name,
                        GBytes                *text,
                        const LaminaDataPart  *part,
                        GCancellable          *cancellable,
                        GError               **error)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (text, &n_bytes);
  LaminaCorpusText added = { g_strdup (name), self->n, self->n, { 0 } };
  LaminaCorpusWalk walk = { .corpus = self, .name = name, .n_bytes = n_bytes,
                            .max_tokens = G_MAXSIZE, .part = part, .cancellable = cancellable,
                            .error = error };
  const gboolean is_walked = lamina_tokens_walk (self->options.unit, self->options.lower_case,
                                                 data != NULL ? data : "", n_bytes,
                                                 lamina_corpus_walk_cb, &walk);

  added.end = self->n;
  g_array_append_val (self->texts, added);

  if (is_walked && n_bytes == 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s is empty: choose a text, or take the file out of the folder"), name);
  else if (is_walked && walk.n_tokens == 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s holds no words: choose a text, or take the file out of the folder"), name);

  return is_walked && walk.n_tokens > 0;
}

gboolean
lamina_corpus_add_row (LaminaCorpus  *self,
                       const char    *text,
                       gsize          max_tokens,
                       gsize         *n_tokens,
                       GError       **error)
{
  LaminaCorpusText added = { NULL, self->n, self->n, { 0 } };
  LaminaCorpusWalk walk = { .corpus = self, .name = text, .max_tokens = max_tokens,
                            .error = error };
  const gboolean is_walked = lamina_tokens_walk (self->options.unit, self->options.lower_case,
                                                 text, strlen (text), lamina_corpus_walk_cb,
                                                 &walk);

  self->has_rows = TRUE;
  added.end = self->n;
  g_array_append_val (self->texts, added);
  *n_tokens = walk.n_tokens;

  return is_walked;
}

void
lamina_data_draft_take_texts (LaminaDataDraft *self,
                              LaminaCorpus    *corpus)
{
  self->store = LAMINA_STORE_TOKENS;
  self->target_kind = LAMINA_DATA_TARGET_TOKENS;
  self->corpus = corpus;
}

void
lamina_data_draft_take_rows (LaminaDataDraft *self,
                             LaminaCorpus    *corpus,
                             double          *y)
{
  const gsize n = corpus->texts->len;
  guint32 *lengths = g_new (guint32, MAX (n, 1));
  gsize longest = 0;

  for (gsize i = 0; i < n; i++)
    {
      const LaminaCorpusText *text = &g_array_index (corpus->texts, LaminaCorpusText, i);

      lengths[i] = (guint32) (text->end - text->begin);
      longest = MAX (longest, lengths[i]);
    }

  self->store = LAMINA_STORE_TOKENS;
  self->input.dim[1] = longest;
  self->corpus = corpus;
  self->blocks[LAMINA_BLOCK_TRAINING] = (LaminaBlock) {
    .n_rows = n, .y = y, .lengths = lengths, .stride = longest * sizeof (guint16),
  };
}
