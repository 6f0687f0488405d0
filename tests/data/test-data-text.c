/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <unistd.h>

#include "data-test.h"
#include "lamina-data-report.h"

/* "abcdefghij…": the alphabet again and again, [n] characters. */
static char *
make_alphabet (gsize n)
{
  char *text = g_malloc0 (n + 1);

  for (gsize i = 0; i < n; i++)
    text[i] = (char) ('a' + i % 26);

  return text;
}

static LaminaDataSet *
load_text (Fixture    *fix,
           const char *text,
           const char *more)
{
  g_autofree char *path = put_file (fix, "t.txt", text, -1);
  g_autofree char *settings = with_path ("text", path, more);

  return load (settings);
}

static void
assert_text_fails (Fixture    *fix,
                   const char *text,
                   gssize      n_bytes,
                   const char *more,
                   const char *pattern)
{
  g_autofree char *path = put_file (fix, "t.txt", text, n_bytes);
  g_autofree char *settings = with_path ("text", path, more);
  g_autoptr(LaminaDataConfig) config = configure (settings);
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_data_set_load (config, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not say “%s”", error->message, pattern);
}

static void
assert_window (LaminaDataSet *set,
               LmSplit        split,
               gsize          index,
               const char    *expected)
{
  g_autofree char *text = lamina_data_set_get_text (set, split, index);

  g_assert_cmpstr (text, ==, expected);
}

/* 100 characters, a tenth of them held back: windows of 8 begin at 0, 8, … 80, and in the
 * tenth one token early. */
static void
test_windows (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *text = make_alphabet (100);
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "sequence=8");
  const LaminaTextFacts *facts = lamina_data_set_get_text_facts (set);
  g_autofree char *sentence = lamina_data_set_describe (set);

  g_assert_cmpstr (sentence, ==, "t.txt: 12 windows of 8 characters, predicting the next of 26");
  g_assert_true (lm_shape_equal (lamina_data_set_get_input_shape (set),
                                 &(LmShape) { 2, { 1, 8 } }));
  g_assert_true (lm_shape_equal (lamina_data_set_get_target_shape (set),
                                 &(LmShape) { 2, { 1, 8 } }));
  g_assert_cmpint (lamina_data_set_get_input_kind (set), ==, LAMINA_DATA_INPUT_TEXT);
  g_assert_cmpint (lamina_data_set_get_target_kind (set), ==, LAMINA_DATA_TARGET_TOKENS);
  g_assert_cmpuint (lamina_data_set_get_n_answers (set), ==, 26);
  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, 0);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 11);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 0);
  assert_window (set, LM_SPLIT_TRAINING, 0, "abcdefgh");
  assert_window (set, LM_SPLIT_TRAINING, 10, "cdefghij"); /* 80 … 87, answered up to 88 */
  assert_window (set, LM_SPLIT_VALIDATION, 0, "lmnopqrs"); /* 89 … 96, answered from 90 on */

  g_assert_cmpuint (facts->n_tokens[LM_SPLIT_TRAINING], ==, 90);
  g_assert_cmpuint (facts->n_tokens[LM_SPLIT_VALIDATION], ==, 10);
  g_assert_cmpuint (facts->n_unknown[LM_SPLIT_VALIDATION], ==, 0);
  g_assert_cmpuint (facts->n_texts, ==, 1);
  g_assert_cmpuint (facts->n_distinct, ==, 26);
  g_assert_true (lamina_data_set_is_contiguous (set));
  g_assert_false (lamina_data_set_has_lengths (set));
}

/* Each target is the input one step on, in every split, also by the source. */
static void
test_next (Fixture       *fix,
           gconstpointer  data)
{
  g_autofree char *text = make_alphabet (300);
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "sequence=5;test=0.1");
  g_autoptr(LmSource) source = lamina_data_source_new (set);
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (set);

  for (int split = 0; split < LM_N_SPLITS; split++)
    for (guint32 i = 0; i < lamina_data_set_get_n_examples (set, (LmSplit) split); i++)
      {
        lm_real x[5], y[5];
        LmTensor x_tensor = lm_tensor_init (x, &source->input);
        LmTensor y_tensor = lm_tensor_init (y, &source->target);

        lamina_data_set_copy_example (set, (LmSplit) split, i, &x_tensor);
        lamina_data_set_copy_target (set, (LmSplit) split, i, &y_tensor);
        for (gsize t = 0; t < 5; t++)
          {
            const char before = *lamina_vocabulary_get_token (vocabulary, (guint32) x[t]);
            const char after = *lamina_vocabulary_get_token (vocabulary, (guint32) y[t]);

            g_assert_cmpint ((after - 'a'), ==, (before - 'a' + 1) % 26);
            g_assert_cmpfloat (lamina_data_set_get_raw (set, (LmSplit) split, i, t), ==,
                               (double) x[t]);
            g_assert_cmpfloat (lamina_data_set_get_raw_target (set, (LmSplit) split, i, t), ==,
                               (double) y[t]);
          }
      }
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION), ==, 6);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 6);
}

/* What judges is answered nowhere in training: the last tenth of each text is its own. */
static void
test_no_leak (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *first = NULL, *second = NULL, *settings = NULL;
  g_autoptr(LaminaDataSet) set = NULL;
  const LaminaVocabulary *vocabulary;

  /* 900 lower-case and then 100 capital letters, twice. */
  for (int i = 0; i < 1000; i++)
    g_string_append_c (text, (char) ((i < 900 ? 'a' : 'A') + i % 7));
  first = put_file (fix, "a.txt", text->str, -1);
  second = put_file (fix, "b.txt", text->str, -1);
  settings = with_path ("text", fix->folder, "sequence=16;stride=1");
  set = load (settings);
  vocabulary = lamina_data_set_get_vocabulary (set);

  /* The capital letters are unknown to it: 7 letters and "unknown". */
  g_assert_cmpuint (lamina_vocabulary_get_n (vocabulary), ==, 8);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 2 * (900 - 16));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION), ==, 2 * 6);
  g_assert_cmpuint (lamina_data_set_get_text_facts (set)->n_unknown[LM_SPLIT_TRAINING], ==, 0);
  g_assert_cmpuint (lamina_data_set_get_text_facts (set)->n_unknown[LM_SPLIT_VALIDATION], ==, 200);
  g_assert_false (lamina_data_set_is_contiguous (set));
  for (int split = LM_SPLIT_TRAINING; split <= LM_SPLIT_VALIDATION; split++)
    for (gsize i = 0; i < lamina_data_set_get_n_examples (set, (LmSplit) split); i++)
      for (gsize t = 0; t < 16; t++)
        g_assert_true ((lamina_data_set_get_raw_target (set, (LmSplit) split, i, t)
                        == lamina_vocabulary_get_unknown (vocabulary))
                       == (split == LM_SPLIT_VALIDATION));
}

/* Training rows in their order continue each other, however the settings ask to mix. */
static void
test_contiguous (Fixture       *fix,
                 gconstpointer  data)
{
  g_autofree char *text = make_alphabet (500);
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "sequence=7;shuffle=true");
  const gsize n = lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING);

  g_assert_cmpuint (n, ==, 64);
  for (gsize i = 0; i + 1 < n; i++)
    g_assert_cmpfloat (lamina_data_set_get_raw_target (set, LM_SPLIT_TRAINING, i, 6), ==,
                       lamina_data_set_get_raw (set, LM_SPLIT_TRAINING, i + 1, 0));
}

static void
test_vocabulary (Fixture       *fix,
                 gconstpointer  data)
{
  const char *text = "to be or not to be , that is to be asked of all the old men to be here";
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "tokens=words;sequence=2;vocabulary=3");
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (set);
  const LaminaTextFacts *facts = lamina_data_set_get_text_facts (set);

  /* The most frequent first; of equally frequent ones the first in the alphabet. */
  g_assert_cmpuint (lamina_vocabulary_get_n (vocabulary), ==, 4);
  g_assert_cmpstr (lamina_vocabulary_get_token (vocabulary, 1), ==, "to");
  g_assert_cmpstr (lamina_vocabulary_get_token (vocabulary, 2), ==, "be");
  g_assert_cmpstr (lamina_vocabulary_get_token (vocabulary, 3), ==, ",");
  g_assert_cmpuint (lamina_vocabulary_get_count (vocabulary, 1), ==, 4);
  g_assert_cmpuint (lamina_vocabulary_get_count (vocabulary, 2), ==, 3);
  g_assert_cmpuint (facts->n_tokens[LM_SPLIT_TRAINING], ==, 18);
  g_assert_cmpuint (facts->n_unknown[LM_SPLIT_TRAINING], ==, 18 - 4 - 3 - 1);
  g_assert_cmpuint (lamina_vocabulary_get_count (vocabulary, 0), ==, 18 - 4 - 3 - 1);
}

static void
test_lower_case (Fixture       *fix,
                 gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_text (fix, "Aa Bb aA bB Aa Bb aA bB", "sequence=4;"
                                             "lower_case=true;validation=0");

  g_assert_cmpuint (lamina_vocabulary_get_n (lamina_data_set_get_vocabulary (set)), ==, 3);
  assert_window (set, LM_SPLIT_TRAINING, 0, "aa b");
}

static void
test_folder (Fixture       *fix,
             gconstpointer  data)
{
  g_autofree char *text = make_alphabet (60);
  g_autofree char *second = put_file (fix, "b.txt", text, -1);
  g_autofree char *first = put_file (fix, "A.TXT", text + 1, -1);
  g_autofree char *other = put_file (fix, "notes.md", "\xff not read", -1);
  g_autofree char *hidden = put_file (fix, ".hidden.txt", "\xff not read", -1);
  g_autofree char *link = g_build_filename (fix->folder, "c.txt", NULL);
  g_autofree char *settings = with_path ("text", fix->folder, "sequence=20");
  g_autoptr(LaminaDataSet) set = NULL, again = NULL;

  g_assert_no_errno (symlink (second, link));
  assert_fails (settings, LAMINA_ERROR_FAILED, "*window of 20 for validation*");
  g_free (settings);
  settings = with_path ("text", fix->folder, "sequence=4");
  set = load (settings);
  again = load (settings);

  g_assert_cmpuint (lamina_data_set_get_text_facts (set)->n_texts, ==, 2);
  g_assert_cmpuint (lamina_data_set_get_text_facts (set)->n_tokens[0], ==, 54 + 53);
  assert_window (set, LM_SPLIT_TRAINING, 0, "bcde"); /* Capitals come first, in every language. */
  g_assert_cmpstr (lamina_data_set_get_hash (set), ==, lamina_data_set_get_hash (again));
}

static void
test_folder_without_txt (Fixture       *fix,
                         gconstpointer  data)
{
  g_autofree char *text = make_alphabet (60);
  g_autofree char *path = NULL;
  g_autofree char *settings = with_path ("text", fix->folder, "sequence=4");
  g_autoptr(LaminaDataSet) set = NULL;

  assert_fails (settings, LAMINA_ERROR_IO, "*holds no text*");
  path = put_file (fix, "LICENCE-2.0", text, -1);
  set = load (settings);
  g_assert_cmpuint (lamina_data_set_get_text_facts (set)->n_texts, ==, 1);
}

static void
test_bad (Fixture       *fix,
          gconstpointer  data)
{
  g_autofree char *text = make_alphabet (60);

  assert_text_fails (fix, "", 0, "sequence=4", "t.txt is empty: *");
  assert_text_fails (fix, "\n \n", -1, "sequence=4;tokens=words", "t.txt holds no words: *");
  assert_text_fails (fix, "ab\n\xff", -1, "sequence=2",
                     "t.txt, line 2, byte 3: the text is not UTF-8*");
  assert_text_fails (fix, text, -1, "sequence=54",
                     "t.txt: training has 54 of 60 tokens, and a window of 54 with the next "
                     "one needs 55: *");
  assert_text_fails (fix, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", -1, "sequence=2",
                     "t.txt: all of the training text is “a” again and again*");
  assert_text_fails (fix, text, -1, "sequence=4;validation=0.5;test=0.5",
                     "t.txt: validation and test would take all*");
  assert_text_fails (fix, text, -1, "sequence=4;validation=15",
                     "t.txt: validation and test would take all*");
  assert_text_fails (fix, text, -1, "sequence=8;validation=0.05",
                     "t.txt: no text is long enough to give a window of 8 for validation*");
  assert_fails ("kind=text;path=/nowhere", LAMINA_ERROR_IO, "“/nowhere” is not there: *");
  assert_fails ("kind=text;path=", LAMINA_ERROR_FAILED, "Nothing is chosen yet: *");
}

/* A number of examples is as much text; a limit leaves the first windows of each part. */
static void
test_counts (Fixture       *fix,
             gconstpointer  data)
{
  g_autofree char *text = make_alphabet (1000);
  g_autoptr(LaminaDataSet) counted = load_text (fix, text, "sequence=10;validation=20");
  g_autoptr(LaminaDataSet) limited = load_text (fix, text, "sequence=10;limit=10");

  g_assert_cmpuint (lamina_data_set_get_n_examples (counted, LM_SPLIT_VALIDATION), ==, 20);
  g_assert_cmpuint (lamina_data_set_get_n_examples (counted, LM_SPLIT_TRAINING), ==, 79);
  g_assert_cmpuint (lamina_data_set_get_n_examples (limited, LM_SPLIT_VALIDATION), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_examples (limited, LM_SPLIT_TRAINING), ==, 8);
  assert_window (limited, LM_SPLIT_TRAINING, 1, "klmnopqrst");
}

static void
test_hash (Fixture       *fix,
           gconstpointer  data)
{
  g_autofree char *text = make_alphabet (200);
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "sequence=10");
  g_autoptr(LaminaDataSet) longer = load_text (fix, text, "sequence=11");
  g_autoptr(LaminaDataSet) striding = load_text (fix, text, "sequence=10;stride=9");
  g_autoptr(LaminaDataSet) other = NULL;

  text[150] = text[151];
  other = load_text (fix, text, "sequence=10");
  g_assert_cmpstr (lamina_data_set_get_hash (set), !=, lamina_data_set_get_hash (longer));
  g_assert_cmpstr (lamina_data_set_get_hash (set), !=, lamina_data_set_get_hash (striding));
  g_assert_cmpstr (lamina_data_set_get_hash (set), !=, lamina_data_set_get_hash (other));
}

static const LaminaFinding *
find (GPtrArray  *report,
      const char *id)
{
  for (guint i = 0; i < report->len; i++)
    if (g_str_equal (((LaminaFinding *) report->pdata[i])->id, id))
      return report->pdata[i];

  g_error ("no finding “%s”", id);
}

static void
test_report (Fixture       *fix,
             gconstpointer  data)
{
  const char *text = "the cat and the dog and the cow . the cat and the dog and the cow . the hen";
  g_autoptr(LaminaDataSet) set = load_text (fix, text, "tokens=words;sequence=2;validation=0.2");
  g_autoptr(GPtrArray) report = lamina_data_report_new (set, NULL);

  g_assert_cmpstr (find (report, "unknown")->text, ==,
                   "1 of 4 tokens of the validation part (25 %) is not in the vocabulary");
  g_assert_cmpint (find (report, "unknown")->level, ==, LAMINA_FINDING_WARNING);
  g_assert_true (g_pattern_match_simple ("20 words, 7 different ones; the vocabulary has 7. The "
                                         "most frequent: the 37.5 %, and 25 %*",
                                         find (report, "vocabulary")->text));
  g_assert_true (g_pattern_match_simple ("Validation is the last part of each text*4 of its 4*",
                                         find (report, "measured")->text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/data-text/" name, Fixture, NULL, setup, test, teardown)
  ADD ("windows", test_windows);
  ADD ("next", test_next);
  ADD ("no-leak", test_no_leak);
  ADD ("contiguous", test_contiguous);
  ADD ("vocabulary", test_vocabulary);
  ADD ("lower-case", test_lower_case);
  ADD ("folder", test_folder);
  ADD ("folder-without-txt", test_folder_without_txt);
  ADD ("bad", test_bad);
  ADD ("counts", test_counts);
  ADD ("hash", test_hash);
  ADD ("report", test_report);
#undef ADD

  return g_test_run ();
}
