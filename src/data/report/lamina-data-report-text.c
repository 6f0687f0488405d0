/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to say about text. */

#include "lamina-data-report-private.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-words.h"

/* So many of the most frequent tokens are named. */
#define N_NAMED 5
/* A share of unknown tokens above this hurts. */
#define MANY_UNKNOWN 0.05

/* "␣ 17 %, e 8.5 %": tokens that stand for text. */
static char *
lamina_vocabulary_list_frequent (const LaminaVocabulary *self)
{
  GString *list = g_string_new (NULL);
  gsize n = 0;

  for (guint32 id = 0; id < lamina_vocabulary_get_n (self) && n < N_NAMED; id++)
    {
      const double share = 100.0 * (double) lamina_vocabulary_get_count (self, id)
                           / (double) lamina_vocabulary_get_total (self);
      g_autofree char *number = lamina_data_format_number (share);

      if (id == lamina_vocabulary_get_padding (self) || id == lamina_vocabulary_get_unknown (self))
        continue;
      g_string_append_printf (list, "%s%s %s %%", n > 0 ? _(", ") : "",
                              lamina_vocabulary_get_printable (self, id), number);
      n++;
    }

  return g_string_free (list, FALSE);
}

static void
lamina_report_add_vocabulary (GPtrArray              *report,
                              const LaminaVocabulary *vocabulary,
                              const LaminaTextFacts  *facts)
{
  static const char *const sentences[] = {
    N_("%s characters, %s different ones; the vocabulary has %s. The most frequent: %s"),
    N_("%s words, %s different ones; the vocabulary has %s. The most frequent: %s"),
  };
  const guint64 n = facts->n_tokens[0] + facts->n_tokens[1] + facts->n_tokens[2];
  g_autofree char *n_tokens = lamina_data_format_count (n);
  g_autofree char *n_distinct = lamina_data_format_count (facts->n_distinct);
  g_autofree char *n_known = lamina_data_format_count (lamina_vocabulary_get_n (vocabulary));
  g_autofree char *frequent = lamina_vocabulary_list_frequent (vocabulary);
  const LaminaTokenUnit unit = lamina_vocabulary_get_unit (vocabulary);

  lamina_report_add (report, "vocabulary", LAMINA_FINDING_NOTE,
                     g_strdup_printf (_(sentences[unit]), n_tokens, n_distinct, n_known, frequent),
                     NULL);
}

static const char *
get_unknown_sentence (LmSplit split,
                      gulong  n)
{
  switch (split)
    {
    case LM_SPLIT_TRAINING:
      return ngettext ("%s of %s tokens of the training part (%s %%) is not in the vocabulary",
                       "%s of %s tokens of the training part (%s %%) are not in the vocabulary", n);
    case LM_SPLIT_VALIDATION:
      return ngettext ("%s of %s tokens of the validation part (%s %%) is not in the vocabulary",
                       "%s of %s tokens of the validation part (%s %%) are not in the vocabulary",
                       n);
    default:
      return ngettext ("%s of %s tokens of the test part (%s %%) is not in the vocabulary",
                       "%s of %s tokens of the test part (%s %%) are not in the vocabulary", n);
    }
}

static void
lamina_report_check_unknown (GPtrArray             *report,
                             const LaminaTextFacts *facts)
{
  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      const guint64 n = facts->n_unknown[split];
      const double share = (double) n / (double) MAX (facts->n_tokens[split], 1);
      g_autofree char *n_unknown = lamina_data_format_count (n);
      g_autofree char *n_tokens = lamina_data_format_count (facts->n_tokens[split]);
      g_autofree char *percent = lamina_data_format_number (100 * share);

      if (n == 0)
        continue;
      lamina_report_add (report, "unknown",
                         share > MANY_UNKNOWN ? LAMINA_FINDING_WARNING : LAMINA_FINDING_NOTE,
                         g_strdup_printf (get_unknown_sentence ((LmSplit) split, (gulong) n),
                                          n_unknown, n_tokens, percent),
                         _("They are all one token, “unknown”: a larger vocabulary would keep more of them"));
    }
}

/* What is measured where texts are cut: the end of each. */
static void
lamina_report_add_measured (GPtrArray             *report,
                            const LaminaDataSet   *set,
                            const LaminaTextFacts *facts)
{
  static const char *const sentences[LM_N_SPLITS] = {
    NULL,
    N_("Validation is the last part of each text, cut into windows that do not overlap: %s of its %s tokens are measured, each once"),
    N_("The test is the last part of each text, cut into windows that do not overlap: %s of its %s tokens are measured, each once"),
  };
  const gboolean has_validation = lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION) > 0;
  const LmSplit split = has_validation ? LM_SPLIT_VALIDATION : LM_SPLIT_TEST;
  const gsize window = lamina_data_set_get_input_shape (set)->dim[1];
  const gsize n = window * lamina_data_set_get_n_examples (set, split);
  g_autofree char *measured = lamina_data_format_count (n);
  g_autofree char *all = lamina_data_format_count (facts->n_tokens[split]);

  if (n == 0)
    return;
  lamina_report_add (report, "measured", LAMINA_FINDING_NOTE,
                     g_strdup_printf (_(sentences[split]), measured, all),
                     _("What does not fill a window at the end of a text is left out"));
}

void
lamina_report_check_text (GPtrArray           *report,
                          const LaminaDataSet *set)
{
  const LaminaTextFacts *facts = lamina_data_set_get_text_facts (set);

  if (facts == NULL)
    return;

  lamina_report_check_unknown (report, facts);
  lamina_report_add_vocabulary (report, lamina_data_set_get_vocabulary (set), facts);
  if (lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_TOKENS)
    lamina_report_add_measured (report, set, facts);
  if (facts->n_cut > 0)
    lamina_report_add (report, "cut", LAMINA_FINDING_NOTE,
                       g_strdup_printf (ngettext ("%zu text is longer than %zu tokens: "
                                                  "its end is left out",
                                                  "%zu texts are longer than %zu tokens: "
                                                  "their end is left out", facts->n_cut),
                                        facts->n_cut,
                                        lamina_data_set_get_input_shape (set)->dim[1]),
                       _("A larger number of tokens would keep all of it, and take longer"));
}
