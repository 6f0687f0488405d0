/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-gates-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"

#define MAX_CURVES 4
/* Pixels at a text scale of 1: arrows stand for the directions where there is less. */
#define LEAST_NAMES 200

/* The letter, and where there is room what it stands for. */
static void
draw_name (const LaminaGatesFigure *self,
           cairo_t                 *cr,
           const LaminaStyle       *style,
           const LaminaGate        *gate)
{
  const LaminaText name = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE,
                            .align = LAMINA_ALIGN_END };
  const LaminaText title = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const double baseline = lamina_get_baseline (style, name.font, gate->y, self->gate_height);

  if (self->gate_height < 0.5 * lamina_get_line_height (style, name.font))
    return;

  lamina_draw_text (cr, style, &name, self->label_width, baseline, gate->trace->name);
  if (self->has_titles)
    lamina_draw_text (cr, style, &title, 0, baseline, _(gate->trace->title));
}

static void
draw_range (const LaminaGatesFigure *self,
            cairo_t                 *cr,
            const LaminaStyle       *style,
            const LaminaGate        *gate)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  g_autofree char *range = lamina_gate_write_range (gate);

  if (range != NULL && self->has_ranges &&
      self->gate_height >= 0.5 * lamina_get_line_height (style, text.font))
    lamina_draw_text (cr, style, &text, self->right + 6,
                      lamina_get_baseline (style, text.font, gate->y, self->gate_height), range);
}

static void
draw_gates (const LaminaGatesFigure *self,
            cairo_t                 *cr,
            const LaminaStyle       *style)
{
  const double width = self->right - self->left;

  for (gsize i = 0; i < self->n_gates; i++)
    {
      const LaminaGate *gate = &self->gates[i];

      lamina_heat_draw (&gate->heat, cr, style, self->left, gate->y, width, self->gate_height);
      if (lamina_style_is_contrast (style))
        lamina_draw_outline (cr, style, self->left, gate->y, width, self->gate_height, 0);
      /* Below the line is what reads from the end. */
      if (self->n_directions > 1 && self->gate_height >= 8)
        {
          lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
          cairo_rectangle (cr, self->left, gate->y + floor (self->gate_height / 2), width, 1);
          cairo_fill (cr);
        }
      draw_name (self, cr, style, gate);
      draw_range (self, cr, style, gate);
    }
}

/* Input @index of the network at a step. */
static double
get_input (const LaminaGatesFigure *self,
           gsize                    step,
           gsize                    index)
{
  const LmTensor *input = self->sequence.input;

  return (double) input->data[step * input->shape.dim[2] + index];
}

/* All on one scale: what matters is when something happens. */
static void
draw_curve (const LaminaGatesFigure *self,
            cairo_t                 *cr,
            const LaminaStyle       *style)
{
  const gsize n = MIN (self->sequence.input->shape.dim[2], MAX_CURVES);
  const double cell = (self->right - self->left) / (double) self->sequence.n_steps;
  const double margin = 2 * style->text_scale;
  double low = HUGE_VAL, high = -HUGE_VAL;

  for (gsize i = 0; i < self->sequence.n_steps * n; i++)
    {
      const double value = get_input (self, i / n, i % n);

      if (isfinite (value))
        {
          low = fmin (low, value);
          high = fmax (high, value);
        }
    }
  if (!(high > low))
    {
      low -= 1;
      high += 1;
    }

  for (gsize i = n; i-- > 0;)
    {
      for (gsize step = 0; step < self->sequence.n_steps; step++)
        {
          const double share = (get_input (self, step, i) - low) / (high - low);

          if (isfinite (share))
            cairo_line_to (cr, self->left + ((double) step + 0.5) * cell,
                           self->curve_y + self->curve_height - margin -
                             share * (self->curve_height - 2 * margin));
        }
      lamina_set_line (cr, style, LAMINA_LINE_SOLID, lamina_style_get_run_color (i), 1);
      cairo_set_line_width (cr, 1.5 * sqrt (style->text_scale));
      cairo_stroke (cr);
    }
}

/* "x", or the name of the only column. */
static void
draw_curve_name (const LaminaGatesFigure *self,
                 cairo_t                 *cr,
                 const LaminaStyle       *style)
{
  const gboolean is_one = self->sequence.input->shape.dim[2] == 1;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                            .align = LAMINA_ALIGN_END, .max_width = self->label_width };
  g_autofree char *name = is_one && self->has_titles
                            ? lamina_frame_write_column (self->sequence.frame, 0) : g_strdup ("x");

  lamina_draw_text (cr, style, &text, self->label_width,
                    lamina_get_baseline (style, text.font, self->curve_y, self->curve_height),
                    name);
}

/* Gates from 0 to 1, and signed numbers, whose ends stand beside them. */
static void
draw_footer (const LaminaGatesFigure *self,
             cairo_t                 *cr,
             const LaminaStyle       *style,
             double                   height)
{
  const double y = height - lamina_get_color_bar_height (style);
  const double width = self->right - self->left;
  gboolean has_map = FALSE, has_signed = FALSE;

  for (gsize i = 0; i < self->n_gates; i++)
    {
      has_map |= self->gates[i].heat.map == LAMINA_MAP_AUTO;
      has_signed |= self->gates[i].heat.map == LAMINA_MAP_DIVERGING;
    }

  if (has_map)
    lamina_draw_color_bar (cr, style, LAMINA_MAP_AUTO, 1, "0", "1", LAMINA_ALIGN_START, self->left,
                           y, width * 0.45);
  if (has_signed)
    lamina_draw_color_bar (cr, style, LAMINA_MAP_DIVERGING, 1, _("−max"), _("+max"),
                           has_map ? LAMINA_ALIGN_END : LAMINA_ALIGN_START,
                           self->left + (has_map ? width * 0.5 : 0), y, width * 0.5);
}

/* Where the pointer is: the same step in all of them. */
static void
draw_cross (const LaminaGatesFigure *self,
            cairo_t                 *cr,
            const LaminaStyle       *style,
            double                   x)
{
  const double cell = (self->right - self->left) / (double) self->sequence.n_steps;
  const double step = floor ((x - self->left) / cell);
  const LaminaGate *last = &self->gates[self->n_gates - 1];

  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 0.9);
  cairo_rectangle (cr, self->left + step * cell - 0.5, 0.5, fmax (cell, 2) + 1,
                   last->y + self->gate_height - 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_lag_line (const LaminaGatesFigure *self,
               cairo_t                 *cr,
               const LaminaStyle       *style,
               gsize                    direction)
{
  const LaminaChart *chart = &self->lags;

  cairo_new_path (cr);
  for (gsize lag = 0; lag < self->sequence.n_steps; lag++)
    {
      const double value = lamina_gates_figure_get_reach (self, lag, direction);

      if (isfinite (value))
        cairo_line_to (cr, lamina_axis_get_pixel (&chart->x, (double) lag),
                       lamina_axis_get_pixel (&chart->y, fmax (value, chart->y.min)));
    }
  lamina_set_line (cr, style, direction > 0 ? LAMINA_LINE_DASHED : LAMINA_LINE_SOLID,
                   lamina_style_get_run_color (direction), 1);
  cairo_stroke (cr);
}

static void
draw_lags (const LaminaGatesFigure *self,
           cairo_t                 *cr,
           const LaminaStyle       *style,
           double                   width)
{
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const double left = self->lags_left;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                            .max_width = width - left };

  lamina_draw_text (cr, style, &text, left, lamina_get_baseline (style, text.font, 0, line),
                    _("Gradient by steps back"));
  if (self->n_directions > 1)
    {
      const gboolean has_words = width - left >= LEAST_NAMES * style->text_scale;
      const LaminaLegendItem items[] = {
        { LAMINA_LINE_SOLID, lamina_style_get_run_color (0), has_words ? _("forwards") : "→" },
        { LAMINA_LINE_DASHED, lamina_style_get_run_color (1), has_words ? _("backwards") : "←" },
      };

      lamina_draw_legend (cr, style, items, G_N_ELEMENTS (items), left, line, width - left);
    }

  lamina_chart_draw_y (&self->lags, cr, style, TRUE);
  lamina_chart_draw_x (&self->lags, cr, style, FALSE, NULL);
  lamina_chart_clip (&self->lags, cr);
  for (gsize i = self->n_directions; i-- > 0;)
    draw_lag_line (self, cr, style, i);
  cairo_restore (cr);
}

void
lamina_gates_figure_draw (const LaminaGatesFigure *self,
                          cairo_t                 *cr,
                          const LaminaStyle       *style,
                          double                   width,
                          double                   height)
{
  const LaminaOptions *options = &self->sequence.frame->options;
  g_autofree char *text = options->has_hover
                            ? lamina_gates_figure_write_hit (self, options->hover_x,
                                                             options->hover_y)
                            : NULL;

  draw_gates (self, cr, style);
  if (self->has_curve)
    {
      draw_curve (self, cr, style);
      draw_curve_name (self, cr, style);
    }
  lamina_sequence_draw (&self->sequence, cr, style, self->steps, self->left, self->steps_y,
                        self->right - self->left, self->steps_height);
  if (self->has_footer)
    draw_footer (self, cr, style, height);
  if (self->has_lags)
    draw_lags (self, cr, style, width);

  if (text == NULL)
    return;
  if (options->hover_x < self->right)
    draw_cross (self, cr, style, options->hover_x);
  lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}
