/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-plan.h"

static void
assert_no_overlap (const LmPlanItem *items,
                   gsize             n,
                   gsize             total)
{
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (items[i].offset + items[i].size, <=, total);
      for (gsize j = 0; j < i; j++)
        {
          const gboolean in_time = items[i].first <= items[j].last &&
                                   items[j].first <= items[i].last;
          const gboolean in_space = items[i].offset < items[j].offset + items[j].size &&
                                    items[j].offset < items[i].offset + items[i].size;

          g_assert_false (in_time && in_space);
        }
    }
}

static void
test_takes_turns (void)
{
  LmPlanItem items[] = { { 10, 0, 1 }, { 10, 1, 2 }, { 10, 2, 3 }, { 10, 3, 4 } };

  g_assert_cmpuint (lm_plan (items, 4), ==, 20);
  assert_no_overlap (items, 4, 20);
}

static void
test_random (void)
{
  for (int round = 0; round < 200; round++)
    {
      LmPlanItem items[40];
      gsize sum = 0;
      gsize total;

      for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
        {
          const gsize first = (gsize) g_test_rand_int_range (0, 30);

          items[i] = (LmPlanItem) { (gsize) g_test_rand_int_range (0, 100), first,
                                    first + (gsize) g_test_rand_int_range (0, 10), 0 };
          sum += items[i].size;
        }
      total = lm_plan (items, G_N_ELEMENTS (items));
      g_assert_cmpuint (total, <=, sum);
      assert_no_overlap (items, G_N_ELEMENTS (items), total);
    }
}

static void
test_overflow (void)
{
  LmPlanItem items[] = { { G_MAXSIZE / 5, 0, 1 }, { G_MAXSIZE / 5, 0, 1 } };

  g_assert_cmpuint (lm_plan (items, 2), ==, G_MAXSIZE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/takes-turns", test_takes_turns);
  g_test_add_func ("/plan/random", test_random);
  g_test_add_func ("/plan/overflow", test_overflow);

  return g_test_run ();
}
