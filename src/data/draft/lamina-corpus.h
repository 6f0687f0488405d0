/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"
#include "lamina-tokens.h"

G_BEGIN_DECLS

/* Texts that are cut into tokens, before it is known which part of them the network learns
 * from, and so which tokens are its vocabulary. Of this folder only.
 */
typedef struct _LaminaCorpus LaminaCorpus;

/* What a vocabulary may hold at the most: a token is kept in two bytes. */
#define LAMINA_MAX_VOCABULARY 60000

typedef struct
{
  LaminaTokenUnit unit;
  gboolean        lower_case;
  gsize           max_vocabulary;
  gsize           window; /* Of running text: tokens of an example. */
  gsize           stride; /* From window to window in training; at least 1. */
} LaminaCorpusOptions;

LaminaCorpus *lamina_corpus_new      (const LaminaCorpusOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_corpus_free     (LaminaCorpus              *self);

/* A running text, of which windows are taken; @name: for messages. */
gboolean      lamina_corpus_add_text (LaminaCorpus              *self,
                                      const char                *name,
                                      GBytes                    *text,
                                      const LaminaDataPart      *part,
                                      GCancellable              *cancellable,
                                      GError                   **error);
/**
 * lamina_corpus_add_row:
 * @max_tokens: those behind are left out
 * @n_tokens: (out): how many there are, with those
 *
 * A text that is an example by itself.
 */
gboolean      lamina_corpus_add_row  (LaminaCorpus              *self,
                                      const char                *text,
                                      gsize                      max_tokens,
                                      gsize                     *n_tokens,
                                      GError                   **error);
/* Running texts as the inputs of @draft, and at each step the next token as the target.
 * @corpus: (transfer full) */
void          lamina_data_draft_take_texts (LaminaDataDraft     *self,
                                            LaminaCorpus        *corpus);
/* Rows as the inputs, padded to the longest of them. @corpus: (transfer full), at least one row,
 * none empty; @y: (transfer full): see LaminaBlock */
void          lamina_data_draft_take_rows  (LaminaDataDraft     *self,
                                            LaminaCorpus        *corpus,
                                            double              *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaCorpus, lamina_corpus_free)

G_END_DECLS
