/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-vocabulary-facts.h"

#include <glib/gi18n-lib.h>

#include "lamina-format.h"

static const char *const token_titles[LM_N_SPLITS] = {
  N_("Tokens, training"), N_("Tokens, validation"), N_("Tokens, test"),
};
static const char *const unknown_titles[LM_N_SPLITS] = {
  N_("Unknown, training"), N_("Unknown, validation"), N_("Unknown, test"),
};

static void
add_count (LaminaFactList *list,
           const char     *title,
           guint64         count)
{
  g_autofree char *text = lamina_format_count (count);

  lamina_fact_list_add (list, title, text);
}

static void
add_unknown (LaminaFactList        *list,
             const LaminaTextFacts *facts)
{
  for (int i = 0; i < LM_N_SPLITS; i++)
    {
      g_autofree char *count = lamina_format_count (facts->n_unknown[i]);
      g_autofree char *share = NULL, *text = NULL;

      if (facts->n_tokens[i] == 0)
        continue;
      share = lamina_format_percent ((double) facts->n_unknown[i] / (double) facts->n_tokens[i], 1);
      text = g_strdup_printf ("%s · %s", count, share);
      lamina_fact_list_add (list, _(unknown_titles[i]), text);
    }
}

void
lamina_vocabulary_facts_show (LaminaFactList *list,
                              LaminaDataSet  *set)
{
  const LaminaVocabulary *vocabulary = set != NULL ? lamina_data_set_get_vocabulary (set) : NULL;
  const LaminaTextFacts *facts;

  gtk_widget_set_visible (GTK_WIDGET (list), vocabulary != NULL);
  if (vocabulary == NULL)
    return;

  facts = lamina_data_set_get_text_facts (set);
  lamina_fact_list_clear (list);
  lamina_fact_list_add (list, _("Cut into"),
                        _(lamina_token_unit_titles[lamina_vocabulary_get_unit (vocabulary)]));
  add_count (list, _("Known tokens"), lamina_vocabulary_get_n (vocabulary));
  add_count (list, _("Different in the data"), facts->n_distinct);
  for (int i = 0; i < LM_N_SPLITS; i++)
    if (facts->n_tokens[i] > 0)
      add_count (list, _(token_titles[i]), facts->n_tokens[i]);
  if (lamina_vocabulary_get_unknown (vocabulary) != LAMINA_VOCABULARY_NONE)
    add_unknown (list, facts);
  if (facts->n_cut > 0)
    add_count (list, _("Texts that were cut"), facts->n_cut);
  lamina_fact_list_end (list);
}
