/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-cell.h"

#include <string.h>

#include "lamina-atlas.h"
#include "lamina-format.h"
#include "lamina-series-plot.h"

#define PICTURE 64
#define PICTURE_GAP 4
#define SERIES_WIDTH 176
#define SERIES_HEIGHT 84
/* More lines than that cannot be told apart in a small plot. */
#define MAX_FEATURES 6

struct _LaminaExampleCell
{
  LaminaDataSet *set;
  LmSplit        split;
  gboolean       is_series;
  gboolean       has_mask;

  lm_real       *pixels;          /* of a picture, or of its mask */
  double        *values;          /* of a series: [time, n_features] */
  double        *targets;         /* [n_targets] */
  gsize          n_features;
  gsize          n_targets;
  gsize          n_ahead;
  double         least[MAX_FEATURES], greatest[MAX_FEATURES];
  double         target_least, target_greatest;
};

static void
init_series (LaminaExampleCell *self)
{
  const LmShape *input = lamina_data_set_get_input_shape (self->set);
  const LaminaDataColumn *target;
  g_autofree char *horizon = lamina_data_config_get (lamina_data_set_get_config (self->set),
                                                     "horizon");

  self->n_features = MIN (lamina_data_set_get_n_columns (self->set), MAX_FEATURES);
  for (gsize i = 0; i < self->n_features; i++)
    {
      self->least[i] = lamina_data_set_get_column (self->set, i)->min;
      self->greatest[i] = lamina_data_set_get_column (self->set, i)->max;
    }
  self->values = g_new (double, input->dim[1] * self->n_features);
  if (lamina_data_set_get_target_kind (self->set) != LAMINA_DATA_TARGET_VALUES)
    return;

  target = lamina_data_set_get_target_column (self->set, 0);
  self->n_targets = lamina_data_set_get_n_targets (self->set);
  self->targets = g_new (double, self->n_targets);
  self->n_ahead = horizon != NULL ? (gsize) g_ascii_strtoull (horizon, NULL, 10) : 1;
  self->n_ahead = MAX (self->n_ahead, 1);
  self->target_least = target->min;
  self->target_greatest = target->max;
  /* Predicted is mostly one of the lines: on its axis, then. */
  for (gsize i = 0; i < self->n_features; i++)
    if (self->n_features == 1 ||
        g_strcmp0 (lamina_data_set_get_column (self->set, i)->name, target->name) == 0)
      {
        self->least[i] = self->target_least = MIN (self->least[i], target->min);
        self->greatest[i] = self->target_greatest = MAX (self->greatest[i], target->max);
      }
}

LaminaExampleCell *
lamina_example_cell_new (LaminaDataSet *set,
                         LmSplit        split)
{
  LaminaExampleCell *self = g_new0 (LaminaExampleCell, 1);
  const gsize n_input = lm_shape_get_n_elements (lamina_data_set_get_input_shape (set));
  const gsize n_target = lm_shape_get_n_elements (lamina_data_set_get_target_shape (set));

  self->set = lamina_data_set_ref (set);
  self->split = split;
  self->is_series = lamina_data_set_get_input_kind (set) == LAMINA_DATA_INPUT_SERIES;
  self->has_mask = lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_PICTURE;
  if (self->is_series)
    init_series (self);
  else
    self->pixels = g_new (lm_real, MAX (n_input, self->has_mask ? n_target : 0));

  return self;
}

void
lamina_example_cell_free (LaminaExampleCell *self)
{
  lamina_data_set_unref (self->set);
  g_free (self->pixels);
  g_free (self->values);
  g_free (self->targets);
  g_free (self);
}

double
lamina_example_cell_get_width (const LaminaExampleCell *self)
{
  return self->is_series ? SERIES_WIDTH
                         : self->has_mask ? 2 * PICTURE + PICTURE_GAP : PICTURE;
}

double
lamina_example_cell_get_height (const LaminaExampleCell *self)
{
  return self->is_series ? SERIES_HEIGHT : PICTURE;
}

/* Pixels of an example, 0 … 1. */
static void
read_picture (LaminaExampleCell *self,
              gsize              index)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->set);
  const gsize n = lm_shape_get_n_elements (shape);
  const gsize area = shape->dim[2] * shape->dim[3];
  const guint8 *bytes = lamina_data_set_get_picture (self->set, self->split, index);

  for (gsize i = 0; i < n; i++)
    {
      double raw, white;

      if (bytes != NULL)
        {
          self->pixels[i] = (lm_real) (bytes[i] / 255.0);
          continue;
        }

      raw = lamina_data_set_get_raw (self->set, self->split, index, i);
      white = lamina_data_set_get_column (self->set, i / area)->max;
      self->pixels[i] = (lm_real) (raw / (white > 0 ? white : 1));
    }
}

static void
draw_picture (LaminaExampleCell *self,
              cairo_t           *cr,
              gsize              index,
              double             x,
              double             y)
{
  const LmShape *mask = lamina_data_set_get_target_shape (self->set);
  const LaminaScaling same = { 0 };

  read_picture (self, index);
  lamina_draw_picture (cr, self->pixels, lamina_data_set_get_input_shape (self->set), &same, x, y,
                       PICTURE, PICTURE, 5);
  if (!self->has_mask)
    return;

  for (gsize i = 0; i < lm_shape_get_n_elements (mask); i++)
    self->pixels[i] = (lm_real) lamina_data_set_get_raw_target (self->set, self->split, index, i);
  lamina_draw_picture (cr, self->pixels, mask, &same, x + PICTURE + PICTURE_GAP, y, PICTURE,
                       PICTURE, 5);
}

static void
draw_series (LaminaExampleCell *self,
             cairo_t           *cr,
             const LaminaStyle *style,
             gsize              index,
             double             x,
             double             y)
{
  const gsize n_columns = lamina_data_set_get_n_columns (self->set);
  const LaminaSeriesPlot plot = {
    .n_steps = lamina_data_set_get_length (self->set, self->split, index),
    .n_features = self->n_features, .values = self->values,
    .least = self->least, .greatest = self->greatest,
    .n_room = lamina_data_set_get_input_shape (self->set)->dim[1],
    .n_targets = self->n_targets, .targets = self->targets, .n_ahead = self->n_ahead,
    .target_least = self->target_least, .target_greatest = self->target_greatest,
  };

  for (gsize i = 0; i < plot.n_steps; i++)
    for (gsize j = 0; j < self->n_features; j++)
      self->values[i * self->n_features + j] =
        lamina_data_set_get_raw (self->set, self->split, index, i * n_columns + j);
  for (gsize i = 0; i < self->n_targets; i++)
    self->targets[i] = lamina_data_set_get_raw_target (self->set, self->split, index, i);
  lamina_series_plot_draw (&plot, cr, style, x, y, SERIES_WIDTH, SERIES_HEIGHT);
}

void
lamina_example_cell_draw (LaminaExampleCell *self,
                          cairo_t           *cr,
                          const LaminaStyle *style,
                          gsize              index,
                          double             x,
                          double             y)
{
  if (self->is_series)
    draw_series (self, cr, style, index, x, y);
  else
    draw_picture (self, cr, index, x, y);
}

char *
lamina_example_cell_write_target (const LaminaExampleCell *self,
                                  gsize                    index)
{
  const int label = lamina_data_set_get_label (self->set, self->split, index);

  if (label >= 0)
    return g_strdup (lamina_data_set_get_class_name (self->set, (gsize) label));
  if (self->n_targets == 1)
    {
      g_autofree char *value =
        lamina_format_number (lamina_data_set_get_raw_target (self->set, self->split, index, 0));

      return g_strdup_printf ("→ %s", value);
    }

  return NULL;
}
