/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"

#include "lamina-data-split.h"

/* A draft of @n rows whose labels are @labels, or values if there are none, and of @n_test
 * own test rows with labels that take turns. */
static LaminaDataDraft *
make_draft (gsize        n,
            const char  *labels,
            gsize        n_classes,
            gsize        n_test)
{
  static const char *const names[] = { "a", "b", "c" };
  LaminaDataDraft *draft = lamina_data_draft_new ("draft", LAMINA_DATA_INPUT_TABLE, 1,
                                                  (gsize[]) { 1 });

  draft->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (draft, "x", NULL);
  lamina_data_draft_add_target (draft, "y");
  lamina_data_draft_add_classes (draft, names, n_classes, FALSE);
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    {
      const gsize n_rows = id == 0 ? n : n_test;
      double *x = g_new0 (double, n_rows + 1), *y = g_new0 (double, n_rows + 1);

      for (gsize i = 0; i < n_rows; i++)
        y[i] = labels == NULL ? 0.5 : id == 0 ? labels[i] - '0' : (double) (i % n_classes);

      if (n_rows > 0)
        lamina_data_draft_take_block (draft, id, n_rows, g_bytes_new (x, n_rows * sizeof *x), y);
      else
        g_free (y);
      g_free (x);
    }

  return draft;
}

static const LaminaPipeline plain = { .seed = 1, .shuffle = TRUE };

static void
split (const LaminaDataDraft *draft,
       LaminaPipeline         pipeline,
       LaminaRows             rows[LM_N_SPLITS])
{
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_data_split (draft, &pipeline, rows, &error));
  g_assert_no_error (error);
}

static void
clear (LaminaRows rows[LM_N_SPLITS])
{
  for (int i = 0; i < LM_N_SPLITS; i++)
    g_free (rows[i].rows);
}

static gsize
count_class (const LaminaDataDraft *draft,
             const LaminaRows      *rows,
             double                 label)
{
  gsize n = 0;

  for (gsize i = 0; i < rows->n; i++)
    n += *lamina_data_draft_get_y (draft, rows->rows[i]) == label;

  return n;
}

static void
test_shares_and_counts (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (100, NULL, 0, 0);
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];

  pipeline.validation = 0.15;
  pipeline.test = 20;
  split (draft, pipeline, rows);
  g_assert_cmpuint (rows[LM_SPLIT_TRAINING].n, ==, 65);
  g_assert_cmpuint (rows[LM_SPLIT_VALIDATION].n, ==, 15);
  g_assert_cmpuint (rows[LM_SPLIT_TEST].n, ==, 20);
  clear (rows);

  pipeline.limit = 10;
  pipeline.test = 2;
  split (draft, pipeline, rows);
  g_assert_cmpuint (rows[LM_SPLIT_TRAINING].n, ==, 6);
  g_assert_cmpuint (rows[LM_SPLIT_VALIDATION].n, ==, 2);
  g_assert_cmpuint (rows[LM_SPLIT_TEST].n, ==, 2);
  clear (rows);
}

/* Sixty of a class, thirty of another, ten of a third: each part has 6 : 3 : 1. */
static void
test_stratified (void)
{
  g_autoptr(GString) labels = g_string_new (NULL);
  g_autoptr(LaminaDataDraft) draft = NULL;
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];
  gboolean is_mixed = FALSE;

  for (int i = 0; i < 100; i++)
    g_string_append_c (labels, i < 60 ? '0' : i < 90 ? '1' : '2');
  draft = make_draft (100, labels->str, 3, 0);

  pipeline.validation = 0.2;
  pipeline.test = 0.1;
  split (draft, pipeline, rows);
  for (int i = 0; i < LM_N_SPLITS; i++)
    {
      g_assert_cmpuint (count_class (draft, &rows[i], 0), ==, rows[i].n * 6 / 10);
      g_assert_cmpuint (count_class (draft, &rows[i], 1), ==, rows[i].n * 3 / 10);
      g_assert_cmpuint (count_class (draft, &rows[i], 2), ==, rows[i].n / 10);
    }

  /* Not class by class: the window shows the first ones. */
  for (gsize i = 1; i < rows[LM_SPLIT_VALIDATION].n; i++)
    is_mixed |= *lamina_data_draft_get_y (draft, rows[LM_SPLIT_VALIDATION].rows[i])
                < *lamina_data_draft_get_y (draft, rows[LM_SPLIT_VALIDATION].rows[i - 1]);
  g_assert_true (is_mixed);
  clear (rows);
}

/* A class with a single example is trained on, whatever the shares. */
static void
test_rare_class (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (21, "000000000000000000001", 2, 0);
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];

  pipeline.validation = 0.2;
  pipeline.test = 0.2;
  split (draft, pipeline, rows);
  g_assert_cmpuint (count_class (draft, &rows[LM_SPLIT_TRAINING], 1), ==, 1);
  g_assert_cmpuint (rows[0].n + rows[1].n + rows[2].n, ==, 21);
  clear (rows);
}

static void
test_in_order (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (10, "0101010101", 2, 0);
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];
  guint32 next = 0;

  pipeline.shuffle = FALSE;
  pipeline.validation = 3;
  pipeline.test = 2;
  split (draft, pipeline, rows);
  for (int i = 0; i < LM_N_SPLITS; i++)
    for (gsize k = 0; k < rows[i].n; k++)
      g_assert_cmpuint (rows[i].rows[k], ==, next++);
  g_assert_cmpuint (next, ==, 10);
  clear (rows);
}

static void
test_seed (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (50, NULL, 0, 0);
  LaminaPipeline pipeline = plain;
  LaminaRows a[LM_N_SPLITS], b[LM_N_SPLITS], c[LM_N_SPLITS];

  split (draft, pipeline, a);
  split (draft, pipeline, b);
  pipeline.seed = 2;
  split (draft, pipeline, c);
  g_assert_cmpmem (a[0].rows, 50 * sizeof (guint32), b[0].rows, 50 * sizeof (guint32));
  g_assert_cmpint (memcmp (a[0].rows, c[0].rows, 50 * sizeof (guint32)), !=, 0);
  clear (a);
  clear (b);
  clear (c);
}

/* Own test data are not mixed with the others, keep their order, and are limited by themselves. */
static void
test_own_test (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (10, "0101010101", 2, 8);
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];

  pipeline.test = 5; /* Without effect. */
  split (draft, pipeline, rows);
  g_assert_cmpuint (rows[LM_SPLIT_TRAINING].n, ==, 10);
  g_assert_cmpuint (rows[LM_SPLIT_TEST].n, ==, 8);
  for (guint32 i = 0; i < 8; i++)
    g_assert_cmpuint (rows[LM_SPLIT_TEST].rows[i], ==, 10 + i);
  clear (rows);

  pipeline.limit = 4;
  split (draft, pipeline, rows);
  g_assert_cmpuint (rows[LM_SPLIT_TRAINING].n, ==, 4);
  g_assert_cmpuint (rows[LM_SPLIT_TEST].n, ==, 4);
  g_assert_cmpuint (count_class (draft, &rows[LM_SPLIT_TEST], 0), ==, 2);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpuint (rows[LM_SPLIT_TEST].rows[i], >=,
                      i > 0 ? rows[LM_SPLIT_TEST].rows[i - 1] + 1 : 10);
  clear (rows);
}

static void
test_nothing_left (void)
{
  g_autoptr(LaminaDataDraft) draft = make_draft (10, NULL, 0, 0);
  LaminaPipeline pipeline = plain;
  LaminaRows rows[LM_N_SPLITS];
  g_autoptr(GError) error = NULL;

  pipeline.validation = 0.5;
  pipeline.test = 5;
  g_assert_false (lamina_data_split (draft, &pipeline, rows, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_assert_true (
    g_pattern_match_simple ("draft: of 10 examples, 5 for validation and 5*", error->message));
  g_clear_error (&error);

  pipeline.validation = 4e9;
  g_assert_false (lamina_data_split (draft, &pipeline, rows, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/data-split/shares-and-counts", test_shares_and_counts);
  g_test_add_func ("/data-split/stratified", test_stratified);
  g_test_add_func ("/data-split/rare-class", test_rare_class);
  g_test_add_func ("/data-split/in-order", test_in_order);
  g_test_add_func ("/data-split/seed", test_seed);
  g_test_add_func ("/data-split/own-test", test_own_test);
  g_test_add_func ("/data-split/nothing-left", test_nothing_left);

  return g_test_run ();
}
