/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-token-text.h"

#include <string.h>

/* Of grey, which is seen on white and on black. */
#define SHADE 0.15
#define GREY 0x8000
#define DIM 0.55

static void
add_attribute (PangoAttrList  *list,
               PangoAttribute *attribute,
               const GString  *text,
               gsize           start)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) text->len;
  pango_attr_list_insert (list, attribute);
}

static void
add_token (GString                *text,
           PangoAttrList          *list,
           const LaminaVocabulary *vocabulary,
           guint32                 id,
           gboolean                is_shaded)
{
  const char *token = lamina_vocabulary_get_token (vocabulary, id);
  const char *printable = lamina_vocabulary_get_printable (vocabulary, id);
  const gboolean is_blank = strcmp (token, " ") == 0;
  const gsize start = text->len;

  g_string_append (text, is_blank ? token : printable);
  if (is_shaded)
    {
      add_attribute (list, pango_attr_background_new (GREY, GREY, GREY), text, start);
      add_attribute (list, pango_attr_background_alpha_new ((guint16) (SHADE * G_MAXUINT16)), text,
                     start);
    }
  if (!is_blank && strcmp (token, printable) != 0)
    add_attribute (list, pango_attr_foreground_alpha_new ((guint16) (DIM * G_MAXUINT16)), text,
                   start);
  if (id == lamina_vocabulary_get_unknown (vocabulary))
    add_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), text, start);
}

char *
lamina_token_text_write (LaminaDataSet  *set,
                         LmSplit         split,
                         gsize           index,
                         PangoAttrList **attributes)
{
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (set);
  const gboolean has_words = lamina_vocabulary_get_unit (vocabulary) == LAMINA_TOKENS_WORDS;
  const gsize n = lamina_data_set_get_length (set, split, index);
  GString *text = g_string_new (NULL);
  const char *before = NULL;

  *attributes = pango_attr_list_new ();
  for (gsize i = 0; i < n; i++)
    {
      const guint32 id = (guint32) lamina_data_set_get_raw (set, split, index, i);
      const char *token = lamina_vocabulary_get_token (vocabulary, id);

      if (has_words && before != NULL && lamina_tokens_are_apart (before, token))
        g_string_append_c (text, ' ');
      add_token (text, *attributes, vocabulary, id, has_words && i % 2 == 0);
      before = token;
    }

  return g_string_free (text, FALSE);
}

char *
lamina_token_text_write_next (LaminaDataSet *set,
                              LmSplit        split,
                              gsize          index)
{
  const gsize n = lamina_data_set_get_length (set, split, index);
  double id;

  if (lamina_data_set_get_target_kind (set) != LAMINA_DATA_TARGET_TOKENS)
    return NULL;

  id = lamina_data_set_get_raw_target (set, split, index, n - 1);

  return g_strdup (lamina_vocabulary_get_printable (lamina_data_set_get_vocabulary (set),
                                                    (guint32) id));
}
