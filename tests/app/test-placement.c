/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-placement.h"

static void
assert_place (const LaminaPlacement *card,
              int                    column,
              int                    row)
{
  g_assert_cmpint (card->column, ==, column);
  g_assert_cmpint (card->row, ==, row);
}

static void
test_rows (void)
{
  LaminaPlacement cards[] = {
    { 6, 1, 100 }, { 6, 1, 100 }, { 12, 1, 80 }, { 4, 1, 90 }, { 8, 1, 70 },
  };
  int heights[3];

  g_assert_cmpint (lamina_placement_arrange (cards, 5), ==, 3);
  assert_place (&cards[0], 0, 0);
  assert_place (&cards[1], 6, 0);
  assert_place (&cards[2], 0, 1);
  assert_place (&cards[3], 0, 2);
  assert_place (&cards[4], 4, 2);

  g_assert_cmpint (lamina_placement_measure (cards, 5, 3, 10, 0.5, 0, heights), ==, 290);
  g_assert_cmpint (heights[2], ==, 90);
  g_assert_cmpint (lamina_placement_measure (cards, 5, 3, 10, 0.5, 560, heights), ==, 560);
  g_assert_cmpint (heights[0], ==, 200);
  g_assert_cmpint (lamina_placement_measure (cards, 5, 3, 10, 0.5, 10, heights), ==, 155);
}

/* A high card with three low ones stacked beside it. */
static void
test_high_card (void)
{
  LaminaPlacement cards[] = {
    { 8, 3, 400 }, { 4, 1, 100 }, { 4, 1, 100 }, { 4, 1, 100 }, { 12, 1, 50 },
  };
  int heights[4];

  g_assert_cmpint (lamina_placement_arrange (cards, 5), ==, 4);
  assert_place (&cards[0], 0, 0);
  assert_place (&cards[1], 8, 0);
  assert_place (&cards[3], 8, 2);
  assert_place (&cards[4], 0, 3);
  lamina_placement_measure (cards, 5, 4, 10, 0.5, 0, heights);
  g_assert_cmpint (heights[0] + heights[1] + heights[2] + 20, >=, 400);
}

/* A low card beside a high one goes down as far as that, but not over what is below. */
static void
test_stretch (void)
{
  LaminaPlacement cards[] = {
    { 4, 1, 100 }, { 8, 2, 250 }, { 4, 1, 100 }, { 8, 2, 250 }, { 12, 1, 50 },
  };

  g_assert_cmpint (lamina_placement_arrange (cards, 5), ==, 5);
  g_assert_cmpint (cards[0].rows, ==, 1);
  assert_place (&cards[2], 0, 1);
  assert_place (&cards[3], 0, 2);
  g_assert_cmpint (cards[2].rows, ==, 1);
  g_assert_cmpint (cards[3].rows, ==, 2);

  cards[2].columns = 8;
  g_assert_cmpint (lamina_placement_arrange (cards, 5), ==, 6);
  g_assert_cmpint (cards[0].rows, ==, 2);
}

static void
test_odd_widths (void)
{
  LaminaPlacement cards[] = { { 0, 0, 10 }, { 99, 1, 10 } };

  g_assert_cmpint (lamina_placement_arrange (cards, 2), ==, 2);
  g_assert_cmpint (cards[0].columns, ==, 1);
  g_assert_cmpint (cards[1].columns, ==, LAMINA_GRID_COLUMNS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/placement/rows", test_rows);
  g_test_add_func ("/placement/high-card", test_high_card);
  g_test_add_func ("/placement/stretch", test_stretch);
  g_test_add_func ("/placement/odd-widths", test_odd_widths);

  return g_test_run ();
}
