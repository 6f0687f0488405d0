/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"
#include "lamina-data-report.h"

static LaminaDataSet *
load_rows (Fixture    *fix,
           const char *text,
           const char *more)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("labelled-text", path, more);

  return load (settings);
}

static void
assert_rows_fail (Fixture    *fix,
                  const char *text,
                  const char *more,
                  const char *pattern)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("labelled-text", path, more);

  assert_fails (settings, LAMINA_ERROR_FORMAT, pattern);
}

#define PLAIN "validation=0;test=0;shuffle=false"

static void
test_rows (Fixture       *fix,
           gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_rows (fix, "text,label\nGood good day,up\nBad.,down\n"
                                                 "\"So, so\",down\n", PLAIN);
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (set);
  g_autofree char *sentence = lamina_data_set_describe (set);
  g_autofree char *first = lamina_data_set_get_text (set, LM_SPLIT_TRAINING, 0);
  g_autofree char *third = lamina_data_set_get_text (set, LM_SPLIT_TRAINING, 2);

  g_assert_cmpstr (sentence, ==, "t.csv: 3 texts of up to 3 words, 2 classes");
  g_assert_cmpint (lamina_data_set_get_input_kind (set), ==, LAMINA_DATA_INPUT_TEXT);
  g_assert_cmpint (lamina_data_set_get_target_kind (set), ==, LAMINA_DATA_TARGET_LABEL);
  g_assert_true (lm_shape_equal (lamina_data_set_get_input_shape (set),
                                 &(LmShape) { 2, { 1, 3 } }));
  g_assert_cmpuint (lamina_data_set_get_n_answers (set), ==, 2);
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 0), ==, "down");
  g_assert_cmpint (lamina_data_set_get_label (set, LM_SPLIT_TRAINING, 0), ==, 1);
  g_assert_cmpstr (first, ==, "good good day");
  g_assert_cmpstr (third, ==, "so, so");

  g_assert_true (lamina_data_set_has_lengths (set));
  g_assert_cmpuint (lamina_data_set_get_length (set, LM_SPLIT_TRAINING, 0), ==, 3);
  g_assert_cmpuint (lamina_data_set_get_length (set, LM_SPLIT_TRAINING, 1), ==, 2);
  /* Padding, unknown, then good and so, which occur twice. */
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 0, 0), ==, 2);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 1, 2), ==, 0);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 2, 0), ==, 3);
  g_assert_cmpuint (lamina_vocabulary_get_n (vocabulary), ==, 2 + 6);
}

/* Columns are known by their names, wherever they stand. */
static void
test_topics (Fixture       *fix,
             gconstpointer  data)
{
  static const char *const texts[] = {
    "label;text\nsport;\"a ball; it flies\"\npolitics;a vote\nscience;an atom\n",
    "id\tlabel\tby\ttext\n1\tsport\tx\ta ball; it flies\n"
    "2\tpolitics\tx\ta vote\n3\tscience\ty\tan atom\n",
    "topic,text\nsport,a ball; it flies\npolitics,a vote\nscience,an atom\n",
    "text,topic\na ball; it flies,sport\na vote,politics\nan atom,science\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(LaminaDataSet) set = load_rows (fix, texts[i], PLAIN);
      g_autofree char *first = lamina_data_set_get_text (set, LM_SPLIT_TRAINING, 0);
      const int label = lamina_data_set_get_label (set, LM_SPLIT_TRAINING, 0);

      g_assert_cmpuint (lamina_data_set_get_n_answers (set), ==, 3);
      g_assert_cmpstr (lamina_data_set_get_class_name (set, (gsize) label), ==, "sport");
      g_assert_cmpstr (first, ==, "a ball; it flies");
    }
}

/* The source hands the lengths on. */
static void
test_source (Fixture       *fix,
             gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load_rows (fix, "text,label\na b c d,x\na,y\nb c,x\n", PLAIN);
  g_autoptr(LmSource) source = lamina_data_source_new (set);
  const guint32 indices[] = { 2, 0, 1 };
  guint32 lengths[3] = { 0 };
  lm_real x[12], y[3];
  const LmBatch batch = { x, y, lengths };

  g_assert_true (source->has_lengths);
  g_assert_true (lm_source_read (source, LM_SPLIT_TRAINING, indices, 3, &batch, NULL));
  g_assert_cmpuint (lengths[0], ==, 2);
  g_assert_cmpuint (lengths[1], ==, 4);
  g_assert_cmpuint (lengths[2], ==, 1);
  g_assert_cmpfloat ((double) x[2], ==, 0);
  g_assert_cmpfloat ((double) x[9], ==, 0);
  g_assert_cmpfloat ((double) y[2], ==, 1);
}

static void
test_choices (Fixture       *fix,
              gconstpointer  data)
{
  const char *text = "id,mood,Text\n7,2,one two three\n8,1,Four\n9,2,five six\n";
  g_autoptr(LaminaDataSet) named = load_rows (fix, text, "target_column=mood;" PLAIN);
  g_autoptr(LaminaDataSet) cut = load_rows (fix, text, "target_column=2;text_column=3;sequence=2;"
                                                       PLAIN);
  g_autoptr(LaminaDataSet) letters = load_rows (fix, text, "target_column=mood;tokens=characters;"
                                                           "lower_case=false;" PLAIN);
  g_autofree char *first = lamina_data_set_get_text (cut, LM_SPLIT_TRAINING, 0);
  g_autofree char *second = lamina_data_set_get_text (letters, LM_SPLIT_TRAINING, 1);

  g_assert_cmpstr (lamina_data_set_get_class_name (named, 1), ==, "2");
  g_assert_cmpstr (first, ==, "one two");
  g_assert_cmpuint (lamina_data_set_get_input_shape (cut)->dim[1], ==, 2);
  g_assert_cmpuint (lamina_data_set_get_text_facts (cut)->n_cut, ==, 1);
  g_assert_cmpuint (lamina_data_set_get_text_facts (named)->n_cut, ==, 0);
  g_assert_cmpstr (second, ==, "Four");
  g_assert_cmpuint (lamina_data_set_get_input_shape (letters)->dim[1], ==, 13);
}

/* What only the other parts have is unknown, and counted. */
static void
test_unknown (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("text,label\n");
  g_autoptr(LaminaDataSet) set = NULL;
  const LaminaVocabulary *vocabulary;
  const LaminaTextFacts *facts;

  for (int i = 0; i < 20; i++)
    g_string_append_printf (text, "%s %s,%d\n", i < 10 ? "old" : "new", i % 2 == 0 ? "yes" : "no",
                            i % 2);
  set = load_rows (fix, text->str, "validation=0.25;test=0.25;shuffle=false");
  vocabulary = lamina_data_set_get_vocabulary (set);
  facts = lamina_data_set_get_text_facts (set);

  g_assert_cmpuint (lamina_vocabulary_get_n (vocabulary), ==, 2 + 3);
  g_assert_cmpuint (lamina_vocabulary_find (vocabulary, "new"), ==, LAMINA_VOCABULARY_NONE);
  g_assert_cmpuint (facts->n_unknown[LM_SPLIT_TRAINING], ==, 0);
  g_assert_cmpuint (facts->n_unknown[LM_SPLIT_VALIDATION], ==, 5);
  g_assert_cmpuint (facts->n_tokens[LM_SPLIT_VALIDATION], ==, 10);
  g_assert_cmpuint (facts->n_unknown[LM_SPLIT_TEST], ==, 5);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TEST, 0, 0), ==,
                     lamina_vocabulary_get_unknown (vocabulary));
}

static void
test_bad (Fixture       *fix,
          gconstpointer  data)
{
  assert_rows_fail (fix, "text,label\na b,x\n,y\n", "",
                    "t.csv, line 3: the text is empty: *");
  assert_rows_fail (fix, "text,label\na b,x\n\"two\nlines\",y\n\"  \",x\n", "",
                    "t.csv, line 5: the text is empty: *");
  assert_rows_fail (fix, "text,label\na b,x\nc,\n", "", "The target is needed: t.csv, line 3*");
  assert_rows_fail (fix, "text,label\na b,x\nc,x\n", "",
                    "*all examples are of the class “x”, so there is nothing to tell apart*");
  assert_rows_fail (fix, "text,label\n1,x\n2,y\n", "", "t.csv: column 1 (text) holds numbers: *");
  assert_rows_fail (fix, "text,label\na,x\nb,y\n", "text_column=label",
                    "t.csv: column 2 (label) cannot*");
  assert_rows_fail (fix, "text,label\na,x\nb,y\n", "text_column=body",
                    "t.csv has no column “body”: choose one of text, label");
  assert_rows_fail (fix, "text,label\na,x\na,y\na,x\na,y\n", "validation=0;test=0",
                    "t.csv: all of the training text is “a” again and again*");
}

static void
test_sentiment (Fixture       *fix,
                gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=sentiment");
  g_autoptr(GPtrArray) report = lamina_data_report_new (set, NULL);
  gsize n[2] = { 0 };

  for (int split = 0; split < LM_N_SPLITS; split++)
    for (gsize k = 0; k < 2; k++)
      n[k] += lamina_data_set_get_class_count (set, (LmSplit) split, k);
  g_assert_cmpuint (n[0], ==, 500);
  g_assert_cmpuint (n[1], ==, 500);
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 1), ==, "Positive");
  g_assert_cmpuint (lamina_data_set_get_input_shape (set)->dim[1], <, 40);

  for (guint i = 0; i < report->len; i++)
    {
      const LaminaFinding *finding = report->pdata[i];

      g_test_message ("%s: %s", finding->id, finding->text);
      if (!g_str_equal (finding->id, "unknown"))
        g_assert_cmpint (finding->level, ==, LAMINA_FINDING_NOTE);
      g_assert_cmpstr (finding->id, !=, "doubles");
    }
}

/* Words tell: counting in which class they stand (naive Bayes) is right more often than a coin,
 * and not always. */
static void
test_sentiment_can_be_learnt (Fixture       *fix,
                              gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=sentiment;validation=0;test=0.3");
  const gsize n_words = lamina_vocabulary_get_n (lamina_data_set_get_vocabulary (set));
  const gsize n_test = lamina_data_set_get_n_examples (set, LM_SPLIT_TEST);
  g_autofree int *counts = g_new0 (int, 2 * n_words);
  gsize n_right = 0;

  for (gsize i = 0; i < lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING); i++)
    for (gsize t = 0; t < lamina_data_set_get_length (set, LM_SPLIT_TRAINING, i); t++)
      counts[2 * (gsize) lamina_data_set_get_raw (set, LM_SPLIT_TRAINING, i, t)
             + (gsize) lamina_data_set_get_label (set, LM_SPLIT_TRAINING, i)]++;

  for (gsize i = 0; i < n_test; i++)
    {
      double sum = 0;

      for (gsize t = 0; t < lamina_data_set_get_length (set, LM_SPLIT_TEST, i); t++)
        {
          const gsize id = (gsize) lamina_data_set_get_raw (set, LM_SPLIT_TEST, i, t);

          sum += log ((counts[2 * id + 1] + 0.5) / (counts[2 * id] + 0.5));
        }
      n_right += (sum > 0) == (lamina_data_set_get_label (set, LM_SPLIT_TEST, i) == 1);
    }

  g_test_message ("%zu of %zu", n_right, n_test);
  g_assert_cmpuint (n_right, >, n_test * 65 / 100);
  g_assert_cmpuint (n_right, <, n_test * 95 / 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/data-labelled/" name, Fixture, NULL, setup, test, teardown)
  ADD ("rows", test_rows);
  ADD ("topics", test_topics);
  ADD ("source", test_source);
  ADD ("choices", test_choices);
  ADD ("unknown", test_unknown);
  ADD ("bad", test_bad);
  ADD ("sentiment", test_sentiment);
  ADD ("sentiment-can-be-learnt", test_sentiment_can_be_learnt);
#undef ADD

  return g_test_run ();
}
