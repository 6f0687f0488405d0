/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-placement.h"

#include <math.h>

#define ALL_COLUMNS ((1u << LAMINA_GRID_COLUMNS) - 1)

/* One bit for each column that is taken. */
static guint
get_mask (const LaminaPlacement *card)
{
  return ((1u << card->columns) - 1) << card->column;
}

static gboolean
is_free (const GArray          *rows,
         const LaminaPlacement *card)
{
  for (int i = 0; i < card->rows; i++)
    {
      const guint row = (guint) (card->row + i);

      if (row < rows->len && (g_array_index (rows, guint, row) & get_mask (card)) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
find_place (const GArray    *rows,
            LaminaPlacement *card)
{
  for (card->row = 0;; card->row++)
    {
      for (card->column = 0; card->column + card->columns <= LAMINA_GRID_COLUMNS; card->column++)
        {
          if (is_free (rows, card))
            return;
        }
    }
}

static void
take (GArray                *rows,
      const LaminaPlacement *card)
{
  for (int i = 0; i < card->rows; i++)
    g_array_index (rows, guint, card->row + i) |= get_mask (card);
}

/* A card beside a higher one ends where that one does, if nothing else is below it. */
static void
stretch (GArray          *rows,
         LaminaPlacement *card)
{
  LaminaPlacement below = *card;

  below.row = card->row + card->rows;
  below.rows = 1;
  for (; (guint) below.row < rows->len && is_free (rows, &below); below.row++)
    card->rows++;
  take (rows, card);
}

int
lamina_placement_arrange (LaminaPlacement *cards,
                          gsize            n)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, TRUE, sizeof (guint));

  for (gsize i = 0; i < n; i++)
    {
      LaminaPlacement *card = &cards[i];

      card->columns = CLAMP (card->columns, 1, LAMINA_GRID_COLUMNS);
      card->rows = MAX (card->rows, 1);
      find_place (rows, card);
      if (rows->len < (guint) (card->row + card->rows))
        g_array_set_size (rows, (guint) (card->row + card->rows));
      take (rows, card);
    }
  for (gsize i = 0; i < n; i++)
    stretch (rows, &cards[i]);

  return (int) rows->len;
}

/* Each row is as high as its cards of one row want; a higher card's rows share what it lacks. */
static void
get_wishes (const LaminaPlacement *cards,
            gsize                  n,
            int                    n_rows,
            int                    gap,
            int                   *heights)
{
  for (int i = 0; i < n_rows; i++)
    heights[i] = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (cards[i].rows == 1)
        heights[cards[i].row] = MAX (heights[cards[i].row], cards[i].height);
    }

  for (gsize i = 0; i < n; i++)
    {
      int missing = cards[i].height - (cards[i].rows - 1) * gap;

      for (int j = 0; j < cards[i].rows; j++)
        missing -= heights[cards[i].row + j];
      for (int j = 0; j < cards[i].rows && missing > 0; j++)
        heights[cards[i].row + j] += (missing + cards[i].rows - 1) / cards[i].rows;
    }
}

int
lamina_placement_measure (const LaminaPlacement *cards,
                          gsize                  n,
                          int                    n_rows,
                          int                    gap,
                          double                 min_share,
                          int                    height,
                          int                   *row_heights)
{
  const int gaps = MAX (n_rows - 1, 0) * gap;
  int wanted = 0;
  int sum = gaps;
  double scale;

  get_wishes (cards, n, n_rows, gap, row_heights);
  for (int i = 0; i < n_rows; i++)
    wanted += row_heights[i];
  if (height <= 0 || wanted == 0)
    return wanted + gaps;

  scale = fmax ((double) (height - gaps) / wanted, min_share);
  for (int i = 0; i < n_rows; i++)
    {
      row_heights[i] = (int) (row_heights[i] * scale);
      sum += row_heights[i];
    }

  /* What rounding has left over goes to the last row. */
  if (scale > min_share && sum < height)
    {
      row_heights[n_rows - 1] += height - sum;
      sum = height;
    }

  return sum;
}
