/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Running text and labelled text, from the file's bytes to the examples. */

#include "fuzz.h"
#include "lamina-corpus-cut.h"
#include "lamina-corpus-finish.h"
#include "lamina-data-labelled.h"
#include "lamina-text.h"

#define N_OPTIONS 4

/* Every number that the network could get is one of the vocabulary; every text can be read. */
static void
check_rows (const LaminaDataDraft *draft,
            const LaminaRows      *rows)
{
  const LaminaVocabulary *vocabulary = draft->vocabulary;
  const gsize n = lamina_vocabulary_get_n (vocabulary);
  const gboolean has_next = draft->target_kind == LAMINA_DATA_TARGET_TOKENS;

  for (int split = 0; split < LM_N_SPLITS; split++)
    for (gsize i = 0; i < rows[split].n; i++)
      {
        const gsize row = rows[split].rows[i];
        const gsize length = lamina_data_draft_get_length (draft, row);
        g_autofree guint32 *ids = g_new (guint32, draft->input.dim[1] + 1);
        g_autofree char *text = NULL;

        g_assert_cmpuint (row, <, lamina_data_draft_get_n_rows (draft));
        g_assert_cmpuint (length, >, 0);
        g_assert_cmpuint (length, <=, draft->input.dim[1]);
        for (gsize e = 0; e < draft->input.dim[1] + has_next; e++)
          {
            ids[e] = (guint32) lamina_data_draft_get_element (draft, row, e);
            g_assert_cmpuint (ids[e], <, n);
            g_assert_true ((ids[e] == lamina_vocabulary_get_padding (vocabulary)) == (e >= length
                                                                                    && !has_next));
          }
        text = lamina_vocabulary_decode (vocabulary, ids, length);
        g_assert_true (g_utf8_validate (text, -1, NULL));
      }
}

static void
check_draft (LaminaDataDraft      *draft,
             const LaminaPipeline *pipeline)
{
  LaminaRows rows[LM_N_SPLITS] = { { NULL } };
  g_autoptr(GError) error = NULL;
  const gboolean is_good = lamina_corpus_cut (draft, pipeline, &error)
                           && lamina_data_split (draft, pipeline, rows, &error)
                           && lamina_corpus_finish (draft, rows, &error);

  check_result (is_good, error);
  if (is_good)
    check_rows (draft, rows);
  for (int split = 0; split < LM_N_SPLITS; split++)
    g_free (rows[split].rows);
}

static LaminaDataDraft *
make_running (const guint8  *options,
              GBytes        *bytes,
              GError       **error)
{
  const LaminaCorpusOptions choice = {
    .unit = (LaminaTokenUnit) (options[0] & 1), .lower_case = options[0] & 2,
    .max_vocabulary = 2 + options[1], .window = 2 + options[2] % 32,
    .stride = 1 + options[2] / 32,
  };
  g_autoptr(LaminaCorpus) corpus = lamina_corpus_new (&choice);
  g_autoptr(GBytes) text = lamina_text_parse (bytes, "fuzz.txt", error);
  LaminaDataDraft *draft;

  for (int i = 0; i < 2; i++)
    if (text == NULL || !lamina_corpus_add_text (corpus, "fuzz.txt", text, NULL, NULL, error))
      return NULL;

  draft = lamina_data_draft_new ("fuzz", LAMINA_DATA_INPUT_TEXT, 1, &choice.window);
  lamina_data_draft_take_texts (draft, g_steal_pointer (&corpus));

  return draft;
}

static LaminaDataDraft *
make_labelled (const guint8  *options,
               GBytes        *bytes,
               GError       **error)
{
  const LaminaLabelledChoice choice = {
    .text = "", .target = "", .unit = (LaminaTokenUnit) (options[0] & 1),
    .lower_case = options[0] & 2, .max_vocabulary = 2 + options[1], .max_tokens = options[2],
  };
  const LaminaDataPart part = { NULL, NULL, 0, 1 };
  g_autoptr(LaminaTable) table = lamina_csv_parse (bytes, "fuzz.csv", NULL, NULL, error);

  return table != NULL ? lamina_data_draft_new_from_labelled (table, &choice, &part, NULL, error)
                       : NULL;
}

/* The first bytes choose the options. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  LaminaPipeline pipeline = { .seed = 1 };
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LaminaDataDraft) draft = NULL;
  g_autoptr(GError) error = NULL;

  if (n_bytes < N_OPTIONS)
    return 0;

  pipeline.shuffle = data[0] & 8;
  pipeline.limit = data[0] & 16 ? 5 : 0;
  pipeline.validation = (data[3] & 15) / 16.0;
  pipeline.test = data[3] / 16 > 12 ? data[3] / 16 - 12 : data[3] / 16 / 16.0;
  bytes = g_bytes_new (data + N_OPTIONS, n_bytes - N_OPTIONS);
  draft = data[0] & 4 ? make_labelled (data, bytes, &error) : make_running (data, bytes, &error);
  check_result (draft != NULL, error);
  if (draft != NULL)
    check_draft (draft, &pipeline);

  return 0;
}
