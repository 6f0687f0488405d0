/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-heaps.h"

#include <math.h>

#define N_DEVIATIONS 3
#define LEAST_SHARE 0.25 /* of the fair one */

typedef struct
{
  gsize  n;
  double x, y, deviation;
} Heap;

static double
get_raw (const LaminaDataSet *set,
         gsize                index,
         gsize                element)
{
  return lamina_data_set_get_raw (set, LM_SPLIT_TRAINING, index, element);
}

/* The middles of the training examples, and their deviations along either axis.
 * Returns: (transfer full) */
static Heap *
find_heaps (const LaminaDataSet *set,
            gsize                n_heaps)
{
  const gsize n = lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING);
  Heap *heaps = g_new0 (Heap, n_heaps);

  for (gsize i = 0; i < n; i++)
    {
      Heap *heap = &heaps[lamina_data_set_get_label (set, LM_SPLIT_TRAINING, i)];

      heap->n++;
      heap->x += get_raw (set, i, 0);
      heap->y += get_raw (set, i, 1);
    }

  for (gsize i = 0; i < n_heaps; i++)
    {
      heaps[i].x /= (double) MAX (heaps[i].n, 1);
      heaps[i].y /= (double) MAX (heaps[i].n, 1);
    }

  for (gsize i = 0; i < n; i++)
    {
      Heap *heap = &heaps[lamina_data_set_get_label (set, LM_SPLIT_TRAINING, i)];
      const double x = get_raw (set, i, 0) - heap->x, y = get_raw (set, i, 1) - heap->y;

      heap->deviation += (x * x + y * y) / (2 * (double) heap->n);
    }

  for (gsize i = 0; i < n_heaps; i++)
    heaps[i].deviation = sqrt (heaps[i].deviation);

  return heaps;
}

gboolean
lamina_data_set_measure_heaps (const LaminaDataSet *self,
                               const float         *points,
                               gsize                n,
                               LaminaHeaps         *heaps)
{
  const gsize n_heaps = lamina_data_set_get_n_classes (self);
  g_autofree Heap *places = NULL;
  g_autofree gsize *counts = NULL;
  gsize n_near = 0;

  *heaps = (LaminaHeaps) { n_heaps };
  if (!lamina_data_config_get_kind (lamina_data_set_get_config (self))->has_heaps ||
      lamina_data_set_get_n_columns (self) != 2 || n_heaps == 0 || n == 0)
    return FALSE;

  places = find_heaps (self, n_heaps);
  counts = g_new0 (gsize, n_heaps);
  for (gsize i = 0; i < n; i++)
    {
      gboolean is_near = FALSE;

      for (gsize j = 0; j < n_heaps; j++)
        {
          const double distance = hypot ((double) points[2 * i] - places[j].x,
                                         (double) points[2 * i + 1] - places[j].y);
          const gboolean lies_on = distance <= N_DEVIATIONS * places[j].deviation;

          counts[j] += lies_on;
          is_near |= lies_on;
        }
      n_near += is_near;
    }

  for (gsize j = 0; j < n_heaps; j++)
    heaps->n_covered += (double) counts[j] * (double) n_heaps >= LEAST_SHARE * (double) n;
  heaps->share = (double) n_near / (double) n;

  return TRUE;
}
