/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-tokens.h"

G_BEGIN_DECLS

/* The tokens that a network knows, by number: what turns text into its inputs, and its answers
 * into text. Never changes after it was made, so any thread may read it.
 *
 * The numbers begin with those that stand for no text of their own: padding, where examples
 * differ in length, and then "unknown", for whatever is not in the vocabulary. Then come the
 * tokens, the most frequent first.
 */
typedef struct _LaminaVocabulary LaminaVocabulary;

/* No such token. */
#define LAMINA_VOCABULARY_NONE G_MAXUINT32

LaminaVocabulary *lamina_vocabulary_ref         (LaminaVocabulary       *self);
void              lamina_vocabulary_unref       (LaminaVocabulary       *self);

LaminaTokenUnit   lamina_vocabulary_get_unit    (const LaminaVocabulary *self);
/* How many numbers there are, padding and unknown among them. */
gsize             lamina_vocabulary_get_n       (const LaminaVocabulary *self);
/* LAMINA_VOCABULARY_NONE where it has none. A vocabulary of words always has "unknown"; one of
 * characters has it if there are texts that need it. */
guint32           lamina_vocabulary_get_padding (const LaminaVocabulary *self);
guint32           lamina_vocabulary_get_unknown (const LaminaVocabulary *self);

/* The text that a token stands for; empty for padding, U+FFFD for unknown. */
const char       *lamina_vocabulary_get_token     (const LaminaVocabulary *self,
                                                   guint32                 id);
/* The same to be shown by itself, in signs that typefaces have: "␣" for a blank, "⏎" for a line end,
 * "↡" for a page end, "^A" for a control character; the others translated. */
const char       *lamina_vocabulary_get_printable (const LaminaVocabulary *self,
                                                   guint32                 id);
/* How often it occurs in the training part; all of them together. */
guint64           lamina_vocabulary_get_count     (const LaminaVocabulary *self,
                                                   guint32                 id);
guint64           lamina_vocabulary_get_total     (const LaminaVocabulary *self);
/* Returns: its number, or LAMINA_VOCABULARY_NONE */
guint32           lamina_vocabulary_find          (const LaminaVocabulary *self,
                                                   const char             *token);

/**
 * lamina_vocabulary_encode:
 * @text: anything: what is not UTF-8 is replaced
 * @n: (out): how many tokens
 * @n_unknown: (out) (optional): how many are not in the vocabulary; they are left out if it has
 *   no number for them
 *
 * Returns: (transfer full): [n], free with g_free()
 */
guint32          *lamina_vocabulary_encode        (const LaminaVocabulary *self,
                                                   const char             *text,
                                                   gsize                  *n,
                                                   gsize                  *n_unknown) G_GNUC_WARN_UNUSED_RESULT;
/* What of @text is not in the vocabulary, each once, with blanks between: "é ж".
 * Returns: (transfer full) */
char             *lamina_vocabulary_list_unknown  (const LaminaVocabulary *self,
                                                   const char             *text) G_GNUC_WARN_UNUSED_RESULT;
/* Characters are joined as they are; words with blanks where English has them.
 * @ids: [n], each below lamina_vocabulary_get_n()
 * Returns: (transfer full) */
char             *lamina_vocabulary_decode        (const LaminaVocabulary *self,
                                                   const guint32          *ids,
                                                   gsize                   n) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaVocabulary, lamina_vocabulary_unref)

/* For who makes one. */
typedef struct
{
  LaminaTokenUnit    unit;
  gboolean           lower_case;
  gboolean           has_padding, has_unknown;
  gsize              n;
  const char *const *tokens;    /* [n], different ones */
  const guint64     *counts;    /* [n] */
  guint64            n_unknown; /* In the training part. */
} LaminaVocabularyContent;

/* Copies @content. Returns: (transfer full) */
LaminaVocabulary *lamina_vocabulary_new           (const LaminaVocabularyContent *content) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
