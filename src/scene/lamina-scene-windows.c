/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene-windows.h"

#include <stdlib.h>

/* Windows that are shown, and how many of them stand before the chosen one. */
#define MAX_WINDOWS 160
#define LEAST_WINDOWS 8
#define LEAD_SHARE 4
/* Of all windows together: one look takes no longer. */
#define MAX_NUMBERS 100000
#define MAX_LAG 64
/* Windows that are compared to find out what they have to do with each other. */
#define N_COMPARED 24
/* Of all steps that the network goes by itself: a fraction of a second. */
#define MAX_FREE_MACS 1000000000

/* An example and its place in the source. */
typedef struct
{
  guint32 row, index;
} Place;

struct _LaminaSceneWindows
{
  const LaminaSceneData *data;
  LaminaWindows          windows;
  Place                 *order; /* by place */
  gsize                  n_order;
};

static int
compare_places (const void *a,
                const void *b)
{
  const Place *first = a, *second = b;

  return first->row < second->row ? -1 : first->row > second->row;
}

LaminaSceneWindows *
lamina_scene_windows_new (const LaminaSceneData *data)
{
  LaminaSceneWindows *self = g_new0 (LaminaSceneWindows, 1);
  const guint32 *rows = lamina_data_set_get_rows (data->set, data->split);

  self->data = data;
  self->n_order = lamina_data_set_get_n_examples (data->set, data->split);
  self->order = g_new (Place, self->n_order + 1);
  for (gsize i = 0; i < self->n_order; i++)
    self->order[i] = (Place) { rows[i], (guint32) i };
  qsort (self->order, self->n_order, sizeof *self->order, compare_places);

  return self;
}

static void
lamina_scene_windows_clear (LaminaSceneWindows *self)
{
  g_clear_pointer (&self->windows.inputs, lm_blob_unref);
  g_clear_pointer (&self->windows.targets, lm_blob_unref);
  g_clear_pointer (&self->windows.start_input, lm_blob_unref);
  self->windows = (LaminaWindows) { 0 };
}

void
lamina_scene_windows_free (LaminaSceneWindows *self)
{
  lamina_scene_windows_clear (self);
  g_free (self->order);
  g_free (self);
}

/* A number of a window, as the source has it. */
static double
get_input (const LaminaSceneWindows *self,
           gsize                     place,
           gsize                     step,
           gsize                     column)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->data->set);

  return lamina_data_set_get_raw (self->data->set, self->data->split, self->order[place].index,
                                  step * shape->dim[2] + column);
}

static double
get_target (const LaminaSceneWindows *self,
            gsize                     place,
            gsize                     index)
{
  return lamina_data_set_get_raw_target (self->data->set, self->data->split,
                                         self->order[place].index, index);
}

/* Whether the window after @place in the source is the same a step later: rows may be missing. */
static gboolean
is_followed (const LaminaSceneWindows *self,
             gsize                     place)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->data->set);

  if (place + 1 >= self->n_order || self->order[place].row + 1 != self->order[place + 1].row)
    return FALSE;
  if (lamina_data_set_get_horizon (self->data->set) > 0)
    return lamina_data_set_is_followed (self->data->set, self->data->split,
                                        self->order[place].index);

  for (gsize step = 0; step + 1 < shape->dim[1]; step++)
    for (gsize column = 0; column < shape->dim[2]; column++)
      if (get_input (self, place, step + 1, column) != get_input (self, place + 1, step, column))
        return FALSE;

  return TRUE;
}

/* Whether number @index of the targets is a column of the inputs, @lag steps later. */
static gboolean
is_column (const LaminaSceneWindows *self,
           gsize                     first,
           gsize                     n,
           gsize                     index,
           gsize                     column,
           gsize                     lag)
{
  const gsize last = lamina_data_set_get_input_shape (self->data->set)->dim[1] - 1;

  for (gsize i = first; i < first + MIN (n - lag, N_COMPARED); i++)
    if (get_target (self, i, index) != get_input (self, i + lag, last, column))
      return FALSE;

  return TRUE;
}

/* Returns: the column of the inputs that is target @index, or -1 */
static gssize
find_column (const LaminaSceneWindows *self,
             gsize                     first,
             gsize                     n,
             gsize                     index,
             gsize                     lag)
{
  const gsize n_columns = lamina_data_set_get_input_shape (self->data->set)->dim[2];

  for (gsize column = 0; column < n_columns; column++)
    if (is_column (self, first, n, index, column, lag))
      return (gssize) column;

  return -1;
}

/* Finds how far ahead the first target is, and then which columns are predicted for that step. */
static void
find_columns (LaminaSceneWindows *self,
              gsize               first,
              gsize               n)
{
  const gsize n_targets =
    lm_shape_get_n_columns (lamina_data_set_get_target_shape (self->data->set));
  const gsize most = MIN (MAX_LAG, n - LEAST_WINDOWS / 2);
  LaminaWindows *windows = &self->windows;
  gssize column = -1;

  for (windows->lag = 1; windows->lag <= most; windows->lag++)
    if ((column = find_column (self, first, n, 0, windows->lag)) >= 0)
      break;
  if (column < 0)
    windows->lag = 0;

  while (column >= 0 && windows->n_columns < LM_MAX_FEEDS)
    {
      windows->columns[windows->n_columns++] = (gsize) column;
      column = windows->n_columns < n_targets
                 ? find_column (self, first, n, windows->n_columns, windows->lag) : -1;
    }
}

static gsize
find_place (const LaminaSceneWindows *self,
            gsize                     example)
{
  for (gsize i = 0; i < self->n_order; i++)
    if (self->order[i].index == example)
      return i;

  return 0;
}

/* Windows around @place that follow each other. */
static void
find_neighbours (const LaminaSceneWindows *self,
                 gsize                     place,
                 gsize                     n_wanted,
                 gsize                    *first,
                 gsize                    *n)
{
  gsize end = place + 1;

  *first = place;
  while (*first > 0 && place - *first < n_wanted / LEAD_SHARE && is_followed (self, *first - 1))
    (*first)--;
  while (end - *first < n_wanted && is_followed (self, end - 1))
    end++;
  /* Towards the end of the set there are more before. */
  while (*first > 0 && end - *first < n_wanted && is_followed (self, *first - 1))
    (*first)--;
  *n = end - *first;
}

static void
copy_windows (LaminaSceneWindows *self,
              gsize               first,
              gsize               n,
              gsize               start)
{
  const LaminaSceneData *data = self->data;
  LaminaWindows *windows = &self->windows;
  g_autofree guint32 *indices = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    indices[i] = self->order[first + i].index;

  windows->inputs = lamina_scene_data_copy (data, data->split, indices, n, FALSE);
  windows->targets = lamina_scene_data_copy (data, data->split, indices, n, TRUE);
  if (windows->inputs == NULL || windows->targets == NULL)
    {
      lamina_scene_windows_clear (self);
      return;
    }

  windows->n = n;
  windows->time = self->order[first].row +
                  lamina_data_set_get_input_shape (data->set)->dim[1] - 1 +
                  MAX (windows->lag, 1);
  windows->start = start;
  windows->n_free = n - start;
  if (windows->n_columns > 0 && windows->lag == 1)
    windows->start_input = lamina_scene_data_copy (data, data->split, indices + start, 1, FALSE);
}

void
lamina_scene_windows_choose (LaminaSceneWindows *self,
                             gsize               example)
{
  const gsize n_numbers =
    lm_shape_get_n_columns (lamina_data_set_get_input_shape (self->data->set));
  const gsize n_wanted = CLAMP (MAX_NUMBERS / MAX (n_numbers, 1), LEAST_WINDOWS, MAX_WINDOWS);
  const gsize place = find_place (self, example);
  gsize first, n;

  lamina_scene_windows_clear (self);
  if (self->n_order < LEAST_WINDOWS ||
      lamina_data_set_get_target_kind (self->data->set) != LAMINA_DATA_TARGET_VALUES)
    return;

  find_neighbours (self, place, n_wanted, &first, &n);
  if (n < LEAST_WINDOWS)
    return;

  find_columns (self, first, n);
  copy_windows (self, first, n, place - first);
}

LaminaWindows
lamina_scene_windows_get (const LaminaSceneWindows *self,
                          const LmNetwork          *network)
{
  LaminaWindows windows = self->windows;

  if (network != NULL && windows.n_free > 0)
    windows.n_free = MIN (windows.n_free,
                          (gsize) (MAX_FREE_MACS / MAX (lm_network_get_macs (network), 1)) + 1);

  return windows;
}
