/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-random.h"

#include <math.h>
#include <string.h>

/* Known answers of Philox 4x32-10, from the Random123 distribution's kat_vectors. */
static void
test_known_answers (void)
{
  static const guint32 zeros[] = { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
  guint32 words[4];

  lm_random_bits (&(LmRandom) { 0, 0, 0, 0 }, words, 4);
  g_assert_cmpmem (words, sizeof words, zeros, sizeof zeros);
}

static void
test_depends_on_everything (void)
{
  static const LmRandom all[] = {
    { 1, 2, 3, 4 }, { 2, 2, 3, 4 }, { 1, 3, 3, 4 }, { 1, 2, 4, 4 }, { 1, 2, 3, 5 },
    { G_GUINT64_CONSTANT (1) << 32 | 1, 2, 3, 4 },
  };
  guint32 words[G_N_ELEMENTS (all)][8];

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      lm_random_bits (&all[i], words[i], 8);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpint (memcmp (words[i], words[j], sizeof words[i]), !=, 0);
    }
}

/* What is drawn does not depend on how much is drawn. */
static void
test_prefix (void)
{
  const LmRandom random = { 7, 8, 9, 10 };
  lm_real few[5], many[103];

  lm_random_uniform (&random, few, 5);
  lm_random_uniform (&random, many, 103);
  g_assert_cmpmem (few, sizeof few, many, sizeof few);
  lm_random_normal (&random, few, 5);
  lm_random_normal (&random, many, 103);
  g_assert_cmpmem (few, sizeof few, many, sizeof few);
}

static void
test_moments (void)
{
  const gsize n = 200000;
  const LmRandom random = { 42, lm_random_stream ("test"), 0, 0 };
  g_autofree lm_real *x = g_new (lm_real, n);
  double mean = 0, variance = 0, kurtosis = 0;

  lm_random_uniform (&random, x, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (x[i] >= 0 && x[i] < 1);
      mean += (double) x[i] / (double) n;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0.5, 0.003);

  lm_random_normal (&random, x, n);
  mean = 0;
  for (gsize i = 0; i < n; i++)
    {
      mean += (double) x[i] / (double) n;
      variance += pow ((double) x[i], 2) / (double) n;
      kurtosis += pow ((double) x[i], 4) / (double) n;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (variance, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (kurtosis, 3, 0.1);
}

static void
test_permute (void)
{
  const gsize n = 1000;
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree gboolean *seen = g_new0 (gboolean, n);
  gsize n_fixed = 0;

  lm_random_permute (&(LmRandom) { 3, 1, 0, 0 }, order, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
      n_fixed += order[i] == i;
    }
  g_assert_cmpuint (n_fixed, <, 10);

  lm_random_permute (&(LmRandom) { 3, 1, 0, 0 }, order, 1);
  g_assert_cmpuint (order[0], ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/known-answers", test_known_answers);
  g_test_add_func ("/random/depends-on-everything", test_depends_on_everything);
  g_test_add_func ("/random/prefix", test_prefix);
  g_test_add_func ("/random/moments", test_moments);
  g_test_add_func ("/random/permute", test_permute);

  return g_test_run ();
}
