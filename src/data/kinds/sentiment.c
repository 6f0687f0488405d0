/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-corpus.h"
#include "lamina-data-kind.h"
#include "lamina-data-labelled.h"
#include "lamina-data-resource.h"

#define PATH "/io/github/lamina/Lamina/data/sentiment.csv"

typedef struct
{
  int max_tokens;
  int max_vocabulary;
} LaminaSentiment;

static const LmField fields[] = {
  { "sequence", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSentiment, max_tokens), 0,
    LAMINA_MAX_TEXT_TOKENS, 0,
    N_("Longest text"),
    N_("In words: what is behind is left out; 0 takes all of the longest text") },
  { "vocabulary", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSentiment, max_vocabulary), 2,
    LAMINA_MAX_VOCABULARY, 5000,
    N_("Vocabulary"),
    N_("At the most so many different words, the most frequent ones; all others are one: unknown"),
    .flags = LM_FIELD_LOG },
  { NULL },
};

/* In the order of the alphabet, as the labels of the file are. */
static const char *const class_names[] = { N_("Negative"), N_("Positive"), NULL };

static LaminaDataDraft *
lamina_sentiment_load (gconstpointer        instance,
                       int                  seed,
                       GCancellable        *cancellable,
                       LaminaDataProgress   progress,
                       gpointer             progress_data,
                       GError             **error)
{
  const LaminaSentiment *self = instance;
  const LaminaLabelledChoice choice = {
    .text = "text", .target = "label", .unit = LAMINA_TOKENS_WORDS, .lower_case = TRUE,
    .max_vocabulary = (gsize) self->max_vocabulary, .max_tokens = (gsize) self->max_tokens,
  };
  const LaminaDataPart part = { progress, progress_data, 0, 1 };
  g_autoptr(GBytes) bytes = g_resource_lookup_data (lamina_data_get_resource (), PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(LaminaTable) table = NULL;
  LaminaDataDraft *draft;

  g_assert (bytes != NULL);
  table = lamina_csv_parse (bytes, "sentiment.csv", NULL, cancellable, error);
  draft = table != NULL ? lamina_data_draft_new_from_labelled (table, &choice, &part, cancellable,
                                                               error) : NULL;
  if (draft == NULL)
    return NULL;

  lamina_data_draft_set_title (draft, N_("Praise and complaint"));
  g_ptr_array_set_size (draft->class_names, 0);
  lamina_data_draft_add_classes (draft, class_names, 2, TRUE);

  return draft;
}

const LaminaDataKind lamina_sentiment_data = {
  .id = "sentiment",
  .title = N_("Praise and complaint"),
  .summary = N_("1 000 short English sentences, written for this program: is each happy or not?"),
  .group = LAMINA_DATA_GROUP_TEXTS,
  .size = sizeof (LaminaSentiment),
  .fields = fields,
  .load = lamina_sentiment_load,
};
