/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "lamina-vocabulary.h"

static gboolean
append_cb (const char *token,
           gsize       n_bytes,
           gpointer    user_data)
{
  g_assert_cmpuint (strlen (token), ==, n_bytes);
  g_string_append_printf (user_data, "%s|", token);

  return TRUE;
}

static void
assert_walk (LaminaTokenUnit  unit,
             gboolean         lower_case,
             const char      *text,
             const char      *expected)
{
  g_autoptr(GString) tokens = g_string_new (NULL);

  g_assert_true (lamina_tokens_walk (unit, lower_case, text, strlen (text), append_cb, tokens));
  g_assert_cmpstr (tokens->str, ==, expected);
}

static void
test_tokens (void)
{
  const LaminaTokenUnit words = LAMINA_TOKENS_WORDS;

  assert_walk (LAMINA_TOKENS_CHARACTERS, FALSE, "aÄ\n€", "a|Ä|\n|€|");
  assert_walk (LAMINA_TOKENS_CHARACTERS, TRUE, "AÄ", "a|ä|");
  assert_walk (LAMINA_TOKENS_CHARACTERS, FALSE, "", "");
  assert_walk (words, FALSE, "  Don't stop, at 2.5 or 1,000!  ",
               "Don't|stop|,|at|2.5|or|1,000|!|");
  assert_walk (words, TRUE, "Ärger (IN) Köln", "ärger|(|in|)|köln|");
  assert_walk (words, FALSE, "'a' b. c\td\ne", "'|a|'|b|.|c|d|e|");
  assert_walk (words, FALSE, "one\n \ntwo\n\n\n", "one|\n|two|");
  assert_walk (words, FALSE, "我们2020年去 Paris。", "我|们|2020|年|去|Paris|。|");
  assert_walk (words, FALSE, " \n\n ", "");
}

static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (3 * LAMINA_TOKENS_MAX_WORD, 'x');
  g_autofree char *word = g_strnfill (LAMINA_TOKENS_MAX_WORD, 'x');
  g_autofree char *expected = g_strdup_printf ("%s|%s|%s|", word, word, word);

  assert_walk (LAMINA_TOKENS_WORDS, FALSE, text, expected);
}

static gboolean
stop_cb (const char *token,
         gsize       n_bytes,
         gpointer    user_data)
{
  return ++*(int *) user_data < 2;
}

static void
test_stop (void)
{
  int n = 0;

  g_assert_false (lamina_tokens_walk (LAMINA_TOKENS_WORDS, FALSE, "a b c", 5, stop_cb, &n));
  g_assert_cmpint (n, ==, 2);
}

static LaminaVocabulary *
make (LaminaTokenUnit    unit,
      gboolean           has_padding,
      gboolean           has_unknown,
      const char *const *tokens)
{
  static const guint64 counts[] = { 8, 5, 5, 4, 3, 2, 1, 1, 1, 1 };
  const LaminaVocabularyContent content = {
    .unit = unit, .lower_case = unit == LAMINA_TOKENS_WORDS, .has_padding = has_padding,
    .has_unknown = has_unknown, .n = g_strv_length ((GStrv) tokens), .tokens = tokens,
    .counts = counts, .n_unknown = has_unknown ? 7 : 0,
  };

  return lamina_vocabulary_new (&content);
}

static void
test_characters (void)
{
  static const char *const tokens[] = { " ", "a", "\n", "\t", "\f", "\x7f", "ä", "\xc2\xa0", NULL };
  g_autoptr(LaminaVocabulary) vocabulary = make (LAMINA_TOKENS_CHARACTERS, FALSE, FALSE, tokens);
  g_autofree guint32 *ids = NULL;
  g_autofree char *text = NULL, *unknown = NULL;
  gsize n, n_unknown;

  g_assert_cmpuint (lamina_vocabulary_get_n (vocabulary), ==, 8);
  g_assert_cmpuint (lamina_vocabulary_get_padding (vocabulary), ==, LAMINA_VOCABULARY_NONE);
  g_assert_cmpuint (lamina_vocabulary_get_unknown (vocabulary), ==, LAMINA_VOCABULARY_NONE);
  g_assert_cmpuint (lamina_vocabulary_find (vocabulary, "ä"), ==, 6);
  g_assert_cmpuint (lamina_vocabulary_find (vocabulary, "b"), ==, LAMINA_VOCABULARY_NONE);
  g_assert_cmpuint (lamina_vocabulary_get_count (vocabulary, 1), ==, 5);
  g_assert_cmpuint (lamina_vocabulary_get_total (vocabulary), ==, 8 + 5 + 5 + 4 + 3 + 2 + 1 + 1);

  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 0), ==, "␣");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 1), ==, "a");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 2), ==, "⏎");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 3), ==, "⇥");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 4), ==, "↡");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 5), ==, "^?");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 7), ==, "U+00A0");

  ids = lamina_vocabulary_encode (vocabulary, "a bä\n\xff", &n, &n_unknown);
  unknown = lamina_vocabulary_list_unknown (vocabulary, "a bä\nb\x01" "c");
  g_assert_cmpstr (unknown, ==, "b ^A c");
  g_assert_cmpuint (n, ==, 4); /* b and the broken byte are left out. */
  g_assert_cmpuint (n_unknown, ==, 2);
  text = lamina_vocabulary_decode (vocabulary, ids, n);
  g_assert_cmpstr (text, ==, "a ä\n");
}

static void
test_words (void)
{
  static const char *const tokens[] = { "the", ",", "cat", "(", ")", ".", "\n", "was", "-", "他",
                                        NULL };
  g_autoptr(LaminaVocabulary) vocabulary = make (LAMINA_TOKENS_WORDS, TRUE, TRUE, tokens);
  g_autofree guint32 *ids = NULL;
  g_autofree char *text = NULL;
  gsize n, n_unknown;

  g_assert_cmpuint (lamina_vocabulary_get_padding (vocabulary), ==, 0);
  g_assert_cmpuint (lamina_vocabulary_get_unknown (vocabulary), ==, 1);
  g_assert_cmpuint (lamina_vocabulary_find (vocabulary, "the"), ==, 2);
  g_assert_cmpuint (lamina_vocabulary_get_count (vocabulary, 1), ==, 7);
  g_assert_cmpstr (lamina_vocabulary_get_token (vocabulary, 0), ==, "");
  g_assert_cmpstr (lamina_vocabulary_get_printable (vocabulary, 1), ==, "‹unknown›");

  ids = lamina_vocabulary_encode (vocabulary, "The cat (the cat-dog), was.\n\nWas 他他.", &n,
                                  &n_unknown);
  g_assert_cmpuint (n, ==, 16);
  g_assert_cmpuint (n_unknown, ==, 1);
  text = lamina_vocabulary_decode (vocabulary, ids, n);
  g_assert_cmpstr (text, ==, "the cat (the cat-\xef\xbf\xbd), was.\n\nwas他他.");
}

static void
test_empty (void)
{
  static const char *const tokens[] = { "a", "b", NULL };
  g_autoptr(LaminaVocabulary) vocabulary = make (LAMINA_TOKENS_WORDS, FALSE, TRUE, tokens);
  g_autofree guint32 *ids = NULL;
  g_autofree char *text = NULL;
  gsize n;

  ids = lamina_vocabulary_encode (vocabulary, "", &n, NULL);
  g_assert_cmpuint (n, ==, 0);
  text = lamina_vocabulary_decode (vocabulary, ids, n);
  g_assert_cmpstr (text, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tokens/units", test_tokens);
  g_test_add_func ("/tokens/long-word", test_long_word);
  g_test_add_func ("/tokens/stop", test_stop);
  g_test_add_func ("/vocabulary/characters", test_characters);
  g_test_add_func ("/vocabulary/words", test_words);
  g_test_add_func ("/vocabulary/empty", test_empty);

  return g_test_run ();
}
