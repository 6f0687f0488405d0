/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Running texts: which part of each is for what, and the windows over it. */

#include "lamina-corpus-cut.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-corpus-private.h"

/* A share of each text: a number of examples is as much text as they take. */
static double
lamina_corpus_get_share (const LaminaCorpus *self,
                         double              share_or_count)
{
  return share_or_count < 1 ? share_or_count
                            : floor (share_or_count) * (double) self->options.window
                              / (double) self->n;
}

/* Training first, then validation, then test. */
static void
lamina_corpus_text_split (LaminaCorpusText *self,
                          double            validation,
                          double            test)
{
  const double n = (double) (self->end - self->begin);
  const gsize n_test = (gsize) floor (test * n + 0.5);
  const gsize n_validation = (gsize) floor (validation * n + 0.5);

  self->split_end[LM_SPLIT_TEST] = self->end;
  self->split_end[LM_SPLIT_VALIDATION] = self->end - n_test;
  self->split_end[LM_SPLIT_TRAINING] = self->end - n_test - n_validation;
}

/* Where the first window of a part begins: one token early, so that the first token of a part
 * kept apart is answered too. */
static gsize
lamina_corpus_text_get_first (const LaminaCorpusText *self,
                              LmSplit                 split)
{
  return split == LM_SPLIT_TRAINING ? self->begin : self->split_end[split - 1] - 1;
}

/* Writes to @starts and @parts unless they are NULL. Returns: how many windows there are */
static gsize
lamina_corpus_place_windows (const LaminaCorpus     *self,
                             const LaminaCorpusText *text,
                             LmSplit                 split,
                             guint32                *starts,
                             guint8                 *parts)
{
  const gsize window = self->options.window;
  const gsize stride = split == LM_SPLIT_TRAINING ? self->options.stride : window;
  gsize n = 0;

  for (gsize start = lamina_corpus_text_get_first (text, split);
       start + window < text->split_end[split]; start += stride, n++)
    if (starts != NULL)
      {
        starts[n] = (guint32) start;
        parts[n] = (guint8) split;
      }

  return n;
}

static gboolean
lamina_corpus_check_text (const LaminaCorpus      *self,
                          const LaminaCorpusText  *text,
                          GError                 **error)
{
  const gsize n = text->split_end[LM_SPLIT_TRAINING] - text->begin;

  if (n > self->options.window)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               ngettext ("%s: training has %zu of %zu token, and a window of %zu with the next one "
                         "needs %zu: take a shorter window, or another text",
                         "%s: training has %zu of %zu tokens, and a window of %zu with the next "
                         "one needs %zu: take a shorter window, or another text",
                         (gulong) (text->end - text->begin)),
               text->name, n, text->end - text->begin, self->options.window,
               self->options.window + 1);

  return FALSE;
}

/* A part that was asked for has at least one window. */
static gboolean
lamina_corpus_check_part (const LaminaCorpus  *self,
                          const char          *title,
                          double               share,
                          gsize                n_windows,
                          const char          *what,
                          GError             **error)
{
  if (share == 0 || n_windows > 0)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("%s: no text is long enough to give a window of %zu for %s: "
                 "take a shorter window, or a larger share"), title, self->options.window, what);

  return FALSE;
}

static gboolean
lamina_corpus_split_texts (LaminaCorpus          *self,
                           const char            *title,
                           const LaminaPipeline  *pipeline,
                           gsize                 *counts,
                           GError               **error)
{
  const double validation = lamina_corpus_get_share (self, pipeline->validation);
  const double test = lamina_corpus_get_share (self, pipeline->test);

  if (validation + test >= 1)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("%s: validation and test would take all of the text and leave none to train on: take smaller parts"), title);
      return FALSE;
    }

  for (guint i = 0; i < self->texts->len; i++)
    {
      LaminaCorpusText *text = &g_array_index (self->texts, LaminaCorpusText, i);

      lamina_corpus_text_split (text, validation, test);
      if (!lamina_corpus_check_text (self, text, error))
        return FALSE;
      for (int split = 0; split < LM_N_SPLITS; split++)
        counts[split] += lamina_corpus_place_windows (self, text, (LmSplit) split, NULL, NULL);
    }

  return lamina_corpus_check_part (self, title, validation, counts[LM_SPLIT_VALIDATION],
                                   _("validation"), error)
         && lamina_corpus_check_part (self, title, test, counts[LM_SPLIT_TEST], _("the test"),
                                      error);
}

gboolean
lamina_corpus_cut (LaminaDataDraft       *draft,
                   const LaminaPipeline  *pipeline,
                   GError               **error)
{
  LaminaCorpus *self = draft->corpus;
  LaminaBlock *block = &draft->blocks[LAMINA_BLOCK_TRAINING];
  gsize counts[LM_N_SPLITS] = { 0 };
  gsize n = 0;

  if (self == NULL || self->has_rows)
    return TRUE;

  draft->is_contiguous = self->options.stride == self->options.window;
  if (!lamina_corpus_split_texts (self, draft->title, pipeline, counts, error))
    return FALSE;

  n = counts[LM_SPLIT_TRAINING] + counts[LM_SPLIT_VALIDATION] + counts[LM_SPLIT_TEST];
  block->starts = g_try_new (guint32, n);
  draft->parts = g_try_new (guint8, n);
  if (block->starts == NULL || draft->parts == NULL)
    {
      lamina_error_set_no_memory (error, draft->title, n * sizeof *block->starts);
      return FALSE;
    }

  for (guint i = 0; i < self->texts->len; i++)
    for (int split = 0; split < LM_N_SPLITS; split++)
      block->n_rows += lamina_corpus_place_windows (
        self, &g_array_index (self->texts, LaminaCorpusText, i), (LmSplit) split,
        block->starts + block->n_rows, draft->parts + block->n_rows);

  return TRUE;
}
