/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of the figure lies; lamina-gates-draw.c draws it. */

#include "lamina-gates-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define GAP 4
#define LEAST_LAGS_WIDTH 400  /* A narrower picture shows no lags, */
#define LEAST_LAGS_HEIGHT 110
#define LAGS_SHARE 0.3
#define LEAST_LAGS_SHARE 0.21
#define MAX_LAGS_WIDTH 420
#define LEAST_TITLES 520      /* letters only, */
#define LEAST_RANGES 220      /* and no ranges. */
#define LEAST_FOOTER 150
#define LEAST_CURVE 180
#define CURVE_HEIGHT 26
/* What is less is as good as nothing. */
#define LEAST_REACH 1e-6

gboolean
lamina_layer_has_gates (const LmLayer *layer)
{
  return layer != NULL && !layer->bypassed && lm_layer_class_find_trace (layer->klass, "h") >= 0;
}

static void
add_gate (LaminaGatesFigure *self,
          const LaminaFrame *frame,
          const LmTrace     *trace)
{
  const LmTensor *values = lamina_frame_get_trace (frame, trace->name);
  LaminaGate *gate = &self->gates[self->n_gates];
  gsize n;

  if (values == NULL || values->shape.rank != 3 || self->n_gates == LAMINA_MAX_GATES)
    return;

  if (self->n_gates == 0)
    lamina_sequence_init (&self->sequence, frame, values->shape.dim[1]);
  n = values->shape.dim[2];
  *gate = (LaminaGate) {
    .trace = trace,
    .heat = { .data = values->data, .n_rows = n, .n_columns = self->sequence.n_steps,
              .row_stride = 1, .column_stride = n, .map = LAMINA_MAP_AUTO,
              .low = trace->low, .high = trace->high },
  };
  if (trace->low >= trace->high)
    {
      gate->heat.high = lamina_heat_get_most (&gate->heat);
      gate->heat.low = -gate->heat.high;
    }
  if (gate->heat.low < 0 || gate->heat.high <= 0)
    gate->heat.map = LAMINA_MAP_DIVERGING;
  self->n_gates++;
}

gboolean
lamina_gates_figure_take (LaminaGatesFigure *self,
                          const LaminaFrame *frame)
{
  const LmLayer *layer = lamina_frame_get_layer (frame);

  *self = (LaminaGatesFigure) { 0 };
  if (!lamina_layer_has_gates (layer))
    return FALSE;

  for (const LmTrace *trace = layer->klass->traces; trace->name != NULL; trace++)
    {
      if (strcmp (trace->name, "reach") == 0)
        self->reach = lamina_frame_get_trace (frame, trace->name);
      else
        add_gate (self, frame, trace);
    }
  self->n_directions = self->reach != NULL ? self->reach->shape.dim[2] : 1;

  return self->n_gates > 0 && self->sequence.n_steps > 0;
}

double
lamina_gates_figure_get_reach (const LaminaGatesFigure *self,
                               gsize                    lag,
                               gsize                    direction)
{
  return (double) self->reach->data[lag * self->n_directions + direction];
}

char *
lamina_gate_write_range (const LaminaGate *self)
{
  const gboolean is_known = self->trace->low < self->trace->high;
  g_autofree char *number = is_known ? lamina_format_setting (self->heat.high)
                                     : lamina_format_number (self->heat.high);

  return self->heat.map == LAMINA_MAP_DIVERGING ? g_strconcat ("±", number, NULL) : NULL;
}

/* Room for the names at the left, and for how far the colours go at the right. */
static void
place_across (LaminaGatesFigure *self,
              cairo_t           *cr,
              const LaminaStyle *style,
              double             width,
              gboolean           has_titles)
{
  const LaminaText name = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE };
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  double widest = 0, title = 0;

  self->has_titles = has_titles && width >= LEAST_TITLES * style->text_scale;
  self->has_ranges = width >= LEAST_RANGES * style->text_scale;
  for (gsize i = 0; i < self->n_gates; i++)
    {
      widest = fmax (widest, lamina_measure_text (cr, style, &name, self->gates[i].trace->name));
      title = fmax (title, lamina_measure_text (cr, style, &text, _(self->gates[i].trace->title)));
    }
  self->label_width = ceil (widest) + (self->has_titles ? ceil (title) + 6 : 0);
  self->left = self->label_width + 6;
  self->right = width;

  for (gsize i = 0; i < self->n_gates; i++)
    {
      g_autofree char *range = lamina_gate_write_range (&self->gates[i]);

      if (self->has_ranges && range != NULL)
        self->right = fmin (self->right,
                            width - ceil (lamina_measure_text (cr, style, &text, range)) - 6);
    }
  self->right = floor (fmax (self->right, self->left + 8));
}

/* From below: the colours' bar, the steps, the numbers that were read; the gates share the rest. */
static void
place_down (LaminaGatesFigure *self,
            cairo_t           *cr,
            const LaminaStyle *style,
            double             height)
{
  const double scale = style->text_scale, gap = height < 100 * scale ? 1 : GAP;
  const double cell = (self->right - self->left) / (double) self->sequence.n_steps;
  double bottom = height;

  self->has_footer = height >= LEAST_FOOTER * scale &&
                     self->right - self->left >= LEAST_FOOTER * scale;
  if (self->has_footer)
    bottom -= lamina_get_color_bar_height (style) + 4;

  self->steps = lamina_sequence_choose (&self->sequence, cr, style, cell,
                                        fmax (0, 0.3 * bottom - 20 * scale), &self->steps_height);
  bottom -= self->steps_height;
  self->steps_y = bottom;

  self->has_curve = height >= LEAST_CURVE * scale && self->sequence.input != NULL &&
                    self->sequence.input->shape.rank == 3;
  if (self->has_curve)
    {
      self->curve_height = CURVE_HEIGHT * scale;
      bottom -= self->curve_height + 2;
      self->curve_y = bottom;
    }

  bottom -= self->steps_height > 0 || self->has_curve ? 3 : 0;
  self->gate_height = fmax (1, floor ((bottom - gap * (double) (self->n_gates - 1)) /
                                      (double) self->n_gates));
  for (gsize i = 0; i < self->n_gates; i++)
    self->gates[i].y = (double) i * (self->gate_height + gap);
}

/* The least that is above nothing, and the most. */
static void
find_reach (const LaminaGatesFigure *self,
            double                  *min,
            double                  *max)
{
  *min = 1;
  *max = 1;
  for (gsize i = 0; i < self->sequence.n_steps * self->n_directions; i++)
    {
      const double value = (double) self->reach->data[i];

      if (isfinite (value))
        *max = fmax (*max, value);
      if (value >= 0)
        *min = fmin (*min, fmax (value, LEAST_REACH));
    }
}

static void
place_lags (LaminaGatesFigure *self,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             left,
            double             width,
            double             height)
{
  const gboolean is_log = frame->options.scale != LAMINA_SCALE_LINEAR;
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  LaminaAxis y;
  double min, max;

  find_reach (self, &min, &max);
  lamina_axis_init (&y, is_log ? LAMINA_SCALE_LOG : LAMINA_SCALE_LINEAR, is_log ? min : 0, max, 0,
                    1);
  lamina_axis_make_round (&y, 4);

  self->lags_left = left;
  lamina_chart_init (&self->lags, cr, style, y.scale, 0,
                     fmax (1, (double) self->sequence.n_steps - 1), y.min, y.max, FALSE,
                     line * (self->n_directions > 1 ? 2 : 1), width - left, height);
  for (gsize n = 3; n < 7 && self->lags.n_x_ticks < 3; n++)
    self->lags.n_x_ticks = lamina_axis_get_ticks (&self->lags.x, n, self->lags.x_ticks);
  self->lags.left += left;
  self->lags.right += left;
  self->lags.x.from += left;
  self->lags.x.to += left;
}

static void
place (LaminaGatesFigure *self,
       cairo_t           *cr,
       const LaminaFrame *frame,
       const LaminaStyle *style,
       double             lags_share,
       gboolean           has_titles,
       double             width,
       double             height)
{
  const double scale = style->text_scale;
  const double lags = floor (fmin (lags_share * width, MAX_LAGS_WIDTH * scale));

  place_across (self, cr, style, self->has_lags ? width - lags - 16 * scale : width, has_titles);
  place_down (self, cr, style, height);
  if (self->has_lags)
    place_lags (self, cr, frame, style, width - lags, width, height);
}

gboolean
lamina_gates_figure_init (LaminaGatesFigure *self,
                          cairo_t           *cr,
                          const LaminaFrame *frame,
                          const LaminaStyle *style,
                          double             width,
                          double             height)
{
  const double scale = style->text_scale;

  if (!lamina_gates_figure_take (self, frame))
    return FALSE;

  self->has_lags = self->reach != NULL && self->sequence.n_steps > 1 &&
                   width >= LEAST_LAGS_WIDTH * scale && height >= LEAST_LAGS_HEIGHT * scale;
  place (self, cr, frame, style, LAGS_SHARE, TRUE, width, height);
  if (!self->sequence.has_tokens || self->steps >= LAMINA_STEPS_SIGNS)
    return TRUE;

  /* Rather the text than titles. */
  place (self, cr, frame, style, LEAST_LAGS_SHARE, FALSE, width, height);
  if (self->steps < LAMINA_STEPS_SIGNS)
    place (self, cr, frame, style, LAGS_SHARE, TRUE, width, height);

  return TRUE;
}

static char *
write_gate (const LaminaGatesFigure *self,
            const LaminaGate        *gate,
            gsize                    step,
            gsize                    unit)
{
  g_autofree char *place = lamina_sequence_write_step (&self->sequence, step);
  g_autofree char *number = lamina_format_exact (
    (double) gate->heat.data[unit * gate->heat.row_stride + step * gate->heat.column_stride]);

  /* TRANSLATORS: step 7 “w”, unit 12: forget gate 0.93. */
  return g_strdup_printf (_("%s, unit %d: %s %s"), place, (int) unit + 1, gate->trace->name,
                          number);
}

static char *
write_lag (const LaminaGatesFigure *self,
           double                   x)
{
  const double value = lamina_axis_get_value (&self->lags.x, x);
  const gsize lag = (gsize) CLAMP (round (value), 0, (double) self->sequence.n_steps - 1);
  g_autofree char *first = lamina_format_exact (lamina_gates_figure_get_reach (self, lag, 0));
  g_autofree char *second = NULL;
  g_autofree char *place = g_strdup_printf (
    ngettext ("%d step back", "%d steps back", (gulong) lag), (int) lag);

  if (self->n_directions == 1)
    return g_strdup_printf ("%s: %s", place, first);

  second = lamina_format_exact (lamina_gates_figure_get_reach (self, lag, 1));

  return g_strdup_printf (_("%s: forwards %s, backwards %s"), place, first, second);
}

char *
lamina_gates_figure_write_hit (const LaminaGatesFigure *self,
                               double                   x,
                               double                   y)
{
  const double cell = (self->right - self->left) / (double) self->sequence.n_steps;

  if (self->has_lags && x >= self->lags.left - 4 && y >= self->lags.top && y < self->lags.bottom)
    return write_lag (self, x);
  if (x < self->left || x >= self->right)
    return NULL;

  for (gsize i = 0; i < self->n_gates; i++)
    {
      const LaminaGate *gate = &self->gates[i];
      const double down = (y - gate->y) / self->gate_height;

      if (down >= 0 && down < 1)
        return write_gate (self, gate, MIN ((gsize) ((x - self->left) / cell),
                                            self->sequence.n_steps - 1),
                           (gsize) (down * (double) gate->heat.n_rows));
    }

  return NULL;
}
