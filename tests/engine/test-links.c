/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers that read several others, in examples that were worked out by hand. */

#include <math.h>

#include "by-hand.h"

static void
test_concat (void)
{
  const LmShape input = { 4, { 1, 2, 1, 2 } };
  const gsize keep[] = { 1, 2 };
  g_autoptr(Rig) rig = rig_new (rig_make_layer ("concat", ""), &input, keep, 2, NULL, NULL, 2, 0,
                                NULL);

  set (rig_get_input (rig), "1 2  3 4    5 6  7 8");
  set (rig_get_target (rig), "2 4  6 8  10 12    14 16  18 20  22 24"); /* times the rows */
  assert_output_is (rig, "1 2  1 2  3 4    5 6  5 6  7 8");
  assert_is (rig_get_grad (rig, "input_1.offset"), "1 2  7 8");
  assert_is (rig_get_grad (rig, "input_2.offset"), "3 4 5 6  9 10 11 12");
}

static void
test_links (void)
{
  const LmShape input = { 2, { 1, 4 } };
  g_autoptr(Rig) product = rig_new (rig_make_layer ("multiply", ""), &input, NULL, 2, NULL, NULL, 1,
                                    0, NULL);
  g_autoptr(Rig) largest = rig_new (rig_make_layer ("maximum", ""), &input, NULL, 2, NULL, NULL, 1,
                                    0, NULL);

  for (gsize i = 0; i < 2; i++)
    {
      Rig *rig = i == 0 ? product : largest;

      set (rig_get_input (rig), "0 2 3 4");
      set (rig_get_value (rig, "input_2.offset"), "5 -4 0 1");
      set (rig_get_target (rig), "1 10 100 1000");
    }

  assert_output_is (product, "0 -4 9 20");
  assert_is (rig_get_grad (product, "input_1.offset"), "5 -20 300 5000");
  assert_is (rig_get_grad (product, "input_2.offset"), "0 20 300 4000");

  /* Of equal numbers the first counts, and NaN is not hidden. */
  assert_output_is (largest, "5 2 3 5");
  assert_is (rig_get_grad (largest, "input_1.offset"), "0 10 100 0");
  assert_is (rig_get_grad (largest, "input_2.offset"), "1 0 0 1000");
  set (rig_get_value (largest, "input_1.offset"), "nan 0 0 0");
  set (rig_get_value (largest, "input_2.offset"), "5 nan 0 1");
  rig_train (largest);
  g_assert_true (isnan (rig_get_output ()->data[0]) && isnan (rig_get_output ()->data[1]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layer/concat/by-hand", test_concat);
  g_test_add_func ("/layer/links/by-hand", test_links);

  return g_test_run ();
}
