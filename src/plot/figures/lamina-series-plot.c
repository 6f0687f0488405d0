/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-series-plot.h"

#include <math.h>

#include "lamina-axis.h"
#include "lamina-draw.h"

#define PAD 6
#define DISC 3.2
/* Around a disc in the same place. */
#define RING 4.2
/* Of the width at the most: targets far ahead would leave no room for the input. */
#define MAX_AHEAD 0.4
/* Or a single target would stand on the border. */
#define MIN_AHEAD 0.16

/* Where steps stand: the input up to @border, the targets between there and the end. */
typedef struct
{
  double left, border, right;
  double top, bottom;
  gsize  n_room;
} Field;

static void
init_field (Field                  *field,
            const LaminaSeriesPlot *self,
            double                  x,
            double                  y,
            double                  width,
            double                  height)
{
  const double n_room = (double) MAX (self->n_room, self->n_steps);
  const double n_after = (double) (self->n_ahead + self->n_targets);
  const double share = self->n_targets > 0
                         ? CLAMP (n_after / (n_room + n_after), MIN_AHEAD, MAX_AHEAD) : 0;

  field->left = x + PAD;
  field->right = x + width - PAD;
  field->border = field->right - share * (width - 2 * PAD);
  field->top = y + PAD;
  field->bottom = y + height - PAD;
  field->n_room = MAX (self->n_room, self->n_steps);
}

static double
get_y (const Field *field,
       double       value,
       double       least,
       double       greatest)
{
  const double share = greatest > least ? (value - least) / (greatest - least) : 0.5;

  return field->bottom - CLAMP (share, 0, 1) * (field->bottom - field->top);
}

static double
get_x (const Field *field,
       gsize        step)
{
  const double width = field->border - PAD - field->left;

  return field->n_room > 1 ? field->left + (double) step / (double) (field->n_room - 1) * width
                           : field->left + width / 2;
}

/* The first target and the last one within what is right of the border. */
static double
get_target_x (const Field            *field,
              const LaminaSeriesPlot *self,
              gsize                   index)
{
  const double n = (double) (self->n_ahead + self->n_targets);

  return field->border + (double) (self->n_ahead + index) / n * (field->right - field->border);
}

static void
draw_feature (const LaminaSeriesPlot *self,
              const Field            *field,
              cairo_t                *cr,
              gsize                   feature)
{
  cairo_new_path (cr);
  for (gsize i = 0; i < self->n_steps; i++)
    {
      const double value = self->values[i * self->n_features + feature];

      if (!isfinite (value))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, get_x (field, i), get_y (field, value, self->least[feature],
                                                    self->greatest[feature]));
    }
  cairo_stroke (cr);
}

static void
draw_input (const LaminaSeriesPlot *self,
            const Field            *field,
            cairo_t                *cr,
            const LaminaStyle      *style)
{
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_width (cr, self->n_features > 1 ? 1.2 : 1.6);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (gsize i = 0; i < self->n_features; i++)
    {
      double rgb[3];

      lamina_style_get_class_color (style, i, rgb);
      if (self->n_features > 1)
        cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
      else
        lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 0.85);
      draw_feature (self, field, cr, i);
    }
}

/* @values: the targets, or the answers, whose marks are open */
static void
draw_targets (const LaminaSeriesPlot *self,
              const Field            *field,
              cairo_t                *cr,
              const LaminaStyle      *style,
              const double           *values,
              gboolean                is_answer)
{
  const LaminaColor color = is_answer ? LAMINA_COLOR_RUN_B : LAMINA_COLOR_RUN_A;

  lamina_set_line (cr, style, is_answer ? LAMINA_LINE_SOLID : LAMINA_LINE_DASHED, color, 1);
  cairo_new_path (cr);
  for (gsize i = 0; i < self->n_targets; i++)
    if (isfinite (values[i]))
      cairo_line_to (cr, get_target_x (field, self, i),
                     get_y (field, values[i], self->target_least, self->target_greatest));
  cairo_stroke (cr);

  for (gsize i = 0; i < self->n_targets && self->n_targets <= 12; i++)
    if (isfinite (values[i]))
      lamina_draw_mark (cr, style, 0, is_answer, color, get_target_x (field, self, i),
                        get_y (field, values[i], self->target_least, self->target_greatest),
                        is_answer ? RING : DISC);
}

void
lamina_series_plot_draw (const LaminaSeriesPlot *self,
                         cairo_t                *cr,
                         const LaminaStyle      *style,
                         double                  x,
                         double                  y,
                         double                  width,
                         double                  height)
{
  Field field;

  init_field (&field, self, x, y, width, height);
  cairo_save (cr);
  lamina_path_round_rect (cr, x, y, width, height, 5);
  cairo_clip_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);
  if (self->n_targets > 0)
    {
      cairo_rectangle (cr, field.border, y, x + width - field.border, height);
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.1);
      cairo_fill (cr);
    }
  draw_input (self, &field, cr, style);
  if (self->n_targets > 0)
    {
      if (self->answers != NULL)
        draw_targets (self, &field, cr, style, self->answers, TRUE);
      draw_targets (self, &field, cr, style, self->targets, FALSE);
    }
  cairo_restore (cr);
  if (lamina_style_is_contrast (style))
    lamina_draw_outline (cr, style, x, y, width, height, 5);
}
