/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-prediction.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-series-plot.h"

/* Pixels at a text scale of 1. */
#define CELL_GAP 16
#define LEAST_WIDTH 96
#define LEAST_HEIGHT 34
#define BAR_GAP 3
#define LABEL_GAP 5
#define SECOND_BAR_HEIGHT 90
/* Width to height of a plot at its best. */
#define ASPECT 2.6
#define MAX_FEATURES 6
/* A legend goes before plots become smaller than that. */
#define LEGEND_HEIGHT 76

/* What all cells have in common: the axes, and room for what is read. */
typedef struct
{
  const LaminaFrame *frame;
  const LmTensor    *inputs, *targets, *answers;
  gsize              n_time, n_columns;
  gsize              n_features; /* The first columns are drawn. */
  gsize              n_targets, stride; /* steps of a target, and numbers of each */
  double             least[MAX_FEATURES], greatest[MAX_FEATURES];
  double             target_least, target_greatest;

  gsize  n, n_across, n_bars;
  double top;            /* of the cells: below the legend */
  double pitch, height;  /* distances of the cells */
  double plot_width, plot_height, labels;
} Series;

gboolean
lamina_prediction_has_series (const LaminaFrame *frame)
{
  return frame->input_kind == LAMINA_INPUT_SERIES && frame->prediction_inputs != NULL &&
         frame->prediction_inputs->tensor.shape.rank == 3 &&
         (lamina_prediction_has_classes (frame) || frame->target_kind == LAMINA_TARGET_NUMBERS);
}

static void
widen (double *least,
       double *greatest,
       double  value)
{
  if (!isfinite (value))
    return;

  *least = fmin (*least, value);
  *greatest = fmax (*greatest, value);
}

static double
get_input (const Series *self,
           gsize         row,
           gsize         step,
           gsize         column)
{
  const gsize place = (row * self->n_time + step) * self->n_columns + column;

  return lamina_scaling_apply (&self->frame->input_scaling, column,
                               (double) self->inputs->data[place]);
}

/* @values: targets or answers */
static double
get_target (const Series   *self,
            const LmTensor *values,
            gsize           row,
            gsize           step)
{
  const LaminaScaling *scaling = &self->frame->target_scaling;
  const gsize index = step * self->stride;

  return lamina_scaling_apply (scaling, scaling->n > 0 ? index % scaling->n : 0,
                               (double) values->data[row * self->n_targets * self->stride + index]);
}

static gsize
get_length (const Series *self,
            gsize         row)
{
  const guint32 *lengths = self->frame->prediction_lengths;

  return lengths != NULL ? MIN (lengths[row], self->n_time) : self->n_time;
}

/* One axis for all of them, so that they can be compared; what is predicted is on that of its own
 * column, where that is known. */
static void
find_axes (Series *self)
{
  const gsize own = self->frame->windows.n_columns > 0 ? self->frame->windows.columns[0]
                                                       : MAX_FEATURES;

  self->target_least = HUGE_VAL;
  self->target_greatest = -HUGE_VAL;
  for (gsize row = 0; row < self->n; row++)
    for (gsize i = 0; i < self->n_targets; i++)
      {
        widen (&self->target_least, &self->target_greatest,
               get_target (self, self->targets, row, i));
        widen (&self->target_least, &self->target_greatest,
               get_target (self, self->answers, row, i));
      }

  for (gsize j = 0; j < self->n_features; j++)
    {
      self->least[j] = HUGE_VAL;
      self->greatest[j] = -HUGE_VAL;
      for (gsize row = 0; row < self->n; row++)
        for (gsize i = 0; i < get_length (self, row); i++)
          widen (&self->least[j], &self->greatest[j], get_input (self, row, i, j));
      if (j != own || self->n_targets == 0)
        continue;
      widen (&self->least[j], &self->greatest[j], self->target_least);
      widen (&self->least[j], &self->greatest[j], self->target_greatest);
      self->target_least = self->least[j];
      self->target_greatest = self->greatest[j];
    }
}

/* As many as there are, as large as they can be; fewer if they became too small. */
static void
lay_out (Series *self,
         double  scale,
         double  width,
         double  height)
{
  const double gap = CELL_GAP * scale;
  const gsize n_all = self->n;
  double best = 0;

  self->n = 0;
  for (gsize n = n_all; n > 0 && best < LEAST_HEIGHT * scale; n--)
    for (gsize across = 1; across <= n; across++)
      {
        const gsize down = (n + across - 1) / across;
        const double pitch = (width + gap) / (double) across;
        const double row = (height - self->top + gap) / (double) down;
        const double room = fmin ((pitch - gap) / ASPECT, row - gap - self->labels);

        if ((pitch - gap < LEAST_WIDTH * scale && across > 1) || (room <= best && self->n > 0))
          continue;
        best = room;
        self->n = n;
        self->n_across = across;
        self->pitch = pitch;
        self->height = row;
      }

  self->plot_width = floor (self->pitch - gap);
  self->plot_height = floor (fmax (12, fmin (self->height - gap - self->labels,
                                             self->plot_width / ASPECT * 1.6)));
  self->height = fmin (self->height, self->plot_height + self->labels + 1.5 * gap);
}

static void
series_init (Series            *self,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width,
             double             height)
{
  const double scale = style->text_scale;
  const LmShape *shape = &frame->prediction_inputs->tensor.shape;
  gsize n_numbers;

  *self = (Series) {
    .frame = frame,
    .inputs = &frame->prediction_inputs->tensor,
    .targets = &frame->prediction_targets->tensor,
    .answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS),
    .n_time = shape->dim[1],
    .n_columns = shape->dim[2],
    .n_features = MIN (shape->dim[2], MAX_FEATURES),
    .n = lamina_prediction_count (frame),
    .stride = 1,
  };

  if (lamina_prediction_has_classes (frame))
    {
      self->n_bars = height < SECOND_BAR_HEIGHT * scale ? 1 : 2;
      self->labels = ((double) self->n_bars * (LAMINA_PREDICTION_BAR + BAR_GAP) + LABEL_GAP) *
                     scale;
    }
  else
    {
      n_numbers = MIN (lm_shape_get_n_columns (&self->targets->shape),
                       lm_shape_get_n_columns (&self->answers->shape));
      self->stride = MAX (frame->windows.n_columns, 1);
      if (n_numbers % self->stride != 0)
        self->stride = 1;
      self->n_targets = n_numbers / self->stride;
      self->labels = lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 2;
      if (height >= LEGEND_HEIGHT * scale)
        self->top = lamina_get_legend_height (style) + 4;
    }

  find_axes (self);
  lay_out (self, scale, width, height);
}

/* How far off the answers are, on average. */
static double
get_distance (const Series *self,
              gsize         row)
{
  double sum = 0;

  for (gsize i = 0; i < self->n_targets; i++)
    sum += fabs (get_target (self, self->answers, row, i) -
                 get_target (self, self->targets, row, i));

  return sum / (double) self->n_targets;
}

static void
draw_plot (const Series      *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           gsize              row,
           double             x,
           double             y)
{
  const gsize n_steps = get_length (self, row);
  g_autofree double *values = g_new (double, n_steps * self->n_features + 1);
  g_autofree double *targets = g_new (double, 2 * self->n_targets + 1);
  const LaminaSeriesPlot plot = {
    .n_steps = n_steps, .n_features = self->n_features, .values = values,
    .least = self->least, .greatest = self->greatest, .n_room = self->n_time,
    .n_targets = self->n_targets, .targets = targets, .answers = targets + self->n_targets,
    .n_ahead = MAX (self->frame->windows.lag, 1),
    .target_least = self->target_least, .target_greatest = self->target_greatest,
  };

  for (gsize i = 0; i < n_steps; i++)
    for (gsize j = 0; j < self->n_features; j++)
      values[i * self->n_features + j] = get_input (self, row, i, j);
  for (gsize i = 0; i < self->n_targets; i++)
    {
      targets[i] = get_target (self, self->targets, row, i);
      targets[self->n_targets + i] = get_target (self, self->answers, row, i);
    }

  lamina_series_plot_draw (&plot, cr, style, x, y, self->plot_width, self->plot_height);
}

static void
draw_verdict (const Series      *self,
              cairo_t           *cr,
              const LaminaStyle *style,
              gsize              row,
              double             x,
              double             y)
{
  const LaminaPrediction prediction = lamina_prediction_get (self->frame, self->answers, row);
  const double scale = style->text_scale;
  const double badge = LAMINA_PREDICTION_BADGE * sqrt (scale);

  lamina_draw_badge (cr, style, prediction.best == prediction.truth,
                     x + self->plot_width - badge - 4, y + self->plot_height - badge - 4, badge);
  y += self->plot_height + LABEL_GAP * scale;
  lamina_prediction_draw_bar (cr, self->frame, style, &prediction, TRUE, x, y, self->plot_width);
  if (self->n_bars > 1 && prediction.second >= 0)
    lamina_prediction_draw_bar (cr, self->frame, style, &prediction, FALSE, x,
                                y + (LAMINA_PREDICTION_BAR + BAR_GAP) * scale, self->plot_width);
}

static void
draw_distance (const Series      *self,
               cairo_t           *cr,
               const LaminaStyle *style,
               gsize              row,
               double             x,
               double             y)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .max_width = self->plot_width };
  g_autofree char *number = lamina_format_number (get_distance (self, row));
  /* TRANSLATORS: under a prediction of numbers; how far it is from the truth. */
  g_autofree char *string = g_strdup_printf (_("off by %s"), number);

  lamina_draw_text (cr, style, &text, x,
                    lamina_get_baseline (style, text.font, y + self->plot_height, self->labels),
                    string);
}

void
lamina_prediction_draw_series (cairo_t           *cr,
                               const LaminaFrame *frame,
                               const LaminaStyle *style,
                               double             width,
                               double             height)
{
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_DOT, LAMINA_COLOR_RUN_A, _("truth"), NULL },
    { LAMINA_LINE_RING, LAMINA_COLOR_RUN_B, _("answer"), NULL },
  };
  Series series;

  series_init (&series, frame, style, width, height);
  if (series.top > 0)
    lamina_draw_legend (cr, style, items, G_N_ELEMENTS (items), 0, 0, width);
  for (gsize i = 0; i < series.n; i++)
    {
      const double x = floor ((double) (i % series.n_across) * series.pitch);
      const double y = floor (series.top + (double) (i / series.n_across) * series.height);

      draw_plot (&series, cr, style, i, x, y);
      if (series.n_bars > 0)
        draw_verdict (&series, cr, style, i, x, y);
      else
        draw_distance (&series, cr, style, i, x, y);
    }
}

gssize
lamina_prediction_hit_series (const LaminaFrame *frame,
                              const LaminaStyle *style,
                              double             width,
                              double             height,
                              double             x,
                              double             y)
{
  Series series;
  gsize column, index;

  series_init (&series, frame, style, width, height);
  if (y < series.top)
    return -1;

  column = (gsize) (x / series.pitch);
  index = (gsize) ((y - series.top) / series.height) * series.n_across + column;
  if (column >= series.n_across || index >= series.n ||
      x - (double) column * series.pitch > series.plot_width)
    return -1;

  return (gssize) index;
}
