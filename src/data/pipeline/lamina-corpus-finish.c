/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the texts' own tokens to those of a vocabulary, which training alone decides. */

#include "lamina-corpus-finish.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-corpus-private.h"
#include "lamina-vocabulary.h"

typedef struct
{
  LaminaCorpus *corpus;
  guint64      *counts;    /* [words]: in the training part */
  guint32      *order;     /* [words]: the most frequent first */
  gsize         n_known;   /* Of @order: they are in the vocabulary. */
  guint16      *map;       /* [words]: their numbers in it */
} LaminaRanking;

static void
lamina_ranking_clear (LaminaRanking *self)
{
  g_free (self->counts);
  g_free (self->order);
  g_free (self->map);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaRanking, lamina_ranking_clear)

/* Calls for each run of tokens that belongs to a part. */
static void
lamina_corpus_count (const LaminaCorpus *self,
                     gsize               begin,
                     gsize               end,
                     guint64            *counts)
{
  for (gsize i = begin; i < end; i++)
    counts[self->tokens[i]]++;
}

/* How often each word occurs in @split. */
static void
lamina_corpus_count_split (const LaminaCorpus *self,
                           const LaminaRows   *rows,
                           LmSplit             split,
                           guint64            *counts)
{
  for (guint i = 0; !self->has_rows && i < self->texts->len; i++)
    {
      const LaminaCorpusText *text = &g_array_index (self->texts, LaminaCorpusText, i);

      lamina_corpus_count (self, split == 0 ? text->begin : text->split_end[split - 1],
                           text->split_end[split], counts);
    }

  for (gsize i = 0; self->has_rows && i < rows[split].n; i++)
    {
      const LaminaCorpusText *text = &g_array_index (self->texts, LaminaCorpusText,
                                                     rows[split].rows[i]);

      lamina_corpus_count (self, text->begin, text->end, counts);
    }
}

static int
lamina_ranking_compare (gconstpointer a,
                        gconstpointer b,
                        gpointer      data)
{
  const LaminaRanking *self = data;
  const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  if (self->counts[x] != self->counts[y])
    return self->counts[x] > self->counts[y] ? -1 : 1;

  return strcmp (self->corpus->words->pdata[x], self->corpus->words->pdata[y]);
}

static void
lamina_ranking_init (LaminaRanking    *self,
                     LaminaCorpus     *corpus,
                     const LaminaRows *rows)
{
  const gsize n = corpus->words->len;

  self->corpus = corpus;
  self->counts = g_new0 (guint64, n);
  self->order = g_new (guint32, n);
  self->map = g_new0 (guint16, n);
  lamina_corpus_count_split (corpus, rows, LM_SPLIT_TRAINING, self->counts);
  for (gsize i = 0; i < n; i++)
    self->order[i] = (guint32) i;
  g_qsort_with_data (self->order, (int) n, sizeof *self->order, lamina_ranking_compare, self);

  while (self->n_known < MIN (n, corpus->options.max_vocabulary)
         && self->counts[self->order[self->n_known]] > 0)
    self->n_known++;
}

/* Tokens of each part, and those of them that the vocabulary lacks. */
static void
lamina_ranking_count_unknown (const LaminaRanking *self,
                              const LaminaRows    *rows,
                              LaminaTextFacts     *facts)
{
  const gsize n = self->corpus->words->len;

  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      g_autofree guint64 *counts = g_new0 (guint64, n);

      lamina_corpus_count_split (self->corpus, rows, (LmSplit) split, counts);
      for (gsize i = 0; i < n; i++)
        {
          facts->n_tokens[split] += counts[self->order[i]];
          if (i >= self->n_known)
            facts->n_unknown[split] += counts[self->order[i]];
        }
    }

  facts->n_distinct = n;
  facts->n_texts = self->corpus->texts->len;
}

static LaminaVocabulary *
lamina_ranking_make_vocabulary (LaminaRanking         *self,
                                const LaminaTextFacts *facts)
{
  const LaminaCorpus *corpus = self->corpus;
  g_autofree const char **tokens = g_new (const char *, self->n_known);
  g_autofree guint64 *counts = g_new (guint64, self->n_known);
  LaminaVocabularyContent content = {
    .unit = corpus->options.unit,
    .lower_case = corpus->options.lower_case,
    .has_padding = corpus->has_rows,
    .has_unknown = corpus->options.unit == LAMINA_TOKENS_WORDS
                   || self->n_known < corpus->words->len,
    .n = self->n_known,
    .tokens = tokens,
    .counts = counts,
    .n_unknown = facts->n_unknown[LM_SPLIT_TRAINING],
  };
  const guint first = content.has_padding + content.has_unknown;

  for (gsize i = 0; i < self->n_known; i++)
    {
      tokens[i] = corpus->words->pdata[self->order[i]];
      counts[i] = self->counts[self->order[i]];
      self->map[self->order[i]] = (guint16) (first + i);
    }
  for (gsize i = self->n_known; i < corpus->words->len; i++)
    self->map[self->order[i]] = content.has_padding; /* Unknown comes next. */

  return lamina_vocabulary_new (&content);
}

/* Running text as it is; rows each padded, which is number 0, to the longest. */
static gboolean
lamina_corpus_write (const LaminaCorpus  *self,
                     const guint16       *map,
                     LaminaDataDraft     *draft,
                     GError             **error)
{
  LaminaBlock *block = &draft->blocks[LAMINA_BLOCK_TRAINING];
  const gsize time = draft->input.dim[1];
  gsize n = self->n, n_bytes;
  guint16 *tokens = NULL;

  if ((!self->has_rows || g_size_checked_mul (&n, self->texts->len, time))
      && g_size_checked_mul (&n_bytes, n, sizeof *tokens)
      && n_bytes <= lamina_file_get_max_bytes ())
    tokens = g_try_malloc0 (n_bytes);
  if (tokens == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%zu examples of %zu numbers need more memory than there is: take fewer"),
                   (gsize) self->texts->len, time);
      return FALSE;
    }

  for (gsize i = 0; !self->has_rows && i < n; i++)
    tokens[i] = map[self->tokens[i]];
  for (gsize row = 0; self->has_rows && row < self->texts->len; row++)
    {
      const LaminaCorpusText *text = &g_array_index (self->texts, LaminaCorpusText, row);

      for (gsize i = text->begin; i < text->end; i++)
        tokens[row * time + i - text->begin] = map[self->tokens[i]];
    }

  block->x = g_bytes_new_take (tokens, n_bytes);
  block->data = g_bytes_get_data (block->x, NULL);

  return TRUE;
}

gboolean
lamina_corpus_finish (LaminaDataDraft   *draft,
                      const LaminaRows  *rows,
                      GError           **error)
{
  g_auto(LaminaRanking) ranking = { NULL };

  if (draft->corpus == NULL)
    return TRUE;

  lamina_ranking_init (&ranking, draft->corpus, rows);
  if (ranking.n_known < 2)
    {
      g_autofree char *token = lamina_error_quote (
        ranking.n_known > 0 ? draft->corpus->words->pdata[ranking.order[0]] : "", -1);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s: all of the training text is “%s” again and again, so there is nothing to learn: choose another text"),
                   draft->title, token);
      return FALSE;
    }

  lamina_ranking_count_unknown (&ranking, rows, &draft->text_facts);
  draft->vocabulary = lamina_ranking_make_vocabulary (&ranking, &draft->text_facts);
  if (!lamina_corpus_write (draft->corpus, ranking.map, draft, error))
    return FALSE;

  g_clear_pointer (&draft->corpus, lamina_corpus_free);

  return TRUE;
}
