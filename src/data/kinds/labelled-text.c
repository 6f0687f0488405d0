/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-corpus.h"
#include "lamina-data-kind.h"
#include "lamina-data-labelled.h"
#include "lamina-data-paths.h"

typedef struct
{
  char    *path;
  char    *text;
  char    *target;
  int      tokens;
  int      max_tokens;
  int      max_vocabulary;
  gboolean lower_case;
} LaminaLabelledText;

static const LmField fields[] = {
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaLabelledText, path),
    .title = N_("File"),
    .hint = N_("A table of comma-separated values, one row a text and its label"),
    .flags = LM_FIELD_FILE },
  { "text_column", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaLabelledText, text),
    .title = N_("Column of texts"),
    .hint = N_("A name, or a number from 1; if empty, the one called “text”, or the first") },
  { "target_column", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaLabelledText, target),
    .title = N_("Column of labels"),
    .hint = N_("A name, or a number from 1; if empty, the last column") },
  { "tokens", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaLabelledText, tokens), 0, 1,
    LAMINA_TOKENS_WORDS,
    N_("Cut into"), NULL, lamina_token_unit_ids, lamina_token_unit_titles },
  { "sequence", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaLabelledText, max_tokens), 0,
    LAMINA_MAX_TEXT_TOKENS, 0,
    N_("Longest text"),
    N_("In characters or words: what is behind is left out; 0 takes all of the longest text") },
  { "vocabulary", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaLabelledText, max_vocabulary), 2,
    LAMINA_MAX_VOCABULARY, 5000,
    N_("Vocabulary"),
    N_("At the most so many different characters or words, the most frequent ones; all others are one: unknown"),
    .flags = LM_FIELD_LOG },
  { "lower_case", LM_FIELD_BOOL, G_STRUCT_OFFSET (LaminaLabelledText, lower_case), 0, 1, TRUE,
    N_("Lower case"), N_("Capital letters are read as small ones") },
  { NULL },
};

static gboolean
lamina_labelled_text_check (gconstpointer   instance,
                            GError        **error)
{
  return lamina_data_check_file (((const LaminaLabelledText *) instance)->path, _("a CSV file"),
                                 error);
}

static LaminaDataDraft *
lamina_labelled_text_load (gconstpointer        instance,
                           int                  seed,
                           GCancellable        *cancellable,
                           LaminaDataProgress   progress,
                           gpointer             progress_data,
                           GError             **error)
{
  const LaminaLabelledText *self = instance;
  const LaminaLabelledChoice choice = {
    .text = self->text, .target = self->target, .unit = (LaminaTokenUnit) self->tokens,
    .lower_case = self->lower_case, .max_vocabulary = (gsize) self->max_vocabulary,
    .max_tokens = (gsize) self->max_tokens,
  };
  LaminaDataPart reading = { progress, progress_data, 0, 0.5 };
  const LaminaDataPart cutting = { progress, progress_data, 0.5, 1 };
  g_autoptr(LaminaTable) table = lamina_csv_read (self->path, NULL, cancellable,
                                                  lamina_data_part_bytes_cb, &reading, error);

  if (table == NULL)
    return NULL;

  return lamina_data_draft_new_from_labelled (table, &choice, &cutting, cancellable, error);
}

const LaminaDataKind lamina_labelled_text_data = {
  .id = "labelled-text",
  .title = N_("Labelled texts"),
  .summary = N_("Rows of a CSV file with a text and its class: a mood, a topic, a language"),
  .group = LAMINA_DATA_GROUP_TEXTS,
  .size = sizeof (LaminaLabelledText),
  .fields = fields,
  .load = lamina_labelled_text_load,
  .check = lamina_labelled_text_check,
};
